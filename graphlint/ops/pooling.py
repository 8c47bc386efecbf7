"""Max, average and fractional pooling: shapes and kernels. The gradient ops are in `pooling_gradients`."""

from __future__ import annotations

import math

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim, ShapeError

from .inference import InferenceContext
from .registry import shape
from .spatial import channel_axis, fixed, four, laid_out, ranked, slide, spatial


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
