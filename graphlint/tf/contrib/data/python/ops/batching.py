"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/batching.py)."""

from graphlint.tf.python.data.experimental.ops import batching

map_and_batch = batching.map_and_batch
unbatch = batching.unbatch
batch_and_drop_remainder = batching.batch_and_drop_remainder
padded_batch_and_drop_remainder = batching.padded_batch_and_drop_remainder
dense_to_sparse_batch = batching.dense_to_sparse_batch
