"""Elements in groups: by a key, or by the bucket of their length (data/experimental/ops/grouping.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.data.ops import transformations
from graphlint.tf.python.data.ops.structured_function import TracedFunction
from graphlint.tf.python.data.util import nest, structure
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, dimension_value
from graphlint.tf.python.framework.tensor_spec import TensorSpec
from graphlint.tf.python.ops import array_ops, check_ops, math_ops

from .scan_ops import traced_with_state

_NAME = "tf.data.experimental.group_by_window()"
_REDUCER = "tf.data.experimental.group_by_reducer()"
_KEY = TensorSpec([], dtypes.int64)


def group_by_window(key_func: Any, reduce_func: Any, window_size: Any = None, window_size_func: Any = None) -> Any:
    if (window_size is not None) == bool(window_size_func):
        raise ValueError("Must pass either window_size or window_size_func.")

    def constant_window_func(unused_key: Any) -> Tensor:
        return convert(window_size, dtypes.int64)

    size_func = window_size_func if window_size is None else constant_window_func
    return lambda dataset: _grouped(dataset, key_func, reduce_func, size_func)


def _grouped(source: Any, key_func: Any, reduce_func: Any, size_func: Any) -> Any:
    """ValueError where a key or a size is no int64 scalar, TypeError where a group doesn't become a dataset."""

    def key_func_wrapper(*args: Any) -> Tensor:
        return convert(key_func(*args), dtypes.int64)

    def window_size_func_wrapper(key: Any) -> Tensor:
        return convert(size_func(key), dtypes.int64)

    keys = _scalar("key_func", TracedFunction(key_func_wrapper, _NAME, source.element_spec))
    groups = TracedFunction(reduce_func, _NAME, (_KEY, structure.DatasetSpec(source.element_spec)))
    if not isinstance(groups.output_spec, structure.DatasetSpec):
        raise TypeError("`reduce_func` must return a `Dataset` object.")
    sizes = _scalar("window_size_func", TracedFunction(window_size_func_wrapper, _NAME, _KEY))
    return transformations.dataset(
        "GroupByWindowDataset", [source], groups.output_spec.element_spec, functions=[keys, groups, sizes],
        key_func_other_arguments=keys.captured, reduce_func_other_arguments=groups.captured,
        window_size_func_other_arguments=sizes.captured, key_func=keys.graph, reduce_func=groups.graph,
        window_size_func=sizes.graph)


def _scalar(role: str, function: TracedFunction) -> TracedFunction:
    if not structure.is_one_tensor(function.output_spec, dtypes.int64):
        raise ValueError(f"`{role}` must return a single tf.int64 scalar tensor.")
    return function


def bucket_by_sequence_length(element_length_func: Any, bucket_boundaries: Any, bucket_batch_sizes: Any,
                              padded_shapes: Any = None, padding_values: Any = None,
                              pad_to_bucket_boundary: Any = False, no_padding: Any = False,
                              drop_remainder: Any = False) -> Any:
    with ops.name_scope("bucket_by_seq_length"):
        if len(bucket_batch_sizes) != len(bucket_boundaries) + 1:
            raise ValueError("len(bucket_batch_sizes) must equal len(bucket_boundaries) + 1")
        sizes: Any = constant_op.constant(bucket_batch_sizes, dtype=dtypes.int64)
        limits = np.iinfo(np.int32)

        def element_to_bucket_id(*args: Any) -> Any:
            length = element_length_func(*args)
            edges = list(bucket_boundaries)
            inside = math_ops.logical_and(math_ops.less_equal([limits.min, *edges], length),
                                          math_ops.less(length, [*edges, limits.max]))
            return math_ops.reduce_min(array_ops.where(inside))

        def window_size_fn(bucket_id: Any) -> Any:
            return sizes[bucket_id]

        def batching_fn(bucket_id: Any, grouped_dataset: Any) -> Any:
            size = window_size_fn(bucket_id)
            if no_padding:
                return grouped_dataset.batch(size, drop_remainder=drop_remainder)
            longest = _longest(bucket_id, bucket_boundaries, len(bucket_batch_sizes)) if pad_to_bucket_boundary else None
            shapes = nest.map_structure(lambda shape: _filled(shape, longest), padded_shapes or grouped_dataset.output_shapes)
            return grouped_dataset.padded_batch(size, shapes, padding_values, drop_remainder=drop_remainder)

        return lambda dataset: dataset.apply(
            group_by_window(element_to_bucket_id, batching_fn, window_size_func=window_size_fn))


def _longest(bucket_id: Any, boundaries: Any, buckets: int) -> Any:
    """The longest element of a bucket, once it is checked that this isn't the open one."""
    message = "When pad_to_bucket_boundary=True, elements must have length < max(bucket_boundaries)."
    last = constant_op.constant(buckets - 1, dtype=dtypes.int64)
    with ops.control_dependencies([check_ops.assert_less(bucket_id, last, message=message)]):
        ends: Any = constant_op.constant(boundaries, dtype=dtypes.int64)
        return ends[bucket_id] - 1


def _filled(shape: Any, filler: Any) -> list[Any]:
    return [filler if dimension_value(dim) is None else dim for dim in TensorShape(shape)]


@exposed
class Reducer:
    """How elements of one key become one."""

    def __init__(self, init_func: Any, reduce_func: Any, finalize_func: Any) -> None:
        self.init_func, self.reduce_func, self.finalize_func = init_func, reduce_func, finalize_func


def group_by_reducer(key_func: Any, reducer: Any) -> Any:
    """ValueError where a key is no int64 scalar, TypeError where the state changes its kind."""

    def apply(dataset: Any) -> Any:
        keys = TracedFunction(key_func, _REDUCER, dataset.element_spec)
        if not structure.is_one_tensor(keys.output_spec, dtypes.int64):
            raise ValueError("`key_func` must return a single tf.int64 tensor. Got "
                             f"type={structure.legacy_types(keys.output_spec)} and "
                             f"shape={structure.legacy_shapes(keys.output_spec)}")
        first = TracedFunction(reducer.init_func, _REDUCER, _KEY)
        steps, state = traced_with_state(reducer.reduce_func, _REDUCER, first.output_spec, dataset.element_spec,
                                         lambda spec: spec)
        last = TracedFunction(reducer.finalize_func, _REDUCER, state)
        return transformations.dataset(
            "ExperimentalGroupByReducerDataset", [dataset], last.output_spec, functions=[keys, first, steps, last],
            key_func_other_arguments=keys.captured, init_func_other_arguments=first.captured,
            reduce_func_other_arguments=steps.captured, finalize_func_other_arguments=last.captured, key_func=keys.graph,
            init_func=first.graph, reduce_func=steps.graph, finalize_func=last.graph)

    return apply
