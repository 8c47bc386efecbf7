"""x / (1 + |x|) (contrib/distributions/python/ops/bijectors/softsign.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.ops import check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.distributions.bijector_impl import Bijector


class Softsign(Bijector):
    def __init__(self, validate_args: Any = False, name: Any = "softsign") -> None:
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x: Any) -> Any:
        return x / (1.0 + math_ops.abs(x))

    def _inverse(self, y: Any) -> Any:
        y = self._valid(y)
        return y / (1.0 - math_ops.abs(y))

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return -2.0 * math_ops.log1p(math_ops.abs(x))

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        y = self._valid(y)
        return -2.0 * math_ops.log1p(-math_ops.abs(y))

    def _valid(self, y: Any) -> Any:
        if not self._validate_args:
            return y
        low = math_ops.cast(-1.0, dtype=y.dtype.base_dtype)
        checks = [check_ops.assert_greater(y, low, message="Inverse transformation input must be greater than -1.")]
        high = math_ops.cast(1.0, dtype=y.dtype.base_dtype)
        checks.append(check_ops.assert_less(y, high, message="Inverse transformation input must be less than 1."))
        return control_flow_ops.with_dependencies(checks, y)
