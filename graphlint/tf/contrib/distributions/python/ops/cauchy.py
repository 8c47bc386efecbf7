"""Cauchy distributions (contrib/distributions/python/ops/cauchy.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf.python.ops import array_ops, math_ops, random_ops
from graphlint.tf.python.ops.distributions.location_scale import OfLocationAndScale


class Cauchy(OfLocationAndScale):
    def __init__(self, loc: Any, scale: Any, validate_args: Any = False, allow_nan_stats: Any = True,
                 name: Any = "Cauchy") -> None:
        parameters = dict(locals())
        self._describe(loc, scale, validate_args, allow_nan_stats, name, parameters)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], self.batch_shape_tensor()], 0)
        uniform = random_ops.random_uniform(shape=shape, minval=0.0, maxval=1.0, dtype=self.dtype, seed=seed)
        return self._quantile(uniform)

    def _log_prob(self, x: Any) -> Any:
        unnormalized = -math_ops.log1p(math_ops.square(self._z(x)))  # type: ignore[operator]
        return unnormalized - (np.log(np.pi) + math_ops.log(self._scale))

    def _cdf(self, x: Any) -> Any:
        return math_ops.atan(self._z(x)) / np.pi + 0.5  # type: ignore[operator]

    def _log_cdf(self, x: Any) -> Any:
        return math_ops.log1p(2 / np.pi * math_ops.atan(self._z(x))) - np.log(2)  # type: ignore[operator]

    def _entropy(self) -> Any:
        found = np.log(4 * np.pi) + math_ops.log(self._scale)
        return found * array_ops.ones_like(self._loc)

    def _quantile(self, p: Any) -> Any:
        return self._loc + self._scale * math_ops.tan(np.pi * (p - 0.5))

    def _mode(self) -> Any:
        return self._loc * array_ops.ones_like(self._scale)

    def _undefined(self, what: str) -> Any:
        if not self.allow_nan_stats:
            raise ValueError(f"`{what}` is undefined for Cauchy distribution.")
        return array_ops.fill(self.batch_shape_tensor(), self.dtype.numpy_type(np.nan))

    def _mean(self) -> Any:
        return self._undefined("mean")

    def _stddev(self) -> Any:
        return self._undefined("stddev")
