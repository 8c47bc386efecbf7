"""tf.data.experimental.OptimizationOptions (data/experimental/ops/optimization_options.py)."""

from graphlint.tf.python.data.ops import dataset_options

OptimizationOptions = dataset_options.OptimizationOptions
MapVectorizationOptions = dataset_options.MapVectorizationOptions
