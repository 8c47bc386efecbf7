"""The divisions: true, floor, Python 2's, and the ones safe at zero (ops/math_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops

from . import math_basic

# what integers are cast to before a true division; None keeps the dtype
TRUE_DIVISION: dict[DType, DType | None] = {
    dtypes.uint8: dtypes.float32,
    dtypes.int8: dtypes.float32,
    dtypes.uint16: dtypes.float32,
    dtypes.int16: dtypes.float32,
    dtypes.int32: dtypes.float64,
    dtypes.int64: dtypes.float64,
    dtypes.bfloat16: None,
    dtypes.float16: None,
    dtypes.float32: None,
    dtypes.float64: None,
    dtypes.complex64: None,
    dtypes.complex128: None,
}


def _same_dtype(x: Tensor, y: Tensor) -> DType:
    left, right = x.dtype.base_dtype, y.dtype.base_dtype
    if left is not right:
        raise TypeError(f"x and y must have the same dtype, got {left!r} != {right!r}")
    return left


def truediv_type(x: Tensor, y: Tensor) -> DType | None:
    """The dtype both sides are cast to. TypeError where they differ or don't divide."""
    dtype = _same_dtype(x, y)
    if dtype not in TRUE_DIVISION:
        raise TypeError(f"Invalid dtype {dtype!r} in __truediv__")
    return TRUE_DIVISION[dtype]


def truediv(x: Any, y: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "truediv", [x, y]) as scope:
        x = convert(x, name="x")
        y = convert(y, name="y")
        dtype = truediv_type(x, y)
        if dtype is not None:
            x, y = math_basic.cast(x, dtype), math_basic.cast(y, dtype)
        return gen.RealDiv(x, y, name=scope)  # type: ignore[no-any-return]


def div(x: Any, y: Any, name: Any = None) -> Tensor:
    """Python 2's division: floors integers."""
    with ops.name_scope(name, "div", [x, y]) as scope:
        x = convert(x, name="x")
        y = convert(y, x.dtype.base_dtype, "y")
        dtype = _same_dtype(x, y)
        op = gen.RealDiv if dtype.is_floating or dtype.is_complex else gen.FloorDiv
        return op(x, y, name=scope)  # type: ignore[no-any-return]


def floordiv(x: Any, y: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "floordiv", [x, y]) as scope:
        return gen.FloorDiv(x, y, name=scope)  # type: ignore[no-any-return]


def divide(x: Any, y: Any, name: Any = None) -> Any:
    return x / y if name is None else truediv(x, y, name)


def div_no_nan(x: Any, y: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "div_no_nan", [x, y]) as scope:
        x = convert(x, name="x")
        y = convert(y, x.dtype.base_dtype, "y")
        _same_dtype(x, y)
        return gen.DivNoNan(x, y, name=scope)  # type: ignore[no-any-return]


def reciprocal_no_nan(x: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "reciprocal_no_nan", [x]) as scope:
        x = convert(x, name="x")
        one = constant_op.constant(1, dtype=x.dtype.base_dtype, name="one")
        return gen.DivNoNan(one, x, name=scope)  # type: ignore[no-any-return]


def multiply_no_nan(x: Any, y: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "multiply_no_nan", [x, y]) as scope:
        x = convert(x, name="x")
        y = convert(y, x.dtype.base_dtype, "y")
        _same_dtype(x, y)
        return gen.MulNoNan(x, y, name=scope)  # type: ignore[no-any-return]
