"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/scan_ops.py)."""

from graphlint.tf.python.data.experimental.ops import scan_ops

scan = scan_ops.scan
