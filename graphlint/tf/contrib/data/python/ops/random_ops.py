"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/random_ops.py)."""

from graphlint.tf.python.data.experimental.ops import random_ops

RandomDataset = random_ops.RandomDatasetV1
