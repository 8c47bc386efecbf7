"""linear_to_mel_weight_matrix: from bins of frequencies to bands of mels (ops/signal/mel_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.ops import array_joining, array_shape, array_space, math_ops

from .shape_ops import frame

_BREAK_HERTZ, _HIGH_Q = 700.0, 1127.0


def linear_to_mel_weight_matrix(num_mel_bins: Any = 20, num_spectrogram_bins: Any = 129, sample_rate: Any = 8000,
                                lower_edge_hertz: Any = 125.0, upper_edge_hertz: Any = 3800.0,
                                dtype: Any = dtypes.float32, name: Any = None) -> Tensor:
    with ops.name_scope(name, "linear_to_mel_weight_matrix") as scope:
        if isinstance(sample_rate, Tensor):
            sample_rate = tensor_util.constant_value(sample_rate)
            if sample_rate is None:
                raise ValueError("`sample_rate` was a non-constant Tensor. Must be a Python float or a constant Tensor.")
        kind = dtypes.as_dtype(dtype)
        _check(num_mel_bins, sample_rate, lower_edge_hertz, upper_edge_hertz, kind)
        rate: Any = convert(sample_rate, kind, "sample_rate")
        edges = [convert(lower_edge_hertz, kind, "lower_edge_hertz"), convert(upper_edge_hertz, kind, "upper_edge_hertz")]
        zero = convert(0.0, kind)
        bins: Any = math_ops.linspace(zero, rate / 2.0, num_spectrogram_bins)
        mels: Any = array_shape.expand_dims(_to_mel(bins[1:]), 1)
        band_edges = frame(math_ops.linspace(_to_mel(edges[0]), _to_mel(edges[1]), num_mel_bins + 2), 3, 1)
        sides: list[Any] = [array_shape.reshape(side, [1, num_mel_bins])
                            for side in array_joining.split(band_edges, 3, axis=1)]
        lower, center, upper = sides
        rising = (mels - lower) / (center - lower)
        falling = (upper - mels) / (upper - center)
        weights = math_ops.maximum(zero, math_ops.minimum(rising, falling))
        return array_space.pad(weights, [[1, 0], [0, 0]], name=scope)


def _to_mel(hertz: Any) -> Any:
    with ops.name_scope(None, "hertz_to_mel", [hertz]):
        return _HIGH_Q * math_ops.log(1.0 + convert(hertz) / _BREAK_HERTZ)


def _check(bands: Any, rate: Any, lower: Any, upper: Any, dtype: DType) -> None:
    if bands <= 0:
        raise ValueError(f"num_mel_bins must be positive. Got: {bands}")
    if rate <= 0.0:
        raise ValueError(f"sample_rate must be positive. Got: {rate}")
    if lower < 0.0:
        raise ValueError(f"lower_edge_hertz must be non-negative. Got: {lower}")
    if lower >= upper:
        raise ValueError(f"lower_edge_hertz {lower:.1f} >= upper_edge_hertz {upper:.1f}")
    if upper > rate / 2:
        raise ValueError("upper_edge_hertz must not be larger than the Nyquist frequency (sample_rate / 2). "
                         f"Got: {upper} for sample_rate: {rate}")
    if not dtype.is_floating:
        raise ValueError(f"dtype must be a floating point type. Got: {dtype}")
