"""Max, average and fractional pooling: shapes and kernels. The gradient ops are in `pooling_gradients`."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim, ShapeError

from .inference import InferenceContext
from .registry import kernel, shape
from .spatial import channel_axis, fixed, four, laid_out, ranked, slide, spatial
from .windows import Windows, laid, last, padded, windows


def pool2d(c: InferenceContext, what: str, sizes: list[int], strides: list[int], depth_too: bool) -> list[Dims]:
    data = c.with_rank(0, 4)
    assert data is not None
    layout, padding = c.attrs.get("data_format", "NHWC"), c.attrs["padding"]
    four(strides, what, "stride")
    four(sizes, what, "ksize")
    clashes = Clashes()
    first, channel = (2, 1) if layout[1] == "C" else (1, 3)
    rows = slide(data[first], sizes[first], strides[first], padding, 1, clashes)
    columns = slide(data[first + 1], sizes[first + 1], strides[first + 1], padding, 1, clashes)
    depth: Dim = data[channel]
    if depth_too and (sizes[channel] != 1 or strides[channel] != 1):
        depth = slide(depth, sizes[channel], strides[channel], padding, 1, clashes)
    return clashes.finish([laid_out(data[0], (rows, columns), depth, layout)])


@shape("MaxPool")
def max_pool_shape(c: InferenceContext) -> list[Dims]:
    return pool2d(c, "MaxPool", c.attrs["ksize"], c.attrs["strides"], True)


@shape("AvgPool")
def average_pool_shape(c: InferenceContext) -> list[Dims]:
    return pool2d(c, "AvgPool", c.attrs["ksize"], c.attrs["strides"], False)


@shape("MaxPoolV2")
def max_pool_v2_shape(c: InferenceContext) -> list[Dims]:
    return pool2d_by_inputs(c, 1)


def pool2d_by_inputs(c: InferenceContext, first: int) -> list[Dims]:
    """A max pool whose window and strides are inputs; a shape of unknown rank where they are not known."""
    c.with_rank(0, 4)
    for index in (first, first + 1):
        fixed(ranked(c, index, 1)[0], 4)
    sizes, strides = c.input_tensor(first), c.input_tensor(first + 1)
    if sizes is None or strides is None:
        return [None]
    return pool2d(c, "MaxPool", [int(n) for n in sizes.ravel()], [int(n) for n in strides.ravel()], True)


@shape("MaxPoolWithArgmax")
def max_pool_with_argmax_shape(c: InferenceContext) -> list[Dims]:
    (found,) = pool2d(c, "MaxPool", c.attrs["ksize"], c.attrs["strides"], True)
    return [found, found]


@shape("MaxPool3D", "AvgPool3D")
def pool3d_shape(c: InferenceContext) -> list[Dims]:
    data = c.with_rank(0, 5)
    assert data is not None
    layout, sizes, strides = c.attr("data_format"), c.attr("ksize"), c.attr("strides")
    four(strides, "Pool3D ops", "stride", 5)
    four(sizes, "Pool3D", "ksize", 5)
    clashes = Clashes()
    rows = zip(spatial(data, layout), spatial(sizes, layout), spatial(strides, layout), strict=True)
    places = [slide(n, k, s, c.attr("padding"), 1, clashes) for n, k, s in rows]
    return clashes.finish([laid_out(data[0], places, data[channel_axis(layout, 5)], layout)])


@shape("FractionalMaxPool", "FractionalAvgPool")
def fractional_pool_shape(c: InferenceContext) -> list[Dims]:
    data = c.with_rank(0, 4)
    assert data is not None
    ratios = c.attr("pooling_ratio")
    if len(ratios) != 4:
        raise ShapeError("pooling_ratio field must specify 4 dimensions")
    dims: list[Dim] = []
    for dim, ratio in zip(data, ratios, strict=True):
        if isinstance(dim, int):
            dims.append(math.floor(dim / ratio))
        else:
            dims.append(dim if ratio == 1 else c.unknown())
    return [tuple(dims), (dims[1],), (dims[2],)]


def pool_windows(k: Any, data: Any, inputs: tuple[Any, ...] = ()) -> Windows:
    """The windows of a pooling op over a channels-last array; `inputs` are window and strides where not attrs."""
    layout = pool_layout(k, data)
    sizes, strides = inputs or (k.attr("ksize"), k.attr("strides"))
    if sizes[channel_axis(layout, data.ndim)] != 1:
        raise ValueError("pooling over the channels is not supported")
    return windows(data.shape[1:-1], [int(n) for n in spatial(list(sizes), layout)],
                   [int(n) for n in spatial(list(strides), layout)], k.attr("padding"))


def pool_layout(k: Any, data: Any) -> str:
    return k.op.attrs.get("data_format") or ("NHWC" if data.ndim == 4 else "NDHWC")


@kernel("MaxPool", "MaxPool3D", "MaxPoolV2")
def max_pool(k: Any, data: Any, *inputs: Any) -> Any:
    layout = pool_layout(k, data)
    x = last(data, layout)
    sizes = inputs[0] if inputs else k.attr("ksize")
    if sizes[channel_axis(layout, x.ndim)] != 1:
        depth = int(sizes[channel_axis(layout, x.ndim)])
        return x.reshape(*x.shape[:-1], -1, depth).max(-1)
    w = pool_windows(k, x, inputs)
    x = padded(x, w, np.finfo(x.dtype).min if x.dtype.kind == "f" else np.iinfo(x.dtype).min)
    found: Any = None
    for offset in w.offsets():
        part = x[w.slices(offset)]
        found = part.copy() if found is None else np.maximum(found, part, out=found)
    return laid(found, layout)


def cells(data: Any, w: Windows) -> Any:
    """How many elements of the data each window covers: an average leaves the paddings out."""
    ones = np.ones((1, *data.shape[1:-1], 1), data.dtype)
    grown = padded(ones, w)
    return sum(grown[w.slices(offset)] for offset in w.offsets())


@kernel("AvgPool", "AvgPool3D")
def average_pool(k: Any, data: Any) -> Any:
    layout = pool_layout(k, data)
    x = last(data, layout)
    w = pool_windows(k, x)
    grown = padded(x, w)
    total = np.zeros((x.shape[0], *w.places, x.shape[-1]), np.float32 if x.dtype == np.float16 else x.dtype)
    for offset in w.offsets():
        total += grown[w.slices(offset)]
    return laid(total / cells(x, w), layout)


def argmax_pool(x: Any, w: Windows) -> tuple[Any, Any]:
    """The largest elements of channels-last windows, and where the first of each lies in its batch entry, flat."""
    grown = padded(x, w, np.finfo(x.dtype).min if x.dtype.kind == "f" else np.iinfo(x.dtype).min)
    numbers = np.arange(int(np.prod(x.shape[1:])), dtype=np.int64).reshape(1, *x.shape[1:])
    numbers = padded(numbers, w, -1)
    first = w.slices((0,) * len(w.sizes))
    best: Any = grown[first]
    where: Any = np.broadcast_to(numbers[first], best.shape)
    for offset in w.offsets():
        part, at = grown[w.slices(offset)], numbers[w.slices(offset)]
        better = (part > best) | ((where < 0) & (at >= 0))
        best, where = np.where(better, part, best), np.where(better, at, where)
    return best, where


@kernel("MaxPoolWithArgmax")
def max_pool_with_argmax(k: Any, data: Any) -> Any:
    best, where = argmax_pool(data, pool_windows(k, data))
    if k.op.attrs.get("include_batch_in_index"):
        where = where + (np.arange(len(data)) * int(np.prod(data.shape[1:]))).reshape(-1, 1, 1, 1)
    return best, where


@kernel("FractionalMaxPool", "FractionalAvgPool")
def fractional_pool(k: Any, data: Any) -> Any:
    """Pools over rows and columns cut at random places, as many as the ratio asks for."""
    if k.rng is None:
        raise ValueError("the cuts are random")
    ratios = k.attr("pooling_ratio")
    cuts = [_cuts(k, data.shape[axis], int(data.shape[axis] / ratios[axis])) for axis in (1, 2)]
    found = data
    sums = k.op.type == "FractionalAvgPool"
    extra = 1 if k.attr("overlapping") else 0
    for axis, cut in zip((1, 2), cuts, strict=True):
        parts = [found.take(range(a, min(b + extra, data.shape[axis])), axis) for a, b in itertools.pairwise(cut)]
        found = np.stack([part.mean(axis) if sums else part.max(axis) for part in parts], axis)
    return found, cuts[0], cuts[1]


def _cuts(k: Any, size: int, count: int) -> Any:
    """Borders of `count` ranges whose sizes differ by one at most, in random order."""
    small, more = divmod(size, count)
    steps = np.full(count, small, np.int64)
    steps[:more] += 1
    return np.concatenate([[0], np.cumsum(k.rng.permutation(steps))])
