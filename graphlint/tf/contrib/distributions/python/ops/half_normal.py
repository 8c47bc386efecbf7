"""Absolute values of normal samples (contrib/distributions/python/ops/half_normal.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, math_ops, random_ops
from graphlint.tf.python.ops.distributions import distribution, special_math


class HalfNormal(distribution.ScalarDistribution):
    def __init__(self, scale: Any, validate_args: Any = False, allow_nan_stats: Any = True, name: Any = "HalfNormal") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[scale]) as name:
            with ops.control_dependencies([check_ops.assert_positive(scale)] if validate_args else []):
                self._scale: Any = array_ops.identity(scale, name="scale")
        super().__init__(dtype=self._scale.dtype, reparameterization_type=distribution.FULLY_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=[self._scale], name=name)

    scale = property(lambda self: self._scale)

    @staticmethod
    def _param_shapes(sample_shape: Any) -> Any:
        return {"scale": convert(sample_shape, dtypes.int32)}

    def _batch_shape_tensor(self) -> Any:
        return array_ops.shape(self._scale)

    def _batch_shape(self) -> Any:
        return self._scale.get_shape()

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], self.batch_shape_tensor()], 0)
        drawn: Any = random_ops.random_normal(shape=shape, mean=0.0, stddev=1.0, dtype=self.dtype, seed=seed)
        return math_ops.abs(drawn * self._scale)

    def _prob(self, x: Any) -> Any:
        coefficient = np.sqrt(2) / self._scale / np.sqrt(np.pi)
        density = coefficient * math_ops.exp(-0.5 * (x / self._scale) ** 2)
        return density * math_ops.cast(x >= 0, self.dtype)

    def _cdf(self, x: Any) -> Any:
        return math_ops.erf(gen.Relu(x) / self._scale / np.sqrt(2.0))

    def _entropy(self) -> Any:
        return 0.5 * math_ops.log(np.pi * self._scale**2.0 / 2.0) + 0.5  # type: ignore[operator]

    def _mean(self) -> Any:
        return self._scale * np.sqrt(2.0) / np.sqrt(np.pi)

    def _quantile(self, p: Any) -> Any:
        return np.sqrt(2.0) * self._scale * special_math.erfinv(p)

    def _mode(self) -> Any:
        return array_ops.zeros(self.batch_shape_tensor())

    def _variance(self) -> Any:
        return self._scale**2.0 * (1.0 - 2.0 / np.pi)
