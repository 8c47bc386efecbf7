"""swish, with its gradient that doesn't keep the sigmoid (ops/nn_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops

from .custom_gradient import custom_gradient


@custom_gradient
def swish(features: Any) -> Any:
    features = convert(features, name="features")

    def grad(dy: Any) -> Any:
        with ops.control_dependencies([dy]):
            gate = gen.Sigmoid(features)
        return dy * (gate * (1.0 + features * (1.0 - gate)))

    return features * gen.Sigmoid(features), grad
