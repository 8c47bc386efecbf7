"""The gradient ops of pooling: shapes and kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes

from .inference import InferenceContext
from .pooling import argmax_pool, cells, pool2d, pool2d_by_inputs, pool3d_shape, pool_layout, pool_windows
from .registry import kernel, shape
from .spatial import merged, spelled_shape
from .windows import inside, laid, last


@shape("MaxPoolGrad", "MaxPoolGradV2")
def max_pool_grad_shape(c: InferenceContext) -> list[Dims]:
    return [c.with_rank(0, 4)]


@shape("MaxPoolGradWithArgmax")
def max_pool_grad_argmax_shape(c: InferenceContext) -> list[Dims]:
    return [c.with_rank(0, 4)]


@shape("MaxPool3DGrad")
def max_pool3d_grad_shape(c: InferenceContext) -> list[Dims]:
    return [c.with_rank(0, 5)]


@shape("MaxPoolGradGrad")
def max_pool_grad_grad_shape(c: InferenceContext) -> list[Dims]:
    (found,) = pool2d(c, "MaxPool", c.attrs["ksize"], c.attrs["strides"], True)
    return _like(c, found, 2)


def _like(c: InferenceContext, found: Dims, grad: int) -> list[Dims]:
    """The pooled shape, once the gradient fits the input and the old output fits it."""
    clashes = Clashes()
    merged(c.inputs[0].dims, c.inputs[grad].dims, clashes)
    merged(c.inputs[3 - grad].dims, found, clashes)
    return clashes.finish([found])


@shape("MaxPoolGradGradV2")
def max_pool_grad_grad_v2_shape(c: InferenceContext) -> list[Dims]:
    (found,) = pool2d_by_inputs(c, 3)
    return _like(c, found, 2)


@shape("MaxPool3DGradGrad")
def max_pool3d_grad_grad_shape(c: InferenceContext) -> list[Dims]:
    (found,) = pool3d_shape(c)
    return _like(c, found, 2)


@shape("MaxPoolGradGradWithArgmax")
def max_pool_grad_grad_argmax_shape(c: InferenceContext) -> list[Dims]:
    (found,) = pool2d(c, "MaxPool", c.attrs["ksize"], c.attrs["strides"], True)
    return _like(c, found, 1)


@shape("AvgPoolGrad")
def average_pool_grad_shape(c: InferenceContext) -> list[Dims]:
    return [spelled_shape(c, 0, 4)]


@shape("AvgPool3DGrad")
def average_pool3d_grad_shape(c: InferenceContext) -> list[Dims]:
    return [spelled_shape(c, 0, 5)]


@shape("FractionalMaxPoolGrad")
def fractional_max_pool_grad_shape(c: InferenceContext) -> list[Dims]:
    return [c.with_rank(0, 4)]


@shape("FractionalAvgPoolGrad")
def fractional_average_pool_grad_shape(c: InferenceContext) -> list[Dims]:
    if c.input_tensor(0) is None:
        return [tuple(c.unknown() for _ in range(4))]
    return [spelled_shape(c, 0, 4)]


def _scatter(where: Any, grad: Any, dims: tuple[int, ...]) -> Any:
    """Gradients put back where the largest elements were (flat places within each batch entry)."""
    found = np.zeros((dims[0], int(np.prod(dims[1:]))), grad.dtype)
    rows = np.arange(dims[0])[:, None]
    np.add.at(found, (rows, where.reshape(dims[0], -1)), grad.reshape(dims[0], -1))
    return found.reshape(dims)


@kernel("MaxPoolGrad", "MaxPoolGradV2", "MaxPool3DGrad")
def max_pool_grad(k: Any, data: Any, pooled: Any, grad: Any, *inputs: Any) -> Any:
    layout = pool_layout(k, data)
    x = last(data, layout)
    _, where = argmax_pool(x, pool_windows(k, x, inputs))
    return laid(_scatter(where, last(grad, layout), x.shape), layout)


@kernel("MaxPoolGradGrad", "MaxPoolGradGradV2", "MaxPool3DGradGrad")
def max_pool_grad_grad(k: Any, data: Any, pooled: Any, grad: Any, *inputs: Any) -> Any:
    layout = pool_layout(k, data)
    x = last(data, layout)
    _, where = argmax_pool(x, pool_windows(k, x, inputs))
    flat = last(grad, layout).reshape(len(x), -1)
    return laid(np.take_along_axis(flat, where.reshape(len(x), -1), 1).reshape(where.shape), layout)


@kernel("MaxPoolGradWithArgmax")
def max_pool_grad_argmax(k: Any, data: Any, grad: Any, where: Any) -> Any:
    size = int(np.prod(data.shape[1:]))
    return _scatter(where % size if k.op.attrs.get("include_batch_in_index") else where, grad, data.shape)


@kernel("AvgPoolGrad", "AvgPool3DGrad")
def average_pool_grad(k: Any, sizes: Any, grad: Any) -> Any:
    layout = pool_layout(k, grad)
    dims = tuple(map(int, sizes))
    if layout[1] == "C":
        dims = (dims[0], *dims[2:], dims[1])
    hollow = np.broadcast_to(np.zeros((), grad.dtype), dims)
    w = pool_windows(k, hollow)
    share = last(grad, layout) / cells(hollow, w)
    grown = [n + b + a for n, b, a in zip(dims[1:-1], w.before, w.after, strict=True)]
    found = np.zeros((dims[0], *grown, dims[-1]), grad.dtype)
    for offset in w.offsets():
        found[w.slices(offset)] += share
    return laid(found[inside(dims, w)], layout)
