"""Sums of lists, running sums, counts and segments (ops/math_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.ops import IndexedSlices
from graphlint.tf.python.framework.tensor_shape import as_shape, from_dims, unknown_shape

from . import array_constants, array_shape
from .math_basic import cast
from .math_reduce import reduce_max, reduce_prod

_ADD_N = "inputs must be a list of at least one Tensor/IndexedSlices with the same dtype and shape"
_ACCUMULATE = "inputs must be a list of at least one Tensor with the same dtype and shape"


def _converted(inputs: Any) -> list[Any]:
    return [None if value is None else ops.convert_to_tensor_or_indexed_slices(value) for value in inputs]


def add_n(inputs: Any, name: Any = None) -> Tensor:
    """One tensor alone is returned as it is, or as an Identity where a name is asked for."""
    if isinstance(inputs, Tensor):
        next(iter(inputs))  # type: ignore[call-overload]  # TensorFlow's error is that of iterating
    if not isinstance(inputs, (list, tuple)) or not inputs:
        raise ValueError(_ADD_N)
    parts = _converted(inputs)
    if None in parts:
        raise ValueError(_ADD_N)
    if len(parts) > 1:
        return gen.AddN(parts, name=name)  # type: ignore[no-any-return]
    value = convert(parts[0]) if isinstance(parts[0], IndexedSlices) else parts[0]
    return array_shape.identity(value, name) if name else value


def accumulate_n(inputs: Any, shape: Any = None, tensor_dtype: Any = None, name: Any = None) -> Tensor:
    if not isinstance(inputs, (list, tuple)) or not inputs:
        raise ValueError(_ACCUMULATE)
    parts = _converted(inputs)
    if not all(isinstance(part, Tensor) for part in parts):
        raise ValueError(_ACCUMULATE)
    if not all(part.dtype is parts[0].dtype for part in parts):
        raise ValueError(_ACCUMULATE)
    merged = as_shape(shape) if shape is not None else unknown_shape()
    for part in parts:
        merged = merged.merge_with(from_dims(part.dims))
    if tensor_dtype is not None and as_dtype(tensor_dtype) is not parts[0].dtype:
        raise TypeError(f"tensor_dtype is {tensor_dtype}, but input is of type {parts[0].dtype}")
    if len(parts) == 1:
        return parts[0] if name is None else array_shape.identity(parts[0], name)
    return gen.AccumulateNV2(parts, shape=merged, name=name)  # type: ignore[no-any-return]


def cumsum(x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: Any = None) -> Tensor:
    return _running("Cumsum", x, axis, exclusive, reverse, name)


def cumprod(x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: Any = None) -> Tensor:
    return _running("Cumprod", x, axis, exclusive, reverse, name)


def cumulative_logsumexp(x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: Any = None) -> Tensor:
    return _running("CumulativeLogsumexp", x, axis, exclusive, reverse, name)


def _running(op_type: str, x: Any, axis: Any, exclusive: bool, reverse: bool, name: Any) -> Tensor:
    with ops.name_scope(name, op_type, [x]) as scope:
        return gen.op(op_type, convert(x, name="x"), axis, exclusive=exclusive, reverse=reverse, name=scope)  # type: ignore[no-any-return]


def bincount(arr: Any, weights: Any = None, minlength: Any = None, maxlength: Any = None, dtype: Any = dtypes.int32,
             name: Any = None) -> Tensor:
    with ops.name_scope("bincount" if name is None else name):
        arr = convert(arr, dtypes.int32, "arr")
        nonempty: Any = reduce_prod(array_shape.shape(arr))
        nonempty = nonempty > 0
        largest: Any = cast(nonempty, dtypes.int32)
        most: Any = reduce_max(arr)
        length = largest * (most + 1)
        if minlength is not None:
            length = gen.Maximum(convert(minlength, dtypes.int32, "minlength"), length)
        if maxlength is not None:
            length = gen.Minimum(convert(maxlength, dtypes.int32, "maxlength"), length)
        if weights is not None:
            return gen.UnsortedSegmentSum(convert(weights, name="weights"), arr, length)  # type: ignore[no-any-return]
        return gen.Bincount(arr, length, constant_op.constant([], dtype))  # type: ignore[no-any-return]


def bincount_v1(arr: Any, weights: Any = None, minlength: Any = None, maxlength: Any = None,
                dtype: Any = dtypes.int32) -> Tensor:
    return bincount(arr, weights, minlength, maxlength, dtype)


# --- segments ---------------------------------------------------------------------------------------------------------


def _segment_sizes(data: Tensor, segment_ids: Tensor, num_segments: Any) -> Tensor:
    ones = array_constants.ones(array_shape.shape_internal(segment_ids), data.dtype)
    count = gen.UnsortedSegmentSum(ones, segment_ids, num_segments)
    beyond = len(data.dims or ()) - len(segment_ids.dims or ())
    count = array_shape.reshape(count, [num_segments] + [1] * beyond)
    return gen.Maximum(count, 1)  # type: ignore[no-any-return]


def unsorted_segment_mean(data: Any, segment_ids: Any, num_segments: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "UnsortedSegmentMean"):
        data, segment_ids = convert(data), convert(segment_ids)
        sizes = _segment_sizes(data, segment_ids, num_segments)
        total = gen.UnsortedSegmentSum(data, segment_ids, num_segments)
        return total / sizes  # type: ignore[no-any-return]


def unsorted_segment_sqrt_n(data: Any, segment_ids: Any, num_segments: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "UnsortedSegmentSqrtN"):
        data, segment_ids = convert(data), convert(segment_ids)
        sizes = _segment_sizes(data, segment_ids, num_segments)
        total = gen.UnsortedSegmentSum(data, segment_ids, num_segments)
        return total / gen.Sqrt(sizes)  # type: ignore[no-any-return]


def _sparse_segment(op_type: str, data: Any, indices: Any, segment_ids: Any, name: Any, num_segments: Any) -> Tensor:
    if num_segments is None:
        return gen.op(op_type, data, indices, segment_ids, name=name)  # type: ignore[no-any-return]
    return gen.op(f"{op_type}WithNumSegments", data, indices, segment_ids, num_segments, name=name)  # type: ignore[no-any-return]


def sparse_segment_sum(data: Any, indices: Any, segment_ids: Any, name: Any = None, num_segments: Any = None) -> Tensor:
    return _sparse_segment("SparseSegmentSum", data, indices, segment_ids, name, num_segments)


def sparse_segment_mean(data: Any, indices: Any, segment_ids: Any, name: Any = None, num_segments: Any = None) -> Tensor:
    return _sparse_segment("SparseSegmentMean", data, indices, segment_ids, name, num_segments)


def sparse_segment_sqrt_n(data: Any, indices: Any, segment_ids: Any, name: Any = None, num_segments: Any = None) -> Tensor:
    return _sparse_segment("SparseSegmentSqrtN", data, indices, segment_ids, name, num_segments)


def sparse_segment_sum_v2(data: Any, indices: Any, segment_ids: Any, num_segments: Any = None, name: Any = None) -> Tensor:
    return sparse_segment_sum(data, indices, segment_ids, name, num_segments)


def sparse_segment_mean_v2(data: Any, indices: Any, segment_ids: Any, num_segments: Any = None, name: Any = None) -> Tensor:
    return sparse_segment_mean(data, indices, segment_ids, name, num_segments)


def sparse_segment_sqrt_n_v2(data: Any, indices: Any, segment_ids: Any, num_segments: Any = None,
                             name: Any = None) -> Tensor:
    return sparse_segment_sqrt_n(data, indices, segment_ids, name, num_segments)


def polyval(coeffs: Any, x: Any, name: Any = None) -> Tensor:
    """Horner's rule."""
    with ops.name_scope(name, "polyval", [*nest_of(coeffs), x]):
        x = convert(x, name="x")
        if len(coeffs) < 1:
            return array_constants.zeros_like(x)
        parts = [convert(coeff, name=f"coeff_{number}") for number, coeff in enumerate(coeffs)]
        found: Any = parts[0]
        for part in parts[1:]:
            found = part + found * x
        return found  # type: ignore[no-any-return]


def nest_of(values: Any) -> list[Any]:
    return list(values) if isinstance(values, (list, tuple)) else [values]
