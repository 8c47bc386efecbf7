"""Meaning of dims: three-valued comparison, minimum and maximum, substitution.

An answer is True or False only where it holds for every value that the symbols may take; None says that we cannot
tell.  Nothing here looks at shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import ceil, floor, gcd, lcm

from shapecalc.atoms import Atom, Extremum, Floor, Max, Min, Ratio, Symbol
from shapecalc.bounds import Range, Rational, Terms, even_terms, highest, lowest
from shapecalc.divide import exact_quotient, floor_quotient
from shapecalc.expr import Dim, Expr, as_expr, atom_expr, number


def eq(a: Dim, b: Dim) -> bool | None:
    """Whether two dims are the same number."""
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    if a == b:
        return True
    return _is_zero(as_expr(a) - b)


def le(a: Dim, b: Dim) -> bool | None:
    """Whether a <= b."""
    if isinstance(a, int) and isinstance(b, int):
        return a <= b
    return _is_natural(as_expr(b) - a)


def lt(a: Dim, b: Dim) -> bool | None:
    """Whether a < b."""
    if isinstance(a, int) and isinstance(b, int):
        return a < b
    return _is_natural(as_expr(b) - a - 1)


@lru_cache(maxsize=4096)
def _is_zero(expr: Expr) -> bool | None:
    terms = even_terms(expr)
    if not terms:
        return True
    if _never_whole(terms):
        return False
    low, high = _integers(terms, lowest(terms), highest(terms))
    if (low is not None and low > 0) or (high is not None and high < 0):
        return False
    return True if low == 0 and high == 0 else None


@lru_cache(maxsize=4096)
def _is_natural(expr: Expr) -> bool | None:
    terms = even_terms(expr)
    low, high = _integers(terms, lowest(terms), highest(terms))
    if low is not None and low >= 0:
        return True
    return False if high is not None and high < 0 else None


def _integers(terms: Terms, low: Rational | None, high: Rational | None) -> Range:
    """The bounds, drawn in to integers where the sum is surely one."""
    if any(c.denominator != 1 for c in terms.values()):
        return low, high
    return None if low is None else ceil(low), None if high is None else floor(high)


def _never_whole(terms: Terms) -> bool:
    """Whether the sum cannot be 0 because its number is no multiple of what divides all other terms."""
    scale = lcm(*[c.denominator for c in terms.values()])
    common = gcd(*[int(c * scale) for m, c in terms.items() if m])
    constant = int(terms.get((), 0) * scale)
    return constant % common != 0 if common else constant != 0


def dmin(*dims: Dim) -> Dim:
    """The smallest of the dims."""
    return _extreme(dims, Min)


def dmax(*dims: Dim) -> Dim:
    """The largest of the dims."""
    return _extreme(dims, Max)


def _extreme(dims: tuple[Dim, ...], kind: type[Extremum]) -> Dim:
    known = [dim for dim in dims if isinstance(dim, int)]
    if len(known) == len(dims):
        return min(known) if kind is Min else max(known)
    return _extremum(dims, kind)


def _extremum(dims: tuple[Dim, ...], kind: type[Extremum]) -> Expr:
    parts: list[Expr] = []
    for dim in dims:
        expr = as_expr(dim)
        for part in expr.atom.parts if isinstance(expr.atom, kind) else (expr,):
            if not any(_beats(other, part, kind) for other in parts):
                parts = [other for other in parts if not _beats(part, other, kind)] + [part]
    if len(parts) == 1:
        return parts[0]
    return atom_expr(kind(tuple(sorted(parts, key=lambda part: (part.number is not None, part.key)))))


def _beats(winner: Expr, loser: Expr, kind: type[Extremum]) -> bool:
    return (le(winner, loser) if kind is Min else le(loser, winner)) is True


def substitute(dim: Dim, values: Mapping[str, Dim]) -> Dim:
    """The dim with symbols replaced by name.

    An expression stays one, also when only a number is left.  A ratio that does not come out even stays a ratio, whose
    `value` is not known: no program gets there.
    """
    if isinstance(dim, int):
        return dim
    result = number(0)
    for monomial, coefficient in dim.terms:
        product = number(coefficient)
        for atom in monomial:
            product = product * _substituted(atom, values)
        result = result + product
    return result


def symbols(dim: Dim) -> Iterator[Symbol]:
    """The symbols that a dim is made of."""
    for monomial, _ in () if isinstance(dim, int) else dim.terms:
        for atom in monomial:
            if isinstance(atom, Symbol):
                yield atom
            elif isinstance(atom, (Floor, Ratio)):
                yield from symbols(atom.num)
                yield from symbols(atom.den)
            elif isinstance(atom, Extremum):
                for part in atom.parts:
                    yield from symbols(part)


def is_possible(dim: Dim) -> bool:
    """False if a ratio of two plain numbers is left, which does not come out even."""
    atoms = [] if isinstance(dim, int) else [atom for monomial, _ in dim.terms for atom in monomial]
    return not any(
        isinstance(atom, Ratio) and atom.num.number is not None and atom.den.number is not None for atom in atoms
    )


def _substituted(atom: Atom, values: Mapping[str, Dim]) -> Expr:
    if isinstance(atom, Symbol):
        return as_expr(values[atom.name]) if atom.name in values and not atom.serial else atom_expr(atom)
    if isinstance(atom, Extremum):
        return _extremum(tuple([substitute(part, values) for part in atom.parts]), type(atom))
    assert isinstance(atom, Floor | Ratio)
    num, den = as_expr(substitute(atom.num, values)), as_expr(substitute(atom.den, values))
    return floor_quotient(num, den) if isinstance(atom, Floor) else exact_quotient(num, den)
