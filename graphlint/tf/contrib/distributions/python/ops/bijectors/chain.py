"""Bijectors one after another, the last one first (contrib/distributions/python/ops/bijectors/chain.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.ops import array_ops, math_ops
from graphlint.tf.python.ops.distributions.bijector_impl import Bijector
from graphlint.tf.python.ops.distributions.util import maybe_get_static_value


def _min_event_ndims(pairs: list[tuple[int, int]]) -> int:
    """The least number of event dims for bijectors that take and give so many."""
    found = reached = 0
    for taken, given in pairs:
        found += max(taken - reached, 0)
        reached = max(taken, reached) - (taken - given)
    return found


def _dtype(bijectors: Any) -> Any:
    found = {bijector.dtype for bijector in bijectors}
    if len(found) > 2:
        raise ValueError(f"incompatible dtypes: {list(found)}")
    return next((dtype for dtype in found if dtype is not None), None)


class Chain(Bijector):
    def __init__(self, bijectors: Any = None, validate_args: Any = False, name: Any = None) -> None:
        bijectors = () if bijectors is None else bijectors
        self._bijectors = bijectors
        for bijector in bijectors:
            if not bijector._is_injective:
                raise NotImplementedError(f"Invert is not implemented for non-injective bijector ({bijector.name})")
        both = [(one.forward_min_event_ndims, one.inverse_min_event_ndims) for one in bijectors]
        name = name or "_of_".join(["chain", *(one.name for one in bijectors)] if bijectors else ["identity"])
        super().__init__(
            graph_parents=[parent for one in bijectors for parent in one.graph_parents],
            forward_min_event_ndims=_min_event_ndims(both[::-1]),
            inverse_min_event_ndims=_min_event_ndims([(inverse, forward) for forward, inverse in both]),
            is_constant_jacobian=all(one.is_constant_jacobian for one in bijectors), validate_args=validate_args,
            dtype=_dtype(bijectors), name=name)

    bijectors = property(lambda self: self._bijectors)

    def _through(self, what: str, value: Any, back: bool) -> Any:
        for bijector in self._bijectors if back else reversed(self._bijectors):
            value = getattr(bijector, what)(value)
        return value

    def _forward_event_shape(self, input_shape: Any) -> Any:
        return self._through("forward_event_shape", input_shape, False)

    def _forward_event_shape_tensor(self, input_shape: Any) -> Any:
        return self._through("forward_event_shape_tensor", input_shape, False)

    def _inverse_event_shape(self, output_shape: Any) -> Any:
        return self._through("inverse_event_shape", output_shape, True)

    def _inverse_event_shape_tensor(self, output_shape: Any) -> Any:
        return self._through("inverse_event_shape_tensor", output_shape, True)

    def _forward(self, x: Any) -> Any:
        return self._through("forward", x, False)

    def _inverse(self, y: Any) -> Any:
        return self._through("inverse", y, True)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        return self._summed(convert(x, None, "x"), "forward", self._bijectors[::-1], self._forward_min_event_ndims)

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        return self._summed(convert(y, None, "y"), "inverse", self._bijectors, self._inverse_min_event_ndims)

    def _summed(self, value: Any, way: str, bijectors: Any, event_ndims: Any) -> Any:
        """The sum of all Jacobians, each at what the ones before make of the value."""
        total: Any = math_ops.cast(0.0, dtype=value.dtype.base_dtype)
        if not self._bijectors:
            return total
        event_shape: Any
        if _known(value, event_ndims):
            event_shape = value.get_shape()[value.get_shape().ndims - event_ndims :]
        else:
            shape: Any = array_ops.shape(value)
            event_shape = shape[array_ops.rank(value) - event_ndims :]
        for bijector in bijectors:
            total += getattr(bijector, f"{way}_log_det_jacobian")(value, event_ndims=event_ndims)
            if _known(value, event_ndims):
                event_shape = getattr(bijector, f"{way}_event_shape")(event_shape)
                event_ndims = event_shape.ndims
            else:
                event_shape = getattr(bijector, f"{way}_event_shape_tensor")(event_shape)
                size = array_ops.size(event_shape)
                known = maybe_get_static_value(size)
                event_ndims = size if known is None else int(known)
            value = getattr(bijector, way)(value)
        return total


def _known(value: Any, event_ndims: Any) -> bool:
    return value.get_shape().is_fully_defined() and isinstance(event_ndims, int)
