"""Kernels of sparse tensors and sets (their shapes are in `sparse`).

A sparse tensor is three arrays: places (one row each), values, dense shape.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .registry import kernel


def dense_of(places: Any, values: Any, shape: Any, fill: Any = 0) -> Any:
    found = np.full(tuple(int(n) for n in shape), fill, values.dtype)
    if len(places):
        found[tuple(np.asarray(places).T)] = values
    return found


def _sorted(places: Any, values: Any) -> tuple[Any, Any]:
    order = np.lexsort(places.T[::-1]) if len(places) else np.arange(0)
    return places[order], values[order]


@kernel("SparseToDense")
def sparse_to_dense(k: Any, places: Any, shape: Any, values: Any, default: Any) -> Any:
    places = np.asarray(places)
    rows = places.reshape(-1, 1) if places.ndim < 2 else places
    return dense_of(rows, np.broadcast_to(values, len(rows)), shape, default)


@kernel("SparseTensorDenseMatMul")
def sparse_dense_matmul(k: Any, places: Any, values: Any, shape: Any, right: Any) -> Any:
    left = np.zeros(tuple(shape), values.dtype)
    np.add.at(left, tuple(places.T), values)
    left = np.conj(left.T) if k.attr("adjoint_a") else left
    return left @ (np.conj(right.T) if k.attr("adjoint_b") else right)


@kernel("SparseReorder")
def sparse_reorder(k: Any, places: Any, values: Any, shape: Any) -> Any:
    return _sorted(places, values)


@kernel("SparseReshape")
def sparse_reshape(k: Any, places: Any, shape: Any, wanted: Any) -> Any:
    total = int(np.prod(shape))
    sizes = [int(n) for n in wanted]
    if -1 in sizes:
        sizes[sizes.index(-1)] = total // max(-int(np.prod(sizes)), 1)
    if int(np.prod(sizes)) != total:
        raise ValueError(f"Input to reshape is a tensor with {total} dense values, but the requested shape has "
                         f"{int(np.prod(sizes))}")
    flat = np.ravel_multi_index(tuple(places.T), tuple(shape)) if len(places) else np.zeros(0, np.int64)
    return np.array(np.unravel_index(flat, sizes), np.int64).T.reshape(len(places), len(sizes)), np.array(sizes)


def _reduced(k: Any, places: Any, values: Any, shape: Any, axes: Any, function: Any, start: Any) -> Any:
    rank = len(shape)
    gone = {int(axis) % rank for axis in np.ravel(axes)} or set(range(rank))
    kept = [axis for axis in range(rank) if axis not in gone]
    found = np.full([int(shape[axis]) for axis in kept], start, values.dtype)
    touched = np.zeros(found.shape, bool)
    where = tuple(places[:, kept].T) if kept else ()
    if kept:
        function.at(found, where, values)
        touched[where] = True
    else:
        found, touched = np.asarray(function.reduce(values, initial=start)), np.asarray(len(values) > 0)
    found = np.where(touched, found, np.zeros([], values.dtype))
    if k.attr("keep_dims"):
        return found.reshape([1 if axis in gone else int(n) for axis, n in enumerate(shape)])
    return found


@kernel("SparseReduceSum")
def sparse_reduce_sum(k: Any, places: Any, values: Any, shape: Any, axes: Any) -> Any:
    return _reduced(k, places, values, shape, axes, np.add, 0)


@kernel("SparseReduceMax")
def sparse_reduce_max(k: Any, places: Any, values: Any, shape: Any, axes: Any) -> Any:
    least = -np.inf if values.dtype.kind == "f" else np.iinfo(values.dtype).min
    return _reduced(k, places, values, shape, axes, np.maximum, least)


@kernel("SparseConcat")
def sparse_concat(k: Any, *inputs: Any) -> Any:
    count = len(inputs) // 3
    places, values, shapes = inputs[:count], inputs[count : 2 * count], inputs[2 * count :]
    axis, moved, at = k.attr("concat_dim") % len(shapes[0]), [], 0
    for part, shape in zip(places, shapes, strict=True):
        shifted = np.array(part)
        shifted[:, axis] += at
        at += int(shape[axis])
        moved.append(shifted)
    whole = np.array(shapes[0])
    whole[axis] = at
    return *_sorted(np.concatenate(moved), np.concatenate(values)), whole


def _union(a: Any, x: Any, b: Any, y: Any, function: Callable[[Any, Any], Any]) -> tuple[Any, Any]:
    """Two sparse tensors combined where either has a value; what is missing is zero."""
    left = dict(zip(map(tuple, a.tolist()), x, strict=True))
    right = dict(zip(map(tuple, b.tolist()), y, strict=True))
    zero = np.zeros([], x.dtype)[()]
    both = sorted(left.keys() | right.keys())
    values = [function(left.get(place, zero), right.get(place, zero)) for place in both]
    return np.array(both, np.int64).reshape(len(both), a.shape[1]), np.array(values, x.dtype)


@kernel("SparseAdd")
def sparse_add(k: Any, a: Any, x: Any, shape: Any, b: Any, y: Any, other: Any, threshold: Any) -> Any:
    places, values = _union(a, x, b, y, lambda p, q: p + q)
    kept = np.abs(values) >= threshold
    return places[kept], values[kept], shape


@kernel("SparseSparseMaximum")
def sparse_maximum(k: Any, a: Any, x: Any, shape: Any, b: Any, y: Any, other: Any) -> Any:
    return _union(a, x, b, y, max)


@kernel("SparseSparseMinimum")
def sparse_minimum(k: Any, a: Any, x: Any, shape: Any, b: Any, y: Any, other: Any) -> Any:
    return _union(a, x, b, y, min)


@kernel("SparseTensorDenseAdd")
def sparse_dense_add(k: Any, places: Any, values: Any, shape: Any, dense: Any) -> Any:
    found = np.array(dense)
    np.add.at(found, tuple(places.T), values)
    return found


def _with_dense(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def combine(k: Any, places: Any, values: Any, shape: Any, dense: Any) -> Any:
        return function(values, np.broadcast_to(dense, tuple(shape))[tuple(places.T)])

    return combine


kernel("SparseDenseCwiseAdd")(_with_dense(np.add))
kernel("SparseDenseCwiseMul")(_with_dense(np.multiply))
kernel("SparseDenseCwiseDiv")(_with_dense(np.divide))


@kernel("SparseSoftmax")
def sparse_softmax(k: Any, places: Any, values: Any, shape: Any) -> Any:
    found = np.array(values)
    rows = [tuple(place[:-1]) for place in places.tolist()]
    for row in set(rows):
        chosen = np.array([at == row for at in rows])
        powers = np.exp(values[chosen] - values[chosen].max())
        found[chosen] = powers / powers.sum()
    return found


@kernel("SparseSplit")
def sparse_split(k: Any, axis: Any, places: Any, values: Any, shape: Any) -> Any:
    count, where = k.attr("num_split"), int(axis)
    size, extra = divmod(int(shape[where]), count)
    parts, at = [], 0
    for index in range(count):
        length = size + (index < extra)
        inside = (places[:, where] >= at) & (places[:, where] < at + length)
        moved, whole = np.array(places[inside]), np.array(shape)
        moved[:, where] -= at
        whole[where] = length
        parts.append((moved, values[inside], whole))
        at += length
    return [part[0] for part in parts] + [part[1] for part in parts] + [part[2] for part in parts]


@kernel("SparseSlice")
def sparse_slice(k: Any, places: Any, values: Any, shape: Any, start: Any, size: Any) -> Any:
    stop = np.minimum(np.asarray(start) + size, shape)
    inside = np.all((places >= start) & (places < stop), axis=1)
    return places[inside] - start, values[inside], np.maximum(stop - start, 0)


@kernel("SparseSliceGrad")
def sparse_slice_grad(k: Any, grads: Any, places: Any, start: Any, kept: Any) -> Any:
    at = {tuple(place): grad for place, grad in zip((kept + start).tolist(), grads, strict=True)}
    return np.array([at.get(tuple(place), 0) for place in places.tolist()], grads.dtype)


@kernel("SparseAddGrad")
def sparse_add_grad(k: Any, grads: Any, a: Any, b: Any, total: Any) -> Any:
    at = {tuple(place): grad for place, grad in zip(total.tolist(), grads, strict=True)}
    return tuple(np.array([at.get(tuple(place), 0) for place in part.tolist()], grads.dtype) for part in (a, b))


@kernel("SparseFillEmptyRows")
def fill_empty_rows(k: Any, places: Any, values: Any, shape: Any, default: Any) -> Any:
    count = int(shape[0])
    empty = ~np.isin(np.arange(count), places[:, 0])
    added = np.zeros((int(empty.sum()), len(shape)), np.int64)
    added[:, 0] = np.flatnonzero(empty)
    merged = np.concatenate([places, added])
    order = np.argsort(merged[:, 0], kind="stable")
    everything = np.concatenate([values, np.full(len(added), default, values.dtype)])
    back = np.argsort(order, kind="stable")[: len(places)]
    return merged[order], everything[order], empty, back


@kernel("SparseFillEmptyRowsGrad")
def fill_empty_rows_grad(k: Any, back: Any, grads: Any) -> Any:
    others = np.ones(len(grads), bool)
    others[back] = False
    return grads[back], grads[others].sum(dtype=grads.dtype)
