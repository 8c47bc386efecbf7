"""The operators of Tensor and of variables (math_ops._OverrideBinaryOperatorHelper, variables._OverloadAllOperators).

A binary operator opens a scope under its Python name, converts the other side inside it, and builds its op there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph.dtypes import string
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops

from . import division, math_basic, math_matmul
from .variables import Variable


def _add(x: Tensor, y: Tensor, name: Any = None) -> Tensor:
    if x.graph.release.add_v2 and x.dtype.base_dtype is not string:
        return gen.AddV2(x, y, name=name)  # type: ignore[no-any-return]
    return gen.Add(x, y, name=name)  # type: ignore[no-any-return]


def _mul(x: Tensor, y: Any, name: Any = None) -> Any:
    if isinstance(y, Tensor):
        return gen.Mul(x, y, name=name)
    values = gen.SparseDenseCwiseMul(y.indices, y.values, y.dense_shape, x, name=name)
    return type(y)(y.indices, values, y.dense_shape)


def _sub(x: Tensor, y: Tensor, name: Any = None) -> Tensor:
    return gen.Sub(x, y, name=name)  # type: ignore[no-any-return]


def _mod(x: Tensor, y: Tensor, name: Any = None) -> Tensor:
    return gen.FloorMod(x, y, name=name)  # type: ignore[no-any-return]


def _and(x: Tensor, y: Tensor, name: Any = None) -> Tensor:
    return gen.LogicalAnd(x, y, name=name)  # type: ignore[no-any-return]


def _or(x: Tensor, y: Tensor, name: Any = None) -> Tensor:
    return gen.LogicalOr(x, y, name=name)  # type: ignore[no-any-return]


_BINARY: dict[str, Callable[..., Any]] = {
    "add": _add,
    "sub": _sub,
    "mul": _mul,
    "div": division.div,
    "truediv": division.truediv,
    "floordiv": division.floordiv,
    "mod": _mod,
    "pow": math_basic.pow,
    "and": _and,
    "or": _or,
    "xor": math_basic.logical_xor,
    "matmul": math_matmul.matmul,
}
_COMPARISONS = {"lt": "Less", "le": "LessEqual", "gt": "Greater", "ge": "GreaterEqual"}


def _is_sparse(value: Any) -> bool:
    return bool(getattr(type(value), "is_sparse_tensor", False))


def _forward(function: Callable[..., Any], op_name: str) -> Callable[[Any, Any], Any]:
    reflected = f"__r{op_name}__"

    def operator(x: Tensor, y: Any) -> Any:
        with ops.name_scope(None, op_name, (x, y)) as name:
            strict = not x.graph.release.operators_prefer_dtype
            if (type(y) is not Tensor or strict) and not _is_sparse(y):
                try:
                    base = x.dtype.base_dtype
                    y = convert(y, base, "y") if strict else convert(y, None, "y", False, base)
                except TypeError:
                    if hasattr(type(y), reflected):
                        return NotImplemented
                    raise
            return function(x, y, name=name)

    return operator


def _reflected(function: Callable[..., Any], op_name: str) -> Callable[[Any, Any], Any]:
    def operator(y: Tensor, x: Any) -> Any:
        with ops.name_scope(None, op_name, (x, y)) as name:
            return function(convert(x, y.dtype.base_dtype, "x"), y, name=name)

    return operator


def _comparison(op_type: str) -> Callable[[Any, Any], Any]:
    def operator(x: Tensor, y: Any) -> Any:
        return gen.op(op_type, x, y)

    return operator


def _invert(x: Tensor) -> Tensor:
    return gen.LogicalNot(x)  # type: ignore[no-any-return]


def _negative(x: Tensor) -> Tensor:
    return gen.Neg(x)  # type: ignore[no-any-return]


def _table() -> dict[str, Callable[..., Any]]:
    table: dict[str, Callable[..., Any]] = {"__neg__": _negative, "__abs__": math_basic.abs, "__invert__": _invert}
    for op_name, function in _BINARY.items():
        table[f"__{op_name}__"] = _forward(function, op_name)
        table[f"__r{op_name}__"] = _reflected(function, op_name)
    for op_name, op_type in _COMPARISONS.items():
        table[f"__{op_name}__"] = _comparison(op_type)
    return table


def _of_value(operator: Callable[..., Any]) -> Callable[..., Any]:
    """The operator on what a variable holds."""

    def on_variable(variable: Any, *args: Any) -> Any:
        return operator(variable.value(), *args)

    return on_variable


def _is(self: Any, other: object) -> bool:
    return self is other


def _is_not(self: Any, other: object) -> bool:
    return self is not other


def install() -> None:
    """Put the operators on Tensor and Variable."""
    for name, operator in _table().items():
        setattr(Tensor, name, operator)
        setattr(Variable, name, _of_value(operator))
    for cls in (Tensor, Variable):
        cls.__eq__, cls.__ne__ = _is, _is_not  # type: ignore[assignment,method-assign]
        cls.absorbs_unknown = True  # type: ignore[union-attr]
        cls.__array_priority__ = 100  # type: ignore[union-attr]


