"""Discrete cosine transforms by Fourier transforms (ops/signal/dct_ops.py)."""

from __future__ import annotations

import math
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops

from . import fft_ops


def _check(values: Any, kind: Any, n: Any, axis: Any, norm: Any) -> None:
    if axis != -1:
        raise NotImplementedError(f"axis must be -1. Got: {axis}")
    if n is not None and n < 1:
        raise ValueError("n should be a positive integer or None")
    if kind not in (1, 2, 3):
        raise ValueError("Only Types I, II and III (I)DCT are supported.")
    if kind == 1:
        if norm == "ortho":
            raise ValueError("Normalization is not supported for the Type-I DCT.")
        last = values.shape[-1]
        if last is not None and last < 2:
            raise ValueError("Type-I DCT requires the dimension to be greater than one.")
    if norm not in (None, "ortho"):
        raise ValueError(f"Unknown normalization. Expected None or 'ortho', got: {norm}")


def _length(values: Any) -> Any:
    known = values.get_shape()[-1].value
    return known or array_ops.shape(values)[-1]


def dct(input: Any, type: Any = 2, n: Any = None, axis: Any = -1, norm: Any = None, name: Any = None) -> Any:
    _check(input, type, n, axis, norm)
    with ops.name_scope(name, "dct", [input]):
        values: Any = convert(input, dtypes.float32)
        length = _length(values)
        if n is not None:
            values = values[..., 0:n] if n <= length else _padded(values, n - length)
        size = _length(values)
        floats: Any = math_ops.cast(size, dtypes.float32)
        if type == 1:
            mirrored = array_ops.concat([values, values[..., -2:0:-1]], axis=-1)
            return math_ops.real(fft_ops.rfft(mirrored))
        return (_second if type == 2 else _third)(values, size, floats, norm == "ortho")


def _padded(values: Any, more: int) -> Any:
    padding = [[0, 0] for _ in values.get_shape().as_list()]
    padding[-1][1] = more
    return array_ops.pad(values, paddings=convert(padding, dtypes.int32))


def _second(values: Any, size: Any, floats: Any, orthogonal: bool) -> Any:
    angles = -math_ops.range(floats) * math.pi * 0.5 / floats  # type: ignore[operator]
    scale = 2.0 * math_ops.exp(math_ops.complex(0.0, angles))
    spectrum: Any = fft_ops.rfft(values, fft_length=[2 * size])
    found = math_ops.real(spectrum[..., :size] * scale)
    if orthogonal:
        first: Any = 0.5 * math_ops.rsqrt(floats)
        found *= _weights(first, first * math_ops.sqrt(2.0), size)
    return found


def _third(values: Any, size: Any, floats: Any, orthogonal: bool) -> Any:
    if orthogonal:
        first: Any = math_ops.sqrt(floats)
        values *= _weights(first, first * math_ops.sqrt(0.5), size)
    else:
        values *= floats
    angles = math_ops.range(floats) * math.pi * 0.5 / floats
    scale = 2.0 * math_ops.exp(math_ops.complex(0.0, angles))
    spectrum = scale * math_ops.complex(values, 0.0)
    found: Any = math_ops.real(fft_ops.irfft(spectrum, fft_length=[2 * size]))
    return found[..., :size]


def _weights(first: Any, others: Any, size: Any) -> Any:
    expanded = array_ops.expand_dims(first, 0)
    return array_ops.pad(expanded, [[0, size - 1]], constant_values=others)


def idct(input: Any, type: Any = 2, n: Any = None, axis: Any = -1, norm: Any = None, name: Any = None) -> Any:
    _check(input, type, n, axis, norm)
    return dct(input, type={1: 1, 2: 3, 3: 2}[type], n=n, axis=axis, norm=norm, name=name)
