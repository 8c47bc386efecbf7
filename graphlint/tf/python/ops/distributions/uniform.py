"""Uniform distributions (ops/distributions/uniform.py)."""

from __future__ import annotations

import math
from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, math_ops, random_ops

from . import distribution
from .location_scale import OfParameters


class Uniform(OfParameters):
    """`tf.distributions.Uniform`."""

    _NAMES = ("low", "high")

    def __init__(self, low: Any = 0.0, high: Any = 1.0, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "Uniform") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[low, high]) as name:
            self._keep((low, high), [check_ops.assert_less(low, high, message="uniform not defined when low >= high.")]
                       if validate_args else [])
        super().__init__(dtype=self._kept[0].dtype, reparameterization_type=distribution.FULLY_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=self._kept, name=name)

    low = property(lambda self: self._low)
    high = property(lambda self: self._high)

    def range(self, name: str = "range") -> Any:
        with self._name_scope(name):
            return self.high - self.low

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], self.batch_shape_tensor()], 0)
        samples = random_ops.random_uniform(shape=shape, dtype=self.dtype, seed=seed)
        return self.low + self.range() * samples

    def _prob(self, x: Any) -> Any:
        x = x * array_ops.ones(self.batch_shape_tensor(), dtype=x.dtype)
        undefined = math_ops.is_nan(x)
        outside = math_ops.logical_or(x < self.low, x >= self.high)
        nothing = array_ops.zeros_like(x)
        return array_ops.where_v2(undefined, x, array_ops.where_v2(outside, nothing, array_ops.ones_like(x) / self.range()))

    def _cdf(self, x: Any) -> Any:
        shape = array_ops.broadcast_dynamic_shape(array_ops.shape(x), self.batch_shape_tensor())
        zeros = array_ops.zeros(shape, dtype=self.dtype)
        ones = array_ops.ones(shape, dtype=self.dtype)
        broadcast = x * ones
        below = x < self.low
        share = array_ops.where_v2(below, zeros, (broadcast - self.low) / self.range())
        return array_ops.where_v2(x >= self.high, ones, share)

    def _entropy(self) -> Any:
        return math_ops.log(self.range())

    def _mean(self) -> Any:
        return (self.low + self.high) / 2.0

    def _variance(self) -> Any:
        return math_ops.square(self.range()) / 12.0

    def _stddev(self) -> Any:
        return self.range() / math.sqrt(12.0)
