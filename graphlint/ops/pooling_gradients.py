"""The gradient ops of pooling: shapes and kernels."""

from __future__ import annotations

from graphlint.graph.graph import Dims
from shapecalc import Clashes

from .inference import InferenceContext
from .pooling import pool2d, pool2d_by_inputs, pool3d_shape
from .registry import shape
from .spatial import merged, spelled_shape


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
