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
