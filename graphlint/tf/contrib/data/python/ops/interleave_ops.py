"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/interleave_ops.py)."""

from graphlint.tf.python.data.experimental.ops import interleave_ops

parallel_interleave = interleave_ops.parallel_interleave
sloppy_interleave = interleave_ops.sloppy_interleave
