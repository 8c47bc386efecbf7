"""Absolute values, which come from two sides (contrib/distributions/python/ops/bijectors/absolute_value.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.ops import check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.distributions.bijector_impl import Bijector


class AbsoluteValue(Bijector):
    def __init__(self, validate_args: Any = False, name: Any = "absolute_value") -> None:
        self._graph_parents = []
        self._name = name
        with self._name_scope("init"):
            super().__init__(forward_min_event_ndims=0, is_constant_jacobian=True, validate_args=validate_args, name=name)

    @property
    def _is_injective(self) -> bool:
        return False

    def _forward(self, x: Any) -> Any:
        return math_ops.abs(x)

    def _inverse(self, y: Any) -> Any:
        y = self._after_check(y, y)
        return -y, y

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        zeros = self._after_check(y, constant_op.constant(0.0, dtype=y.dtype))
        return zeros, zeros

    def _after_check(self, y: Any, value: Any) -> Any:
        if not self._validate_args:
            return value
        check = check_ops.assert_non_negative(y, message="Argument y was negative")
        return control_flow_ops.with_dependencies([check], value)
