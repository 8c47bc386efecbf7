"""Beta distributions (ops/distributions/beta.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops, random_ops

from . import distribution, kullback_leibler
from .util import gen_new_seed


class Beta(distribution.ScalarDistribution):
    """`tf.distributions.Beta`."""

    def __init__(self, concentration1: Any = None, concentration0: Any = None, validate_args: bool = False,
                 allow_nan_stats: bool = True, name: str = "Beta") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[concentration1, concentration0]) as name:
            self._concentration1 = _positive(convert(concentration1, None, "concentration1"), validate_args)
            self._concentration0 = _positive(convert(concentration0, None, "concentration0"), validate_args)
            check_ops.assert_same_float_dtype([self._concentration1, self._concentration0])
            self._total_concentration = self._concentration1 + self._concentration0
        super().__init__(
            dtype=self._total_concentration.dtype, validate_args=validate_args, allow_nan_stats=allow_nan_stats,
            reparameterization_type=distribution.FULLY_REPARAMETERIZED, parameters=parameters,
            graph_parents=[self._concentration1, self._concentration0, self._total_concentration], name=name)

    concentration1 = property(lambda self: self._concentration1)
    concentration0 = property(lambda self: self._concentration0)
    total_concentration = property(lambda self: self._total_concentration)

    @staticmethod
    def _param_shapes(sample_shape: Any) -> Any:
        return dict.fromkeys(("concentration1", "concentration0"), convert(sample_shape, dtypes.int32))

    def _batch_shape_tensor(self) -> Any:
        return array_ops.shape(self.total_concentration)

    def _batch_shape(self) -> Any:
        return self.total_concentration.get_shape()

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        expanded = [array_ops.ones_like(self.total_concentration, dtype=self.dtype) * value
                    for value in (self.concentration1, self.concentration0)]
        seeds = (seed, gen_new_seed(seed, "beta"))
        first, second = (random_ops.random_gamma(shape=[n], alpha=alpha, dtype=self.dtype, seed=each)
                         for alpha, each in zip(expanded, seeds, strict=True))
        return first / (first + second)

    def _log_prob(self, x: Any) -> Any:
        if self.validate_args:
            x = control_flow_ops.with_dependencies([
                check_ops.assert_positive(x, message="sample must be positive"),
                check_ops.assert_less(x, array_ops.ones([], self.dtype), message="sample must be less than `1`."),
            ], x)
        unnormalized = (math_ops.xlogy(self.concentration1 - 1.0, x)
                        + (self.concentration0 - 1.0) * math_ops.log1p(-x))
        return unnormalized - self._log_normalization()

    def _prob(self, x: Any) -> Any:
        return math_ops.exp(self._log_prob(x))

    def _log_cdf(self, x: Any) -> Any:
        return math_ops.log(self._cdf(x))

    def _cdf(self, x: Any) -> Any:
        return math_ops.betainc(self.concentration1, self.concentration0, x)

    def _log_normalization(self) -> Any:
        return (math_ops.lgamma(self.concentration1) + math_ops.lgamma(self.concentration0)
                - math_ops.lgamma(self.total_concentration))

    def _entropy(self) -> Any:
        return (self._log_normalization()
                - (self.concentration1 - 1.0) * math_ops.digamma(self.concentration1)
                - (self.concentration0 - 1.0) * math_ops.digamma(self.concentration0)
                + (self.total_concentration - 2.0) * math_ops.digamma(self.total_concentration))

    def _mean(self) -> Any:
        return self._concentration1 / self._total_concentration

    def _variance(self) -> Any:
        return self._mean() * (1.0 - self._mean()) / (1.0 + self.total_concentration)

    def _mode(self) -> Any:
        mode = (self.concentration1 - 1.0) / (self.total_concentration - 2.0)
        if self.allow_nan_stats:
            nan = array_ops.fill(self.batch_shape_tensor(), np.array(np.nan, self.dtype.numpy_type), name="nan")
            defined = math_ops.logical_and(self.concentration1 > 1.0, self.concentration0 > 1.0)
            return array_ops.where_v2(defined, mode, nan)
        return control_flow_ops.with_dependencies([
            check_ops.assert_less(array_ops.ones([], dtype=self.dtype), getattr(self, name),
                                  message=f"Mode undefined for {name} <= 1.")
            for name in ("concentration1", "concentration0")
        ], mode)


def _positive(concentration: Any, validate_args: bool) -> Any:
    if not validate_args:
        return concentration
    check = check_ops.assert_positive(concentration, message="Concentration parameter must be positive.")
    return control_flow_ops.with_dependencies([check], concentration)


class BetaWithSoftplusConcentration(Beta):
    """A Beta of the softplus of both parameters."""

    def __init__(self, concentration1: Any, concentration0: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "BetaWithSoftplusConcentration") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[concentration1, concentration0]) as name:
            super().__init__(concentration1=gen.Softplus(concentration1, name="softplus_concentration1"),
                             concentration0=gen.Softplus(concentration0, name="softplus_concentration0"),
                             validate_args=validate_args, allow_nan_stats=allow_nan_stats, name=name)
        self._parameters = {**self._parameters, **parameters}


@kullback_leibler.between(Beta)
def _kl_beta_beta(d1: Any, d2: Any, name: Any = None) -> Any:
    names = ("concentration1", "concentration0", "total_concentration")
    with ops.name_scope(name, "kl_beta_beta", values=[getattr(d, each) for d in (d1, d2) for each in names]):
        second = d2._log_normalization()
        found = second - d1._log_normalization()
        found = found - math_ops.digamma(d1.concentration1) * (d2.concentration1 - d1.concentration1)
        found = found - math_ops.digamma(d1.concentration0) * (d2.concentration0 - d1.concentration0)
        return found + math_ops.digamma(d1.total_concentration) * (d2.total_concentration - d1.total_concentration)
