"""Sources of tensors: constants, placeholders, Fill, ranges, casts, one-hot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Expr, ShapeError, ceil_div, dmax, merge, one_hot, symbol, unknown

from . import symbols
from .elementwise_unary import same_shape
from .inference import InferenceContext
from .registry import kernel, shape

_AXES = {4: "BHWC", 3: "BTC", 2: "BN", 5: "BDHWC", 1: "B"}


@shape("Const", "HostConst")
def const_shape(c: InferenceContext) -> Sequence[Dims]:
    value = c.attrs["value"]
    return (None if value is None else np.shape(value),)


@kernel("Const", "HostConst")
def const(k: Any) -> Any:
    return k.attr("value")


@shape("ImmutableConst")
def immutable_const_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.attr("shape"),)


@shape("Placeholder", "PlaceholderV2", "FakeParam")
def placeholder_shape(c: InferenceContext) -> Sequence[Dims]:
    """The attr's shape; its open dims get names that the user can read: B, H, W ..."""
    dims = c.attrs["shape"]
    if dims is None:
        return (None,)
    if all(isinstance(dim, int) for dim in dims):
        return (dims,)
    letters = _AXES.get(len(dims), "")
    return (tuple([_named(dim, letters[axis : axis + 1] or "D") for axis, dim in enumerate(dims)]),)


def _named(dim: Any, letter: str) -> Any:
    """An anonymous dim under a name; never empty, as a batch that is fed has something in it."""
    if not isinstance(dim, Expr) or str(dim)[:1] not in "?u":
        return dim
    return symbol(str(symbols.unknown(letter)), 1)


@shape("PlaceholderWithDefault")
def placeholder_with_default_shape(c: InferenceContext) -> Sequence[Dims]:
    """What is declared; the default may say less, but not otherwise."""
    declared = c.attrs["shape"]
    merge(c.inputs[0].dims, declared)
    return placeholder_shape(c)


@shape("Fill")
def fill_shape(c: InferenceContext) -> Sequence[Dims]:
    if c.inputs[0].dims is not None:
        c.with_rank(0, 1)
    if c.inputs[1].dims is not None:
        c.with_rank(1, 0)
    found, value = c.input_tensor_as_shape(0), c.input_tensor(0)
    if value is not None and (value < 0).any():
        c.used_values = None
        raise ShapeError("Fill dimensions must be >= 0")
    return (found,)


@kernel("Fill")
def fill(k: Any, dims: Any, value: Any) -> Any:
    return np.full(tuple(dims), value[()] if isinstance(value, np.ndarray) else value, getattr(value, "dtype", None))


@shape("Empty")
def empty_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.input_tensor_as_shape(0),)


@kernel("Empty")
def empty(k: Any, dims: Any) -> Any:
    return np.zeros(tuple(dims), k.dtype())


@shape("Range")
def range_shape(c: InferenceContext) -> Sequence[Dims]:
    for index, name in enumerate(("start", "limit", "delta")):
        dims = c.inputs[index].dims
        if dims:
            raise ShapeError(f"Shape must be rank 0 but is rank {len(dims)}\n\t for '{name}'")
    values = [c.input_tensor(index) for index in range(3)]
    if any(value is None for value in values):
        return ((_symbolic_count(c),),)
    start, limit, delta = (value[()] if isinstance(value, np.ndarray) else value for value in values)
    if start > limit and delta > 0:
        raise ShapeError(f"Requires start <= limit when delta > 0: {_number(start)}/{_number(limit)}")
    if start < limit and delta < 0:
        raise ShapeError(f"Requires start >= limit when delta < 0: {_number(start)}/{_number(limit)}")
    if delta == 0:
        raise ShapeError("Requires delta != 0")
    return ((_count(start, limit, delta),),)


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (float, np.floating)) else str(value)


def _count(start: Any, limit: Any, delta: Any) -> int:
    if isinstance(start, (int, np.integer)):
        size = abs(int(limit) - int(start))
        step = abs(int(delta))
        return -(-size // step)
    return math.ceil(abs((float(limit) - float(start)) / float(delta)))


def _symbolic_count(c: InferenceContext) -> Any:
    parts = [symbols.elements(tensor) for tensor in c.inputs]
    if any(part is None or len(part) != 1 or part[0] is None for part in parts):
        return unknown()
    start, limit, delta = (part[0] for part in parts if part is not None)
    if not isinstance(delta, int) or delta <= 0:
        return unknown()
    count = ceil_div(limit - start, delta)
    if isinstance(count, int):
        return unknown()
    return count if start == 0 else dmax(count, 0)


@kernel("Range")
def make_range(k: Any, start: Any, limit: Any, delta: Any) -> Any:
    count = _count(start[()], limit[()], delta[()])
    return np.asarray(start) + np.arange(count, dtype=np.asarray(start).dtype) * delta


@shape("LinSpace")
def linspace_shape(c: InferenceContext) -> Sequence[Dims]:
    for index, name in enumerate(("start", "stop", "num")):
        dims = c.inputs[index].dims
        if dims:
            raise ShapeError(f"Shape must be rank 0 but is rank {len(dims)}\n\t for '{name}'")
    count = c.input_tensor(2)
    if count is None:
        return ((unknown(),),)
    if int(count) <= 0:
        raise ShapeError(f"Requires num > 0: {int(count)}")
    return ((int(count),),)


@kernel("LinSpace")
def linspace(k: Any, start: Any, stop: Any, count: Any) -> Any:
    return np.linspace(start, stop, int(count), dtype=k.dtype())


shape("Cast")(same_shape)


@kernel("Cast")
def cast(k: Any, x: Any) -> Any:
    kind = k.dtype()
    if np.asarray(x).dtype.kind == "c" and np.dtype(kind).kind != "c":
        return np.real(x).astype(kind)
    return np.asarray(x).astype(kind)


@shape("OneHot")
def one_hot_shape(c: InferenceContext) -> Sequence[Dims]:
    axis = c.attrs["axis"]
    if axis < -1:
        raise ShapeError(f"axis must be >= -1 but was {axis}")
    depth = size_of_scalar(c, 1)
    return (one_hot(c.inputs[0].dims, depth, axis),)


def size_of_scalar(c: InferenceContext, index: int) -> Any:
    """The dim that a scalar input spells; an expression where TensorFlow doesn't know it."""
    value = c.input_tensor(index)
    if value is None:
        known = symbols.elements(c.inputs[index])
        if known is None or len(known) != 1 or known[0] is None:
            return unknown()
        return symbols._hide(known[0])
    if np.ndim(value) != 0:
        raise ShapeError(f"Input must be scalar but has rank {np.ndim(value)}")
    if int(value) < 0:
        raise ShapeError(f"Dimension size, given by scalar input {index}, must be non-negative but is {int(value)}")
    return int(value)


@kernel("OneHot")
def make_one_hot(k: Any, indices: Any, depth: Any, on: Any, off: Any) -> Any:
    axis = k.attr("axis")
    where = indices.ndim if axis == -1 else axis
    places = np.arange(int(depth)).reshape([-1] + [1] * (indices.ndim - where))
    return np.where(np.expand_dims(indices, where) == places, on, off)
