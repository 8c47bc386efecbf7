"""The logistic function (contrib/distributions/python/ops/bijectors/sigmoid.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.ops import math_ops
from graphlint.tf.python.ops.distributions.bijector_impl import Bijector


class Sigmoid(Bijector):
    def __init__(self, validate_args: Any = False, name: Any = "sigmoid") -> None:
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x: Any) -> Any:
        return math_ops.sigmoid(x)

    def _inverse(self, y: Any) -> Any:
        return math_ops.log(y) - math_ops.log1p(-y)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return -math_ops.log(y) - math_ops.log1p(-y)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return -gen.Softplus(-x) - gen.Softplus(x)
