"""Softplus (contrib/distributions/python/ops/bijectors/softplus.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.contrib.distributions.python.ops.distribution_util import converted
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.distributions.bijector_impl import Bijector
from graphlint.tf.python.ops.distributions.util import softplus_inverse


class Softplus(Bijector):
    def __init__(self, hinge_softness: Any = None, validate_args: Any = False, name: Any = "softplus") -> None:
        with ops.name_scope(name, values=[hinge_softness]):
            softness = self._softness = converted(hinge_softness, "hinge_softness")
            if validate_args:
                zero = convert(0, softness.dtype)
                check = check_ops.assert_none_equal(zero, softness, message="hinge_softness must be non-zero")
                self._softness = control_flow_ops.with_dependencies([check], softness)
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    hinge_softness = property(lambda self: self._softness)

    def _forward(self, x: Any) -> Any:
        if self._softness is None:
            return gen.Softplus(x)
        softness = math_ops.cast(self._softness, x.dtype)
        return softness * gen.Softplus(x / softness)

    def _inverse(self, y: Any) -> Any:
        if self._softness is None:
            return softplus_inverse(y)
        softness = math_ops.cast(self._softness, y.dtype)
        return softness * softplus_inverse(y / softness)

    def _scaled(self, value: Any) -> Any:
        return value if self._softness is None else value / math_ops.cast(self._softness, value.dtype)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return -math_ops.log(-math_ops.expm1(-self._scaled(y)))

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return -gen.Softplus(-self._scaled(x))
