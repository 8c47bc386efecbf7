"""The Relu family, Softmax and LogSoftmax with their gradient ops, L2Loss: shapes and kernels."""

from __future__ import annotations

from graphlint.graph.graph import Dims
from shapecalc import Clashes

from .inference import InferenceContext
from .registry import shape
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
