"""Powers, the exponential as their limit (contrib/distributions/python/ops/bijectors/power_transform.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import tensor_util
from graphlint.tf.python.ops import check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.distributions.bijector_impl import Bijector


class PowerTransform(Bijector):
    def __init__(self, power: Any = 0.0, validate_args: Any = False, name: Any = "power_transform") -> None:
        self._graph_parents = []
        self._name = name
        with self._name_scope("init", values=[power]):
            power = tensor_util.constant_value(convert(power, None, "power"))
        if power is None or power < 0:
            raise ValueError("`power` must be a non-negative TF constant.")
        self._power = power
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    power = property(lambda self: self._power)

    def _forward(self, x: Any) -> Any:
        x = self._valid_x(x)
        if self._power == 0.0:
            return math_ops.exp(x)
        return math_ops.exp(math_ops.log1p(x * self._power) / self._power)

    def _inverse(self, y: Any) -> Any:
        y = self._valid_y(y)
        if self._power == 0.0:
            return math_ops.log(y)
        return math_ops.expm1(math_ops.log(y) * self._power) / self._power  # type: ignore[operator]

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        y = self._valid_y(y)
        return (self._power - 1.0) * math_ops.log(y)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        x = self._valid_x(x)
        return x if self._power == 0.0 else (1.0 / self._power - 1.0) * math_ops.log1p(x * self._power)

    def _valid_x(self, x: Any) -> Any:
        if not self._validate_args or self._power == 0.0:
            return x
        check = check_ops.assert_non_negative(
            1.0 + self._power * x, message=f"Forward transformation input must be at least {-1.0 / self._power}.")
        return control_flow_ops.with_dependencies([check], x)

    def _valid_y(self, y: Any) -> Any:
        if not self._validate_args:
            return y
        check = check_ops.assert_positive(y, message="Inverse transformation input must be greater than 0.")
        return control_flow_ops.with_dependencies([check], y)
