"""Reductions over axes, argmax and argmin, cumulative sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, arg_reduce, at_most_rank, reduce, unknown

from .array_constant import size_of_scalar
from .dim_checks import dim_is
from .elementwise_unary import same_shape
from .inference import InferenceContext
from .registry import kernel, shape


def reduction(c: InferenceContext) -> Sequence[Dims]:
    """The input without the axes of the second input, or with 1 in their place."""
    source, axes_input = c.inputs
    at_most_rank(axes_input.dims, 1)
    axes = c.input_tensor(1)
    keep = c.attrs["keep_dims"]
    dims = source.dims
    if dims is not None and axes is not None:
        chosen = axes.ravel().tolist()
        if not keep and len(chosen) == len(dims) and sorted(chosen) == list(range(len(dims))):
            return ((),)
        return (reduce(dims, chosen, keep),)
    return (reduce(dims, None, keep),)


def _mean(x: Any, axis: Any, keepdims: bool) -> Any:
    if x.dtype.kind in "iu":
        count = x.size // max(int(np.prod([n for i, n in enumerate(x.shape) if i not in axis])), 1)
        if count == 0:
            raise ValueError("Integer division by zero")
        total = np.sum(x, axis=axis, keepdims=keepdims, dtype=x.dtype)
        return (total / count).astype(x.dtype)
    return np.mean(x, axis=axis, keepdims=keepdims, dtype=None if x.dtype != np.float16 else np.float32)


def _limit(x: Any, largest: bool) -> Any:
    if x.dtype.kind == "f":
        return -np.inf if largest else np.inf
    info = np.iinfo(x.dtype)
    return info.min if largest else info.max


def _sum(x: Any, axis: Any, keepdims: bool) -> Any:
    return np.sum(x, axis=axis, keepdims=keepdims, dtype=x.dtype)


def _norm(x: Any, axis: Any, keepdims: bool) -> Any:
    return np.sqrt(np.sum((x * np.conj(x)).real if x.dtype.kind == "c" else x * x, axis=axis, keepdims=keepdims))


REDUCTIONS: dict[str, Callable[..., Any]] = {
    "Sum": _sum,
    "Prod": lambda x, axis, keepdims: np.prod(x, axis=axis, keepdims=keepdims, dtype=x.dtype),
    "Mean": _mean,
    "Max": lambda x, axis, keepdims: np.max(x, axis=axis, keepdims=keepdims, initial=_limit(x, True)),
    "Min": lambda x, axis, keepdims: np.min(x, axis=axis, keepdims=keepdims, initial=_limit(x, False)),
    "All": np.all,
    "Any": np.any,
    "EuclideanNorm": _norm,
}


def _reduction_kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    def reduce_axes(k: Any, x: Any, axes: Any) -> Any:
        chosen = {int(axis) for axis in np.ravel(axes)}
        if any(not -x.ndim <= axis < x.ndim for axis in chosen):
            raise ValueError(f"Invalid reduction dimension ({sorted(chosen)} for input with {x.ndim} dimension(s)")
        return function(x, axis=tuple(sorted({axis % x.ndim for axis in chosen})), keepdims=k.attr("keep_dims"))

    return reduce_axes


for _name, _function in REDUCTIONS.items():
    shape(_name)(reduction)
    kernel(_name)(_reduction_kernel(_function))
shape("ReduceJoin")(reduction)


@kernel("ReduceJoin")
def reduce_join(k: Any, x: Any, axes: Any) -> Any:
    """Strings joined along the axes, of which the first one given runs fastest."""
    chosen = [int(axis) % x.ndim for axis in np.ravel(axes)]
    kept = [axis for axis in range(x.ndim) if axis not in chosen]
    rows = np.transpose(x, kept + chosen[::-1]).reshape([x.shape[axis] for axis in kept] + [-1])
    separator = k.attr("separator").encode()
    joined = np.empty(rows.shape[:-1], object)
    for index in np.ndindex(*joined.shape):
        joined[index] = separator.join(rows[index])
    if k.attr("keep_dims"):
        joined = joined.reshape([1 if axis in chosen else n for axis, n in enumerate(x.shape)])
    return joined


@shape("ArgMax", "ArgMin")
def arg_reduction(c: InferenceContext) -> Sequence[Dims]:
    if c.inputs[1].dims not in (None, ()):
        c.with_rank(1, 0)
    dims = c.inputs[0].dims
    if dims is not None and len(dims) <= 1:
        return ((),)
    axis = c.input_tensor(1)
    return (arg_reduce(dims, None if axis is None else int(axis)),)


@kernel("ArgMax")
def arg_max(k: Any, x: Any, axis: Any) -> Any:
    return np.argmax(x, axis=int(axis))


@kernel("ArgMin")
def arg_min(k: Any, x: Any, axis: Any) -> Any:
    return np.argmin(x, axis=int(axis))


shape("Cumsum", "Cumprod", "CumulativeLogsumexp")(same_shape)


def _cumulative(k: Any, x: Any, axis: Any, function: Callable[..., Any], start: float) -> Any:
    where = int(axis)
    if not -x.ndim <= where < x.ndim:
        raise ValueError(f"Expected scan axis in the range [{-x.ndim}, {x.ndim}), but got {where}")
    source = np.flip(x, where) if k.attr("reverse") else x
    found = function(source, axis=where)
    if k.attr("exclusive"):
        first = [slice(None)] * x.ndim
        first[where] = slice(0, -1)
        edge = list(x.shape)
        edge[where] = min(1, x.shape[where])
        found = np.concatenate([np.full(edge, start, x.dtype), found[tuple(first)]], axis=where)
    return np.flip(found, where) if k.attr("reverse") else found


@kernel("Cumsum")
def cumsum(k: Any, x: Any, axis: Any) -> Any:
    return _cumulative(k, x, axis, lambda a, axis: np.cumsum(a, axis=axis, dtype=a.dtype), 0)


@kernel("Cumprod")
def cumprod(k: Any, x: Any, axis: Any) -> Any:
    return _cumulative(k, x, axis, lambda a, axis: np.cumprod(a, axis=axis, dtype=a.dtype), 1)


@kernel("CumulativeLogsumexp")
def cumulative_logsumexp(k: Any, x: Any, axis: Any) -> Any:
    return _cumulative(k, x, axis, lambda a, axis: np.logaddexp.accumulate(a, axis=axis), -np.inf)


@shape("ReduceSliceSum", "ReduceSliceProd", "ReduceSliceMax", "ReduceSliceMin")
def reduce_slice(c: InferenceContext) -> Sequence[Dims]:
    """Contributed op: slices given by start and end indices along an axis."""
    dims, indices = c.inputs[0].dims, c.inputs[1].dims
    if dims is None:
        return (None,)
    axis = c.input_tensor(2)
    if axis is None:
        return (tuple(unknown() for _ in dims),)
    where = int(axis)
    if not 0 <= where < len(dims):
        raise ShapeError(f"axis: {where} should be in the range [0, {len(dims)})")
    count = unknown() if indices is None else indices[0]
    return ((*dims[:where], count, *dims[where + 1 :]),)


def _slices(function: Callable[..., Any], largest: bool | None, start: float) -> Callable[..., Any]:
    def reduce_slices(k: Any, x: Any, indices: Any, axis: Any) -> Any:
        where, rows = int(axis), indices.reshape(-1, 2)
        empty = start if largest is None else _limit(x, largest)
        parts = [function(np.take(x, range(low, min(high, x.shape[where])), axis=where), axis=where, initial=empty)
                 for low, high in rows.tolist()]
        return np.stack(parts, axis=where).astype(x.dtype)

    return reduce_slices


kernel("ReduceSliceSum")(_slices(np.sum, None, 0))
kernel("ReduceSliceProd")(_slices(np.prod, None, 1))
kernel("ReduceSliceMax")(_slices(np.max, True, 0))
kernel("ReduceSliceMin")(_slices(np.min, False, 0))


@shape("Bincount")
def bincount_shape(c: InferenceContext) -> Sequence[Dims]:
    size = c.input_tensor(1)
    c.with_rank(1, 0)
    if size is None:
        return ((c.unknown(),),)
    if int(size) < 0:
        raise ShapeError(f"size ({int(size)}) must be non-negative")
    return ((int(size),),)


@kernel("Bincount")
def bincount(k: Any, values: Any, size: Any, weights: Any) -> Any:
    values = np.ravel(values)
    inside = values < int(size)
    chosen = np.ravel(weights)[inside] if np.size(weights) else None
    return np.bincount(values[inside], chosen, minlength=int(size))


@shape("HistogramFixedWidth")
def histogram_shape(c: InferenceContext) -> Sequence[Dims]:
    dim_is(c.with_rank(1, 1)[0], 2)
    c.with_rank(2, 0)
    bins = c.input_tensor(2)
    if bins is None:
        return ((c.unknown(),),)
    if int(bins) <= 0:
        raise ShapeError(f"Requires nbins > 0: {int(bins)}")
    return ((int(bins),),)


@kernel("HistogramFixedWidth")
def histogram(k: Any, values: Any, value_range: Any, bins: Any) -> Any:
    low, high = (float(number) for number in value_range)
    count = int(bins)
    if not low < high:
        raise ValueError(f"value_range should satisfy value_range[0] < value_range[1], but got '[{low}, {high}]'")
    index = np.floor((np.ravel(values) - low) * (count / (high - low))).astype(np.int64)
    return np.bincount(np.clip(index, 0, count - 1), minlength=count)


shape("Bucketize", "BucketizeWithInputBoundaries")(same_shape)


@kernel("Bucketize")
def bucketize(k: Any, x: Any) -> Any:
    return np.searchsorted(np.asarray(k.attr("boundaries"), np.float32), x, side="right")


@shape("NthElement")
def nth_element_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    n = size_of_scalar(c, 1)
    if dims is not None and isinstance(n, int) and isinstance(dims[-1], int) and dims[-1] <= n:
        raise ShapeError(f"Input must have last dimension > n = {n} but is {dims[-1]}")
    return (None if dims is None else dims[:-1],)


@kernel("NthElement")
def nth_element(k: Any, x: Any, n: Any) -> Any:
    place = int(n)
    return np.sort(x, axis=-1)[..., x.shape[-1] - 1 - place if k.attr("reverse") else place]
