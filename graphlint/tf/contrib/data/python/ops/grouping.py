"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/grouping.py)."""

from graphlint.tf.python.data.experimental.ops import grouping

group_by_window = grouping.group_by_window
bucket_by_sequence_length = grouping.bucket_by_sequence_length
group_by_reducer = grouping.group_by_reducer
Reducer = grouping.Reducer
