"""How much the trace holds in arrays, and which arrays share their values, so that a write is seen by every view."""

from __future__ import annotations

from typing import Any

import numpy

# An array with more elements keeps dtype and shape only: 2 MB as float64, 0.3 ms for an elementwise function.
MOST_ELEMENTS = 1 << 18
MOST_BYTES = 1 << 23
# All arrays together; beyond it, new ones are made without values.
MOST_HELD = 1 << 28
# Multiplications of one call (matrix products, decompositions): about 30 ms.
MOST_WORK = 1 << 25


class Held:
    """The sum of what all memories hold."""

    bytes = 0


class Memory:
    """The values behind an array and all its views: once a write isn't known, none of them is known any more."""

    __slots__ = ("known", "size")

    def __init__(self, size: int) -> None:
        self.known = True
        self.size = size
        Held.bytes += size

    def __del__(self) -> None:
        Held.bytes -= self.size


def fits(shape: tuple[int, ...], dtype: numpy.dtype[Any]) -> bool:
    """Whether an array of this shape may keep its values."""
    size = 1
    for dim in shape:
        size *= dim
    return size <= MOST_ELEMENTS and size * dtype.itemsize <= MOST_BYTES and Held.bytes < MOST_HELD
