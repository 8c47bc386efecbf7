"""Quantization: fake quantization with its kernels, and the shapes of quantized ops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import broadcast, matmul, merge

from . import registry
from .dim_checks import same_dim, with_rank_at_most
from .inference import InferenceContext
from .registry import kernel, shape
from .signatures import register

register("""
FakeQuantWithMinMaxArgs, FakeQuantWithMinMaxArgsGradient, QuantizeAndDequantize: -> =0
FakeQuantWithMinMaxVars: ., 0, 0 -> =0
QuantizeAndDequantizeV2: ., 0, 0 -> =0
QuantizeAndDequantizeV3: ., 0, 0 -> =0
QuantizeV2: ., 0, 0 -> =0, []*
Dequantize: ., 0, 0 -> =0
QuantizedRelu, QuantizedRelu6, QuantizeDownAndShrinkRange: ., 0, 0 -> =0, []*
QuantizedReluX: ., ., 0, 0 -> =0, []*
Requantize: ., 0, 0, 0, 0 -> =0, []*
RequantizePerChannel: ., 1, 1, 0, 0 -> =0, []*
RequantizationRange: ., 0, 0 -> []*
RequantizationRangePerChannel: ., 1, 1 -> []*
QuantizedInstanceNorm: 4, 0, 0 -> =0, []*
""")


@shape("FakeQuantWithMinMaxVarsGradient")
def fake_quant_vars_gradient_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = merge(c.inputs[0].dims, c.inputs[1].dims)
    c.with_rank(2, 0)
    c.with_rank(3, 0)
    return (dims, (), ())


def _channel(c: InferenceContext, dims: Dims, first: int) -> Any:
    low = c.with_rank(first, 1)[0]
    if dims is not None:
        low = same_dim(dims[-1], low)
    return same_dim(low, c.with_rank(first + 1, 1)[0])


@shape("FakeQuantWithMinMaxVarsPerChannel")
def fake_quant_channel_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    _channel(c, dims, 1)
    return (dims,)


@shape("FakeQuantWithMinMaxVarsPerChannelGradient")
def fake_quant_channel_gradient_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    with_rank_at_most(c, 0, 4)
    dims = merge(dims, c.inputs[1].dims)
    last = None if dims is None else (dims[-1],)
    low, high = (merge(c.with_rank(index, 1), last) for index in (2, 3))
    return (dims, low, high)


def _nudged(low: Any, high: Any, bits: int, narrow: bool) -> tuple[Any, Any, Any]:
    """The range moved so that zero is one of its steps, as TensorFlow does it in float32."""
    least, most = np.float32(1 if narrow else 0), np.float32((1 << bits) - 1)
    low, high = np.asarray(low, np.float32), np.asarray(high, np.float32)
    scale = (high - low) / (most - least)
    zero = least - low / np.where(scale == 0, np.float32(1), scale)
    point = np.where(zero < least, least, np.where(zero > most, most, np.floor(zero + np.float32(0.5))))
    return (least - point) * scale, (most - point) * scale, scale


def _quantized(x: Any, low: Any, high: Any, k: Any) -> Any:
    start, end, scale = _nudged(low, high, k.attr("num_bits"), k.attr("narrow_range"))
    safe = np.where(scale == 0, np.float32(1), scale)
    found = np.floor((np.clip(x, start, end) - start) / safe + np.float32(0.5)) * scale + start
    return np.where((np.asarray(low) == 0) & (np.asarray(high) == 0), np.zeros_like(x), found)


@kernel("FakeQuantWithMinMaxArgs")
def fake_quant_args(k: Any, x: Any) -> Any:
    return _quantized(x, k.attr("min"), k.attr("max"), k)


@kernel("FakeQuantWithMinMaxVars", "FakeQuantWithMinMaxVarsPerChannel")
def fake_quant_vars(k: Any, x: Any, low: Any, high: Any) -> Any:
    return _quantized(x, low, high, k)


@kernel("FakeQuantWithMinMaxArgsGradient")
def fake_quant_args_gradient(k: Any, dy: Any, x: Any) -> Any:
    start, end, _ = _nudged(k.attr("min"), k.attr("max"), k.attr("num_bits"), k.attr("narrow_range"))
    return np.where((x >= start) & (x <= end), dy, np.float32(0))


@kernel("FakeQuantWithMinMaxVarsGradient", "FakeQuantWithMinMaxVarsPerChannelGradient")
def fake_quant_vars_gradient(k: Any, dy: Any, x: Any, low: Any, high: Any) -> Any:
    start, end, _ = _nudged(low, high, k.attr("num_bits"), k.attr("narrow_range"))
    axes = tuple(range(x.ndim - np.ndim(low)))
    if np.all(np.asarray(low) == 0) and np.all(np.asarray(high) == 0):
        return dy, np.zeros_like(low), np.zeros_like(high)
    inside = np.where((x >= start) & (x <= end), dy, np.float32(0))
    return inside, np.where(x < start, dy, 0).sum(axes), np.where(x > end, dy, 0).sum(axes)


@kernel("QuantizeAndDequantizeV2", "QuantizeAndDequantizeV3", "QuantizeAndDequantize")
def quantize_and_dequantize(k: Any, x: Any, *ranges: Any) -> Any:
    """Rounded to the steps of a range: the given one, or that of the data."""
    attrs = k.op.attrs
    bits = int(ranges[2]) if len(ranges) == 3 else attrs["num_bits"]
    given = attrs["range_given"]
    low = float(ranges[0] if given and ranges else attrs["input_min"] if given else np.min(x, initial=0))
    high = float(ranges[1] if given and ranges else attrs["input_max"] if given else np.max(x, initial=0))
    signed, narrow = attrs["signed_input"], attrs.get("narrow_range", False)
    least = -(1 << (bits - 1)) + narrow if signed else 0
    most = (1 << (bits - 1)) - 1 if signed else (1 << bits) - 1
    scales = [edge / bound for edge, bound in ((least, low), (most, high)) if bound * edge > 0]
    scale = min(scales, default=0.0)
    if not scale:
        return np.zeros_like(x)
    clipped = np.clip(x, least / scale, most / scale) if given else x
    steps = np.asarray(clipped, np.float64) * scale
    rounded = np.rint(steps) if attrs.get("round_mode", "HALF_TO_EVEN") == "HALF_TO_EVEN" else np.floor(steps + 0.5)
    return rounded / scale


def _with_ranges(c: InferenceContext, found: Dims, first: int) -> Sequence[Dims]:
    """A result with its range, whose inputs from `first` on must be scalars."""
    for index in range(first, len(c.inputs)):
        c.with_rank(index, 0)
    return (found, *[()] * (c.outputs - 1))


@shape("QuantizedAdd", "QuantizedMul")
def quantized_binary_shape(c: InferenceContext) -> Sequence[Dims]:
    found = broadcast(c.inputs[0].dims, c.inputs[1].dims)
    return _with_ranges(c, found, 2 if c.op_type == "QuantizedAdd" else len(c.inputs))


@shape("QuantizedMatMul")
def quantized_matmul_shape(c: InferenceContext) -> Sequence[Dims]:
    found = matmul(c.inputs[0].dims, c.inputs[1].dims, c.attr("transpose_a"), c.attr("transpose_b"))
    return _with_ranges(c, found, 2)


_LIKE: dict[str, tuple[str, dict[str, Any], int]] = {
    "QuantizedBiasAdd": ("BiasAdd", {"data_format": "NHWC"}, 2),
    "QuantizedMaxPool": ("MaxPool", {"data_format": "NHWC"}, 1),
    "QuantizedAvgPool": ("AvgPool", {"data_format": "NHWC"}, 1),
    "QuantizedConv2D": ("Conv2D", {"data_format": "NHWC", "explicit_paddings": []}, 2),
}


@shape(*_LIKE)
def quantized_like(c: InferenceContext) -> Sequence[Dims]:
    """The shape of the op's counterpart in floats."""
    name, attrs, first = _LIKE[c.op_type]
    counterpart = registry.shape_function(name)
    assert counterpart is not None
    like = InferenceContext(c.op_type, c.inputs, {**attrs, **c.attrs}, 1, c.release)
    return _with_ranges(c, counterpart(like)[0], first)


