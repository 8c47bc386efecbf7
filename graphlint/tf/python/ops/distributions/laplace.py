"""Laplace distributions (ops/distributions/laplace.py)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops, random_ops

from . import special_math
from .location_scale import OfLocationAndScale


class Laplace(OfLocationAndScale):
    """`tf.distributions.Laplace`."""

    def __init__(self, loc: Any, scale: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "Laplace") -> None:
        parameters = dict(locals())
        self._describe(loc, scale, validate_args, allow_nan_stats, name, parameters)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], self.batch_shape_tensor()], 0)
        kind = self.dtype.numpy_type
        uniform = random_ops.random_uniform(shape=shape, minval=np.nextafter(kind(-1.0), kind(0.0)), maxval=1.0,
                                            dtype=self.dtype, seed=seed)
        return self.loc - self.scale * math_ops.sign(uniform) * math_ops.log1p(-math_ops.abs(uniform))

    def _log_prob(self, x: Any) -> Any:
        unnormalized = -math_ops.abs(self._z(x))
        return unnormalized - (math.log(2.0) + math_ops.log(self.scale))

    def _prob(self, x: Any) -> Any:
        return math_ops.exp(self._log_prob(x))

    def _log_cdf(self, x: Any) -> Any:
        return special_math.log_cdf_laplace(self._z(x))

    def _log_survival_function(self, x: Any) -> Any:
        return special_math.log_cdf_laplace(-self._z(x))

    def _cdf(self, x: Any) -> Any:
        z = self._z(x)
        return 0.5 + 0.5 * math_ops.sign(z) * (1.0 - math_ops.exp(-math_ops.abs(z)))

    def _entropy(self) -> Any:
        scale = self.scale + array_ops.zeros_like(self.loc)
        return math.log(2.0) + 1.0 + math_ops.log(scale)

    def _mean(self) -> Any:
        return self.loc + array_ops.zeros_like(self.scale)

    _mode = _mean

    def _stddev(self) -> Any:
        return math.sqrt(2.0) * self.scale + array_ops.zeros_like(self.loc)

    def _z(self, x: Any) -> Any:
        return (x - self.loc) / self.scale


class LaplaceWithSoftplusScale(Laplace):
    """A Laplace whose scale is the softplus of what is given."""

    def __init__(self, loc: Any, scale: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "LaplaceWithSoftplusScale") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[loc, scale]) as name:
            super().__init__(loc=loc, scale=gen.Softplus(scale, name="softplus_scale"), validate_args=validate_args,
                             allow_nan_stats=allow_nan_stats, name=name)
        self._parameters = {**self._parameters, **parameters}
