"""A session's run that fails gives something unknown: no op stands in for what it would have fetched."""

from __future__ import annotations

from graphlint.trace import trace

SCRIPT = """
import numpy as np
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 3])
train = tf.placeholder(tf.bool, [])
y = tf.layers.dropout(tf.layers.dense(x, 4), training=train)
with {session} as sess:
    for step in range(500):
        found, loss = sess.run([y, train], feed_dict={{x: np.zeros([2, 3])}})
"""


def test_the_loop_around_it_does_not_grow_the_graph():
    for session in ("tf.Session()", "tf.train.MonitoredSession()"):
        found = trace("script.py", SCRIPT.format(session=session), paths=1)
        assert [event.kind for event in found.events] == ["error", "loop"]
        assert not [op.name for op in found.graphs[0].ops if "graphlint_failed" in op.name]
