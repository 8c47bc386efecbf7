"""Batch dims taken as dims of the event (contrib/distributions/python/ops/independent.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, check_ops, math_ops
from graphlint.tf.python.ops.distributions import kullback_leibler
from graphlint.tf.python.ops.distributions.distribution import Distribution


class Independent(Distribution):
    def __init__(self, distribution: Any, reinterpreted_batch_ndims: Any = None, validate_args: Any = False,
                 name: Any = None) -> None:
        parameters = dict(locals())
        name = name or "Independent" + distribution.name
        self._distribution = distribution
        with ops.name_scope(name) as name:
            count = _all_but_one(distribution) if reinterpreted_batch_ndims is None else reinterpreted_batch_ndims
            count = convert(count, dtypes.int32, "reinterpreted_batch_ndims")
            self._static_count = tensor_util.constant_value(count)
            self._count = count if self._static_count is None else self._static_count
            super().__init__(dtype=distribution.dtype, reparameterization_type=distribution.reparameterization_type,
                             validate_args=validate_args, allow_nan_stats=distribution.allow_nan_stats,
                             parameters=parameters, graph_parents=[count, *distribution._graph_parents], name=name)
            self._checks = self._made_checks(count)

    distribution = property(lambda self: self._distribution)
    reinterpreted_batch_ndims = property(lambda self: self._count)

    def _made_checks(self, count: Any) -> list[Any]:
        known = self._distribution.batch_shape.ndims
        if known is not None and self._static_count is not None:
            if self._static_count > known:
                raise ValueError(f"reinterpreted_batch_ndims({self._static_count}) cannot exceed "
                                 f"distribution.batch_ndims({known})")
            return []
        if not self._validate_args:
            return []
        ndims = _length(self._distribution.batch_shape_tensor())
        return [check_ops.assert_less_equal(
            count, ndims, message="reinterpreted_batch_ndims cannot exceed distribution.batch_ndims")]

    def _batch_shape_tensor(self) -> Any:
        with ops.control_dependencies(self._checks):
            shape = self._distribution.batch_shape_tensor()
            return shape[: _length(shape) - self._count]

    def _event_shape_tensor(self) -> Any:
        with ops.control_dependencies(self._checks):
            shape = self._distribution.batch_shape_tensor()
            inner = shape[_length(shape) - self._count :]
            return array_ops.concat([inner, self._distribution.event_shape_tensor()], axis=0)

    def _split(self) -> tuple[Any, Any]:
        """The batch dims that stay, and those that become the event's."""
        shape = self._distribution.batch_shape
        if self._static_count is None or shape.ndims is None:
            return TensorShape(None), None
        at = shape.ndims - self._static_count
        return shape[:at], shape[at:]

    def _batch_shape(self) -> Any:
        return self._split()[0]

    def _event_shape(self) -> Any:
        inner = self._split()[1]
        return TensorShape(None) if inner is None else inner.concatenate(self._distribution.event_shape)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        with ops.control_dependencies(self._checks):
            return self._distribution.sample(sample_shape=n, seed=seed)

    def _of_base(self, what: str, *args: Any) -> Any:
        with ops.control_dependencies(self._checks):
            return getattr(self._distribution, what)(*args)

    def _summed(self, what: str, *args: Any) -> Any:
        with ops.control_dependencies(self._checks):
            found = getattr(self._distribution, what)(*args)
            axes: Any = math_ops.range(self._count) if self._static_count is None else np.arange(self._static_count)
            return math_ops.reduce_sum(found, axis=-1 - axes)

    def _log_prob(self, x: Any) -> Any:
        return self._summed("log_prob", x)

    def _entropy(self) -> Any:
        return self._summed("entropy")

    def _mean(self) -> Any:
        return self._of_base("mean")

    def _variance(self) -> Any:
        return self._of_base("variance")

    def _stddev(self) -> Any:
        return self._of_base("stddev")

    def _mode(self) -> Any:
        return self._of_base("mode")


def _length(shape: Any) -> Any:
    known = shape.get_shape().with_rank_at_least(1)[0].value
    return array_ops.shape(shape)[0] if known is None else known


def _all_but_one(distribution: Any) -> Any:
    ndims = distribution.batch_shape.ndims
    if ndims is None:
        return math_ops.maximum(0, array_ops.shape(distribution.batch_shape_tensor())[0] - 1)
    return np.maximum(0, ndims - 1)


@kullback_leibler.between(Independent)
def _kl_independent(a: Any, b: Any, name: Any = "kl_independent") -> Any:
    p, q = a.distribution, b.distribution
    if a.event_shape.is_fully_defined() and b.event_shape.is_fully_defined():
        if a.event_shape != b.event_shape:
            raise ValueError("Event shapes do not match.")
        if p.event_shape != q.event_shape:
            raise NotImplementedError("KL between Independents with different event shapes not supported.")
        axes = [-index - 1 for index in range(a.event_shape.ndims - p.event_shape.ndims)]
        return math_ops.reduce_sum(kullback_leibler.kl_divergence(p, q, name=name), axis=axes)
    checks = [check_ops.assert_equal(a.event_shape_tensor(), b.event_shape_tensor())]
    checks.append(check_ops.assert_equal(p.event_shape_tensor(), q.event_shape_tensor()))
    with ops.control_dependencies(checks):
        outer = array_ops.shape(a.event_shape_tensor()[0])
        count: Any = outer - array_ops.shape(p.event_shape_tensor()[0])
        dims = math_ops.range(-count - 1, -1, 1)
        return math_ops.reduce_sum(kullback_leibler.kl_divergence(p, q, name=name), axis=dims)
