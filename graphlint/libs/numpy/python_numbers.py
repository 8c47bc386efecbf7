"""Which of Python's numbers an Unknown certainly is: `len(x) // 2` is an int, `len(x) / 2` a float.

Not here: numbers of numpy's own types (`UnknownScalar` says its type), and what the number is.
"""

from __future__ import annotations

from typing import Any

import numpy

from graphlint.libs.numpy.scalars import generic
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.libs.state import Current
from graphlint.sandbox.unknown import Unknown

# what Python's functions give, whatever they are given
_CONVERSIONS: dict[str, type] = {"float": float, "len": int, "int": int}
_ARITHMETIC = frozenset({"+", "-", "*", "//", "%"})
_DEEPEST = 50


def number_type(value: Any, depth: int = _DEEPEST) -> type | None:
    """int or float; None where it could be either, or no plain number at all."""
    if isinstance(value, Unknown):
        return _of_unknown(value, depth) if depth else None
    if isinstance(value, generic):
        return None
    return int if isinstance(value, int) else float if isinstance(value, float) else None


def converted_dtype(unknown: Unknown) -> numpy.dtype[Any] | None:
    """What numpy makes of such a number; None for any other Unknown."""
    kind = number_type(unknown)
    return None if kind is None else numpy.dtype(numpy.int64 if kind is int else numpy.float64)


def _of_unknown(unknown: Unknown, depth: int) -> type | None:
    if isinstance(unknown, UnknownScalar):
        return {"i": int, "u": int, "f": float}.get(unknown._dtype.kind) if unknown._python else None
    function, _, rest = unknown.text.partition("(")
    parts = unknown._parts
    if function in _CONVERSIONS and rest.endswith(")") and (parts is None or (parts[0], parts[2]) == ("+", 0)):
        return _CONVERSIONS[function]
    return None if parts is None else _of_parts(*parts, depth - 1)


def _of_parts(name: str, left: Any, right: Any, depth: int) -> type | None:
    """The type of what arithmetic, a choice of two, or rounding gives."""
    first = number_type(left, depth)
    if name == "counted" or (name == "round" and right is not None):
        return first
    if name == "round":
        return None if first is None else int
    kinds = {first, number_type(right, depth)}
    if None in kinds:
        return None
    if name in ("max", "min"):
        return kinds.pop() if len(kinds) == 1 else None
    if name in _ARITHMETIC:
        return float if float in kinds else int
    return float if name == "/" and (float in kinds or _true_division()) else None


def _true_division() -> bool:
    """Whether `/` of two integers gives a float: not in Python 2."""
    return Current.state.python != 2
