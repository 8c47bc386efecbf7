"""Student's t distributions (ops/distributions/student_t.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops, random_ops, special_math_ops

from . import distribution
from .location_scale import OfParameters
from .util import gen_new_seed


class StudentT(OfParameters):
    """`tf.distributions.StudentT`."""

    _NAMES = ("df", "loc", "scale")

    def __init__(self, df: Any, loc: Any, scale: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "StudentT") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[df, loc, scale]) as name:
            self._keep((df, loc, scale), [check_ops.assert_positive(df)] if validate_args else [])
        super().__init__(dtype=self._kept[2].dtype, reparameterization_type=distribution.FULLY_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=self._kept, name=name)

    df = property(lambda self: self._df)
    loc = property(lambda self: self._loc)
    scale = property(lambda self: self._scale)

    def _batch_shape_tensor(self) -> Any:
        df = array_ops.shape(self.df)
        rest = array_ops.broadcast_dynamic_shape(array_ops.shape(self.loc), array_ops.shape(self.scale))
        return array_ops.broadcast_dynamic_shape(df, rest)

    def _ones(self) -> Any:
        return array_ops.ones(self.batch_shape_tensor(), dtype=self.dtype)

    def _filled(self, value: float, name: Any = None) -> Any:
        return array_ops.fill(self.batch_shape_tensor(), np.array(value, self.dtype.numpy_type), name=name)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], self.batch_shape_tensor()], 0)
        normal = random_ops.random_normal(shape, dtype=self.dtype, seed=seed)
        df = self.df * self._ones()
        gamma = random_ops.random_gamma([n], 0.5 * df, beta=0.5, dtype=self.dtype, seed=gen_new_seed(seed, "student_t"))
        return normal * math_ops.rsqrt(gamma / df) * self.scale + self.loc

    def _log_prob(self, x: Any) -> Any:
        y = (x - self.loc) / self.scale
        unnormalized = -0.5 * (self.df + 1.0) * math_ops.log1p(y**2.0 / self.df)
        return unnormalized - (math_ops.log(math_ops.abs(self.scale)) + 0.5 * math_ops.log(self.df) + 0.5 * np.log(np.pi)
                               + math_ops.lgamma(0.5 * self.df) - math_ops.lgamma(0.5 * (self.df + 1.0)))

    def _cdf(self, x: Any) -> Any:
        y = (x - self.loc) / math_ops.abs(self.scale)
        x_t = self.df / (y**2.0 + self.df)
        negative = 0.5 * math_ops.betainc(0.5 * self.df, 0.5, x_t)
        return array_ops.where_v2(math_ops.less(y, 0.0), negative, 1.0 - negative)

    def _entropy(self) -> Any:
        v = self._ones()[..., None]
        u = v * self.df[..., None]
        argument = array_ops.concat([u, v], -1) / 2.0
        return (math_ops.log(math_ops.abs(self.scale)) + 0.5 * math_ops.log(self.df) + special_math_ops.lbeta(argument)
                + 0.5 * (self.df + 1.0) * (math_ops.digamma(0.5 * (self.df + 1.0)) - math_ops.digamma(0.5 * self.df)))

    def _undefined(self, value: Any, what: str) -> Any:
        """NaN, or an assertion, where there are too few degrees of freedom."""
        if self.allow_nan_stats:
            defined = math_ops.greater(self.df, self._ones())
            return array_ops.where_v2(defined, value, self._filled(np.nan, "nan"))
        check = check_ops.assert_less(array_ops.ones([], dtype=self.dtype), self.df,
                                      message=f"{what} not defined for components of df <= 1")
        return control_flow_ops.with_dependencies([check], value)

    def _mean(self) -> Any:
        return self._undefined(self.loc * self._ones(), "mean")

    def _variance(self) -> Any:
        many = math_ops.greater(self.df, 2.0)
        denominator = array_ops.where_v2(many, self.df - 2.0, array_ops.ones_like(self.df))
        variance = self._ones() * math_ops.square(self.scale) * self.df / denominator
        finite = self.df > array_ops.fill(self.batch_shape_tensor(), 2.0)
        return self._undefined(array_ops.where_v2(finite, variance, self._filled(np.inf, "inf")), "variance")

    def _mode(self) -> Any:
        return array_ops.identity(self.loc)


class StudentTWithAbsDfSoftplusScale(StudentT):
    """A StudentT of the floored degrees of freedom, and the softplus of the scale."""

    def __init__(self, df: Any, loc: Any, scale: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "StudentTWithAbsDfSoftplusScale") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[df, scale]) as name:
            super().__init__(df=math_ops.floor(math_ops.abs(df)), loc=loc, scale=gen.Softplus(scale, name="softplus_scale"),
                             validate_args=validate_args, allow_nan_stats=allow_nan_stats, name=name)
        self._parameters = {**self._parameters, **parameters}
