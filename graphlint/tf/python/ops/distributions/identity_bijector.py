"""The transform that changes nothing (ops/distributions/identity_bijector.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import constant_op

from .bijector_impl import Bijector


class Identity(Bijector):
    def __init__(self, validate_args: Any = False, name: Any = "identity") -> None:
        super().__init__(forward_min_event_ndims=0, is_constant_jacobian=True, validate_args=validate_args, name=name)

    def _forward(self, x: Any) -> Any:
        return x

    def _inverse(self, y: Any) -> Any:
        return y

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return constant_op.constant(0.0, dtype=y.dtype)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return constant_op.constant(0.0, dtype=x.dtype)
