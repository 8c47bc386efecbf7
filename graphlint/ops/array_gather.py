"""Elements picked by index and put by index: gather, scatter, where, unique, top-k."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, at_least_rank, gather, gather_nd, merge, size, unknown, unknowns

from .array_constant import size_of_scalar
from .elementwise_unary import same_shape
from .inference import InferenceContext, show
from .registry import kernel, shape


@shape("Gather")
def gather_shape(c: InferenceContext) -> Sequence[Dims]:
    params = c.with_rank_at_least(0, 1)
    indices = c.inputs[1].dims
    return (None if params is None or indices is None else (*indices, *params[1:]),)


@shape("GatherV2")
def gather_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    params, indices = c.with_rank_at_least(0, 1), c.inputs[1].dims
    c.with_rank(2, 0)
    axis = c.input_tensor(2)
    batch = c.attrs.get("batch_dims", 0)
    if batch and indices is not None:
        batch = batch + len(indices) if batch < 0 else batch
    if axis is None:
        return (None if params is None or indices is None else unknowns(len(params) + len(indices) - 1),)
    at_least_rank(params, -int(axis) if axis < 0 else int(axis) + 1)
    at_least_rank(params, c.attrs.get("batch_dims", 0) + 1)
    if batch < 0:
        raise ShapeError(f"Subshape start out of bounds: {batch}, for shape with rank {len(indices or ())}")
    return (gather(params, indices, int(axis), batch),)


def _inside(indices: Any, size: int, name: str = "indices") -> None:
    wrong = (indices < 0) | (indices >= size)
    if np.any(wrong):
        place = np.argwhere(wrong)[0].tolist()
        raise ValueError(f"{name}[{','.join(map(str, place))}] = {indices[wrong].ravel()[0]} is not in [0, {size})")


@kernel("Gather")
def take(k: Any, params: Any, indices: Any) -> Any:
    _inside(np.asarray(indices), params.shape[0])
    return np.take(params, indices, axis=0)


@kernel("GatherV2")
def take_along(k: Any, params: Any, indices: Any, axis: Any) -> Any:
    where = int(axis) % params.ndim
    indices = np.asarray(indices)
    _inside(indices, params.shape[where])
    batch = k.op.attrs.get("batch_dims", 0) % max(indices.ndim, 1)
    if not batch:
        return np.take(params, indices, axis=where)
    rows = [np.take(params[at], indices[at], axis=where - batch) for at in np.ndindex(*params.shape[:batch])]
    return np.stack(rows).reshape(params.shape[:batch] + rows[0].shape)


@shape("GatherNd")
def gather_nd_shape(c: InferenceContext) -> Sequence[Dims]:
    return (gather_nd(c.inputs[0].dims, c.inputs[1].dims),)


@kernel("GatherNd")
def take_nd(k: Any, params: Any, indices: Any) -> Any:
    for axis in range(indices.shape[-1]):
        _inside(indices[..., axis], params.shape[axis])
    return params[tuple(np.moveaxis(indices, -1, 0))]


def scatter_nd_check(indices: Dims, updates: Dims, target: Dims, word: str = "input") -> Dims:
    """What ScatterNd and its kin give; ShapeError where the three shapes don't fit."""
    if target is not None and 0 in target and (_filled(indices) or _filled(updates)):
        raise ShapeError("Indices and updates specified for empty output shape")
    if indices is None or updates is None or not isinstance(indices[-1], int):
        return target
    outer, depth = len(indices) - 1, indices[-1]
    _agree(indices[:outer], updates[:outer],
           f"The outer {outer} dimensions of indices.shape={show(indices)} must match the outer {outer} dimensions of "
           f"updates.shape={show(updates)}")
    if target is not None:
        rest = len(target) - depth
        _agree(target[depth:], updates[outer:],
               f"The inner {rest} dimensions of {word}.shape={show(target)} must match the inner "
               f"{len(updates) - outer} dimensions of updates.shape={show(updates)}")
    return target


def _filled(dims: Dims) -> bool:
    return dims is not None and all(isinstance(dim, int) and dim > 0 for dim in dims)


def _agree(a: Dims, b: Dims, message: str) -> None:
    try:
        merge(a, b)
    except ShapeError as error:
        if error.static:
            raise ShapeError(f"{message}: {error.message}", left=a, right=b) from None


@shape("ScatterNd")
def scatter_nd_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank_at_least(0, 1)
    c.with_rank_at_least(1, 1)
    target = c.input_tensor_as_shape(2)
    return (scatter_nd_check(c.inputs[0].dims, c.inputs[1].dims, target, "output"),)


@shape("TensorScatterUpdate", "TensorScatterAdd", "TensorScatterSub", "ScatterNdNonAliasingAdd")
def tensor_scatter_shape(c: InferenceContext) -> Sequence[Dims]:
    in_place = c.op_type == "ScatterNdNonAliasingAdd"
    target = c.inputs[0].dims if in_place else c.with_rank_at_least(0, 1)
    c.with_rank_at_least(1, 1)
    c.with_rank_at_least(2, 1)
    return (scatter_nd_check(c.inputs[1].dims, c.inputs[2].dims, target, "input" if in_place else "output"),)


def scatter_nd_into(target: Any, indices: Any, updates: Any, how: Any) -> Any:
    """Puts (how is None), or combines by a ufunc, updates at the places of `target`; returns it."""
    place = tuple(np.moveaxis(np.asarray(indices), -1, 0))
    for axis, part in enumerate(place):
        _inside(part, target.shape[axis])
    if how is None:
        target[place] = updates
    else:
        how.at(target, place, updates)
    return target


