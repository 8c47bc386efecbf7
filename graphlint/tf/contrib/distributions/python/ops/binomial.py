"""Binomial distributions (contrib/distributions/python/ops/binomial.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.distributions import distribution
from graphlint.tf.python.ops.distributions.util import (
    assert_integer_form,
    embed_check_nonnegative_integer_form,
    get_logits_and_probs,
)


def _count(total_count: Any, validate_args: Any) -> Any:
    if not validate_args:
        return total_count
    checks = [check_ops.assert_non_negative(total_count, message="total_count must be non-negative."),
              assert_integer_form(total_count, message="total_count cannot contain fractional components.")]
    return control_flow_ops.with_dependencies(checks, total_count)


class Binomial(distribution.ScalarDistribution):
    def __init__(self, total_count: Any, logits: Any = None, probs: Any = None, validate_args: Any = False,
                 allow_nan_stats: Any = True, name: Any = "Binomial") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[total_count, logits, probs]) as name:
            self._total_count = _count(convert(total_count, None, "total_count"), validate_args)
            self._logits, self._probs = get_logits_and_probs(logits=logits, probs=probs, validate_args=validate_args,
                                                             name=name)
        super().__init__(dtype=self._probs.dtype, reparameterization_type=distribution.NOT_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=[self._total_count, self._logits, self._probs], name=name)

    total_count = property(lambda self: self._total_count)
    logits = property(lambda self: self._logits)
    probs = property(lambda self: self._probs)

    def _batch_shape_tensor(self) -> Any:
        return array_ops.broadcast_dynamic_shape(array_ops.shape(self._total_count), array_ops.shape(self._probs))

    def _batch_shape(self) -> Any:
        return array_ops.broadcast_static_shape(self._total_count.get_shape(), self._probs.get_shape())

    def _valid(self, counts: Any) -> Any:
        if not self._validate_args:
            return counts
        counts = embed_check_nonnegative_integer_form(counts)
        check = check_ops.assert_less_equal(counts, self._total_count, message="counts are not less than or equal to n.")
        return control_flow_ops.with_dependencies([check], counts)

    def _log_prob(self, counts: Any) -> Any:
        return self._unnormalized(self._valid(counts)) - self._normalization(self._valid(counts))

    def _prob(self, counts: Any) -> Any:
        return math_ops.exp(self._log_prob(counts))

    def _unnormalized(self, counts: Any) -> Any:
        hits = counts * math_ops.log(self._probs)
        misses: Any = self._total_count - counts
        return hits + misses * math_ops.log1p(-self._probs)

    def _normalization(self, counts: Any) -> Any:
        left: Any = math_ops.lgamma(1.0 + self._total_count - counts)
        both = left + math_ops.lgamma(1.0 + counts)
        return both - math_ops.lgamma(1.0 + self._total_count)

    def _cdf(self, counts: Any) -> Any:
        counts = self._valid(counts)
        probs = self._probs
        shapes = counts.get_shape(), probs.get_shape()
        if not (all(shape.is_fully_defined() for shape in shapes) and shapes[0].is_compatible_with(shapes[1])):
            probs = probs + array_ops.zeros_like(counts)
            counts = counts + array_ops.zeros_like(self._probs)
        n = self._total_count
        ones = array_ops.ones_like(n - counts)
        all_of = math_ops.equal(counts, n)
        left = array_ops.where_v2(all_of, ones, n - counts)
        more = counts + 1
        return array_ops.where_v2(all_of, ones, math_ops.betainc(a=left, b=more, x=1 - probs))

    def _mean(self) -> Any:
        return self._total_count * self._probs

    def _variance(self) -> Any:
        return self._mean() * (1.0 - self._probs)

    def _mode(self) -> Any:
        return math_ops.floor((1.0 + self._total_count) * self._probs)
