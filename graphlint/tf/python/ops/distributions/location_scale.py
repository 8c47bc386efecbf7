"""The shape of parameters that are broadcast against each other, as Normal's and Uniform's are.

It has no counterpart among TensorFlow's modules: there each distribution writes it out.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops

from . import distribution


class OfParameters(distribution.ScalarDistribution):
    """A distribution of scalars whose parameters are kept as Identity ops and broadcast against each other."""

    _NAMES: tuple[str, ...] = ()

    def _keep(self, values: tuple[Any, ...], checks: list[Any]) -> None:
        """Make the Identity of each parameter, after the checks. ValueError where they differ in type."""
        with ops.control_dependencies(checks):
            kept = [array_ops.identity(value, name=name) for name, value in zip(self._NAMES, values, strict=True)]
            check_ops.assert_same_float_dtype(kept)
        for name, value in zip(self._NAMES, kept, strict=True):
            setattr(self, f"_{name}", value)

    @property
    def _kept(self) -> list[Any]:
        return [getattr(self, f"_{name}") for name in self._NAMES]

    @classmethod
    def _param_shapes(cls, sample_shape: Any) -> Any:  # type: ignore[override]
        return dict.fromkeys(cls._NAMES, convert(sample_shape, dtypes.int32))

    def _batch_shape_tensor(self) -> Any:
        return array_ops.broadcast_dynamic_shape(*(array_ops.shape(value) for value in self._kept))

    def _batch_shape(self) -> Any:
        return reduce(array_ops.broadcast_static_shape, (value.get_shape() for value in self._kept))


class OfLocationAndScale(OfParameters):
    """A distribution with a location and a positive scale."""

    _NAMES = ("loc", "scale")
    _loc: Any
    _scale: Any

    loc = property(lambda self: self._loc)
    scale = property(lambda self: self._scale)

    def _describe(self, loc: Any, scale: Any, validate_args: Any, allow_nan_stats: Any, name: Any,
                  parameters: dict[str, Any]) -> None:
        """What `__init__` does under the signature of each distribution, whose arguments `parameters` holds."""
        with ops.name_scope(name, values=[loc, scale]) as name:
            self._keep((loc, scale), [check_ops.assert_positive(scale)] if validate_args else [])
        distribution.ScalarDistribution.__init__(
            self, dtype=self._scale.dtype, reparameterization_type=distribution.FULLY_REPARAMETERIZED,
            validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
            graph_parents=self._kept, name=name)

    def _z(self, x: Any) -> Any:
        with ops.name_scope("standardize", values=[x]):
            return (x - self._loc) / self._scale
