"""A dim: an int that TensorFlow knows statically, or an expression that it shows as `?`.

Holds the constructors and the two views of one dim.  Comparison is in `compare`, arithmetic in `expr` and `divide`.
"""

from __future__ import annotations

from itertools import count
from math import prod
from typing import TypeAlias

from shapecalc.atoms import Symbol
from shapecalc.expr import Dim, Expr, atom_expr, number

Shape: TypeAlias = tuple[Dim, ...] | None
"""A shape; None where the rank is unknown."""

_serials = count(1)


def symbol(name: str, low: int | None = 0) -> Expr:
    """A dim that nobody knows, at least `low`; a size that is never empty (a batch) says `low=1`.

    Symbols are the same if name and low are; with None as low it may be any integer.
    """
    return atom_expr(Symbol(name, low))


def unknown(name: str = "?", low: int = 0) -> Expr:
    """A dim of which nothing can be said: a symbol of its own at each call, whatever its name."""
    return atom_expr(Symbol(name, low, next(_serials)))


def hidden(n: int) -> Expr:
    """A number that we know and TensorFlow does not."""
    return number(n)


def value(dim: Dim) -> int | None:
    """The number, if we know it in either view."""
    return dim if isinstance(dim, int) else dim.number


def static(dim: Dim) -> int | None:
    """The number, if TensorFlow knows it."""
    return dim if isinstance(dim, int) else None


def unknowns(rank: int) -> tuple[Expr, ...]:
    """A shape of which only the rank is known."""
    return tuple([unknown() for _ in range(rank)])


def size(shape: tuple[Dim, ...]) -> Dim:
    """The number of elements: an int only if every dim is one, or one is 0."""
    known = prod([dim for dim in shape if isinstance(dim, int)])
    total: Dim = known
    if known:
        for dim in shape:
            if not isinstance(dim, int):
                total = dim * total
    return total
