"""Conv2D, Conv3D and DepthwiseConv2dNative: shapes and kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim, value

from .inference import InferenceContext
from .registry import kernel, shape
from .spatial import channel_axis, explicit, four, laid_out, slide, spatial
from .windows import Windows, laid, last, of_op, padded, patches, widened


@shape("Conv2D")
def conv2d_shape(c: InferenceContext) -> list[Dims]:
    attrs = c.attrs
    data, filters = c.with_rank(0, 4), c.with_rank(1, 4)
    assert data is not None
    assert filters is not None
    layout, padding = attrs["data_format"], attrs["padding"]
    dilations, strides = attrs["dilations"], attrs["strides"]
    four(dilations, "Conv2D", "dilation")
    if len(strides) != 4:
        four(strides, f"Conv2D on data format {layout}", "stride")
    clashes = Clashes()
    _check_depth(c, data[channel_axis(layout)], filters[2], filters[3], clashes)
    first = 2 if layout[1] == "C" else 1
    around: Any = (None, None)
    if padding == "EXPLICIT" or attrs["explicit_paddings"]:
        around = explicit(attrs["explicit_paddings"], padding, layout)
    rows = slide(data[first], filters[0], strides[first], padding, dilations[first], clashes, around[0])
    columns = slide(data[first + 1], filters[1], strides[first + 1], padding, dilations[first + 1], clashes, around[1])
    return clashes.finish([laid_out(data[0], (rows, columns), filters[3], layout)])


def _check_depth(c: InferenceContext, depth: Dim, wanted: Dim, out: Dim, clashes: Clashes) -> None:
    """The input's channels are those of the filter, or a multiple of them (grouped convolution)."""
    if type(depth) is int and depth == wanted:
        return
    if not c.release.grouped_convolution:
        clashes.equal(depth, wanted)
        return
    have, need = value(depth), value(wanted)
    if have is None or need is None:
        return
    static = isinstance(depth, int) and isinstance(wanted, int)
    if need == 0 or have % need:
        message = f"Depth of input ({have}) is not a multiple of input depth of filter ({need})"
        clashes.found(message, depth, wanted, static=static)
    elif have != need and isinstance(out, int) and out % (have // need):
        message = f"Depth of output ({out}) is not a multiple of the number of groups ({have // need})"
        clashes.found(message, depth, wanted, static=static)


@shape("Conv3D")
def conv3d_shape(c: InferenceContext) -> list[Dims]:
    data, filters = c.with_rank(0, 5), c.with_rank(1, 5)
    assert data is not None
    assert filters is not None
    layout = c.attr("data_format")
    four(c.attr("dilations"), "Conv3D", "dilation", 5)
    four(c.attr("strides"), "Conv3D", "stride", 5)
    clashes = Clashes()
    _check_depth(c, data[channel_axis(layout, 5)], filters[3], filters[4], clashes)
    planes, rows, columns = spatial(c.attr("dilations"), layout)
    # TensorFlow takes the dilation of the rows for the columns, and that of the columns for the rows
    dilations = (planes, columns, rows)
    axes = zip(spatial(data, layout), filters[:3], spatial(c.attr("strides"), layout), dilations, strict=True)
    places = [slide(n, k, s, c.attr("padding"), d, clashes) for n, k, s, d in axes]
    return clashes.finish([laid_out(data[0], places, filters[4], layout)])


@shape("DepthwiseConv2dNative")
def depthwise_shape(c: InferenceContext) -> list[Dims]:
    data, filters = c.with_rank(0, 4), c.with_rank(1, 4)
    assert data is not None
    assert filters is not None
    layout, strides = c.attr("data_format"), c.attr("strides")
    four(strides, "DepthwiseConv2D", "stride")
    clashes = Clashes()
    depth = clashes.equal(data[channel_axis(layout)], filters[2])
    rows = zip(spatial(data, layout), filters[:2], spatial(strides, layout), strict=True)
    places = [slide(n, k, s, c.attr("padding"), 1, clashes) for n, k, s in rows]
    return clashes.finish([laid_out(data[0], places, depth * filters[3], layout)])


CHUNK = 8_000_000
"""Elements of the patch matrix that are laid out at a time."""


def convolve(data: Any, filters: Any, w: Windows) -> Any:
    """A channels-last convolution of any number of spatial dims, grouped where the filter has fewer input channels."""
    if min(w.places) < 0:
        raise ValueError(f"the window {list(filters.shape[:-2])} is larger than the data {list(data.shape[1:-1])}")
    groups, rest = divmod(data.shape[-1], filters.shape[-2])
    if rest:
        raise ValueError(f"the input has {data.shape[-1]} channels, the filter takes {filters.shape[-2]}")
    if groups > 1:
        parts = zip(np.split(data, groups, -1), np.split(filters, groups, -1), strict=True)
        return np.concatenate([convolve(np.ascontiguousarray(d), f, w) for d, f in parts], -1)
    out = np.empty((data.shape[0], *w.places, filters.shape[-1]), data.dtype)
    if not out.size:
        return out
    matrix = filters.reshape(-1, filters.shape[-1])
    if all(size == 1 for size in w.sizes):
        picked = padded(data, w)[w.slices((0,) * len(w.sizes))]
        np.matmul(picked.reshape(-1, data.shape[-1]), matrix, out=out.reshape(-1, filters.shape[-1]))
        return out
    view = patches(padded(data, w), w)
    rows = max(1, CHUNK // max(1, int(np.prod(w.places[1:])) * matrix.shape[0]))
    for number in range(data.shape[0]):
        for start in range(0, w.places[0], rows):
            part = out[number, start : start + rows]
            flat = view[number, start : start + rows].reshape(-1, matrix.shape[0])
            np.matmul(flat, matrix, out=part.reshape(-1, matrix.shape[1]))
    return out


@kernel("Conv2D", "Conv3D")
def conv(k: Any, data: Any, filters: Any) -> Any:
    layout = k.attr("data_format")
    x, f = widened(np.ascontiguousarray(last(data, layout))), widened(filters)
    return laid(convolve(x, f, of_op(k, x.shape[1:-1], f.shape[:-2], layout)), layout)


@kernel("DepthwiseConv2dNative")
def depthwise(k: Any, data: Any, filters: Any) -> Any:
    layout = k.attr("data_format")
    x, f = last(data, layout), filters
    w = of_op(k, x.shape[1:-1], f.shape[:2], layout)
    x = padded(x, w)
    out = np.zeros((x.shape[0], *w.places, f.shape[2], f.shape[3]), x.dtype)
    for offset in w.offsets():
        out += x[w.slices(offset)][..., None] * f[offset]
    return laid(out.reshape(*out.shape[:3], -1), layout)
