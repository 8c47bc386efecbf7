"""The gradient ops of convolutions, and Dilation2D with its own: shapes and kernels."""

from __future__ import annotations

from graphlint.graph.graph import Dims
from shapecalc import Clashes

from .inference import InferenceContext
from .registry import shape
from .spatial import four, slide, spelled_shape


def _spelled(index: int, rank: int, c: InferenceContext) -> list[Dims]:
    return [spelled_shape(c, index, rank)]


@shape("Conv2DBackpropInput", "DepthwiseConv2dNativeBackpropInput")
def conv2d_input_shape(c: InferenceContext) -> list[Dims]:
    return _spelled(0, 4, c)


@shape("Conv2DBackpropFilter", "DepthwiseConv2dNativeBackpropFilter")
def conv2d_filter_shape(c: InferenceContext) -> list[Dims]:
    return _spelled(1, 4, c)


@shape("Conv3DBackpropInputV2")
def conv3d_input_shape(c: InferenceContext) -> list[Dims]:
    return _spelled(0, 5, c)


@shape("Conv3DBackpropFilterV2")
def conv3d_filter_shape(c: InferenceContext) -> list[Dims]:
    return _spelled(1, 5, c)


@shape("Conv3DBackpropInput")
def conv3d_old_input_shape(c: InferenceContext) -> list[Dims]:
    return [c.with_rank(0, 5)]


@shape("Conv3DBackpropFilter")
def conv3d_old_filter_shape(c: InferenceContext) -> list[Dims]:
    return [c.with_rank(1, 5)]


@shape("Dilation2D")
def dilation2d_shape(c: InferenceContext) -> list[Dims]:
    data, filters = c.with_rank(0, 4), c.with_rank(1, 3)
    assert data is not None
    assert filters is not None
    strides, rates = c.attr("strides"), c.attr("rates")
    four(strides, "Dilation2D", "stride")
    four(rates, "Dilation2D", "rates")
    clashes = Clashes()
    depth = clashes.equal(data[3], filters[2], 3)
    if not (isinstance(filters[0], int) and isinstance(filters[1], int)):
        return clashes.finish([(data[0], c.unknown(), c.unknown(), depth)])
    padding = c.attr("padding")
    places = [slide(data[axis], filters[axis - 1], strides[axis], padding, rates[axis], clashes) for axis in (1, 2)]
    return clashes.finish([(data[0], *places, depth)])


@shape("Dilation2DBackpropInput")
def dilation2d_input_shape(c: InferenceContext) -> list[Dims]:
    return [c.inputs[0].dims]


@shape("Dilation2DBackpropFilter")
def dilation2d_filter_shape(c: InferenceContext) -> list[Dims]:
    return [c.inputs[1].dims]
