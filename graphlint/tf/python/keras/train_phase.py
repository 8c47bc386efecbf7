"""One of two values by a condition or by the learning phase (keras/backend.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.keras.learning_phase import learning_phase
from graphlint.tf.python.ops import array_joining, array_ops, array_shape, control_flow_cond, math_basic
from graphlint.tf.python.ops.variables import Variable


def _function(value: Any) -> Any:
    return value if callable(value) and not isinstance(value, Tensor) else lambda: value


def switch(condition: Any, then_expression: Any, else_expression: Any) -> Any:
    if condition.dtype.base_dtype.name != "bool":
        condition = math_basic.cast(condition, "bool")
    rank = len(condition.dims or ())
    then_function, else_function = _function(then_expression), _function(else_expression)
    if not rank:
        return control_flow_cond.cond(condition, then_function, else_function)
    then, other = then_function(), else_function()
    wide = len(then.dims or ())
    if rank > wide:
        raise ValueError("Rank of `condition` should be less than or equal to rank of `then_expression` and "
                         f"`else_expression`. ndim(condition)={rank}, ndim(then_expression)={wide}")
    if rank > 1:
        shape = array_joining.concat([array_shape.shape(condition), [1] * (wide - rank)], axis=0)
        condition = array_shape.reshape(condition, shape)
        whole: Any = array_shape.shape(then)
        tiles = array_ops.where(whole - shape > 0, whole, array_ops.ones_like(whole))  # type: ignore[attr-defined]
        condition = array_ops.tile(condition, tiles)  # type: ignore[attr-defined]
    return array_ops.where(condition, then, other)  # type: ignore[attr-defined]


def in_train_phase(x: Any, alt: Any, training: Any = None) -> Any:
    if training is None:
        training = learning_phase()
    if isinstance(training, Unknown):
        training = bool(training)
    if not isinstance(training, (Tensor, Variable)):
        if training == 1 or training is True:
            return _function(x)()
        if training == 0 or training is False:
            return _function(alt)()
    return switch(training, x, alt)


def in_test_phase(x: Any, alt: Any, training: Any = None) -> Any:
    return in_train_phase(alt, x, training=training)