@shape("QuantizedConcat")
def quantized_concat_shape(c: InferenceContext) -> Sequence[Dims]:
    count = c.attr("N")
    like = InferenceContext("Concat", c.inputs[: count + 1], c.attrs, 1, c.release)
    counterpart = registry.shape_function("Concat")
    assert counterpart is not None
    return _with_ranges(c, counterpart(like)[0], count + 1)


@shape("QuantizedResizeBilinear")
def quantized_resize_shape(c: InferenceContext) -> Sequence[Dims]:
    counterpart = registry.shape_function("ResizeBilinear")
    assert counterpart is not None
    return _with_ranges(c, counterpart(InferenceContext(c.op_type, c.inputs, c.attrs, 1, c.release))[0], 2)


@shape(
    "QuantizedConv2DAndRelu", "QuantizedConv2DAndReluAndRequantize", "QuantizedConv2DAndRequantize",
    "QuantizedConv2DPerChannel", "QuantizedConv2DWithBias", "QuantizedConv2DWithBiasAndRelu",
    "QuantizedConv2DWithBiasAndReluAndRequantize", "QuantizedConv2DWithBiasAndRequantize",
    "QuantizedConv2DWithBiasSignedSumAndReluAndRequantize", "QuantizedConv2DWithBiasSumAndRelu",
    "QuantizedConv2DWithBiasSumAndReluAndRequantize", "QuantizedDepthwiseConv2D", "QuantizedDepthwiseConv2DWithBias",
    "QuantizedDepthwiseConv2DWithBiasAndRelu", "QuantizedDepthwiseConv2DWithBiasAndReluAndRequantize",
    "QuantizedMatMulWithBias", "QuantizedMatMulWithBiasAndRelu", "QuantizedMatMulWithBiasAndReluAndRequantize",
    "QuantizedBatchNormWithGlobalNormalization",
)  # fmt: skip
def fused_quantized_shape(c: InferenceContext) -> Sequence[Dims]:
    """Made by graph rewriting, not by scripts: only the range is said to be scalar."""
    return (None, *[()] * (c.outputs - 1))
