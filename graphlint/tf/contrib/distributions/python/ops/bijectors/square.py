"""Squares of what isn't negative (contrib/distributions/python/ops/bijectors/square.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf.python.ops import check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.distributions.bijector_impl import Bijector


class Square(Bijector):
    def __init__(self, validate_args: Any = False, name: Any = "square") -> None:
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x: Any) -> Any:
        return math_ops.square(self._valid(x))

    def _inverse(self, y: Any) -> Any:
        return math_ops.sqrt(self._valid(y))

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return np.log(2.0) + math_ops.log(self._valid(x))

    def _valid(self, value: Any) -> Any:
        if not self._validate_args:
            return value
        check = check_ops.assert_non_negative(value, message="All elements must be non-negative.")
        return control_flow_ops.with_dependencies([check], value)
