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
