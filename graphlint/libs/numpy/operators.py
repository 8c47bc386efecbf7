"""The operators that arrays, numpy scalars and unknown scalars share; each asks `elementwise` at the moment of use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Python's name of the operator -> numpy's function
BINARY = {
    "add": "add", "sub": "subtract", "mul": "multiply", "truediv": "true_divide", "floordiv": "floor_divide",
    "mod": "remainder", "pow": "power", "lshift": "left_shift", "rshift": "right_shift", "and": "bitwise_and",
    "or": "bitwise_or", "xor": "bitwise_xor", "matmul": "matmul",
}  # fmt: skip
COMPARISONS = {
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "eq": "equal",
    "ne": "not_equal",
}
UNARY = {"neg": "negative", "pos": "positive", "abs": "absolute", "invert": "invert"}


class Operators:
    """Forwards `a + b` to the model of `numpy.add`, unless the other side is a tensor, which answers for itself."""

    __slots__ = ()

    absorbs_unknown = True
    __array_priority__ = 0.0

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other  # type: ignore[operator]

    def __rdivmod__(self, other: Any) -> Any:
        return other // self, other % self


def _forward(function: str, reflected: bool) -> Callable[[Any, Any], Any]:
    def operate(self: Any, other: Any) -> Any:
        from graphlint.libs.numpy.dispatch import operate as forward

        return forward(function, other, self) if reflected else forward(function, self, other)

    return operate


def _forward_unary(function: str) -> Callable[[Any], Any]:
    def operate(self: Any) -> Any:
        from graphlint.libs.numpy.dispatch import operate as forward

        return forward(function, self)

    return operate


def _forward_in_place(function: str) -> Callable[[Any, Any], Any]:
    def operate(self: Any, other: Any) -> Any:
        from graphlint.libs.numpy.dispatch import operate_in_place

        return operate_in_place(function, self, other)

    return operate


IN_PLACE = {f"__i{name}__": _forward_in_place(function) for name, function in BINARY.items() if name != "matmul"}
for _name, _function in BINARY.items():
    setattr(Operators, f"__{_name}__", _forward(_function, reflected=False))
    setattr(Operators, f"__r{_name}__", _forward(_function, reflected=True))
for _name, _function in COMPARISONS.items():
    setattr(Operators, f"__{_name}__", _forward(_function, reflected=False))
for _name, _function in UNARY.items():
    setattr(Operators, f"__{_name}__", _forward_unary(_function))
Operators.__hash__ = object.__hash__  # type: ignore[method-assign]
