"""Dims of arrays: what scripts give (numbers, unknown numbers) as shapecalc dims, and back."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from operator import index
from typing import Any

from graphlint.libs.numpy.operators import Operators
from graphlint.libs.numpy.scalars import generic
from graphlint.libs.state import fresh, fresh_symbol
from graphlint.sandbox.unknown import Unknown
from shapecalc import Dim, Expr, Shape, value

MOST_DIMS = 32
_ARITHMETIC = ("+", "-", "*", "/", "//", "%")
# how an Unknown reads that comes from a function which only gives numbers
_NUMBERS = ("int(", "len(", "float(", "next(iter(range(")


def dim_of(number: Any) -> Dim:
    """A number of the script as a dim; TypeError as numpy says it."""
    if isinstance(number, Unknown):
        return normal(number.as_expr())
    if isinstance(number, Expr):
        return normal(number)
    if isinstance(number, Operators) and getattr(number, "_value", 0) is None:
        return fresh_dim("size")
    if isinstance(number, (float, complex, str)) or not hasattr(type(number), "__index__"):
        raise TypeError(f"'{type(number).__name__}' object cannot be interpreted as an integer")
    return _index(number)


def _index(number: Any) -> int:
    try:
        return index(number)
    except TypeError as error:
        raise TypeError(str(error)) from None


def fresh_dim(name: str) -> Dim:
    """A size that depends on values that aren't known."""
    return fresh_symbol(name)


def normal(dim: Dim) -> Dim:
    known = value(dim)
    return dim if known is None else known


def shape_of(given: Any) -> Shape:
    """The `shape` argument of `zeros` and the like: a number or a sequence; None if it is wholly unknown."""
    from graphlint.libs.numpy.array import ShapedArray

    if isinstance(given, Unknown):
        return (dim_of(given),) if is_number(given) else None
    if isinstance(given, ShapedArray):
        if given._shape == ():
            return (dim_of(given[()]),)
        if given._value is None:
            rank = given._shape[0] if given._shape else None
            return tuple(_element(given, i) for i in range(rank)) if isinstance(rank, int) and rank < 33 else None
        given = given._value.tolist()
    if hasattr(type(given), "__index__") or isinstance(given, (Expr, float)):
        given = (given,)
    dims = tuple(_checked(dim_of(element)) for element in given)
    if len(dims) > MOST_DIMS:
        raise ValueError(f"maximum supported dimension for an ndarray is {MOST_DIMS}, found {len(dims)}")
    return dims


def is_number(unknown: Any) -> bool:
    """Whether it is certain that something is one number: unknown data could be an array of any rank."""
    from graphlint.libs.numpy.python_numbers import number_type
    from graphlint.libs.numpy.unknowns import UnknownScalar

    if not isinstance(unknown, Unknown):
        return isinstance(unknown, (int, float, generic))
    if isinstance(unknown, UnknownScalar) or unknown.text.startswith(_NUMBERS) or number_type(unknown):
        return True
    parts = unknown._parts
    return parts is not None and parts[0] in _ARITHMETIC and is_number(parts[1]) and is_number(parts[2])


def _checked(dim: Dim) -> Dim:
    if isinstance(dim, int) and dim < 0:
        raise ValueError("negative dimensions are not allowed")
    return dim


def _element(array: Any, index: int) -> Dim:
    return dim_of(array[index])


def known_shape(shape: Shape) -> tuple[int, ...] | None:
    """The shape if every dim is a known number."""
    if shape is None or not all(isinstance(dim, int) for dim in shape):
        return None
    return shape  # type: ignore[return-value]


def size_of(shape: Shape) -> Dim | None:
    if shape is None:
        return None
    return prod(shape, start=1)  # type: ignore[arg-type]


def axis_of(axis: Any, rank: int) -> int:
    """A non-negative axis; numpy's AxisError (a ValueError and IndexError) if there is none such."""
    number = generic_int(axis)
    if not -rank <= number < rank:
        raise AxisError(f"axis {number} is out of bounds for array of dimension {rank}")
    return number % rank


def axes_of(axis: Any, rank: int) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(rank))
    if isinstance(axis, (tuple, list)):
        return tuple(axis_of(each, rank) for each in axis)
    return (axis_of(axis, rank),)


def generic_int(number: Any) -> int:
    if isinstance(number, (bool, int)):
        return int(number)
    if isinstance(number, generic) or hasattr(type(number), "__index__"):
        return _index(number)
    raise TypeError(f"'{type(number).__name__}' object cannot be interpreted as an integer")


class AxisError(ValueError, IndexError):
    """numpy's own: an axis that the array doesn't have."""


def shown(dims: Sequence[Dim] | None, reason: str) -> Any:
    """A shape as the script sees it: numbers, and Unknowns for what isn't known."""
    if dims is None:
        return Unknown(f"the rank of an array is not known ({reason})", text=fresh("array.shape"))
    from graphlint.libs.numpy.unknowns import UnknownScalar

    return tuple(
        dim if isinstance(dim, int) else UnknownScalar(reason, int, python=True, expr=dim, text=str(dim)) for dim in dims
    )
