"""Segment sums and their kin, dynamic partition and stitch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, merge, unknown

from .array_constant import size_of_scalar
from .dim_checks import same_dim
from .inference import InferenceContext
from .registry import kernel, shape


@shape("SegmentSum", "SegmentMean", "SegmentProd", "SegmentMin", "SegmentMax")
def segment_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    c.with_rank(1, 1)
    return (None if dims is None else (unknown(), *dims[1:]),)


_UFUNCS: dict[str, tuple[Any, Callable[[np.dtype[Any]], Any]]] = {
    "Sum": (np.add, lambda kind: 0),
    "Prod": (np.multiply, lambda kind: 1),
    "Max": (np.maximum, lambda kind: np.finfo(kind).min if kind.kind == "f" else np.iinfo(kind).min),
    "Min": (np.minimum, lambda kind: np.finfo(kind).max if kind.kind == "f" else np.iinfo(kind).max),
}


def _gathered(data: Any, ids: Any, count: int, how: str) -> Any:
    function, start = _UFUNCS[how]
    inner = data.shape[np.ndim(ids):]
    found = np.full((count, *inner), start(data.dtype), data.dtype)
    flat = np.ravel(ids)
    kept = flat >= 0
    function.at(found, flat[kept], data.reshape((-1, *inner))[kept])
    return found


def _segments(how: str) -> Callable[..., Any]:
    def reduce_segments(k: Any, data: Any, ids: Any) -> Any:
        if len(ids) and (np.any(np.diff(ids) < 0) or ids[0] < 0):
            raise ValueError("segment ids are not increasing")
        count = int(ids[-1]) + 1 if len(ids) else 0
        found = _gathered(data, ids, count, "Sum" if how == "Mean" else how)
        sizes = np.bincount(ids, minlength=count).reshape((-1,) + (1,) * (data.ndim - 1))
        if how == "Mean":
            found = found / np.maximum(sizes, 1).astype(data.dtype)
        return np.where(sizes == 0, np.array(1 if how == "Prod" else 0, data.dtype), found)

    return reduce_segments


for _how in ("Sum", "Mean", "Prod", "Min", "Max"):
    kernel(f"Segment{_how}")(_segments(_how))


@shape("UnsortedSegmentSum", "UnsortedSegmentProd", "UnsortedSegmentMin", "UnsortedSegmentMax", "UnsortedSegmentJoin")
def unsorted_shape(c: InferenceContext) -> Sequence[Dims]:
    data, ids = c.inputs[0].dims, c.inputs[1].dims
    c.with_rank(2, 0)
    size = size_of_scalar(c, 2)
    if ids is None or data is None:
        return (None,)
    if len(data) < len(ids):
        c.with_rank_at_least(0, len(ids))
    for dim, place in zip(data, ids, strict=False):
        same_dim(dim, place)
    return ((size, *data[len(ids) :]),)


def _unsorted(how: str) -> Callable[..., Any]:
    return lambda k, data, ids, count: _gathered(data, ids, int(count), how)


for _how in _UFUNCS:
    kernel(f"UnsortedSegment{_how}")(_unsorted(_how))


@kernel("UnsortedSegmentJoin")
def unsorted_join(k: Any, data: Any, ids: Any, count: Any) -> Any:
    parts: list[list[bytes]] = [[] for _ in range(int(count))]
    for item, place in zip(np.ravel(data), np.ravel(ids), strict=True):
        if place >= 0:
            parts[int(place)].append(item)
    return np.array([k.attr("separator").encode().join(items) for items in parts], object)


@shape("SparseSegmentSum", "SparseSegmentMean", "SparseSegmentSqrtN")
def sparse_segment_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    indices, ids = c.with_rank(1, 1), c.with_rank(2, 1)
    merge(indices, ids)
    return (None if dims is None else (unknown(), *dims[1:]),)


@shape("SparseSegmentSumWithNumSegments", "SparseSegmentMeanWithNumSegments", "SparseSegmentSqrtNWithNumSegments")
def sparse_segment_counted_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    indices, ids = c.with_rank(1, 1), c.with_rank(2, 1)
    c.with_rank(3, 0)
    merge(indices, ids)
    return (_first_dim_from(c, dims),)


def _first_dim_from(c: InferenceContext, dims: Dims) -> Dims:
    """The input with its first dim replaced by what scalar input 3 says."""
    value = c.input_tensor(3)
    if value is not None and int(value) < 0:
        raise ShapeError("Cannot specify a negative value for num_segments")
    if dims is None:
        return None
    return (size_of_scalar(c, 3), *dims[1:])


def _sparse_segments(how: str) -> Callable[..., Any]:
    def reduce_rows(k: Any, data: Any, indices: Any, ids: Any, count: Any = None) -> Any:
        total = int(count) if count is not None else int(ids[-1]) + 1 if len(ids) else 0
        found = _gathered(data[indices], ids, total, "Sum")
        sizes = np.bincount(ids, minlength=total).reshape((-1,) + (1,) * (data.ndim - 1))
        return found if how == "Sum" else found / _divisor(how, sizes).astype(data.dtype)

    return reduce_rows


def _divisor(how: str, sizes: Any) -> Any:
    sizes = np.maximum(sizes, 1)
    return sizes if how == "Mean" else np.sqrt(sizes)


for _how in ("Sum", "Mean", "SqrtN"):
    kernel(f"SparseSegment{_how}", f"SparseSegment{_how}WithNumSegments")(_sparse_segments(_how))


@shape("SparseSegmentMeanGrad", "SparseSegmentSqrtNGrad")
def sparse_segment_grad_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    indices = c.with_rank(1, 1)
    merge(c.inputs[2].dims, indices)
    c.with_rank(3, 0)
    return (None if dims is None else (size_of_scalar(c, 3), *dims[1:]),)


def _sparse_grads(how: str) -> Callable[..., Any]:
    def grad(k: Any, dy: Any, indices: Any, ids: Any, count: Any) -> Any:
        sizes = np.bincount(ids, minlength=len(dy)).reshape((-1,) + (1,) * (dy.ndim - 1))
        found = np.zeros((int(count), *dy.shape[1:]), dy.dtype)
        np.add.at(found, indices, (dy / _divisor(how, sizes).astype(dy.dtype))[ids])
        return found

    return grad


for _how in ("Mean", "SqrtN"):
    kernel(f"SparseSegment{_how}Grad")(_sparse_grads(_how))


@shape("DynamicPartition")
def dynamic_partition_shape(c: InferenceContext) -> Sequence[Dims]:
    data, places = c.inputs[0].dims, c.inputs[1].dims
    if places is None:
        return [None] * c.outputs
    if data is not None:
        if len(data) < len(places):
            c.with_rank_at_least(0, len(places))
        for dim, place in zip(data, places, strict=False):
            same_dim(dim, place)
    return [None if data is None else (unknown(), *data[len(places) :]) for _ in range(c.outputs)]


@kernel("DynamicPartition")
def dynamic_partition(k: Any, data: Any, places: Any) -> Any:
    return [data[places == index] for index in range(k.attr("num_partitions"))]


@shape("DynamicStitch", "ParallelDynamicStitch")
def dynamic_stitch_shape(c: InferenceContext) -> Sequence[Dims]:
    count = c.attr("N")
    rest: Dims = None
    known, largest = True, 0
    for index in range(count):
        value = c.input_tensor(index)
        known = known and value is not None
        if value is not None and np.size(value):
            largest = max(largest, int(np.max(value)))
        places, data = c.inputs[index].dims, c.inputs[count + index].dims
        if places is None:
            continue
        if data is not None:
            if len(data) < len(places):
                c.with_rank_at_least(count + index, len(places))
            for dim, place in zip(data, places, strict=False):
                same_dim(dim, place)
            rest = merge(rest, data[len(places) :])
    if rest is None:
        return (None,)
    return ((largest + 1 if known else unknown(), *rest),)


@kernel("DynamicStitch", "ParallelDynamicStitch")
def dynamic_stitch(k: Any, *inputs: Any) -> Any:
    half = len(inputs) // 2
    places, data = inputs[:half], inputs[half:]
    count = max((int(np.max(part)) + 1 for part in places if np.size(part)), default=0)
    found = np.zeros((count, *data[0].shape[np.ndim(places[0]):]), data[0].dtype)
    for where, values in zip(places, data, strict=True):
        found[np.ravel(where)] = values.reshape((-1, *found.shape[1:]))
    return found
