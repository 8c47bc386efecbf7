"""The gradient ops of convolutions, and Dilation2D with its own: shapes and kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes

from .inference import InferenceContext
from .registry import kernel, shape
from .spatial import channel_axis, four, slide, spatial, spelled_shape
from .windows import Windows, inside, laid, last, of_op, padded, windows


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


def input_gradient(dims: Any, filters: Any, grad: Any, w: Windows) -> Any:
    """The gradient with respect to channels-last data of shape `dims`."""
    grown = [n + b + a for n, b, a in zip(dims[1:-1], w.before, w.after, strict=True)]
    found = np.zeros((dims[0], *grown, dims[-1]), grad.dtype)
    for offset in w.offsets():
        found[w.slices(offset)] += grad @ filters[offset].T
    return found[inside(dims, w)]


def filter_gradient(data: Any, dims: Any, grad: Any, w: Windows) -> Any:
    """The gradient with respect to a filter of shape `dims`."""
    x = padded(data, w)
    found = np.empty(dims, grad.dtype)
    flat = grad.reshape(-1, grad.shape[-1])
    for offset in w.offsets():
        found[offset] = x[w.slices(offset)].reshape(-1, data.shape[-1]).T @ flat
    return found


def _check(w: Windows, grad: Any, depth: int, filters: tuple[int, ...]) -> None:
    """ValueError where the gradient is not of the shape that the convolution gives."""
    if depth != filters[-2] or grad.shape[1:] != (*w.places, filters[-1]):
        raise ValueError(f"the gradient of the output is {list(grad.shape)} with {depth} channels in front, but the "
                         f"filter {list(filters)} gives {[*w.places, filters[-1]]}")


def _layout(k: Any, grad: Any) -> str:
    return k.op.attrs.get("data_format") or ("NHWC" if grad.ndim == 4 else "NDHWC")


def _spatial_dims(dims: Any, layout: str) -> list[int]:
    return [int(n) for n in spatial(list(dims), layout)]


@kernel("Conv2DBackpropInput", "Conv3DBackpropInputV2", "Conv3DBackpropInput")
def conv_input(k: Any, sizes: Any, filters: Any, grad: Any) -> Any:
    layout = _layout(k, grad)
    dims = list(sizes.shape if k.op.type == "Conv3DBackpropInput" else sizes)
    places = _spatial_dims(dims, layout)
    w = of_op(k, places, filters.shape[:-2], layout)
    back = last(grad, layout)
    if int(dims[0]) != len(grad):
        raise ValueError(f"the input is to have a batch of {int(dims[0])}, the gradient has one of {len(grad)}")
    _check(w, back, int(dims[channel_axis(layout, grad.ndim)]), filters.shape)
    return laid(input_gradient((int(dims[0]), *places, filters.shape[-2]), filters, back, w), layout)


@kernel("Conv2DBackpropFilter", "Conv3DBackpropFilterV2", "Conv3DBackpropFilter")
def conv_filter(k: Any, data: Any, sizes: Any, grad: Any) -> Any:
    layout = _layout(k, grad)
    dims = tuple(sizes.shape if k.op.type == "Conv3DBackpropFilter" else map(int, sizes))
    x, back = last(data, layout), last(grad, layout)
    w = of_op(k, x.shape[1:-1], dims[:-2], layout)
    _check(w, back, x.shape[-1], dims)
    return filter_gradient(x, dims, back, w)


@kernel("DepthwiseConv2dNativeBackpropInput")
def depthwise_input(k: Any, sizes: Any, filters: Any, grad: Any) -> Any:
    layout = _layout(k, grad)
    places = _spatial_dims(sizes, layout)
    w = of_op(k, places, filters.shape[:2], layout)
    dims = (int(sizes[0]), *places, filters.shape[2])
    grad = last(grad, layout)
    grad = grad.reshape(*grad.shape[:-1], *filters.shape[2:])
    grown = [n + b + a for n, b, a in zip(places, w.before, w.after, strict=True)]
    found = np.zeros((dims[0], *grown, dims[-1]), grad.dtype)
    for offset in w.offsets():
        found[w.slices(offset)] += np.einsum("nhwcm,cm->nhwc", grad, filters[offset])
    return laid(found[inside(dims, w)], layout)


@kernel("DepthwiseConv2dNativeBackpropFilter")
def depthwise_filter(k: Any, data: Any, sizes: Any, grad: Any) -> Any:
    layout = _layout(k, grad)
    dims = tuple(map(int, sizes))
    x, grad = last(data, layout), last(grad, layout)
    grad = grad.reshape(*grad.shape[:-1], *dims[2:])
    w = of_op(k, x.shape[1:-1], dims[:2], layout)
    x = padded(x, w)
    found = np.empty(dims, grad.dtype)
    for offset in w.offsets():
        found[offset] = np.einsum("nhwcm,nhwc->cm", grad, x[w.slices(offset)])
    return found


def _dilation_windows(k: Any, data: Any, filters: Any) -> Windows:
    return windows(data.shape[1:-1], filters.shape[:2], k.attr("strides")[1:3], k.attr("padding"), k.attr("rates")[1:3])


def _dilation(k: Any, data: Any, filters: Any) -> tuple[Windows, Any, Any]:
    """Windows, the largest sums and the position in the window where each was found first."""
    w = _dilation_windows(k, data, filters)
    x = padded(data, w, np.finfo(data.dtype).min)
    best = np.full((data.shape[0], *w.places, data.shape[-1]), np.finfo(data.dtype).min, data.dtype)
    where = np.zeros(best.shape, np.int64)
    for number, offset in enumerate(w.offsets()):
        found = x[w.slices(offset)] + filters[offset]
        where[found > best] = number
        best = np.maximum(best, found)
    return w, best, where


@kernel("Dilation2D")
def dilation2d(k: Any, data: Any, filters: Any) -> Any:
    return _dilation(k, data, filters)[1]


@kernel("Dilation2DBackpropInput")
def dilation2d_input(k: Any, data: Any, filters: Any, grad: Any) -> Any:
    w, _, where = _dilation(k, data, filters)
    found = np.zeros_like(padded(data, w))
    for number, offset in enumerate(w.offsets()):
        found[w.slices(offset)] += np.where(where == number, grad, 0)
    return found[inside(data.shape, w)]


@kernel("Dilation2DBackpropFilter")
def dilation2d_filter(k: Any, data: Any, filters: Any, grad: Any) -> Any:
    w, _, where = _dilation(k, data, filters)
    found = np.zeros_like(filters)
    for number, offset in enumerate(w.offsets()):
        found[offset] = np.where(where == number, grad, 0).sum((0, 1, 2))
    return found
