"""Plain values as C code takes them, whatever a subclass of the script makes of them.

A script may derive from `str`, `int` or `list` and override what a check would ask (`__len__`, `__eq__`, `__index__`),
while the operation that is checked takes the value itself. So checks ask here. Not here: the limits (`sizes.py`).
"""

from __future__ import annotations

import collections
import operator
from collections.abc import Callable
from typing import Any

_LENGTHS: tuple[tuple[type, Callable[[Any], int]], ...] = tuple(
    (cls, cls.__len__)  # type: ignore[attr-defined]
    for cls in (str, list, tuple, dict, bytes, bytearray, set, frozenset, collections.deque)
)
_MOST = 1 << 62


def exact_text(value: str) -> str:
    """The text itself: a name that is checked must be the name that is looked up."""
    return value if type(value) is str else str.__str__(value)


def exact_length(values: Any) -> int:
    """The number of items that there are."""
    for cls, length in _LENGTHS:
        if isinstance(values, cls):
            return length(values)
    try:
        return len(values)
    except OverflowError:
        return _MOST


def as_index(value: Any) -> int | None:
    """The whole number that C code would take `value` for as a size; None if it's none. It is asked once only."""
    if type(value) is int:
        return value
    if isinstance(value, int):
        return int.__index__(value)
    try:
        return operator.index(value)
    except Exception:  # C code that asks for a size gets none either
        return None


def bits(value: int) -> int:
    """How long an integer is."""
    return int.bit_length(value)
