"""Symbolic integers in normal form.

Holds `Expr`, a polynomial with integer coefficients over atoms, and the atoms: symbols, floor quotients, exact
ratios, minima and maxima.  Ceilings and remainders are no atoms: they are written with floor quotients, so that two
ways of writing one number meet in one form.  Comparison lives in `compare`, division in `divide`, text in `text`;
shapes and their formulas are elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias


class Atom:
    """One indivisible factor; `key` identifies it and orders it among others."""

    __slots__ = ("key",)

    key: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Atom) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), tuple(getattr(self, name) for name in self.__slots__))


class Symbol(Atom):
    """A number that is not known, at least `low`."""

    __slots__ = ("name", "low")

    def __init__(self, name: str, low: int = 0) -> None:
        self.name: Final = name
        self.low: Final = low
        self.key = f"{name}#{low}"


class Floor(Atom):
    """`floor(num / den)`, where den is positive."""

    __slots__ = ("num", "den")

    def __init__(self, num: Expr, den: Expr) -> None:
        self.num: Final = num
        self.den: Final = den
        self.key = f"~floor({num.key},{den.key})"


class Ratio(Atom):
    """`num / den` of which the program demands that it comes out even."""

    __slots__ = ("num", "den")

    def __init__(self, num: Expr, den: Expr) -> None:
        self.num: Final = num
        self.den: Final = den
        self.key = f"~ratio({num.key},{den.key})"


class Extremum(Atom):
    """The smallest (`Min`) or largest (`Max`) of two or more parts."""

    __slots__ = ("parts",)
    word = ""

    def __init__(self, parts: tuple[Expr, ...]) -> None:
        self.parts: Final = parts
        self.key = f"~{self.word}({','.join(part.key for part in parts)})"


class Min(Extremum):
    """The smallest of its parts."""

    __slots__ = ()
    word = "min"


class Max(Extremum):
    """The largest of its parts."""

    __slots__ = ()
    word = "max"


Monomial: TypeAlias = tuple[Atom, ...]
Term: TypeAlias = tuple[Monomial, int]


def _term_order(term: Term) -> tuple[int, list[str]]:
    return -len(term[0]), [atom.key for atom in term[0]]


def _atom_key(atom: Atom) -> str:
    return atom.key


class Expr:
    """An immutable polynomial over atoms: `terms` are sorted, highest degree first, the plain number last.

    `==` compares the form (and never equals an int); what two dims mean is asked with `eq`, `le` and `lt`.
    """

    __slots__ = ("terms", "_key")
    __array_ufunc__ = None  # numpy integers leave the operators to us

    terms: tuple[Term, ...]
    _key: str | None

    def __init__(self, terms: Iterable[Term]) -> None:
        gathered: dict[Monomial, int] = {}
        for monomial, coefficient in terms:
            gathered[monomial] = gathered.get(monomial, 0) + coefficient
        kept = [term for term in gathered.items() if term[1]]
        if len(kept) > 1:
            kept.sort(key=_term_order)
        self.terms = tuple(kept)
        self._key = None

    @property
    def key(self) -> str:
        """A text that is equal for equal forms and only for these."""
        if self._key is None:
            self._key = "+".join(f"{c}*{'*'.join([a.key for a in m])}" for m, c in self.terms)
        return self._key

    @property
    def number(self) -> int | None:
        """The number, if this is a plain one."""
        if not self.terms:
            return 0
        if len(self.terms) == 1 and not self.terms[0][0]:
            return self.terms[0][1]
        return None

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Expr) and self.terms == other.terms)

    def __hash__(self) -> int:
        return hash(self.terms)

    def __reduce__(self) -> tuple[object, ...]:
        return (Expr, (self.terms,))

    def __str__(self) -> str:
        from shapecalc.text import written

        return written(self)

    def __repr__(self) -> str:
        return f"Expr({self})"

    def __neg__(self) -> Expr:
        return Expr([(m, -c) for m, c in self.terms])

    def __pos__(self) -> Expr:
        return self

    def __add__(self, other: Dim) -> Expr:
        if isinstance(other, int):
            return Expr((*self.terms, ((), int(other)))) if other else self
        if not isinstance(other, Expr):
            return NotImplemented
        return Expr(self.terms + other.terms)

    __radd__ = __add__

    def __sub__(self, other: Dim) -> Expr:
        if not isinstance(other, int | Expr):
            return NotImplemented
        return self + -other

    def __rsub__(self, other: Dim) -> Expr:
        if not isinstance(other, int | Expr):
            return NotImplemented
        return -self + other

    def __mul__(self, other: Dim) -> Expr:
        if isinstance(other, int):
            if other == 1:
                return self
            return even_ratios(Expr([(m, c * other) for m, c in self.terms]))
        if not isinstance(other, Expr):
            return NotImplemented
        return even_ratios(
            Expr([(joined(m1, m2), c1 * c2) for m1, c1 in self.terms for m2, c2 in other.terms])
        )

    __rmul__ = __mul__

    def __pow__(self, power: int) -> Expr:
        if not isinstance(power, int) or power < 0:
            return NotImplemented
        result = number(1)
        for _ in range(power):
            result = result * self
        return result

    def __floordiv__(self, other: Dim) -> Expr:
        return _floordiv(self, other)

    def __rfloordiv__(self, other: Dim) -> Expr:
        return _floordiv(other, self)

    def __mod__(self, other: Dim) -> Expr:
        return self - _floordiv(self, other) * other

    def __rmod__(self, other: Dim) -> Expr:
        return other - _floordiv(other, self) * self


Dim: TypeAlias = int | Expr


def _floordiv(left: Dim, right: Dim) -> Expr:
    if not (isinstance(left, int | Expr) and isinstance(right, int | Expr)):
        return NotImplemented
    from shapecalc.divide import floor_quotient

    return floor_quotient(as_expr(left), as_expr(right))


def joined(left: Monomial, right: Monomial) -> Monomial:
    """The product of two monomials."""
    if not left:
        return right
    if not right:
        return left
    return tuple(sorted(left + right, key=_atom_key))


def number(n: int) -> Expr:
    """A plain number as an expression."""
    return Expr((((), int(n)),))


def as_expr(dim: Dim) -> Expr:
    """A dim as an expression, whatever TensorFlow knows of it."""
    return dim if isinstance(dim, Expr) else number(dim)


def atom_expr(atom: Atom) -> Expr:
    """An atom as an expression."""
    return Expr((((atom,), 1),))


def even_ratios(expr: Expr) -> Expr:
    """Multiply out the ratios whose denominator divides the rest of their term."""
    for monomial, coefficient in expr.terms:
        for atom in monomial:
            if isinstance(atom, Ratio):
                rest = list(monomial)
                rest.remove(atom)
                quotient = term_quotient((tuple(rest), coefficient), atom.den)
                if quotient is not None:
                    others = Expr([term for term in expr.terms if term[0] != monomial])
                    return others + Expr([quotient]) * atom.num
    return expr


def term_quotient(term: Term, den: Expr) -> Term | None:
    """`term / den`, if den is a single term that divides it."""
    if len(den.terms) != 1:
        return None
    monomial, coefficient = den.terms[0]
    if term[1] % coefficient:
        return None
    rest = list(term[0])
    for atom in monomial:
        if atom not in rest:
            return None
        rest.remove(atom)
    return tuple(rest), term[1] // coefficient
