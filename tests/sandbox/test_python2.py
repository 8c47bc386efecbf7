"""Python 2 sources: its division, its built-ins, its dictionaries, its implicit imports."""

from __future__ import annotations


def test_python2_semantics(execute):
    text = """
import os
print 'hello', 3 / 2
r = [7 / 2, -7 / 2, 7.0 / 2, 0777, 10L, ur'x', `3`, 3 <> 4]
d = {'a': 1}
for k, v in d.iteritems(): pass
s = d.has_key('a'), [type(x).__name__ for x in (range(3), map(abs, [1]), zip([1], [2]), filter(None, [1]))]
t = [i for i in xrange(3)], isinstance(u'x', basestring), long(3), unicode('a'), reduce(lambda a, b: a + b, [1, 2])
try:
    raise ValueError, 'no'
except ValueError, e:
    m = e.message
n = 5
n /= 2
def f((a, b), c): return a + b + c
q = f((1, 2), 3)
exec 'z = 4'
print >>sys.stderr, 'x'
class A:
    pass
"""
    ran = execute(text, python="2")
    assert ran["r"] == [3, -4, 3.5, 0o777, 10, "x", "3", True]
    assert ran["s"] == (True, ["list"] * 4)
    assert ran["t"] == ([0, 1, 2], True, 3, "a", 3)
    assert (ran["m"], ran["n"], ran["q"], ran["z"]) == ("no", 2, 6, 4)


def test_messages_carry_the_original_lines(execute):
    ran = execute("print 'a'\nx = [1][3]\nprint 'b'", python="2")
    assert ran.run.events[0].place.line == 2


def test_python2_libraries_exist(execute):
    ran = execute("import cPickle, Queue, StringIO\nfrom itertools import izip\nx = 1\nprint x", python="2")
    assert "error" not in ran.kinds()


def test_division_asks_for_its_own_method(execute):
    text = """
print 'old'
class Rate(object):
    def __div__(self, other): return 'div', other
    def __rdiv__(self, other): return 'rdiv', other
    def __truediv__(self, other): return 'truediv', other
r = Rate()
a, b = r / 2, 2.0 / r
r /= 3
"""
    ran = execute(text, python="2")
    assert (ran["a"], ran["b"], ran["r"]) == (("div", 2), ("rdiv", 2.0), ("div", 3))


def test_a_file_may_ask_for_the_new_division(execute, tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "other.py").write_text("def half(x): return x / 2\n")
    text = "from __future__ import division\nimport other\nprint 'new'\na = 7 / 2, other.half(7)\nn = 5\nn /= 2"
    ran = execute(text, python="2", folder=tmp_path)
    assert (ran["a"], ran["n"]) == ((3.5, 3), 2.5)


def test_files_of_python_2_divide_as_it_does_wherever_they_are_imported(execute, tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "other.py").write_text("def half(x):\n    print 'old'\n    return x / 2\n")
    ran = execute("import other\na = other.half(7), 7 / 2", folder=tmp_path)
    assert ran["a"] == (3, 3.5)
