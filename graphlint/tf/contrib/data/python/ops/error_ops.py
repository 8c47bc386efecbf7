"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/error_ops.py)."""

from graphlint.tf.python.data.experimental.ops import error_ops

ignore_errors = error_ops.ignore_errors
