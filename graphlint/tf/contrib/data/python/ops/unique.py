"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/unique.py)."""

from graphlint.tf.python.data.experimental.ops import unique as experimental

unique = experimental.unique
