"""Traces a script (and an entry) with graphlint; prints the number of ops and the seconds of graph building.

The time is that of a trace in a process whose modules are loaded, as is TensorFlow's on the other side; the whole process
is timed from outside.
"""

import json
import sys
import time

from graphlint.trace import trace

script, entry = sys.argv[1], sys.argv[2]
entries = [entry] if entry else []
WARM = """
import tensorflow as tf
slim = tf.contrib.slim
x = slim.batch_norm(slim.max_pool2d(slim.conv2d(tf.zeros([2, 8, 8, 3]), 4, [3, 3]), [2, 2]), is_training=True)
y = tf.layers.dense(tf.layers.batch_normalization(tf.reduce_mean(x, [1, 2]), training=True), 4)
loss = tf.losses.sparse_softmax_cross_entropy(tf.zeros([2], tf.int32), y) + tf.nn.l2_loss(y)
tf.train.MomentumOptimizer(tf.train.piecewise_constant(tf.Variable(0), [1], [0.1, 0.2]), 0.9).minimize(loss)
"""
trace("warm.py", WARM, paths=1)
started = time.perf_counter()
found = trace(script, entries=entries, paths=1, recover=False)
seconds = time.perf_counter() - started
if found.status == "error":
    sys.exit(f"{found.reason} at {found.at}")
print(json.dumps({"ops": sum(len(graph.ops) for graph in found.graphs), "build": seconds}))
