"""sort and argsort, made of top_k (ops/sort_ops.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops, tensor_util

from . import array_joining, array_shape, math_reduce

_DIRECTIONS = ("ASCENDING", "DESCENDING")


def sort(values: Any, axis: Any = -1, direction: Any = "ASCENDING", name: Any = None) -> Tensor:
    with ops.name_scope(name, "sort"):
        return _ordered(values, axis, direction, False)


def argsort(values: Any, axis: Any = -1, direction: Any = "ASCENDING", stable: bool = False, name: Any = None) -> Tensor:
    with ops.name_scope(name, "argsort"):
        return _ordered(values, axis, direction, True)


def _ordered(values: Any, axis: Any, direction: Any, indices: bool) -> Tensor:
    if direction not in _DIRECTIONS:
        raise ValueError(f"{direction} should be one of {', '.join(_DIRECTIONS)}")
    axis = convert(axis, name="axis")
    known = tensor_util.constant_value(axis)
    if axis.dims != () or known is None:
        raise ValueError("axis must be a constant scalar")
    values = convert(values, name="values")
    if direction == "DESCENDING":
        return _descending(values, int(known), indices)
    found: Any = _descending(-values, int(known), indices)
    return found if indices else -found  # type: ignore[no-any-return]


def _descending(values: Tensor, axis: int, indices: bool) -> Tensor:
    shape: Any = array_shape.shape(values)
    k = shape[axis]
    rank: Any = array_shape.rank(values)
    count = None if values.dims is None else len(values.dims)
    swap = None
    if axis != -1 and axis + 1 != count:
        swap = _swap(axis, count, rank)
        values = array_shape.transpose(values, swap)
    found = gen.TopKV2(values, k)[1 if indices else 0]
    return found if swap is None else array_shape.transpose(found, swap)


def _swap(axis: Any, count: int | None, rank: Any) -> Tensor:
    """The permutation that swaps `axis` with the last."""
    if axis < 0:
        axis += count or rank
    if count is not None:
        order = [*range(axis), count - 1, *range(axis + 1, count - 1), axis]
        return constant_op.constant(np.array(order), name="transposition")
    start, stop = math_reduce.range(axis), math_reduce.range(axis + 1, rank - 1)
    return array_joining.concat([start, [rank - 1], stop, [axis]], axis=0)
