"""Distributions of one point (contrib/distributions/python/ops/deterministic.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.distributions import distribution


class _OfPoint(distribution.Distribution):
    """What scalars and vectors share."""

    _is_vector: bool

    def __init__(self, loc: Any, atol: Any = None, rtol: Any = None, validate_args: Any = False, allow_nan_stats: Any = True,
                 name: Any = None) -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[loc, atol, rtol]) as name:
            loc = convert(loc, None, "loc")
            if self._is_vector and validate_args:
                loc = _vector(loc)
            self._loc = loc
            super().__init__(dtype=loc.dtype, reparameterization_type=distribution.NOT_REPARAMETERIZED,
                             validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                             graph_parents=[loc], name=name)
            self._atol = self._tolerance(atol)
            self._rtol = self._tolerance(rtol)
            self._slack = self._atol if rtol is None else self._atol + self._rtol * math_ops.abs(loc)

    loc = property(lambda self: self._loc)
    atol = property(lambda self: self._atol)
    rtol = property(lambda self: self._rtol)

    def _tolerance(self, tolerance: Any) -> Any:
        if tolerance is None:
            return convert(0, self._loc.dtype)
        tolerance = convert(tolerance, self._loc.dtype)
        if not self._validate_args:
            return tolerance
        check = check_ops.assert_non_negative(tolerance, message="Argument 'tol' must be non-negative")
        return control_flow_ops.with_dependencies([check], tolerance)

    def _entropy(self) -> Any:
        return array_ops.zeros(self.batch_shape_tensor(), dtype=self.dtype)

    def _mean(self) -> Any:
        return array_ops.identity(self._loc)

    def _variance(self) -> Any:
        return array_ops.zeros_like(self._loc)

    def _mode(self) -> Any:
        return self.mean()

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        known, rank = tensor_util.constant_value(convert(n)), self._loc.get_shape().ndims
        multiples: Any
        if known is not None and rank is not None:
            multiples = [known] + [1] * rank
        else:
            multiples = array_ops.concat(([n], array_ops.ones_like(array_ops.shape(self._loc))), axis=0)
        return array_ops.tile(self._loc[None, ...], multiples=multiples)


def _vector(loc: Any) -> Any:
    message = "Argument loc must be at least rank 1."
    rank = loc.get_shape().ndims
    if rank is None:
        return control_flow_ops.with_dependencies([check_ops.assert_rank_at_least(loc, 1, message=message)], loc)
    if rank < 1:
        raise ValueError(message)
    return loc


class Deterministic(_OfPoint):
    _is_vector = False

    def __init__(self, loc: Any, atol: Any = None, rtol: Any = None, validate_args: Any = False, allow_nan_stats: Any = True,
                 name: Any = "Deterministic") -> None:
        super().__init__(loc, atol=atol, rtol=rtol, validate_args=validate_args, allow_nan_stats=allow_nan_stats, name=name)

    def _batch_shape_tensor(self) -> Any:
        return array_ops.shape(self._loc)

    def _batch_shape(self) -> Any:
        return self._loc.get_shape()

    def _event_shape_tensor(self) -> Any:
        return constant_op.constant([], dtype="int32")

    def _event_shape(self) -> Any:
        return TensorShape([])

    def _prob(self, x: Any) -> Any:
        return math_ops.cast(math_ops.abs(x - self._loc) <= self._slack, dtype=self.dtype)

    def _cdf(self, x: Any) -> Any:
        return math_ops.cast(x >= self._loc - self._slack, dtype=self.dtype)


class VectorDeterministic(_OfPoint):
    _is_vector = True

    def __init__(self, loc: Any, atol: Any = None, rtol: Any = None, validate_args: Any = False, allow_nan_stats: Any = True,
                 name: Any = "VectorDeterministic") -> None:
        super().__init__(loc, atol=atol, rtol=rtol, validate_args=validate_args, allow_nan_stats=allow_nan_stats, name=name)

    def _batch_shape_tensor(self) -> Any:
        return array_ops.shape(self._loc)[:-1]

    def _batch_shape(self) -> Any:
        return self._loc.get_shape()[:-1]

    def _event_shape_tensor(self) -> Any:
        return array_ops.shape(self._loc)[-1]

    def _event_shape(self) -> Any:
        return self._loc.get_shape()[-1:]

    def _prob(self, x: Any) -> Any:
        if self._validate_args:
            of_rank = check_ops.assert_rank_at_least(x, 1)
            size = self.event_shape_tensor()
            shape = array_ops.shape(x)
            same = check_ops.assert_equal(
                size, array_ops.gather(shape, array_ops.rank(x) - 1),
                message="Argument 'x' not defined in the same space R^k as this distribution")
            with ops.control_dependencies([of_rank]), ops.control_dependencies([same]):
                x = array_ops.identity(x)
        near = math_ops.abs(x - self._loc) <= self._slack
        return math_ops.cast(math_ops.reduce_all(near, axis=-1), dtype=self.dtype)
