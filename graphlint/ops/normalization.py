"""BiasAdd, FusedBatchNorm and LRN with their gradient ops: shapes and kernels."""

from __future__ import annotations

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim

from .inference import InferenceContext
from .registry import shape
from .spatial import channel_axis, merged


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
    found = c.with_rank(0, 4)
    for index in (1, 2):
        found = merged(found, c.with_rank(index, 4), clashes)
    return clashes.finish([found])
