"""The Relu family, Softmax and LogSoftmax with their gradient ops, L2Loss: shapes and kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes

from .inference import InferenceContext
from .registry import kernel, shape
from .spatial import merged


@shape("Relu", "Relu6", "LeakyRelu", "Elu", "Selu", "Softplus", "Softsign")
def unchanged_shape(c: InferenceContext) -> list[Dims]:
    return [c.inputs[0].dims]


@shape("ReluGrad", "Relu6Grad", "LeakyReluGrad", "EluGrad", "SeluGrad", "SoftplusGrad", "SoftsignGrad")
def both_inputs_shape(c: InferenceContext) -> list[Dims]:
    clashes = Clashes()
    return clashes.finish([merged(c.inputs[0].dims, c.inputs[1].dims, clashes)])


@shape("Softmax", "LogSoftmax")
def softmax_shape(c: InferenceContext) -> list[Dims]:
    return [c.with_rank_at_least(0, 1)]


@shape("L2Loss")
def l2_loss_shape(c: InferenceContext) -> list[Dims]:
    return [()]


SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717

_FORWARD: dict[str, Callable[[Any, Any], Any]] = {
    "Relu": lambda k, x: np.maximum(x, 0),
    "Relu6": lambda k, x: np.clip(x, 0, 6),
    "LeakyRelu": lambda k, x: np.where(x > 0, x, x * x.dtype.type(k.attr("alpha"))),
    "Elu": lambda k, x: np.where(x < 0, np.expm1(np.minimum(x, 0)), x),
    "Selu": lambda k, x: SELU_SCALE * np.where(x < 0, SELU_ALPHA * np.expm1(np.minimum(x, 0)), x),
    "Softplus": lambda k, x: np.logaddexp(x, 0),
    "Softsign": lambda k, x: x / (1 + np.abs(x)),
}
# (gradient, features) or, where the derivative is read off the activation (Elu, Selu), (gradient, outputs)
_BACKWARD: dict[str, Callable[[Any, Any, Any], Any]] = {
    "ReluGrad": lambda k, g, x: np.where(x > 0, g, 0),
    "Relu6Grad": lambda k, g, x: np.where((x > 0) & (x < 6), g, 0),
    "LeakyReluGrad": lambda k, g, x: np.where(x > 0, g, g * g.dtype.type(k.attr("alpha"))),
    "EluGrad": lambda k, g, y: np.where(y < 0, g * (y + 1), g),
    "SeluGrad": lambda k, g, y: np.where(y < 0, g * (y + SELU_SCALE * SELU_ALPHA), g * SELU_SCALE),
    "SoftplusGrad": lambda k, g, x: g / (1 + np.exp(-x)),
    "SoftsignGrad": lambda k, g, x: g / np.square(1 + np.abs(x)),
}
for _name, _forward in _FORWARD.items():
    kernel(_name)(_forward)
for _name, _backward in _BACKWARD.items():
    kernel(_name)(_backward)


def log_softmax_of(x: Any) -> Any:
    shifted = x - x.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


@kernel("Softmax")
def softmax(k: Any, x: Any) -> Any:
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


@kernel("LogSoftmax")
def log_softmax(k: Any, x: Any) -> Any:
    return log_softmax_of(x)


CHUNK = 1 << 16


@kernel("L2Loss")
def l2_loss(k: Any, x: Any) -> Any:
    """Piece by piece, which neither loses digits nor makes a large array."""
    flat = np.ravel(x)
    return sum(float(np.dot(part, part)) for part in np.split(flat, range(CHUNK, flat.size, CHUNK))) / 2
