"""What isn't known: it goes through the script with its reason, text and expression, and its truth is decided."""

from __future__ import annotations

from graphlint.sandbox.unknown import Unknown


def unknown(ran, name):
    value = ran[name]
    assert isinstance(value, Unknown), value
    return value


def test_an_unknown_library_gives_unknowns_with_their_text(execute):
    ran = execute("import nolib\nfrom nolib.a import b\nx = nolib.load('f', n=3)[0].y\nz = b(1)")
    assert unknown(ran, "x").text == "nolib.load('f', n=3)[0].y"
    assert unknown(ran, "z").text == "nolib.a.b(1)"
    assert "nolib" in unknown(ran, "z").reason


def test_numbers_keep_an_expression(execute):
    ran = execute("import nolib\nn = nolib.n\nx = n * 4 + n\ny = (n + 1) // 2\nz = 3 - n")
    assert str(unknown(ran, "x").as_expr()) == str(5 * unknown(ran, "n").as_expr())
    assert unknown(ran, "z").as_expr() == 3 - unknown(ran, "n").as_expr()
    assert unknown(ran, "y").as_expr() == (unknown(ran, "n").as_expr() + 1) // 2


def test_native_functions_give_unknowns(execute):
    text = """
import nolib
u = nolib.u
a = len(u), int(u), str(u), max(u, 3), sorted(u), ' '.join([u]), 'a %s' % u, '{}'.format(u), f'{u}', abs(u)
b = {1: 2}[u], [1, 2][u], 'abc'[:u], {1: 2}.get(u), isinstance(u, int), u in [1, 2], range(u), sum([1, u]), round(u)
"""
    ran = execute(text)
    assert ran.run.events == []
    assert all(isinstance(item, Unknown) for item in (*ran["a"], *ran["b"]))


def test_unpacking_an_unknown(execute):
    ran = execute("import nolib\na, (b, *c), d = nolib.x\nfor i, (x, y) in enumerate(nolib.z): pass\nf, g = zip(*nolib.w)")
    assert unknown(ran, "b").text == "nolib.x[1][0]"
    assert ran["i"] == 0
    assert isinstance(ran["x"], Unknown)
    assert isinstance(ran["g"], Unknown)
    assert ran.run.events == []


def test_the_same_truth_is_decided_once(execute):
    ran = execute("import nolib\nt = nolib.t\na = 1 if t else 2\nif not t: b = 1\nelse: b = 2\nc = t and 5")
    assert [decision.text for decision in ran.run.decisions] == ["nolib.t"]
    assert (ran["a"], ran["b"], ran["c"]) == (1, 2, 5)


def test_the_other_way_can_be_forced(execute):
    ran = execute("import nolib\nt = nolib.t\na = 1 if t else 2\nb = t != 3", forced={0: False})
    assert ran["a"] == 2
    assert ran.run.decisions[0].condition == "when nolib.t is False"


def test_branches_that_only_raise_or_exit_are_not_taken(execute):
    text = """
import nolib, sys
if nolib.a: raise ValueError('a')
if not nolib.b:
    print('usage')
    sys.exit(1)
assert nolib.c, 'c'
if nolib.d: x = 1
else: raise ValueError('d')
if nolib.e and nolib.f: raise ValueError
"""
    ran = execute(text)
    assert ran.error is None
    assert ran["x"] == 1
    assert not any(decision.explored for decision in ran.run.decisions)


def test_a_loop_over_unknown_data_runs_once_and_what_it_fills_has_no_known_length(execute):
    ran = execute(
        "import nolib\nl = []\nd = {}\nfor w in nolib.words:\n    l.append(w)\n    d[w] = len(l)\n"
        "n = len(l)\nm = len(d)\nx = l[7]"
    )
    assert len(ran["l"]) == 1
    assert all(isinstance(ran[name], Unknown) for name in "nmx")
    assert ran.run.events == []


def test_a_list_comprehension_over_unknown_data_is_of_unknown_length(execute):
    ran = execute("import nolib\na = [x + 1 for x in nolib.l]\nn = len(a)\nb = [x for x in [1, 2]]")
    assert isinstance(ran["n"], Unknown)
    assert [part.text for part in ran["a"]] == ["next(iter(nolib.l)) + 1"]
    assert ran["b"] == [1, 2]


def test_while_on_something_unknown_is_entered_once(execute):
    ran = execute("import nolib\nn = 0\nwhile not nolib.coord.should_stop():\n    n = n + 1")
    assert ran["n"] == 1
    assert ran.kinds() == ["loop"]


