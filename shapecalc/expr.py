"""Symbolic integers in normal form.

Holds `Expr`, a polynomial with integer coefficients over the atoms of `atoms`.  Ceilings and remainders are no atoms:
they are written with floor quotients, so that two ways of writing one number meet in one form.  Comparison lives in
`compare`, division in `divide`, text in `text`; shapes and their formulas are elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import SupportsIndex, TypeAlias

from shapecalc.atoms import Atom, Ratio, Symbol

Monomial: TypeAlias = tuple[Atom, ...]
Term: TypeAlias = tuple[Monomial, int]

MAX_TERMS = 256
MAX_DEGREE = 24
MAX_KEY = 2000
"""Past these sizes an expression is only named, no longer written out: a loop in a script could double it for ever."""


class Expr:
    """An immutable polynomial over atoms: `terms` are sorted, highest degree first, the plain number last.

    `==` compares the form (and never equals an int); what two dims mean is asked with `eq`, `le` and `lt`.
    """

    __slots__ = ("_key", "terms")
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
            self._key = "+".join([f"{c}*{'*'.join([a.key for a in m])}" for m, c in self.terms])
        return self._key

    @property
    def number(self) -> int | None:
        """The number, if this is a plain one."""
        if not self.terms:
            return 0
        if len(self.terms) == 1 and not self.terms[0][0]:
            return self.terms[0][1]
        return None

    @property
    def atom(self) -> Atom | None:
        """The atom, if this is one atom and nothing else."""
        if len(self.terms) != 1:
            return None
        monomial, coefficient = self.terms[0]
        return monomial[0] if coefficient == 1 and len(monomial) == 1 else None

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Expr) and self.terms == other.terms)

    def __hash__(self) -> int:
        return hash(self.terms)

    def __str__(self) -> str:
        from shapecalc.text import written

        return written(self)

    def __repr__(self) -> str:
        return f"Expr({self})"

    def __neg__(self) -> Expr:
        return _ordered(tuple([(m, -c) for m, c in self.terms]))

    def __pos__(self) -> Expr:
        return self

    def __add__(self, other: Dim) -> Expr:
        if isinstance(other, int):
            return _plus_number(self, other)
        if isinstance(other, Expr):
            return _bounded(Expr(self.terms + other.terms))
        return _with_integer(self.__add__, other)

    __radd__ = __add__

    def __sub__(self, other: Dim) -> Expr:
        return self + -other if isinstance(other, int | Expr) else _with_integer(self.__sub__, other)

    def __rsub__(self, other: Dim) -> Expr:
        return -self + other

    def __mul__(self, other: Dim) -> Expr:
        if isinstance(other, int):
            if not other:
                return Expr(())
            return _even_ratios(_ordered(tuple([(m, c * other) for m, c in self.terms])))
        if not isinstance(other, Expr):
            return _with_integer(self.__mul__, other)
        if len(self.terms) * len(other.terms) > 4 * MAX_TERMS:
            return _named(f"({self.key})*({other.key})")
        products = [(joined(m1, m2), c1 * c2) for m1, c1 in self.terms for m2, c2 in other.terms]
        return _even_ratios(_bounded(Expr(products)))

    __rmul__ = __mul__

    def __pow__(self, power: int) -> Expr:
        if not isinstance(power, int) or power < 0:
            return NotImplemented
        if power > MAX_DEGREE and self.number is None:
            return _named(f"({self.key})^{power}")
        result = number(1)
        for _ in range(power):
            result = result * self
        return result

    def __floordiv__(self, other: Dim) -> Expr:
        return _quotient(self, other)

    def __rfloordiv__(self, other: Dim) -> Expr:
        return _quotient(other, self)

    def __mod__(self, other: Dim) -> Expr:
        return self - _quotient(self, other) * other

    def __rmod__(self, other: Dim) -> Expr:
        return other - _quotient(other, self) * self


Dim: TypeAlias = int | Expr


def _term_order(term: Term) -> tuple[int, list[str]]:
    return -len(term[0]), [atom.key for atom in term[0]]


def _atom_key(atom: Atom) -> str:
    return atom.key


def _ordered(terms: tuple[Term, ...]) -> Expr:
    """An expression of terms that are in normal form already."""
    expr = Expr.__new__(Expr)
    expr.terms = terms
    expr._key = None
    return expr


def _plus_number(expr: Expr, n: int) -> Expr:
    if not n:
        return expr
    terms = expr.terms
    if terms and not terms[-1][0]:
        total = terms[-1][1] + n
        return _ordered((*terms[:-1], ((), total)) if total else terms[:-1])
    return _ordered((*terms, ((), int(n))))


def _bounded(expr: Expr) -> Expr:
    """The expression, or a mere name for it where it has grown too large."""
    if len(expr.terms) > MAX_TERMS or (expr.terms and len(expr.terms[0][0]) > MAX_DEGREE):
        return _named(expr.key)
    return expr


def _named(key: str) -> Expr:
    from hashlib import blake2s

    return atom_expr(Symbol(f"<too long: {blake2s(key.encode(), digest_size=6).hexdigest()}>", low=None))


def _with_integer(operator: Callable[[int], Expr], other: object) -> Expr:
    """The operator with another kind of integer, such as numpy's."""
    return operator(int(other)) if isinstance(other, SupportsIndex) else NotImplemented


def _quotient(left: Dim, right: Dim) -> Expr:
    from shapecalc.divide import floor_quotient

    for side in (left, right):
        if not isinstance(side, Expr | SupportsIndex):
            return NotImplemented
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
    return _ordered((((), int(n)),) if n else ())


def as_expr(dim: Dim) -> Expr:
    """A dim as an expression, whatever TensorFlow knows of it."""
    return dim if isinstance(dim, Expr) else number(int(dim))


def atom_expr(atom: Atom) -> Expr:
    """An atom as an expression."""
    if len(atom.key) > MAX_KEY:
        return _named(atom.key)
    return _ordered((((atom,), 1),))


def _even_ratios(expr: Expr) -> Expr:
    """Multiply out the ratios whose denominator divides the rest of their term."""
    for monomial, coefficient in expr.terms:
        for atom in monomial:
            if isinstance(atom, Ratio):
                rest = list(monomial)
                rest.remove(atom)
                quotient = term_quotient((tuple(rest), coefficient), atom.den)
                if quotient is not None:
                    others = Expr([term for term in expr.terms if term[0] != monomial])
                    return _even_ratios(others + Expr([quotient]) * atom.num)
    return expr


def term_quotient(term: Term, den: Expr) -> Term | None:
    """`term / den`, if den is a single term that divides it."""
    if len(den.terms) != 1:
        return None
    monomial, coefficient = den.terms[0]
    if term[1] % coefficient:
        return None
    if not monomial:
        return term[0], term[1] // coefficient
    rest = list(term[0])
    for atom in monomial:
        if atom not in rest:
            return None
        rest.remove(atom)
    return tuple(rest), term[1] // coefficient
