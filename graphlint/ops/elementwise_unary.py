"""Elementwise ops of one input, as rows: the output has the input's shape.

Activation functions of neural networks (Relu, Softplus ...) are elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims

from . import special
from .inference import InferenceContext
from .registry import kernel, shape


def same_shape(c: InferenceContext) -> Sequence[Dims]:
    """The shape of the first input."""
    return (c.inputs[0].dims,)


def _sign(x: Any) -> Any:
    if x.dtype.kind != "c":
        return np.sign(x)
    size = np.abs(x)
    return np.where(size == 0, 0, x / np.where(size == 0, 1, size))


def _inverse(x: Any) -> Any:
    if x.dtype.kind in "iu":
        if np.any(x == 0):
            raise ValueError("Integer division by zero")
        return np.trunc(1 / x)
    return np.reciprocal(x)


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def _round(x: Any) -> Any:
    return x if x.dtype.kind in "iub" else np.rint(x)


def _bit_count(x: Any) -> Any:
    width = x.dtype.itemsize
    parts = np.ascontiguousarray(x).reshape(x.shape + (1,)).view(np.uint8)
    return np.unpackbits(parts.reshape(x.shape + (width,)), axis=-1).sum(-1)


UNARY: dict[str, Callable[[Any], Any]] = {
    "Abs": np.abs,
    "ComplexAbs": np.abs,
    "Neg": np.negative,
    "Sign": _sign,
    "Square": np.square,
    "Sqrt": np.sqrt,
    "Rsqrt": lambda x: 1 / np.sqrt(x),
    "Reciprocal": _inverse,
    "Inv": _inverse,
    "Exp": np.exp,
    "Expm1": np.expm1,
    "Log": np.log,
    "Log1p": np.log1p,
    "Floor": np.floor,
    "Ceil": np.ceil,
    "Rint": np.rint,
    "Round": _round,
    "Sigmoid": _sigmoid,
    "Sin": np.sin,
    "Cos": np.cos,
    "Tan": np.tan,
    "Asin": np.arcsin,
    "Acos": np.arccos,
    "Atan": np.arctan,
    "Sinh": np.sinh,
    "Cosh": np.cosh,
    "Tanh": np.tanh,
    "Asinh": np.arcsinh,
    "Acosh": np.arccosh,
    "Atanh": np.arctanh,
    "Erf": special.erf,
    "Erfc": special.erfc,
    "Lgamma": special.lgamma,
    "Digamma": special.digamma,
    "BesselI0e": special.bessel_i0e,
    "BesselI1e": special.bessel_i1e,
    "IsNan": np.isnan,
    "IsInf": np.isinf,
    "IsFinite": np.isfinite,
    "LogicalNot": np.logical_not,
    "Invert": np.invert,
    "PopulationCount": _bit_count,
    "Real": np.real,
    "Imag": np.imag,
    "Conj": np.conj,
    "Angle": np.angle,
    "ZerosLike": lambda x: np.full(x.shape, b"", object) if x.dtype == object else np.zeros_like(x),
    "OnesLike": np.ones_like,
    "Identity": lambda x: x,
    "StopGradient": lambda x: x,
    "PreventGradient": lambda x: x,
    "Snapshot": lambda x: x,
    "GuaranteeConst": lambda x: x,
    "PlaceholderWithDefault": lambda x: x,
    "DebugGradientIdentity": lambda x: x,
    "DeepCopy": np.copy,
}

# x is the function's input or output (see TensorFlow's gradients), the second argument the incoming gradient
GRADIENTS: dict[str, Callable[[Any, Any], Any]] = {
    "SigmoidGrad": lambda y, dy: dy * y * (1 - y),
    "TanhGrad": lambda y, dy: dy * (1 - y * y),
    "SqrtGrad": lambda y, dy: dy * 0.5 / y,
    "RsqrtGrad": lambda y, dy: dy * -0.5 * y * y * y,
    "InvGrad": lambda y, dy: -dy * y * y,
    "ReciprocalGrad": lambda y, dy: -dy * y * y,
}


def _unary_kernel(function: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda k, x: function(x)


def _gradient_kernel(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda k, y, dy: function(y, dy)


for _name, _unary in UNARY.items():
    if _name != "PlaceholderWithDefault":
        shape(_name)(same_shape)
    kernel(_name)(_unary_kernel(_unary))
for _name, _binary in GRADIENTS.items():
    shape(_name)(same_shape)
    kernel(_name)(_gradient_kernel(_binary))
