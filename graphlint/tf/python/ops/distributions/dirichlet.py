"""Dirichlet distributions, and what they share with their compound (ops/distributions/dirichlet.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops, random_ops, special_math_ops

from . import distribution, kullback_leibler


class OfConcentration(distribution.Distribution):
    """A distribution of vectors with one concentration for each component."""

    concentration = property(lambda self: self._concentration)
    total_concentration = property(lambda self: self._total_concentration)

    def _batch_shape_tensor(self) -> Any:
        return array_ops.shape(self.total_concentration)

    def _batch_shape(self) -> Any:
        return self.total_concentration.get_shape()

    def _event_shape_tensor(self) -> Any:
        return array_ops.shape(self.concentration)[-1:]

    def _event_shape(self) -> Any:
        return self.concentration.get_shape().with_rank_at_least(1)[-1:]

    def _prob(self, x: Any) -> Any:
        return math_ops.exp(self._log_prob(x))

    def _variance_scale_term(self) -> Any:
        raise NotImplementedError

    def _covariance(self) -> Any:
        x = self._variance_scale_term() * self._mean()
        return array_ops.matrix_set_diag(-math_ops.matmul(x[..., None], x[..., None, :]), self._variance())


class Dirichlet(OfConcentration):
    """`tf.distributions.Dirichlet`."""

    def __init__(self, concentration: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "Dirichlet") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[concentration]) as name:
            self._concentration = _valid(convert(concentration, None, "concentration"), validate_args)
            self._total_concentration = math_ops.reduce_sum(self._concentration, -1)
        super().__init__(dtype=self._concentration.dtype, validate_args=validate_args, allow_nan_stats=allow_nan_stats,
                         reparameterization_type=distribution.FULLY_REPARAMETERIZED, parameters=parameters,
                         graph_parents=[self._concentration, self._total_concentration], name=name)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        sample = random_ops.random_gamma(shape=[n], alpha=self.concentration, dtype=self.dtype, seed=seed)
        return sample / math_ops.reduce_sum(sample, -1, keepdims=True)

    def _log_prob(self, x: Any) -> Any:
        if self.validate_args:
            x = control_flow_ops.with_dependencies([
                check_ops.assert_positive(x, message="samples must be positive"),
                check_ops.assert_near(array_ops.ones([], dtype=self.dtype), math_ops.reduce_sum(x, -1),
                                      message="sample last-dimension must sum to `1`"),
            ], x)
        unnormalized = math_ops.reduce_sum(math_ops.xlogy(self.concentration - 1.0, x), -1)
        return unnormalized - special_math_ops.lbeta(self.concentration)

    def _entropy(self) -> Any:
        k = math_ops.cast(self.event_shape_tensor()[0], self.dtype)
        return (special_math_ops.lbeta(self.concentration)
                + (self.total_concentration - k) * math_ops.digamma(self.total_concentration)
                - math_ops.reduce_sum((self.concentration - 1.0) * math_ops.digamma(self.concentration), axis=-1))

    def _mean(self) -> Any:
        return self.concentration / self.total_concentration[..., None]

    def _variance(self) -> Any:
        scale = self._variance_scale_term()
        x = scale * self._mean()
        return x * (scale - x)

    def _variance_scale_term(self) -> Any:
        return math_ops.rsqrt(1.0 + self.total_concentration[..., None])

    def _mode(self) -> Any:
        k = math_ops.cast(self.event_shape_tensor()[0], self.dtype)
        mode = (self.concentration - 1.0) / (self.total_concentration[..., None] - k)
        if self.allow_nan_stats:
            nan = array_ops.fill(array_ops.shape(mode), np.array(np.nan, self.dtype.numpy_type), name="nan")
            return array_ops.where_v2(math_ops.reduce_all(self.concentration > 1.0, axis=-1), mode, nan)
        check = check_ops.assert_less(array_ops.ones([], self.dtype), self.concentration,
                                      message="Mode undefined when any concentration <= 1")
        return control_flow_ops.with_dependencies([check], mode)


def _valid(concentration: Any, validate_args: bool) -> Any:
    if not validate_args:
        return concentration
    return control_flow_ops.with_dependencies([
        check_ops.assert_positive(concentration, message="Concentration parameter must be positive."),
        check_ops.assert_rank_at_least(concentration, 1, message="Concentration parameter must have >=1 dimensions."),
        check_ops.assert_less(1, array_ops.shape(concentration)[-1],
                              message="Concentration parameter must have event_size >= 2."),
    ], concentration)


@kullback_leibler.between(Dirichlet)
def _kl_dirichlet_dirichlet(d1: Any, d2: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "kl_dirichlet_dirichlet", values=[d1.concentration, d2.concentration]):
        total = math_ops.digamma(math_ops.reduce_sum(d1.concentration, axis=-1, keepdims=True))
        apart = math_ops.digamma(d1.concentration) - total
        difference = d1.concentration - d2.concentration
        return (math_ops.reduce_sum(difference * apart, axis=-1) - special_math_ops.lbeta(d1.concentration)
                + special_math_ops.lbeta(d2.concentration))
