"""tf.data.experimental: batching (data/experimental/ops/batching.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.data.ops import padding, transformations
from graphlint.tf.python.data.ops.structured_function import TracedFunction
from graphlint.tf.python.data.util import structure
from graphlint.tf.python.framework.sparse_tensor import SparseTensorSpec
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape


def map_and_batch(map_func: Any, batch_size: Any, num_parallel_batches: Any = None, drop_remainder: Any = False,
                  num_parallel_calls: Any = None) -> Any:
    """ValueError where both kinds of parallelism are given."""
    if num_parallel_calls is None:
        num_parallel_calls = batch_size if num_parallel_batches is None else batch_size * num_parallel_batches
    elif num_parallel_batches is not None:
        raise ValueError("The `num_parallel_batches` and `num_parallel_calls` arguments are mutually exclusive.")

    def apply(dataset: Any) -> Any:
        function = TracedFunction(map_func, "tf.data.experimental.map_and_batch()", dataset.element_spec)
        argument = transformations.argument
        size = argument("batch_size", batch_size)
        calls, drops = argument("num_parallel_calls", num_parallel_calls), argument("drop_remainder", drop_remainder)
        spec = structure.batched_spec(function.output_spec, transformations.known_batch(size, drops))
        return transformations.through(function, "MapAndBatchDataset", dataset, spec, batch_size=size,
                                       num_parallel_calls=calls, drop_remainder=drops, preserve_cardinality=True)

    return apply


def map_and_batch_with_legacy_function(map_func: Any, batch_size: Any, num_parallel_batches: Any = None,
                                       drop_remainder: Any = False, num_parallel_calls: Any = None) -> Any:
    return map_and_batch(map_func, batch_size, num_parallel_batches, drop_remainder, num_parallel_calls)


def unbatch() -> Any:
    return lambda dataset: dataset.unbatch()


def batch_and_drop_remainder(batch_size: Any) -> Any:
    return lambda dataset: dataset.batch(batch_size, drop_remainder=True)


def padded_batch_and_drop_remainder(batch_size: Any, padded_shapes: Any, padding_values: Any = None) -> Any:
    return lambda dataset: dataset.padded_batch(batch_size, padded_shapes, padding_values, drop_remainder=True)


def dense_to_sparse_batch(batch_size: Any, row_shape: Any) -> Any:
    def apply(dataset: Any) -> Any:
        rows = as_shape(row_shape)
        spec = SparseTensorSpec(TensorShape([None]).concatenate(rows), dataset.output_types)
        return transformations.dataset("DenseToSparseBatchDataset", [dataset], spec, batch_size=batch_size,
                                       row_shape=padding.shape_tensor(rows))

    return apply
