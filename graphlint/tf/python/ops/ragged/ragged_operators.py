"""The operators of ragged tensors (ops/ragged/ragged_operators.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.tf import gen
from graphlint.tf.composite_values import of_one, of_two
from graphlint.tf.python.ops import math_ops


def _right(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda y, x: function(x, y)


_PAIRS = {
    "ge": gen.GreaterEqual, "gt": gen.Greater, "le": gen.LessEqual, "lt": gen.Less, "and": gen.LogicalAnd,
    "or": gen.LogicalOr, "xor": math_ops.logical_xor, "add": gen.Add, "sub": math_ops.subtract, "mul": math_ops.multiply,
    "truediv": math_ops.truediv, "floordiv": math_ops.floordiv, "mod": gen.FloorMod, "pow": math_ops.pow,
}  # fmt: skip


def install(kind: type) -> None:
    """Give a class the operators."""
    for name, function in _PAIRS.items():
        operator = of_two(_plain(function))
        setattr(kind, f"__{name}__", operator)
        if name not in ("ge", "gt", "le", "lt"):
            setattr(kind, f"__r{name}__", _right(operator))
    for name, operator in (("neg", of_one(_plain(gen.Neg))), ("invert", of_one(_plain(gen.LogicalNot))), ("abs", math_ops.abs)):
        setattr(kind, f"__{name}__", operator)


def _plain(function: Any) -> Any:
    """A function of its own, so that a builder of ops can be wrapped."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return call
