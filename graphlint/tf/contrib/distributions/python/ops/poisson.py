"""Poisson distributions (contrib/distributions/python/ops/poisson.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, math_ops, random_ops
from graphlint.tf.python.ops.distributions import distribution
from graphlint.tf.python.ops.distributions.util import embed_check_nonnegative_integer_form


def _floating(value: Any, name: str) -> Any:
    value = convert(value, None, name)
    if not value.dtype.is_floating:
        raise TypeError(f"{name}.dtype ({value.dtype.name}) is a not a float-type.")
    return value


class Poisson(distribution.ScalarDistribution):
    def __init__(self, rate: Any = None, log_rate: Any = None, validate_args: Any = False, allow_nan_stats: Any = True,
                 name: Any = "Poisson") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[rate]) as name:
            if (rate is None) == (log_rate is None):
                raise ValueError("Must specify exactly one of `rate` and `log_rate`.")
            if log_rate is None:
                rate = _floating(rate, "rate")
                with ops.control_dependencies([check_ops.assert_positive(rate)] if validate_args else []):
                    self._rate: Any = array_ops.identity(rate, name="rate")
                    self._log_rate: Any = math_ops.log(rate, name="log_rate")
            else:
                self._log_rate = _floating(log_rate, "log_rate")
                self._rate = math_ops.exp(self._log_rate, name="rate")
        super().__init__(dtype=self._rate.dtype, reparameterization_type=distribution.NOT_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=[self._rate], name=name)

    rate = property(lambda self: self._rate)
    log_rate = property(lambda self: self._log_rate)

    def _batch_shape_tensor(self) -> Any:
        return array_ops.shape(self._rate)

    def _batch_shape(self) -> Any:
        return self._rate.get_shape()

    def _valid(self, x: Any) -> Any:
        return embed_check_nonnegative_integer_form(x) if self._validate_args else x

    def _log_prob(self, x: Any) -> Any:
        x = self._valid(x)
        return x * self._log_rate - math_ops.lgamma(1.0 + x) - self._rate

    def _log_cdf(self, x: Any) -> Any:
        return math_ops.log(self.cdf(x))

    def _cdf(self, x: Any) -> Any:
        return math_ops.igammac(1.0 + self._valid(x), self._rate)

    def _mean(self) -> Any:
        return array_ops.identity(self._rate)

    _variance = _mean

    def _mode(self) -> Any:
        return math_ops.floor(self._rate)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        return random_ops.random_poisson(self._rate, [n], dtype=self.dtype, seed=seed)
