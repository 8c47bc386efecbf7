"""Checks that weights fit values, statically or by an Assert, and weights spread over them (ops/weights_broadcast_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util

from . import array_ops, control_flow_ops, math_ops

_PREFIX = "weights can not be broadcast to values."


def assert_broadcastable(weights: Any, values: Any) -> Any:
    """An op that passes where weights are a scalar or fit each dim of values. ValueError where they can't."""
    with ops.name_scope(None, "assert_broadcastable", (weights, values)) as scope:
        weights, weights_shape, weights_rank = _described("weights", weights)
        known_weights = tensor_util.constant_value(weights_rank)
        values, values_shape, values_rank = _described("values", values)
        known_values = tensor_util.constant_value(values_rank)
        if known_weights is not None and known_values is not None:
            if known_weights == 0:
                return control_flow_ops.no_op(name="static_scalar_check_success")
            if known_weights != known_values:
                raise ValueError(f"{_PREFIX} values.rank={known_values}. weights.rank={known_weights}. "
                                 f"values.shape={values.shape}. weights.shape={weights.shape}.")
            if _static_dims_fit(weights_shape, values_shape):
                return control_flow_ops.no_op(name="static_dims_check_success")
        is_scalar = math_ops.equal(0, weights_rank, name="is_scalar")
        data = (_PREFIX, "weights.shape=", weights.name, weights_shape, "values.shape=", values.name, values_shape,
                "is_scalar=", is_scalar)
        fits = control_flow_ops.cond(
            is_scalar, lambda: is_scalar,
            lambda: _valid_nonscalar(weights_rank, weights_shape, values_rank, values_shape), name="is_valid_shape")
        return control_flow_ops.Assert(fits, data, name=scope)


def _described(label: str, value: Any) -> tuple[Any, Tensor, Tensor]:
    with ops.name_scope(None, label, (value,)) as scope:
        tensor = convert(value, name=scope)
        return tensor, array_ops.shape(tensor, name="shape"), array_ops.rank(tensor, name="rank")


def _static_dims_fit(weights_shape: Tensor, values_shape: Tensor) -> bool:
    """True where both shapes are known and fit, False where one isn't known. ValueError where they don't fit."""
    weights, values = tensor_util.constant_value(weights_shape), tensor_util.constant_value(values_shape)
    if weights is None or values is None:
        return False
    for number, (one, other) in enumerate(zip(weights, values, strict=True)):
        if one not in (1, other):
            raise ValueError(f"{_PREFIX} Mismatch at dim {number}. values.shape={values} weights.shape={weights}.")
    return True


def _valid_nonscalar(weights_rank: Tensor, weights_shape: Tensor, values_rank: Tensor, values_shape: Tensor) -> Any:
    given = (weights_rank, weights_shape, values_rank, values_shape)
    with ops.name_scope(None, "has_valid_nonscalar_shape", given) as scope:
        same_rank = math_ops.equal(values_rank, weights_rank, name="is_same_rank")
        return control_flow_ops.cond(same_rank, lambda: _valid_dims(weights_shape, values_shape), lambda: same_rank,
                                     name=scope)


def _valid_dims(weights_shape: Tensor, values_shape: Tensor) -> Tensor:
    from . import sets_impl  # noqa: PLC0415 - only for shapes that aren't known

    with ops.name_scope(None, "has_invalid_dims", (weights_shape, values_shape)) as scope:
        columns = array_ops.expand_dims(values_shape, -1)
        allowed = array_ops.concat((columns, array_ops.ones_like(columns)), axis=1)
        invalid = sets_impl.set_difference(array_ops.expand_dims(weights_shape, -1), allowed)
        count = array_ops.size(invalid.values, name="num_invalid_dims")
        return math_ops.equal(0, count, name=scope)


def broadcast_weights(weights: Any, values: Any) -> Tensor:
    """The weights in the shape of the values; themselves where both are known to be the same already."""
    with ops.name_scope(None, "broadcast_weights", (weights, values)) as scope:
        values = convert(values, name="values")
        weights = convert(weights, values.dtype.base_dtype, "weights")
        shape, wanted = weights.get_shape(), values.get_shape()
        if shape.is_fully_defined() and wanted.is_fully_defined() and shape.is_compatible_with(wanted):
            return weights  # type: ignore[no-any-return]
        with ops.control_dependencies((assert_broadcastable(weights, values),)):
            return math_ops.multiply(weights, array_ops.ones_like(values), name=scope)
