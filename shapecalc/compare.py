"""Meaning of dims: three-valued comparison, minimum and maximum, substitution.

An answer is True or False only where it holds for every value that the symbols may take; None says that we cannot
tell.  Nothing here looks at shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor, gcd

from shapecalc.divide import exact_div, floor_quotient
from shapecalc.expr import Atom, Dim, Expr, Extremum, Floor, Max, Min, Monomial, Ratio, Symbol, as_expr, atom_expr, joined, number

_Poly = dict[Monomial, Fraction]
_DEPTH = 6  # how many atoms one bound may open up; deeper nesting is answered with "not known"


def eq(a: Dim, b: Dim) -> bool | None:
    """Whether two dims are the same number."""
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    if a == b:
        return True
    difference = _difference(a, b)
    if not difference:
        return True
    if _never_whole(difference):
        return False
    low, high = _lowest(difference, _DEPTH), _highest(difference, _DEPTH)
    if (low is not None and low > 0) or (high is not None and high < 0):
        return False
    return True if low == 0 and high == 0 else None


def le(a: Dim, b: Dim) -> bool | None:
    """Whether a <= b."""
    if isinstance(a, int) and isinstance(b, int):
        return a <= b
    difference = _difference(b, a)
    low = _lowest(difference, _DEPTH)
    if low is not None and low > -1:
        return True
    high = _highest(difference, _DEPTH)
    return False if high is not None and high < 0 else None


def lt(a: Dim, b: Dim) -> bool | None:
    """Whether a < b."""
    if isinstance(a, int) and isinstance(b, int):
        return a < b
    return le(a + 1, b)


def dmin(*dims: Dim) -> Dim:
    """The smallest of the dims."""
    if all(isinstance(d, int) for d in dims):
        return min(dims)  # type: ignore[type-var]
    return _extremum(dims, Min)


def dmax(*dims: Dim) -> Dim:
    """The largest of the dims."""
    if all(isinstance(d, int) for d in dims):
        return max(dims)  # type: ignore[type-var]
    return _extremum(dims, Max)


def _extremum(dims: tuple[Dim, ...], kind: type[Extremum]) -> Expr:
    parts: list[Expr] = []
    for dim in dims:
        expr = as_expr(dim)
        only = expr.terms[0][0][0] if len(expr.terms) == 1 and len(expr.terms[0][0]) == 1 else None
        flat = only.parts if type(only) is kind and expr.terms[0][1] == 1 else (expr,)  # type: ignore[union-attr]
        for part in flat:
            if not any(_beats(other, part, kind) for other in parts):
                parts = [other for other in parts if not _beats(part, other, kind)] + [part]
    if len(parts) == 1:
        return parts[0]
    return atom_expr(kind(tuple(sorted(parts, key=lambda part: (part.number is not None, part.key)))))


def _beats(winner: Expr, loser: Expr, kind: type[Extremum]) -> bool:
    return (le(winner, loser) if kind is Min else le(loser, winner)) is True


def substitute(dim: Dim, values: Mapping[str, Dim]) -> Dim:
    """The dim with symbols replaced by name."""
    if isinstance(dim, int):
        return dim
    result = number(0)
    for monomial, coefficient in dim.terms:
        product = number(coefficient)
        for atom in monomial:
            product = product * _substituted(atom, values)
        result = result + product
    return result


def _substituted(atom: Atom, values: Mapping[str, Dim]) -> Expr:
    if isinstance(atom, Symbol):
        return as_expr(values[atom.name]) if atom.name in values else atom_expr(atom)
    if isinstance(atom, Extremum):
        return _extremum(tuple(substitute(part, values) for part in atom.parts), type(atom))
    assert isinstance(atom, Floor | Ratio)
    num, den = as_expr(substitute(atom.num, values)), as_expr(substitute(atom.den, values))
    return floor_quotient(num, den) if isinstance(atom, Floor) else as_expr(exact_div(num, den))


def _difference(a: Dim, b: Dim) -> _Poly:
    terms: _Poly = {}
    for monomial, coefficient in (as_expr(a) - b).terms:
        _add_even(terms, monomial, Fraction(coefficient))
    return {m: c for m, c in terms.items() if c}


def _add_even(terms: _Poly, monomial: Monomial, coefficient: Fraction) -> None:
    """Add a term, with ratios by plain numbers written as fractions."""
    for index, atom in enumerate(monomial):
        if isinstance(atom, Ratio) and atom.den.number is not None:
            rest = monomial[:index] + monomial[index + 1 :]
            for inner, factor in atom.num.terms:
                _add_even(terms, joined(rest, inner), coefficient * factor / atom.den.number)
            return
    terms[monomial] = terms.get(monomial, Fraction(0)) + coefficient


def _never_whole(terms: _Poly) -> bool:
    """Whether the sum cannot be 0 because its number is no multiple of what divides all other terms."""
    constant, common = terms.get((), Fraction(0)), 0
    scale = 1
    for coefficient in terms.values():
        scale = scale * coefficient.denominator // gcd(scale, coefficient.denominator)
    for monomial, coefficient in terms.items():
        if monomial:
            common = gcd(common, int(coefficient * scale))
    return common != 0 and int(constant * scale) % common != 0


def _highest(terms: _Poly, depth: int) -> Fraction | None:
    low = _lowest({m: -c for m, c in terms.items()}, depth)
    return None if low is None else -low


def _lowest(terms: _Poly, depth: int) -> Fraction | None:
    """A number that the sum never falls below, or None."""
    best = _plain_lowest(terms)
    if depth == 0:
        return best
    for monomial, coefficient in terms.items():
        if len(monomial) != 1 or isinstance(monomial[0], Symbol):
            continue
        for bound in _linear_bounds(monomial[0], coefficient > 0):
            opened = {m: c for m, c in terms.items() if m != monomial}
            for inner, factor in bound.items():
                _add_even(opened, inner, coefficient * factor)
            low = _lowest({m: c for m, c in opened.items() if c}, depth - 1)
            if low is not None and (best is None or low > best):
                best = low
        break  # the others are opened further down
    return best


def _linear_bounds(atom: Atom, below: bool) -> list[_Poly]:
    """Sums that an atom is never below (or never above)."""
    if isinstance(atom, Floor) and atom.den.number is not None:
        den = atom.den.number
        bound = {m: Fraction(c, den) for m, c in atom.num.terms}
        if below:
            bound[()] = bound.get((), Fraction(0)) - Fraction(den - 1, den)
        return [bound]
    if (isinstance(atom, Min) and not below) or (isinstance(atom, Max) and below):
        return [{m: Fraction(c) for m, c in part.terms} for part in atom.parts]
    return []


def _plain_lowest(terms: _Poly) -> Fraction | None:
    total = Fraction(0)
    for monomial, coefficient in terms.items():
        bound = _monomial_range(monomial)[0 if coefficient > 0 else 1]
        if bound is None:
            return None
        total += coefficient * bound
    return total


def _monomial_range(monomial: Monomial) -> tuple[Fraction | None, Fraction | None]:
    low, high = Fraction(1), Fraction(1)
    bounded = True
    for atom in monomial:
        atom_low, atom_high = _atom_range(atom)
        if atom_low is None or atom_low < 0:
            return (atom_low, atom_high) if len(monomial) == 1 else (None, None)
        low *= atom_low
        bounded = bounded and atom_high is not None
        high *= atom_high or 0
    return low, high if bounded else None


def _atom_range(atom: Atom) -> tuple[Fraction | None, Fraction | None]:
    if isinstance(atom, Symbol):
        return Fraction(atom.low), None
    if isinstance(atom, Extremum):
        return _extremum_range(atom)
    assert isinstance(atom, Floor | Ratio)
    low, high = _range(atom.num)
    den_low, _ = _range(atom.den)
    if den_low is None or den_low < 1:
        den_low = Fraction(1)
    divisor = atom.den.number
    if divisor is None:  # any divisor from den_low up
        low = None if low is None or low < 0 else Fraction(0)
        high = None if high is None else max(high / den_low, Fraction(0))
    else:
        low, high = (None if end is None else end / divisor for end in (low, high))
    if isinstance(atom, Floor):
        low, high = (None if end is None else Fraction(floor(end)) for end in (low, high))
    return low, high


def _range(expr: Expr) -> tuple[Fraction | None, Fraction | None]:
    terms = {m: Fraction(c) for m, c in expr.terms}
    low, high = _lowest(terms, 2), _highest(terms, 2)
    return None if low is None else Fraction(ceil(low)), None if high is None else Fraction(floor(high))


def _extremum_range(atom: Extremum) -> tuple[Fraction | None, Fraction | None]:
    ranges = [_range(part) for part in atom.parts]
    lows, highs = [r[0] for r in ranges], [r[1] for r in ranges]
    known_lows, known_highs = [n for n in lows if n is not None], [n for n in highs if n is not None]
    if isinstance(atom, Min):
        low = min(known_lows) if len(known_lows) == len(lows) else None
        return low, min(known_highs) if known_highs else None
    high = max(known_highs) if len(known_highs) == len(highs) else None
    return max(known_lows) if known_lows else None, high
