"""BiasAdd, FusedBatchNorm and LRN with their gradient ops: shapes and kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim

from .inference import InferenceContext
from .registry import kernel, shape
from .spatial import channel_axis, merged
from .windows import laid, last, widened


@shape("BiasAdd", "BiasAddV1")
def bias_add_shape(c: InferenceContext) -> list[Dims]:
    first = c.attrs.get("data_format", "NHWC") == "NCHW"
    data = c.with_rank_at_least(0, 3 if first else 2)
    bias = c.with_rank(1, 1)
    if data is None:
        return [None]
    assert bias is not None
    axis = 1 if first else len(data) - 1
    dim, wanted = data[axis], bias[0]
    if dim == wanted:
        return [data]
    clashes = Clashes()
    dim = clashes.equal(dim, wanted, axis)
    return clashes.finish([(*data[:axis], dim, *data[axis + 1 :])])


@shape("BiasAddGrad")
def bias_add_grad_shape(c: InferenceContext) -> list[Dims]:
    first = c.attr("data_format") == "NCHW"
    data = c.with_rank_at_least(0, 3 if first else 2)
    return [(c.unknown(),) if data is None else (data[1 if first else -1],)]


def _with_channels(data: tuple[Dim, ...], axis: int, channels: Dim) -> tuple[Dim, ...]:
    return data if data[axis] is channels else (*data[:axis], channels, *data[axis + 1 :])


@shape("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3")
def fused_batch_norm_shape(c: InferenceContext) -> list[Dims]:
    data = c.with_rank(0, 4)
    assert data is not None
    axis = channel_axis(c.attrs["data_format"])
    channels, clashes = data[axis], Clashes()
    for index in range(1, 3 if c.attrs["is_training"] else 5):
        vector = c.with_rank(index, 1)
        assert vector is not None
        if vector[0] != channels:
            channels = clashes.equal(channels, vector[0], axis)
    each: Dims = (channels,)
    found: list[Dims] = [_with_channels(data, axis, channels), each, each, each, each]
    if c.op_type == "FusedBatchNormV3":
        found.append(None)
    return clashes.finish(found)


@shape("FusedBatchNormGrad", "FusedBatchNormGradV2", "FusedBatchNormGradV3")
def fused_batch_norm_grad_shape(c: InferenceContext) -> list[Dims]:
    backprop, data = c.with_rank(0, 4), c.with_rank(1, 4)
    assert backprop is not None
    assert data is not None
    axis, clashes = channel_axis(c.attr("data_format")), Clashes()
    channels = clashes.equal(backprop[axis], data[axis], axis)
    for index in (2, 3, 4):
        vector = c.with_rank(index, 1)
        assert vector is not None
        channels = clashes.equal(channels, vector[0], axis)
    each: Dims = (channels,)
    unused: Dims = (0,) if c.attr("is_training") else each
    return clashes.finish([_with_channels(backprop, axis, channels), each, each, unused, unused])


@shape("LRN")
def lrn_shape(c: InferenceContext) -> list[Dims]:
    return [c.with_rank(0, 4)]


@shape("LRNGrad")
def lrn_grad_shape(c: InferenceContext) -> list[Dims]:
    clashes = Clashes()
    found: Dims = c.with_rank(0, 4)
    for index in (1, 2):
        found = merged(found, c.with_rank(index, 4), clashes)
    return clashes.finish([found])


@kernel("BiasAdd", "BiasAddV1")
def bias_add(k: Any, data: Any, bias: Any) -> Any:
    if k.op.attrs.get("data_format") == "NCHW":
        return data + bias.reshape(-1, *[1] * (data.ndim - 2))
    return data + bias


@kernel("BiasAddGrad")
def bias_add_grad(k: Any, grad: Any) -> Any:
    axis = 1 if k.attr("data_format") == "NCHW" else grad.ndim - 1
    return grad.sum(tuple(a for a in range(grad.ndim) if a != axis))


def _moments(data: Any) -> tuple[Any, Any]:
    """Mean and biased variance of each channel of channels-last data, in double precision."""
    mean = data.mean((0, 1, 2), dtype=np.float64)
    wide = np.square(data - mean.astype(data.dtype)).mean((0, 1, 2), dtype=np.float64)
    return mean, wide


@kernel("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3")
def fused_batch_norm(k: Any, data: Any, scale: Any, offset: Any, mean: Any, variance: Any) -> Any:
    layout, epsilon = k.attr("data_format"), k.attr("epsilon")
    x = widened(last(data, layout))
    saved_variance = variance
    if k.attr("is_training"):
        mean, saved_variance = _moments(x)
        count = x.size // x.shape[-1]
        variance = saved_variance * (count / max(count - 1, 1))
    factor = scale / np.sqrt(saved_variance + epsilon)
    y = x * factor.astype(x.dtype) + (offset - mean * factor).astype(x.dtype)
    found = [laid(y, layout), mean, variance, mean, saved_variance]
    if k.op.type == "FusedBatchNormV3":
        found.append(np.zeros(0, np.float32))
    return found


@kernel("FusedBatchNormGrad", "FusedBatchNormGradV2", "FusedBatchNormGradV3")
def fused_batch_norm_grad(k: Any, grad: Any, data: Any, scale: Any, mean: Any, variance: Any, *unused: Any) -> Any:
    layout, epsilon = k.attr("data_format"), k.attr("epsilon")
    x, dy = last(data, layout).astype(np.float64), last(grad, layout).astype(np.float64)
    spread = 1 / np.sqrt(variance.astype(np.float64) + epsilon)
    centred = (x - mean) * spread
    to_scale, to_offset = (dy * centred).sum((0, 1, 2)), dy.sum((0, 1, 2))
    if k.attr("is_training"):
        count = x.size // x.shape[-1]
        dx = scale * spread * (dy - to_offset / count - centred * to_scale / count)
        return laid(dx, layout), to_scale, to_offset, np.zeros(0), np.zeros(0)
    return laid(dy * scale * spread, layout), to_scale, to_offset, np.zeros_like(mean), np.zeros_like(mean)


def _neighbours(data: Any, radius: int) -> Any:
    """The sum over a range of channels around each."""
    total = np.zeros((*data.shape[:-1], data.shape[-1] + 2 * radius), np.float64)
    for shift in range(2 * radius + 1):
        total[..., shift : shift + data.shape[-1]] += data
    return total[..., radius : radius + data.shape[-1]]


def _base(k: Any, data: Any) -> Any:
    return k.attr("bias") + k.attr("alpha") * _neighbours(np.square(data), k.attr("depth_radius"))


@kernel("LRN")
def local_response(k: Any, data: Any) -> Any:
    return data * _base(k, data) ** -k.attr("beta")


@kernel("LRNGrad")
def local_response_grad(k: Any, grad: Any, data: Any, out: Any) -> Any:
    base, beta = _base(k, data), k.attr("beta")
    shared = _neighbours(grad * out / base, k.attr("depth_radius"))
    return grad * base**-beta - 2 * k.attr("alpha") * beta * data * shared
