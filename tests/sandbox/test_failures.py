"""What Python would raise: located, recovered from where nobody catches it, and passed on where somebody does."""

from __future__ import annotations

import itertools

import pytest

from graphlint.sandbox.budget import Limits, TraceStopped
from graphlint.sandbox.unknown import Unknown


def places(ran):
    return [(event.kind, event.message, event.place.line, event.place.column, event.place.end_column) for event in ran.run.events]


@pytest.mark.parametrize(
    ("line", "message", "column", "end"),
    [
        ("x = 'conv3_' % (1 + 1)", "TypeError: not all arguments converted during string formatting", 5, 23),
        ("x = nope + 1", "NameError: name 'nope' is not defined", 5, 9),
        ("x = [1, 2][5]", "IndexError: list index out of range", 5, 14),
        ("x = {'a': 1}['b']", "KeyError: 'b'", 5, 18),
        ("x = 1 + 'a'", "TypeError: unsupported operand type(s) for +: 'int' and 'str'", 5, 12),
        ("x = (3).foo", "AttributeError: 'int' object has no attribute 'foo'", 5, 12),
        ("x = len(5)", "TypeError: object of type 'int' has no len()", 5, 11),
        ("x = int('q')", "ValueError: invalid literal for int() with base 10: 'q'", 5, 13),
        ("x = 5()", "TypeError: 'int' object is not callable", 5, 8),
        ("a, b = 1, 2, 3", "ValueError: too many values to unpack (expected 2)", 1, 15),
        ("x = 1 < 'a'", "TypeError: '<' not supported between instances of 'int' and 'str'", 5, 12),
        ("x = -'a'", "TypeError: bad operand type for unary -: 'str'", 5, 9),
        ("for x in 5: pass", "TypeError: 'int' object is not iterable", 10, 11),
        ("é = 'ü' + 1", 'TypeError: can only concatenate str (not "int") to str', 5, 12),
    ],
)
def test_an_uncaught_error_is_located_and_the_trace_goes_on(execute, line, message, column, end):
    ran = execute(f"{line}\nafter = 1")
    assert places(ran) == [("error", message, 1, column, end)]
    assert ran["after"] == 1


def test_without_recovery_the_trace_stops_at_the_error(execute):
    ran = execute("x = [1][5]\nafter = 1", recover=False)
    assert isinstance(ran.error, TraceStopped)
    assert "after" not in ran.names
    assert ran.kinds() == ["error"]


def test_the_call_chain_is_the_scripts(execute):
    ran = execute("def f(x):\n    return x[9]\ndef g():\n    return f([1])\nr = g()\nafter = 1")
    (event,) = ran.run.events
    assert [(place.function, place.line) for place in event.places] == [("f", 2), ("g", 4), ("<module>", 5)]
    assert isinstance(ran["r"], Unknown)


def test_a_caught_error_leaves_no_event(execute):
    text = """
def f(d): return d['k']
try:
    f({})
except KeyError as e:
    r = e.args
def g():
    try:
        return h()
    except (ValueError, TypeError): return 'caught'
def h(): return 1 + 'a'
s = g()
import contextlib
with contextlib.suppress(IndexError):
    [][0]
try:
    try:
        nope
    except KeyError: pass
    finally: t = 1
except Exception: u = 1
"""
    ran = execute(text)
    assert ran.run.events == []
    assert ran["r"] == ("k",)
    assert ran["s"] == "caught"
    assert (ran["t"], ran["u"]) == (1, 1)


def test_an_error_in_a_handler_is_not_caught_by_its_own_try(execute):
    ran = execute("try:\n    {}['a']\nexcept KeyError:\n    x = {}['b']\nafter = 1")
    assert ran.messages() == ["KeyError: 'b'"]
    assert ran["after"] == 1


def test_an_error_that_only_python_sees_costs_its_statement(execute):
    ran = execute("def f():\n    x += 1\nf()\nafter = 1\n{[]: 1}\nlast = 2")
    assert [message.partition(":")[0] for message in ran.messages()] == ["UnboundLocalError", "TypeError"]
    assert (ran["after"], ran["last"]) == (1, 2)


def test_the_scripts_own_raise_ends_it(execute):
    ran = execute("def f(n):\n    if n > 2: raise ValueError('too big')\nf(3)\nafter = 1")
    assert isinstance(ran.error, ValueError)
    assert [(event.kind, event.place.line) for event in ran.run.events] == [("raised", 2)]
    assert "after" not in ran.names


def test_a_failing_assert_ends_it(execute):
    ran = execute("assert 1 > 2, 'no'\nafter = 1")
    assert isinstance(ran.error, AssertionError)
    assert "after" not in ran.names


def test_exit_ends_it(execute):
    for text in ("import sys\nsys.exit(3)", "exit()", "quit(0)", "raise SystemExit"):
        assert isinstance(execute(text + "\nafter = 1").error, SystemExit)


def test_unbounded_recursion_is_a_finding(execute):
    ran = execute("def f(n): return f(n + 1)\nf(0)")
    assert ran.kinds() == ["budget"]
    assert ran.run.events[0].place.line == 1


