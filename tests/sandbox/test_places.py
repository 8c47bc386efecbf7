"""Places of a script: ranges of instructions, found by a table that is read once for each code object."""

from __future__ import annotations

from types import CodeType

from graphlint.sandbox import places


class Counting:
    """A code object that counts how often its table is read."""

    co_filename, co_name, co_firstlineno = "other.py", "<module>", 1

    def __init__(self, code: CodeType) -> None:
        self.code, self.reads = code, 0

    def co_positions(self):
        self.reads += 1
        return self.code.co_positions()


def test_the_table_of_a_code_object_is_read_once():
    code = Counting(compile("first = 1\nsecond = first + 2\n", "other.py", "exec"))
    found = [places.resolve(code, offset) for offset in range(0, len(code.code.co_code), 2)]
    assert code.reads == 1
    assert {place.line for place in found} >= {1, 2}


def test_code_objects_that_are_kept_are_not_mixed_up():
    texts = [f"{'x' * n} = {n}\n" for n in range(1, places._MOST_POSITIONS + 50)]
    ends = set()
    for text in texts:
        code = compile(text, "other.py", "exec")
        ends.add(max(places.resolve(code, offset).end_column for offset in range(0, len(code.co_code), 2)))
    assert len(ends) > 900
    assert len(places._positions) <= places._MOST_POSITIONS
