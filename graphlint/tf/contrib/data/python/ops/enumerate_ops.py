"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/enumerate_ops.py)."""

from graphlint.tf.python.data.experimental.ops import enumerate_ops

enumerate_dataset = enumerate_ops.enumerate_dataset
