"""What an operator between an array (or a numpy number) and something else does."""

from __future__ import annotations

from typing import Any

import numpy

from graphlint.libs.numpy.convert import as_array, is_array_like, leaf_dtype
from graphlint.libs.numpy.dims import is_number
from graphlint.libs.numpy.elementwise import _result_dtype, apply
from graphlint.libs.numpy.linalg import matmul
from graphlint.libs.numpy.promotion import promote
from graphlint.libs.numpy.unknowns import UnknownData, UnknownScalar
from graphlint.sandbox.unknown import Unknown, text_of


def operate(function: str, *operands: Any) -> Any:
    """`left + right`; NotImplemented where the other side is no array, so that a tensor can answer."""
    for operand in operands:
        if isinstance(operand, Unknown) and not isinstance(operand, (UnknownScalar, UnknownData)) and not is_number(operand):
            # it may be a tensor as well as an array
            return operand.derived(f"{function}({', '.join(map(text_of, operands))})")
        if not is_array_like(operand):
            if operand is None and function in ("equal", "not_equal"):
                return _none_compared(function, *operands)
            return NotImplemented
    with_text = function in ("equal", "not_equal") and any(type(operand) in (str, bytes) for operand in operands)
    if with_text and not all(_may_be_text(operand) for operand in operands):
        return function == "not_equal"
    return matmul(*operands) if function == "matmul" else apply(function, *operands)


def _may_be_text(operand: Any) -> bool:
    dtype = as_array(operand)._dtype
    return dtype is None or dtype.kind in "USO"


def _none_compared(function: str, left: Any, right: Any) -> Any:
    from graphlint.libs.numpy.creation import full

    array = as_array(right if left is None else left)
    if array._shape is None:
        return NotImplemented
    return full(array.shape, function == "not_equal", dtype=bool)


def operate_in_place(function: str, target: Any, other: Any) -> Any:
    """`target += other`: the values of the same array change, and its dtype stays."""
    made = operate(function, target, other)
    if made is NotImplemented:
        return made
    dtype = leaf_dtype(made)
    if target._dtype is not None and dtype is not None and not numpy.can_cast(dtype, target._dtype, "same_kind"):
        raise TypeError(f"Cannot cast ufunc {function} output from {dtype!r} to {target._dtype!r} with casting rule 'same_kind'")
    target[...] = made
    return target


def scalar_dtype(function: str, left: Any, right: Any) -> Any:
    """The type of a scalar that comes of two scalars; None if one isn't known."""
    dtypes = [leaf_dtype(side) for side in (left, right)]
    known = [dtype for dtype in dtypes if dtype is not None and dtype.kind in "biufc"]
    if len(known) != 2 or any(isinstance(s, (list, tuple)) for s in (left, right)):
        return None
    if function == "matmul":
        return None
    try:
        return _result_dtype(function, promote(known))
    except TypeError:
        return None
