"""Exponential distributions (ops/distributions/exponential.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops, random_ops

from . import gamma


class Exponential(gamma.Gamma):
    """`tf.distributions.Exponential`: a Gamma with concentration 1."""

    def __init__(self, rate: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "Exponential") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[rate]) as name:
            self._rate = convert(rate, None, "rate")
        super().__init__(concentration=array_ops.ones([], dtype=self._rate.dtype), rate=self._rate,
                         allow_nan_stats=allow_nan_stats, validate_args=validate_args, name=name)
        self._parameters = {key: value for key, value in parameters.items() if key not in ("self", "__class__")}
        self._graph_parents = [*self._graph_parents, self._rate]

    @classmethod
    def _param_shapes(cls, sample_shape: Any) -> Any:  # type: ignore[override]
        return {"rate": convert(sample_shape, dtypes.int32)}

    def _log_survival_function(self, value: Any) -> Any:
        return self._log_prob(value) - math_ops.log(self._rate)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], array_ops.shape(self._rate)], 0)
        sampled = random_ops.random_uniform(shape, minval=np.finfo(self.dtype.numpy_type).tiny, maxval=1.0, seed=seed,
                                            dtype=self.dtype)
        return -math_ops.log(sampled) / self._rate


class ExponentialWithSoftplusRate(Exponential):
    """An Exponential whose rate is the softplus of what is given."""

    def __init__(self, rate: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "ExponentialWithSoftplusRate") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[rate]) as name:
            super().__init__(rate=gen.Softplus(rate, name="softplus_rate"), validate_args=validate_args,
                             allow_nan_stats=allow_nan_stats, name=name)
        self._parameters = {**self._parameters, **parameters}
