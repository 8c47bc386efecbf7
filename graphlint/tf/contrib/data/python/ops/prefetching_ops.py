"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/prefetching_ops.py)."""

from graphlint.tf.python.data.experimental.ops import prefetching_ops

copy_to_device = prefetching_ops.copy_to_device
prefetch_to_device = prefetching_ops.prefetch_to_device