@kernel("ScatterNd")
def scatter_nd(k: Any, indices: Any, updates: Any, dims: Any) -> Any:
    return scatter_nd_into(np.zeros(tuple(dims), updates.dtype), indices, updates, np.add)


@kernel("TensorScatterUpdate")
def tensor_scatter_update(k: Any, x: Any, indices: Any, updates: Any) -> Any:
    return scatter_nd_into(np.array(x), indices, updates, None)


@kernel("TensorScatterAdd", "ScatterNdNonAliasingAdd")
def tensor_scatter_add(k: Any, x: Any, indices: Any, updates: Any) -> Any:
    return scatter_nd_into(np.array(x), indices, updates, np.add)


@kernel("TensorScatterSub")
def tensor_scatter_sub(k: Any, x: Any, indices: Any, updates: Any) -> Any:
    return scatter_nd_into(np.array(x), indices, updates, np.subtract)


@shape("Where")
def where_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    return ((unknown(), unknown() if dims is None else len(dims)),)


@kernel("Where")
def where(k: Any, condition: Any) -> Any:
    return np.argwhere(condition)


@shape("Unique", "UniqueWithCounts", "UniqueV2", "UniqueWithCountsV2")
def unique_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank(0, 1) if c.op_type == "Unique" and c.inputs[0].dims is not None else c.inputs[0].dims
    count = unknown()
    return ((count,), dims, (count,)) if c.outputs == 3 else ((count,), dims)


@kernel("Unique", "UniqueWithCounts")
def unique(k: Any, x: Any) -> Any:
    return unique_along(k, x, np.zeros([0]))


@kernel("UniqueV2", "UniqueWithCountsV2")
def unique_along(k: Any, x: Any, axis: Any) -> Any:
    """In the order of first appearance."""
    where_axis = int(np.ravel(axis)[0]) if np.size(axis) else 0
    rows = np.moveaxis(x, where_axis, 0)
    seen: dict[Any, int] = {}
    firsts: list[int] = []
    index = np.zeros(len(rows), np.int64)
    for at, row in enumerate(rows):
        key = row.tobytes() if x.dtype != object else tuple(np.ravel(row))
        if key not in seen:
            seen[key] = len(firsts)
            firsts.append(at)
        index[at] = seen[key]
    found = np.take(x, firsts, axis=where_axis)
    if len(k.op.outputs) == 3:
        return found, index, np.bincount(index, minlength=len(firsts))
    return found, index


@shape("ListDiff")
def list_diff_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 1)
    c.with_rank(1, 1)
    count = unknown()
    return ((count,), (count,))


@kernel("ListDiff")
def list_diff(k: Any, x: Any, y: Any) -> Any:
    gone = set(y.tolist())
    kept = np.array([at for at, item in enumerate(x.tolist()) if item not in gone], np.int64)
    return x[kept], kept


@shape("TopK", "TopKV2")
def top_k_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    count = c.attr("k") if c.op_type == "TopK" else size_of_scalar(c, 1)
    if dims is not None and isinstance(dims[-1], int) and isinstance(count, int) and dims[-1] < count:
        raise ShapeError(f"input must have last dimension >= k = {count} but is {dims[-1]}", left=dims, right=count)
    found = None if dims is None else (*dims[:-1], count)
    return (found, found)


@kernel("TopK")
def top_k(k: Any, x: Any) -> Any:
    return top_k_v2(k, x, k.attr("k"))


@kernel("TopKV2")
def top_k_v2(k: Any, x: Any, count: Any) -> Any:
    """The largest first, the lower index first among equals."""
    order = np.argsort(-x if x.dtype.kind in "f" else ~x if x.dtype.kind in "iu" else x, axis=-1, kind="stable")
    chosen = order[..., : int(count)]
    return np.take_along_axis(x, chosen, axis=-1), chosen


@shape("UpperBound", "LowerBound")
def bound_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 2)
    if c.inputs[1].dims is not None:
        c.with_rank(1, 2)
    return (c.inputs[1].dims,)


@kernel("LowerBound")
def lower_bound(k: Any, rows: Any, values: Any) -> Any:
    return np.stack([np.searchsorted(row, value, "left") for row, value in zip(rows, values, strict=True)])


@kernel("UpperBound")
def upper_bound(k: Any, rows: Any, values: Any) -> Any:
    return np.stack([np.searchsorted(row, value, "right") for row, value in zip(rows, values, strict=True)])


@shape("UnravelIndex")
def unravel_index_shape(c: InferenceContext) -> Sequence[Dims]:
    count = c.with_rank(1, 1)[0]
    indices = c.inputs[0].dims
    if indices is None:
        return (None,)
    if not indices:
        return ((count,),)
    return ((count, size(indices)),)


@kernel("UnravelIndex")
def unravel_index(k: Any, indices: Any, dims: Any) -> Any:
    return np.array(np.unravel_index(indices, tuple(dims)), k.dtype())


shape("InplaceUpdate", "InplaceAdd", "InplaceSub")(same_shape)


@kernel("InplaceUpdate")
def inplace_update(k: Any, x: Any, rows: Any, values: Any) -> Any:
    found = np.array(x)
    found[np.ravel(rows)] = values
    return found


@kernel("InplaceAdd")
def inplace_add(k: Any, x: Any, rows: Any, values: Any) -> Any:
    found = np.array(x)
    np.add.at(found, np.ravel(rows), values)
    return found


@kernel("InplaceSub")
def inplace_sub(k: Any, x: Any, rows: Any, values: Any) -> Any:
    found = np.array(x)
    np.subtract.at(found, np.ravel(rows), values)
    return found
