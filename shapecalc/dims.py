"""A dim: an int that TensorFlow knows statically, or an expression that it shows as `?`.

Holds the constructors and the two views of one dim.  Comparison is in `compare`, arithmetic in `expr` and `divide`.
"""

from __future__ import annotations

from typing import TypeAlias

from shapecalc.expr import Dim, Expr, Symbol, atom_expr, number

Shape: TypeAlias = tuple[Dim, ...] | None
"""A shape; None where the rank is unknown."""


def symbol(name: str, low: int = 0) -> Expr:
    """A dim that nobody knows, at least `low`; a size that is never empty (a batch) says `low=1`."""
    return atom_expr(Symbol(name, low))


def hidden(n: int) -> Expr:
    """A number that we know and TensorFlow does not."""
    return number(n)


def value(dim: Dim) -> int | None:
    """The number, if we know it in either view."""
    return dim if isinstance(dim, int) else dim.number


def static(dim: Dim) -> int | None:
    """The number, if TensorFlow knows it."""
    return dim if isinstance(dim, int) else None
