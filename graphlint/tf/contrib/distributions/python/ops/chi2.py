"""Chi-squared distributions (contrib/distributions/python/ops/chi2.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops, check_ops, math_ops
from graphlint.tf.python.ops.distributions import gamma


class Chi2(gamma.Gamma):
    def __init__(self, df: Any, validate_args: Any = False, allow_nan_stats: Any = True, name: Any = "Chi2") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[df]) as name:
            with ops.control_dependencies([check_ops.assert_positive(df)] if validate_args else []):
                self._df: Any = array_ops.identity(df, name="df")
            half = 0.5 * self._df
            super().__init__(concentration=half, rate=constant_op.constant(0.5, dtype=self._df.dtype),
                             validate_args=validate_args, allow_nan_stats=allow_nan_stats, name=name)
        self._parameters = {key: value for key, value in parameters.items() if key not in ("self", "__class__")}

    df = property(lambda self: self._df)

    @staticmethod
    def _param_shapes(sample_shape: Any) -> Any:
        return {"df": convert(sample_shape, dtypes.int32)}


class Chi2WithAbsDf(Chi2):
    def __init__(self, df: Any, validate_args: Any = False, allow_nan_stats: Any = True, name: Any = "Chi2WithAbsDf") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[df]) as name:
            whole = math_ops.floor(math_ops.abs(df, name="abs_df"), name="floor_abs_df")
            super().__init__(df=whole, validate_args=validate_args, allow_nan_stats=allow_nan_stats, name=name)
        self._parameters = {key: value for key, value in parameters.items() if key not in ("self", "__class__")}
