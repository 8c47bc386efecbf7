"""Gamma distributions (ops/distributions/gamma.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops, random_ops

from . import distribution, kullback_leibler
from .location_scale import OfParameters


class Gamma(OfParameters):
    """`tf.distributions.Gamma`."""

    _NAMES = ("concentration", "rate")

    def __init__(self, concentration: Any, rate: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "Gamma") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[concentration, rate]) as name:
            self._keep((concentration, rate), [check_ops.assert_positive(concentration), check_ops.assert_positive(rate)]
                       if validate_args else [])
        super().__init__(dtype=self._kept[0].dtype, reparameterization_type=distribution.FULLY_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=self._kept, name=name)

    concentration = property(lambda self: self._concentration)
    rate = property(lambda self: self._rate)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        return random_ops.random_gamma(shape=[n], alpha=self.concentration, beta=self.rate, dtype=self.dtype, seed=seed)

    def _log_prob(self, x: Any) -> Any:
        x = self._checked(x)
        unnormalized = math_ops.xlogy(self.concentration - 1.0, x) - self.rate * x
        return unnormalized - (math_ops.lgamma(self.concentration) - self.concentration * math_ops.log(self.rate))

    def _cdf(self, x: Any) -> Any:
        x = self._checked(x)
        return math_ops.igamma(self.concentration, self.rate * x)

    def _entropy(self) -> Any:
        return (self.concentration - math_ops.log(self.rate) + math_ops.lgamma(self.concentration)
                + (1.0 - self.concentration) * math_ops.digamma(self.concentration))

    def _mean(self) -> Any:
        return self.concentration / self.rate

    def _variance(self) -> Any:
        return self.concentration / math_ops.square(self.rate)

    def _stddev(self) -> Any:
        return math_ops.sqrt(self.concentration) / self.rate

    def _mode(self) -> Any:
        mode = (self.concentration - 1.0) / self.rate
        if self.allow_nan_stats:
            nan = array_ops.fill(self.batch_shape_tensor(), np.array(np.nan, self.dtype.numpy_type), name="nan")
            return array_ops.where_v2(self.concentration > 1.0, mode, nan)
        check = check_ops.assert_less(array_ops.ones([], self.dtype), self.concentration,
                                      message="mode not defined when any concentration <= 1")
        return control_flow_ops.with_dependencies([check], mode)

    def _checked(self, x: Any) -> Any:
        check_ops.assert_same_float_dtype(tensors=[x], dtype=self.dtype)
        return control_flow_ops.with_dependencies([check_ops.assert_positive(x)], x) if self.validate_args else x


class GammaWithSoftplusConcentrationRate(Gamma):
    """A Gamma of the softplus of both parameters."""

    def __init__(self, concentration: Any, rate: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "GammaWithSoftplusConcentrationRate") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[concentration, rate]) as name:
            super().__init__(concentration=gen.Softplus(concentration, name="softplus_concentration"),
                             rate=gen.Softplus(rate, name="softplus_rate"), validate_args=validate_args,
                             allow_nan_stats=allow_nan_stats, name=name)
        self._parameters = {**self._parameters, **parameters}


@kullback_leibler.between(Gamma)
def _kl_gamma_gamma(g0: Any, g1: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "kl_gamma_gamma", values=[g0.concentration, g0.rate, g1.concentration, g1.rate]):
        return ((g0.concentration - g1.concentration) * math_ops.digamma(g0.concentration)
                + math_ops.lgamma(g1.concentration) - math_ops.lgamma(g0.concentration)
                + g1.concentration * math_ops.log(g0.rate) - g1.concentration * math_ops.log(g1.rate)
                + g0.concentration * (g1.rate / g0.rate - 1.0))