def test_recursion_through_attributes_is_a_finding(execute):
    ran = execute("class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().foo\n")
    assert "budget" in ran.kinds()


BLOW_UPS = [
    "'x' * 10 ** 12",
    "10 ** 12 * 'x'",
    "[0] * 10 ** 10",
    "10 ** 10 ** 10",
    "1 << 10 ** 9",
    "pow(10, 10 ** 9)",
    "list(range(10 ** 12))",
    "tuple(range(10 ** 12))",
    "set(range(10 ** 12))",
    "sum(range(10 ** 13))",
    "max(range(10 ** 13))",
    "sorted(range(10 ** 12))",
    "'a'.ljust(10 ** 12)",
    "'%1000000000d' % 1",
    "'%*d' % (10 ** 9, 1)",
    "'{:1000000000}'.format(1)",
    "'{:{w}}'.format(1, w=10 ** 9)",
    "f'{1:1000000000}'",
    "format(1, '1000000000')",
    "bytes(10 ** 12)",
    "bytearray(10 ** 12)",
    "('a' * 10 ** 6).replace('a', 'b' * 10 ** 6)",
    "('ab' * 10 ** 6).join(['c'] * 10 ** 6)",
    "[].extend(range(10 ** 12))",
    "dict.fromkeys(range(10 ** 12))",
    "(1).to_bytes(10 ** 12, 'little')",
    "'a\\t'.expandtabs(10 ** 12)",
    "[*range(10 ** 12)]",
    "print(*range(10 ** 12))",
    "any(iter(int, 1))",
    "list(iter(int, 1))",
    "list(__import__('itertools').count())",
    "list(__import__('itertools').repeat(1))",
    "list(zip(iter(int, 1)))",
    "'-'.join(iter(str, 1))",
    "a, b = iter(int, 1)",
    "any(x for x in iter(int, 1))",
    "[x for x in range(10 ** 12)]",
    "{x: x for x in range(10 ** 12)}",
    "round(1, -10 ** 12)",
    "__import__('math').factorial(10 ** 9)",
    "__import__('collections').deque(range(10 ** 12))",
    "list(__import__('itertools').permutations(range(10 ** 9)))",
    "list(__import__('itertools').product(range(1000), repeat=9))",
]


@pytest.mark.parametrize("expression", BLOW_UPS)
def test_what_would_blow_up_is_cut(execute, expression):
    ran = execute(f"{expression}\n", limits=Limits(seconds=4, steps=300_000))
    assert set(ran.kinds()) & {"budget", "error"}, ran.run.events
    assert "internal" not in ran.kinds()


def test_doubling_is_cut(execute):
    ran = execute("s = 'a'\nl = [0]\nn = 3\nfor i in range(60):\n    s = s + s\n    l += l\n    n = n * n\n")
    assert set(ran.kinds()) == {"budget"}


ENDLESS = [
    "while True: pass",
    "while 1: x = 1",
    "import itertools\nfor i in itertools.count(): pass",
    "l = [1]\nfor x in l: l.append(x)",
    "def g():\n    while True: yield 1\nfor x in g(): pass",
    "def f():\n    for i in range(10 ** 9):\n        for j in range(10 ** 9): pass\nf()",
    "class A:\n    def __iter__(self): return self\n    def __next__(self): return 1\nfor x in A(): pass",
    "class A:\n    def __getitem__(self, i): return i\nlist(A())",
    "[x for x in iter(int, 1)]",
    "l = [1]\n[l.append(x) for x in l]",
]


@pytest.mark.parametrize("text", ENDLESS)
def test_endless_loops_end(execute, text):
    ran = execute(f"{text}\n", limits=Limits(seconds=3))
    assert set(ran.kinds()) & {"budget", "loop"}
    assert all(event.place is not None for event in ran.run.events)


HOGS = [
    "kept = []\nwhile True:\n    kept.append('x' * 10 ** 6)",
    "import numpy as np\nkept = [np.arange(10 ** 6) for _ in range(10 ** 5)]",
    "import numpy as np\ndef more():\n    for i in range(10 ** 6):\n        yield 'x' * i\nkept = sorted(more())",
]


@pytest.mark.parametrize("text", HOGS)
def test_memory_is_a_budget(execute, monkeypatch, text):
    had = itertools.count(10**9, 10**6)
    monkeypatch.setattr("graphlint.sandbox.run.peak_memory", lambda: next(had))
    ran = execute(text, limits=Limits(memory=50 * 10**6, loop_seconds=20))
    assert isinstance(ran.error, TraceStopped)
    assert ran.messages("budget")[-1] == "the budget of 50 MB of memory is spent"



@pytest.mark.parametrize(("second", "cut"), [(2_000, False), (160, True)])
def test_a_loop_of_few_long_iterations_is_cut(execute, monkeypatch, second, cut):
    """An iteration takes 94 looks at the clock: less than a twentieth of a second, or more than half of one."""
    looks = itertools.count()
    monkeypatch.setattr("graphlint.sandbox.loops.clock", lambda: next(looks) / second)
    ran = execute("for i in range(12):\n    for j in range(1500): pass\n")
    assert ran.messages("loop")[:1] == ["this loop is cut after 4 iterations"] * cut
