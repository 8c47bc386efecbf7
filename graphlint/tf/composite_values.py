"""Elementwise ops over sparse and ragged tensors: when the op fails, TensorFlow calls it again with the values alone.

(ops/sparse_ops.py and ops/ragged/ragged_dispatch.py.) Not here: ragged tensors on both sides, which are broadcast first.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import Any, TypeVar

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.library import unmodelled

F = TypeVar("F", bound=Callable[..., Any])

_SPARSE = frozenset({"Neg", "Sign", "Square", "Sqrt", "Erf", "Tanh", "BesselI0e", "BesselI1e"})
# their first arguments are called x, and y
_RAGGED = frozenset({
    "Neg", "Sign", "Square", "Sqrt", "Erf", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Cos", "Cosh", "Digamma",
    "Erfc", "Exp", "Expm1", "Floor", "Invert", "IsFinite", "IsInf", "IsNan", "Lgamma", "Log", "Log1p", "LogicalNot",
    "Reciprocal", "Rint", "Rsqrt", "Sin", "Sinh", "Tan"})
_PAIRS = frozenset({
    "Add", "DivNoNan", "Equal", "FloorMod", "Greater", "GreaterEqual", "Less", "LessEqual", "LogicalAnd", "LogicalOr",
    "Maximum", "Minimum", "NotEqual", "RealDiv", "SquaredDifference", "TruncateDiv", "TruncateMod", "BitwiseAnd", "BitwiseOr",
    "BitwiseXor", "LeftShift", "RightShift"})


def by_op_type(op_type: str, function: F) -> F:
    """The generated wrapper of an op type, for all tensors that TensorFlow lets it take."""
    if op_type in _SPARSE or op_type in _RAGGED:
        return _of_one(function, op_type in _SPARSE, op_type in _RAGGED)
    return of_two(function) if op_type in _PAIRS else function


def of_one(function: F) -> F:
    """Let a function of one tensor take a SparseTensor or RaggedTensor."""
    return _of_one(function, True, True)


def _of_one(function: F, sparse: bool, ragged: bool) -> F:
    @functools.wraps(function)
    def dispatched(x: Any, *args: Any, **kwargs: Any) -> Any:
        kind = type(x)
        if not hasattr(kind, "is_composite_tensor"):
            return function(x, *args, **kwargs)
        is_sparse, is_ragged = sparse and hasattr(kind, "is_sparse_tensor"), ragged and hasattr(kind, "is_ragged_tensor")
        if not is_sparse and not is_ragged:
            return function(x, *args, **kwargs)
        if stack.world.release.ragged_tensors:
            with contextlib.suppress(TypeError, ValueError):  # what fails leaves its name taken
                return function(x, *args, **kwargs)
        if is_ragged:
            return x.with_flat_values(function(x.flat_values, *args, **kwargs))
        values = function(x.values, *args, **kwargs)
        return kind(indices=x.indices, values=values, dense_shape=x.dense_shape)

    return dispatched  # type: ignore[return-value]


def of_two(function: F) -> F:
    """Let a function of two tensors take a RaggedTensor and a scalar."""

    @functools.wraps(function)
    def dispatched(x: Any, y: Any, *args: Any, **kwargs: Any) -> Any:
        ragged = hasattr(type(x), "is_ragged_tensor"), hasattr(type(y), "is_ragged_tensor")
        if not any(ragged):
            return function(x, y, *args, **kwargs)
        with contextlib.suppress(TypeError, ValueError):
            return function(x, y, *args, **kwargs)
        whole, other = (x, y) if ragged[0] else (y, x)
        other = None if all(ragged) else _converted(other, "y" if ragged[0] else "x", whole.dtype)
        if other is None or other.dims is None or len(other.dims) >= len(whole.flat_values.dims or (0,) * 99):
            return unmodelled(f"tensorflow.RaggedTensor broadcast in {function.__name__}")
        pair = (whole.flat_values, other) if ragged[0] else (other, whole.flat_values)
        return whole.with_flat_values(function(*pair, *args, **kwargs))

    return dispatched  # type: ignore[return-value]


def _converted(value: Any, name: str, preferred: Any) -> Tensor:
    from .convert import convert  # noqa: PLC0415 - conversion makes ops, whose wrappers are made here

    return convert(value, None, name, False, preferred)
