"""The data type of a result as numpy 1.16 chooses it, where the value of a scalar matters. Holds no arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy

_CATEGORY = {"b": 0, "i": 1, "u": 1, "f": 2, "c": 2}


@dataclass(frozen=True, slots=True)
class Operand:
    """What promotion looks at: the type, whether it is a scalar or 0-d array, and the value of such a scalar."""

    dtype: numpy.dtype[Any]
    scalar: bool
    value: Any = None


def common_dtype(operands: Iterable[Operand]) -> numpy.dtype[Any]:
    """The type that the operands are cast to before an elementwise operation."""
    operands = list(operands)
    arrays = [operand.dtype for operand in operands if not operand.scalar]
    scalars = [operand for operand in operands if operand.scalar]
    if arrays and scalars and _category(s.dtype for s in scalars) <= _category(arrays):
        merged = promote(arrays)
        return promote([merged, *(_smallest(s, merged) for s in scalars)])
    return promote([operand.dtype for operand in operands])


def first_fitting(operands: Iterable[Operand], candidates: Iterable[str]) -> numpy.dtype[Any] | None:
    """The first of a function's input types that holds all operands: how numpy 1 picks the loop of most functions."""
    operands = list(operands)
    arrays = [operand.dtype for operand in operands if not operand.scalar]
    scalars = [operand.dtype for operand in operands if operand.scalar]
    by_value = bool(arrays and scalars) and _category(scalars) <= _category(arrays)
    for candidate in map(numpy.dtype, candidates):
        if all(_holds(candidate, operand, by_value, arrays) for operand in operands):
            return candidate
    return None


def _holds(candidate: numpy.dtype[Any], operand: Operand, by_value: bool, arrays: list[numpy.dtype[Any]]) -> bool:
    if not (operand.scalar and by_value):
        return numpy.can_cast(operand.dtype, candidate)
    if operand.value is None:
        return numpy.can_cast(_smallest(operand, promote(arrays)), candidate)
    smallest = numpy.min_scalar_type(operand.value)
    if smallest.kind == "u" and candidate.kind == "i":
        return int(operand.value) <= numpy.iinfo(candidate).max
    return numpy.can_cast(smallest, candidate)


def promote(dtypes: Iterable[numpy.dtype[Any]]) -> numpy.dtype[Any]:
    return reduce(_promote_pair, dtypes)


def _promote_pair(left: numpy.dtype[Any], right: numpy.dtype[Any]) -> numpy.dtype[Any]:
    if left == right:
        return left if left.isnative else left.newbyteorder("=")
    try:
        return numpy.promote_types(left, right)
    except TypeError:
        return numpy.dtype(object)


def _category(dtypes: Iterable[numpy.dtype[Any]]) -> int:
    return max(_CATEGORY.get(dtype.kind, 3) for dtype in dtypes)


def _smallest(scalar: Operand, arrays: numpy.dtype[Any]) -> numpy.dtype[Any]:
    """The smallest type that holds the scalar's value; one that is not known is taken to fit into the arrays' type."""
    if scalar.dtype.kind not in _CATEGORY:
        return scalar.dtype
    if scalar.value is None:
        if _CATEGORY[scalar.dtype.kind] < _category([arrays]) or scalar.dtype.kind == "b":
            return numpy.dtype(bool)
        if scalar.dtype.kind == "c":
            return numpy.dtype(numpy.complex64)
        return arrays
    smallest = numpy.min_scalar_type(scalar.value)
    if smallest.kind == "u" and arrays.kind == "i":
        signed = numpy.dtype(f"i{smallest.itemsize}")
        if int(scalar.value) <= numpy.iinfo(signed).max:
            return signed
    return smallest
