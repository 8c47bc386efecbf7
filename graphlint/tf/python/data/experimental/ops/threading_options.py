"""tf.data.experimental.ThreadingOptions (data/experimental/ops/threading_options.py)."""

from graphlint.tf.python.data.ops import dataset_options

ThreadingOptions = dataset_options.ThreadingOptions
