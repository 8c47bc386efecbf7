"""Logistic distributions (contrib/distributions/python/ops/logistic.py)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphlint.tf import gen
from graphlint.tf.python.ops import array_ops, math_ops, random_ops
from graphlint.tf.python.ops.distributions.location_scale import OfLocationAndScale


class Logistic(OfLocationAndScale):
    def __init__(self, loc: Any, scale: Any, validate_args: Any = False, allow_nan_stats: Any = True,
                 name: Any = "Logistic") -> None:
        parameters = dict(locals())
        self._describe(loc, scale, validate_args, allow_nan_stats, name, parameters)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], self.batch_shape_tensor()], 0)
        uniform: Any = random_ops.random_uniform(shape=shape, minval=np.finfo(self.dtype.numpy_type).tiny, maxval=1.0,
                                                 dtype=self.dtype, seed=seed)
        return (math_ops.log(uniform) - math_ops.log1p(-1.0 * uniform)) * self._scale + self._loc

    def _log_prob(self, x: Any) -> Any:
        z = self._z(x)
        unnormalized = -z - 2.0 * gen.Softplus(-z)
        return unnormalized - math_ops.log(self._scale)

    def _log_cdf(self, x: Any) -> Any:
        return -gen.Softplus(-self._z(x))

    def _cdf(self, x: Any) -> Any:
        return math_ops.sigmoid(self._z(x))

    def _log_survival_function(self, x: Any) -> Any:
        return -gen.Softplus(self._z(x))

    def _survival_function(self, x: Any) -> Any:
        return math_ops.sigmoid(-self._z(x))

    def _entropy(self) -> Any:
        return 2 + math_ops.log(self._scale * array_ops.ones_like(self._loc))  # type: ignore[operator]

    def _mean(self) -> Any:
        return self._loc * array_ops.ones_like(self._scale)

    _mode = _mean

    def _stddev(self) -> Any:
        return self._scale * array_ops.ones_like(self._loc) * math.pi / math.sqrt(3)
