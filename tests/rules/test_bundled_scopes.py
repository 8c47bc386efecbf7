"""A line that enters many scopes again says so in a few findings."""

from __future__ import annotations

from graphlint.rules import scope_split

from graphlint.trace import trace

TEXT = """
import tensorflow as tf
x = tf.zeros([2, 3])
for again in range(2):
    for n in range({}):
        with tf.variable_scope('s%d' % n, reuse=tf.AUTO_REUSE):
            y = tf.matmul(x, tf.get_variable('w', [3, 3]))
"""


def test_the_first_scopes_of_a_line_are_told_and_the_others_counted() -> None:
    few = list(scope_split.check(trace("script.py", TEXT.format(10))))
    many = list(scope_split.check(trace("script.py", TEXT.format(30))))
    assert (len(few), len(many)) == (10, 10)
    assert many[-1].message.endswith("; the same happens to 20 more here")
    assert [finding.message for finding in few[:9]] == [finding.message for finding in many[:9]]
