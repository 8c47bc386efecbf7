"""Percentiles of samples (contrib/distributions/python/ops/sample_stats.py). Not here: correlation of samples in time."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.ops import array_ops, check_ops, clip_ops, control_flow_ops, math_ops, nn_ops

_ROUNDED = {"lower": math_ops.ceil, "higher": math_ops.floor, "nearest": math_ops.round}


def percentile(x: Any, q: Any, axis: Any = None, interpolation: Any = None, keep_dims: Any = False,
               validate_args: Any = False, name: Any = None) -> Any:
    """ValueError for what can't be interpolated, or where a rank isn't known that has to be."""
    interpolation = "nearest" if interpolation is None else interpolation
    if interpolation not in _ROUNDED:
        raise ValueError(f"Argument 'interpolation' must be in {set(_ROUNDED)}.  Found {interpolation}")
    with ops.name_scope(name or "percentile", values=[x, q]):
        x = convert(x, None, "x")
        q = _fraction(q, validate_args)
        axes = None if axis is None else _axes(x, axis)
        y: Any = array_ops.reshape(x, [-1]) if axes is None else _flat_last(x, axes)
        above: Any = 1.0 - q / 100.0
        size: Any = math_ops.cast(array_ops.shape(y)[-1], dtypes.float64)
        index = _ROUNDED[interpolation]((size - 1) * above)
        last: Any = array_ops.shape(y)[-1]
        index = clip_ops.clip_by_value(math_ops.cast(index, dtypes.int32), 0, last - 1)
        ordered: Any = nn_ops.top_k(y, k=array_ops.shape(y)[-1])[0]
        found = ordered[..., index]
        found.set_shape(y.get_shape()[:-1])
        return _with_dims(found, x, axes) if keep_dims else found


def _fraction(q: Any, validate_args: Any) -> Any:
    q = math_ops.cast(q, dtypes.float64, name="q")
    if _rank(q) not in (None, 0):
        raise ValueError(f"Expected argument 'x' to have ndims 0.  Found tensor {q}")
    if not validate_args:
        return q
    checks = [check_ops.assert_rank(q, 0),
              check_ops.assert_greater_equal(q, math_ops.cast(0.0, dtypes.float64)),
              check_ops.assert_less_equal(q, math_ops.cast(100.0, dtypes.float64))]
    return control_flow_ops.with_dependencies(checks, q)


def _rank(x: Any) -> int | None:
    """The rank that TensorFlow knows; it asks for the shape where it knows none."""
    rank = x.get_shape().ndims
    if rank is None:
        shape = tensor_util.constant_value(array_ops.shape(x))
        return None if shape is None else shape.ndim  # type: ignore[no-any-return]
    return rank  # type: ignore[no-any-return]


def _known_rank(x: Any) -> int:
    rank = _rank(x)
    if rank is None:
        raise ValueError("Expected argument 'x' to have statically defined 'ndims'.  Found: ")
    return rank


def _axes(x: Any, axis: Any) -> list[int]:
    axis = convert(axis, None, "axis")
    check_ops.assert_integer(axis)
    if _known_rank(axis) > 1:
        raise ValueError(f"Expected argument 'x' to have ndims <= 1.  Found tensor {axis}")
    known = tensor_util.constant_value(axis)
    if known is None:
        raise ValueError(f"Expected argument 'axis' to be statically available.  Found: {axis}")
    rank = _known_rank(x)
    if rank < 1:
        raise ValueError(f"Expected argument 'x' to have ndims >= 1.  Found tensor {x}")
    found = []
    for one in np.reshape(known, [-1]).tolist():
        if one >= rank:
            raise ValueError(f"dim {one} not in the interval [0, {rank - 1}].")
        if one < -rank:
            raise ValueError(f"Negatively indexed dim {one} not in the interval [-{rank}, -1]")
        found.append(one % rank)
    return found


def _flat_last(x: Any, axes: list[int]) -> Any:
    """The given dims as one at the end."""
    rank = x.get_shape().ndims
    front = sorted(set(range(rank)).difference(axes))
    moved = array_ops.transpose(x, perm=front + axes)
    shape: Any
    if x.get_shape().is_fully_defined():
        sizes = x.get_shape().as_list()
        shape = [sizes[one] for one in front] + [np.prod([sizes[one] for one in axes])]
    else:
        outer: Any = array_ops.shape(moved)
        shape = array_ops.concat([outer[: rank - len(axes)], [-1]], axis=0)
    return array_ops.reshape(moved, shape=shape)


def _with_dims(found: Any, x: Any, axes: list[int] | None) -> Any:
    if axes is None:
        rank = _rank(x)
        ones = array_ops.ones(shape=[array_ops.rank(x) if rank is None else rank], dtype=dtypes.int32)
        return found * array_ops.ones(ones, dtype=x.dtype)
    for one in sorted(axes):
        found = array_ops.expand_dims(found, axis=one)
    return found
