"""A dim: an int that TensorFlow knows statically, or an expression that it shows as `?`.

Holds the constructors and the two views of one dim.  Comparison is in `compare`, arithmetic in `expr` and `divide`.
"""

from __future__ import annotations

from itertools import count
from typing import TypeAlias

from shapecalc.atoms import Symbol
from shapecalc.expr import Dim, Expr, atom_expr, number

Shape: TypeAlias = tuple[Dim, ...] | None
"""A shape; None where the rank is unknown."""

_serials = count(1)


def symbol(name: str, low: int = 0) -> Expr:
    """A dim that nobody knows, at least `low`; a size that is never empty (a batch) says `low=1`."""
    return atom_expr(Symbol(name, low))


def unknown(low: int = 0) -> Expr:
    """A dim of which nothing can be said: written `?`, and equal to no other `?`."""
    return atom_expr(Symbol("?", low, next(_serials)))


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
    total: Dim = 1
    for dim in shape:
        if isinstance(dim, int) and dim == 0:
            return 0
        total = total * dim
    return total
