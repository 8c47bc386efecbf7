"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/parsing_ops.py)."""

from graphlint.tf.python.data.experimental.ops import parsing_ops

parse_example_dataset = parsing_ops.parse_example_dataset