def test_while_true_with_unknown_exit_is_cut(execute):
    ran = execute("import nolib\nn = 0\nwhile True:\n    n += 1\n    if nolib.done(): break\nafter = 1")
    assert ran["n"] < 10
    assert ran["after"] == 1
    assert ran.kinds() == ["loop"]


def test_classes_of_unknown_libraries_can_be_derived_from(execute):
    text = """
import nolib
class M(nolib.Module):
    def __init__(self):
        super(M, self).__init__()
        self.x = 3
    def f(self): return self.x, self.inherited(2)
m = M()
r = m.f()
with nolib.ctx() as c: y = c
@nolib.deco
def g(): pass
try:
    z = 1
except nolib.Error:
    z = 2
"""
    ran = execute(text)
    assert ran.run.events == []
    assert ran["r"][0] == 3
    assert isinstance(ran["r"][1], Unknown)


def test_a_file_is_unknown(execute):
    ran = execute(
        "with open('x') as f:\n    lines = f.readlines()\n    n = int(f.read())\nfor line in open('y'): w = line.split()"
    )
    assert ran.run.events == []
    assert isinstance(ran["n"], Unknown)


def test_special_methods_of_the_script_may_give_unknowns(execute):
    text = """
import nolib
class A:
    def __len__(self): return nolib.n
    def __int__(self): return nolib.i
    def __str__(self): return nolib.s
class B:
    def __len__(self): return 3
    def __str__(self): return 'b'
r = len(A()), int(A()), str(A())
s = len(B()), str(B())
"""
    ran = execute(text)
    assert ran.run.events == []
    assert all(isinstance(item, Unknown) for item in ran["r"])
    assert ran["s"] == (3, "b")


def test_a_recursion_that_hangs_on_unknown_data_ends(execute):
    ran = execute(
        "import nolib\n"
        "class Data:\n"
        "    def next_batch(self, size):\n"
        "        part = nolib.rows[:size]\n"
        "        if len(part) != size:\n"
        "            return self.next_batch(size)\n"
        "        return part\n"
        "batch = Data().next_batch(64)\n"
    )
    assert ran.run.events == []
    assert isinstance(ran["batch"], Unknown)


def test_rows_turned_around_are_as_many_as_there_are_lines(execute):
    text = """
import nolib
rows = []
for line in nolib.lines: rows.append((line.split()[0], 1.0))
words, numbers = zip(*rows)
few, alone, sure = words[:int(len(words) * 0.8)], len(zip(*[(1, 2)]).__next__()), list(zip([1, 2], [3, 4]))
a = len(few)
"""
    ran = execute(text)
    assert ran.run.events == []
    assert isinstance(ran["a"], Unknown)
    assert (ran["alone"], ran["sure"]) == (1, [(1, 3), (2, 4)])


def test_how_many_unknown_values_differ_is_not_known(execute):
    ran = execute("import nolib\na = len(set([nolib.x, nolib.y]))\nb = len(set([1, 1]))")
    assert isinstance(ran["a"], Unknown)
    assert ran["b"] == 1


def test_what_was_missing_before_is_there_when_the_script_insists(execute):
    ran = execute("""
import os
made = not os.path.exists("data.txt")
if made: os.makedirs("data.txt")
assert os.path.exists("data.txt")
if not os.path.exists("data.txt"): raise ValueError("no data")
""")
    assert ran.run.events == []
    assert ran["made"] is True or isinstance(ran["made"], Unknown)


def test_a_script_runs_for_the_first_time(execute):
    text = """
import os, nolib
def start(there):
    if there:
        print('restoring')
        for part in nolib.parts: nolib.saver.restore(part)
        return 'again'
    else:
        return 'first'
a, b = start(os.path.exists('x')), start(True)
if not os.path.isfile('y'): c = 'first'
else: nolib.model.load_weights('y')
"""
    ran = execute(text)
    assert (ran["a"], ran["b"], ran["c"]) == ("first", "again", "first")


def test_the_type_of_an_unknown_is_not_known(execute):
    text = """
import nolib
u = nolib.u
assert type(u) is str
if type(u) != int: raise ValueError
a = 1 if type(u) is list else 2
b = type(3) is int, type(3) == str, type('a') is not str, [x for x in (1, 'a') if type(x) != int]
"""
    ran = execute(text)
    assert (ran.error, ran["a"]) == (None, 2)
    assert ran["b"] == (True, False, False, ["a"])


def test_a_parser_of_unknown_data_that_calls_itself_comes_to_an_end(execute):
    text = """
def parse(tokens):
    if tokens[2] == '(':
        return parse(tokens[3:]), parse(tokens[4:])
    return tokens[0]
trees = [parse(line.split()) for line in open('trees')]
"""
    ran = execute(text)
    assert ran.run.events == []
    assert len(ran.run.decisions) < 100
