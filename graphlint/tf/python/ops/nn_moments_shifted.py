"""Moments as releases up to 1.2 take them: of values that are shifted by their mean (ops/nn_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import from_dims

from . import array_shape, math_basic, math_reduce


def moments(x: Any, axes: Any, shift: Any, keep: Any) -> tuple[Any, Any]:
    """Mean and variance of x, within the scope of the caller."""
    if shift is None:
        shift = gen.StopGradient(math_reduce.reduce_mean(x, axes, keepdims=True))
    else:
        shift = math_basic.cast(shift, x.dtype)
    if not stack.world.release.moments_shifted:
        return _of_sums(x, axes, shift, keep)
    mean = math_reduce.reduce_mean(gen.Sub(x, shift), axes, keepdims=True, name="shifted_mean")
    squares = math_reduce.reduce_mean(gen.SquaredDifference(x, shift), axes, keepdims=True)
    variance = gen.Sub(squares, gen.Square(mean), name="variance")
    mean = gen.Add(mean, shift, name="mean")
    if keep:
        return mean, variance
    return array_shape.squeeze(mean, axes), array_shape.squeeze(variance, axes)


def _of_sums(x: Any, axes: Any, shift: Any, keep: Any) -> tuple[Any, Any]:
    """By way of sufficient statistics, up to 1.1."""
    from . import nn_normalization  # noqa: PLC0415 - it imports this module

    counts, first, second, shift = nn_normalization.sufficient_statistics(x, axes, shift, keep)
    shift = array_shape.reshape(shift, array_shape.shape(first))
    shift.set_shape(from_dims(first.dims))  # type: ignore[attr-defined]
    with ops.control_dependencies([counts, first, second]):
        return nn_normalization.normalize_moments(counts, first, second, shift)
