"""Keras's constraints on weights (keras/constraints.py). Not here: RadialConstraint."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.keras import state
from graphlint.tf.python.keras.utils.generic_utils import found_by_name
from graphlint.tf.python.ops import math_basic, math_reduce


@exposed
class Constraint:
    """What a weight is led back to after an update."""

    def __call__(self, w: Any) -> Any:
        return w

    def get_config(self) -> dict[str, Any]:
        return {}


def _norms(w: Any, axis: Any) -> Any:
    return clipped_sqrt(math_reduce.reduce_sum(gen.Square(w), axis=axis, keepdims=True))


def clipped_sqrt(x: Any) -> Any:
    """K.sqrt: negative values count as zero."""
    zero = convert(0.0, x.dtype.base_dtype)
    top = convert(float("inf"), x.dtype.base_dtype)
    return gen.Sqrt(clip_by_value(x, zero, top))


def clip_by_value(x: Any, low: Any, high: Any) -> Any:
    from graphlint.tf.python.ops import clip_ops  # noqa: PLC0415

    return clip_ops.clip_by_value(x, low, high)


def clip(x: Any, low: Any, high: Any) -> Any:
    """K.clip."""
    if high is not None and high < low:
        high = low
    if high is None:
        high = float("inf")
    kind = x.dtype.base_dtype
    low, high = convert(low, kind), convert(high, kind)
    return clip_by_value(x, low, high)


class MaxNorm(Constraint):
    def __init__(self, max_value: Any = 2, axis: Any = 0) -> None:
        self.max_value, self.axis = max_value, axis

    def __call__(self, w: Any) -> Any:
        norms = _norms(w, self.axis)
        desired = clip(norms, 0, self.max_value)
        return w * (desired / (state.settings().epsilon + norms))


class NonNeg(Constraint):
    def __call__(self, w: Any) -> Any:
        return w * math_basic.cast(gen.GreaterEqual(w, 0.0), state.settings().floatx)


class UnitNorm(Constraint):
    def __init__(self, axis: Any = 0) -> None:
        self.axis = axis

    def __call__(self, w: Any) -> Any:
        return w / (state.settings().epsilon + _norms(w, self.axis))


class MinMaxNorm(Constraint):
    def __init__(self, min_value: Any = 0.0, max_value: Any = 1.0, rate: Any = 1.0, axis: Any = 0) -> None:
        self.min_value, self.max_value, self.rate, self.axis = min_value, max_value, rate, axis

    def __call__(self, w: Any) -> Any:
        norms = _norms(w, self.axis)
        desired = self.rate * clip(norms, self.min_value, self.max_value) + (1 - self.rate) * norms
        return w * (desired / (state.settings().epsilon + norms))


_BY_NAME: dict[str, Any] = {
    name: made
    for made, names in (
        (MaxNorm, "MaxNorm max_norm maxnorm"), (NonNeg, "NonNeg non_neg nonneg"), (UnitNorm, "UnitNorm unit_norm unitnorm"),
        (MinMaxNorm, "MinMaxNorm min_max_norm"),
    )
    for name in names.split()
}  # fmt: skip


def get(identifier: Any) -> Any:
    return found_by_name(identifier, _BY_NAME, "constraint", instantiate=True)


def deserialize(config: Any, custom_objects: Any = None) -> Any:
    return found_by_name(config, _BY_NAME, "constraint", instantiate=True, own=custom_objects)
