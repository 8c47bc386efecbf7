"""Elementwise ops of two inputs that broadcast, as rows; and those of equal shapes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims, Tensor
from shapecalc import Dim, ShapeError, broadcast, merge

from . import special
from .inference import InferenceContext
from .registry import kernel, shape


def broadcasting(c: InferenceContext) -> Sequence[Dims]:
    """The shape that the first two inputs give together."""
    first, second = c.inputs
    a, b = first.dims, second.dims
    if a == b:
        return (a,)
    if (a is None and b and _guessed_scalar(first)) or (b is None and a and _guessed_scalar(second)):
        return (a or b,)
    return (broadcast(a, b),)


def _guessed_scalar(tensor: Tensor) -> bool:
    """Whether a tensor is data of the script of which nothing is known: it's taken to fit the tensor beside it."""
    op = tensor.op
    unseen = op.type == "Const" and not op.attrs.get("value_known", True)
    if unseen:
        op.graph.extra.setdefault("guessed_scalars", set()).add(op)
    return unseen


def _checked(y: Any) -> None:
    if y.dtype.kind in "iu" and np.any(y == 0):
        raise ValueError("Integer division by zero")


def _truncated_quotient(x: Any, y: Any) -> Any:
    """Division of integers as C does it, towards zero."""
    if x.dtype.kind not in "iu":
        return x / y
    _checked(y)
    quotient = x // y
    return quotient + ((quotient < 0) & (quotient * y != x))


def _floor_quotient(x: Any, y: Any) -> Any:
    _checked(y)
    return np.floor_divide(x, y) if x.dtype.kind in "iu" else np.floor(x / y)


def _truncated_remainder(x: Any, y: Any) -> Any:
    _checked(y)
    return np.fmod(x, y)


def _floor_remainder(x: Any, y: Any) -> Any:
    _checked(y)
    return np.mod(x, y)


def _power(x: Any, y: Any) -> Any:
    if x.dtype.kind in "iu" and np.any(y < 0):
        raise ValueError("Integers to negative integer powers are not allowed")
    return np.power(x, y)


def _zero_where_x_is(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda x, y: np.where(x == 0, np.zeros_like(x), function(x, y))


def _divide_no_nan(x: Any, y: Any) -> Any:
    return np.where(y == 0, np.zeros_like(x), x / np.where(y == 0, np.ones_like(y), y))


def _shift(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Shifts by less than zero or more than the width act as by the nearest that is allowed."""
    return lambda x, y: function(x, np.clip(y, 0, x.dtype.itemsize * 8 - 1).astype(x.dtype))


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "Add": np.add,
    "AddV2": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "Div": _truncated_quotient,
    "RealDiv": _truncated_quotient,
    "TruncateDiv": _truncated_quotient,
    "FloorDiv": _floor_quotient,
    "Mod": _truncated_remainder,
    "TruncateMod": _truncated_remainder,
    "FloorMod": _floor_remainder,
    "Pow": _power,
    "Maximum": np.maximum,
    "Minimum": np.minimum,
    "SquaredDifference": lambda x, y: (x - y) * np.conj(x - y),
    "Atan2": np.arctan2,
    "Xdivy": _zero_where_x_is(np.divide),
    "Xlogy": _zero_where_x_is(lambda x, y: x * np.log(y)),
    "MulNoNan": lambda x, y: np.where(y == 0, np.zeros_like(x), x * y),
    "DivNoNan": _divide_no_nan,
    "Igamma": special.igamma,
    "Igammac": special.igammac,
    "IgammaGradA": special.igamma_grad_a,
    "Zeta": special.zeta,
    "Polygamma": special.polygamma,
    "NextAfter": np.nextafter,
    "Complex": lambda x, y: x + y * np.array(1j, np.result_type(x, np.complex64)),
    "Less": np.less,
    "LessEqual": np.less_equal,
    "Greater": np.greater,
    "GreaterEqual": np.greater_equal,
    "LogicalAnd": np.logical_and,
    "LogicalOr": np.logical_or,
    "BitwiseAnd": np.bitwise_and,
    "BitwiseOr": np.bitwise_or,
    "BitwiseXor": np.bitwise_xor,
    "LeftShift": _shift(np.left_shift),
    "RightShift": _shift(np.right_shift),
}


def _binary_kernel(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda k, x, y: function(x, y)


for _name, _function in BINARY.items():
    shape(_name)(broadcasting)
    kernel(_name)(_binary_kernel(_function))


@shape("Equal", "NotEqual")
def equality(c: InferenceContext) -> Sequence[Dims]:
    a, b = c.inputs[0].dims, c.inputs[1].dims
    if a == b:
        return (a,)
    if c.attrs.get("incompatible_shape_error", True):
        return (broadcast(a, b),)
    return (None if a is None or b is None else _lenient(a, b),)


def _lenient(a: tuple[Dim, ...], b: tuple[Dim, ...]) -> Dims:
    """What comparing gives where shapes that don't fit give a scalar: not known as soon as they may not fit."""
    rank = max(len(a), len(b))
    for x, y in zip((1,) * (rank - len(a)) + a, (1,) * (rank - len(b)) + b, strict=True):
        if x != y and x != 1 and y != 1:
            return () if isinstance(x, int) and isinstance(y, int) else None
    return broadcast(a, b)


def _comparison(function: Callable[[Any, Any], Any], otherwise: bool) -> Callable[..., Any]:
    def compare(k: Any, x: Any, y: Any) -> Any:
        try:
            return function(x, y)
        except ValueError:
            if k.op.attrs.get("incompatible_shape_error", True):
                raise
            return np.array(otherwise)

    return compare


kernel("Equal")(_comparison(np.equal, False))
kernel("NotEqual")(_comparison(np.not_equal, True))


@shape("ApproximateEqual")
def approximately(c: InferenceContext) -> Sequence[Dims]:
    merge(c.inputs[0].dims, c.inputs[1].dims)
    return (c.inputs[0].dims,)


@kernel("ApproximateEqual")
def approximate_equal(k: Any, x: Any, y: Any) -> Any:
    return np.abs(x - y) < x.dtype.type(k.attr("tolerance"))


@shape("AddN", "AccumulateNV2")
def merged(c: InferenceContext) -> Sequence[Dims]:
    """All inputs merge, from the last to the first."""
    if c.op_type == "AccumulateNV2":
        return (c.attr("shape"),)
    inputs = c.inputs
    found = inputs[-1].dims
    for index in range(len(inputs) - 2, -1, -1):
        dims = inputs[index].dims
        if dims != found:
            try:
                found = merge(dims, found)
            except ShapeError as error:
                if not error.static:
                    raise
                raise ShapeError(f"{error.message}\n\tFrom merging shape {index} with other shapes.", left=error.left,
                                 right=error.right, axis=error.axis) from None
    return (found,)


@kernel("AddN", "AccumulateNV2")
def add_all(k: Any, *inputs: Any) -> Any:
    total = inputs[0]
    for part in inputs[1:]:
        total = total + part
    return total


@shape("Betainc")
def betainc_shape(c: InferenceContext) -> Sequence[Dims]:
    """Scalars go with anything; all others merge."""
    found: Dims = None
    shapes = [tensor.dims for tensor in c.inputs]
    for dims in shapes:
        if dims:
            found = merge(found, dims)
    scalars = shapes.count(())
    if scalars == len(shapes):
        return ((),)
    return (None if scalars == len(shapes) - 1 and None in shapes else found,)


@kernel("Betainc")
def betainc(k: Any, a: Any, b: Any, x: Any) -> Any:
    return special.betainc(a, b, x)


