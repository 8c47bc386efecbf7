"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/shuffle_ops.py)."""

from graphlint.tf.python.data.experimental.ops import shuffle_ops

shuffle_and_repeat = shuffle_ops.shuffle_and_repeat
