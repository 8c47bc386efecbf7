"""Shifts and scales of scalars (contrib/distributions/python/ops/bijectors/affine_scalar.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.distributions.python.ops.distribution_util import converted
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.distributions.bijector_impl import Bijector


class AffineScalar(Bijector):
    def __init__(self, shift: Any = None, scale: Any = None, validate_args: Any = False,
                 name: Any = "affine_scalar") -> None:
        self._graph_parents = []
        self._name = name
        with self._name_scope("init", values=[scale, shift]):
            self._shift = converted(shift, "shift")
            self._scale = converted(scale, "scale")
            if scale is not None and validate_args:
                zero = array_ops.zeros([], dtype=self._scale.dtype)
                check = check_ops.assert_none_equal(self._scale, zero)
                self._scale = control_flow_ops.with_dependencies([check], self._scale)
            super().__init__(forward_min_event_ndims=0, is_constant_jacobian=True, validate_args=validate_args, name=name)

    shift = property(lambda self: self._shift)
    scale = property(lambda self: self._scale)

    def _forward(self, x: Any) -> Any:
        y: Any = array_ops.identity(x)
        y = y if self._scale is None else y * self._scale
        return y if self._shift is None else y + self._shift

    def _inverse(self, y: Any) -> Any:
        x: Any = array_ops.identity(y)
        x = x if self._shift is None else x - self._shift
        return x if self._scale is None else x / self._scale

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        if self._scale is None:
            return constant_op.constant(0.0, dtype=x.dtype.base_dtype)
        return math_ops.log(math_ops.abs(self._scale))
