"""Division of symbolic integers: floor and ceiling quotients, and quotients that must come out even.

A floor quotient is brought to one form: what the denominator divides is taken out, common factors are cancelled, and
nested quotients become one.  A denominator that is not a number counts as positive.
"""

from __future__ import annotations

from functools import lru_cache
from math import gcd

from shapecalc.atoms import Floor, Ratio
from shapecalc.expr import Dim, Expr, Monomial, Term, as_expr, atom_expr, number, term_quotient


def floor_div(num: Dim, den: Dim) -> Dim:
    """`floor(num / den)`."""
    if isinstance(num, int) and isinstance(den, int):
        return num // den
    return floor_quotient(as_expr(num), as_expr(den))


def ceil_div(num: Dim, den: Dim) -> Dim:
    """`ceil(num / den)`."""
    if isinstance(num, int) and isinstance(den, int):
        return -(-num // den)
    return floor_quotient(as_expr(num) + (den - 1), as_expr(den))


@lru_cache(maxsize=4096)
def floor_quotient(num: Expr, den: Expr) -> Expr:
    """`floor(num / den)` in its normal form."""
    divisor = den.number
    if divisor == 0:
        raise ZeroDivisionError("a dimension is divided by zero")
    if divisor == 1:
        return num
    if divisor is not None and divisor < 0:
        return floor_quotient(-num, -den)
    whole, rest = _split(num, den)
    if not rest.terms:
        return whole
    return whole + (_over_unknown(rest, den) if divisor is None else _over_number(rest, divisor))


def _over_unknown(num: Expr, den: Expr) -> Expr:
    from shapecalc.compare import le, lt

    if le(0, num) is True and lt(num, den) is True:
        return number(0)
    common = _common_factor(num, den)
    if common is None:
        return atom_expr(Floor(num, den))
    return floor_quotient(_over(num, common), _over(den, common))


def _over_number(num: Expr, den: int) -> Expr:
    """`floor(num / den)` where every coefficient of num is in 0..den-1."""
    common = gcd(den, *[coefficient for monomial, coefficient in num.terms if monomial])
    if common == den:
        return number(0)  # only a plain number smaller than den is left
    if common > 1:
        return floor_quotient(Expr([(m, c // common) for m, c in num.terms]), number(den // common))
    for monomial, coefficient in num.terms:
        if coefficient == 1 and len(monomial) == 1 and isinstance(monomial[0], Floor | Ratio):
            inner = monomial[0]
            rest = Expr([term for term in num.terms if term[0] != monomial])
            return floor_quotient(inner.num + rest * inner.den, inner.den * den)
    return atom_expr(Floor(num, number(den)))


def _split(num: Expr, den: Expr) -> tuple[Expr, Expr]:
    """`num = whole * den + rest`, term by term."""
    if len(den.terms) != 1:
        return _split_by_lead(num, den)
    (divided, by), whole, rest = den.terms[0], list[Term](), list[Term]()
    for monomial, coefficient in num.terms:
        left_over = _without(monomial, divided)
        if left_over is None:
            rest.append((monomial, coefficient))
            continue
        whole.append((left_over, coefficient // by))
        rest.append((monomial, coefficient % by))
    return Expr(whole), Expr(rest)


def _split_by_lead(num: Expr, den: Expr) -> tuple[Expr, Expr]:
    lead, whole = Expr(den.terms[:1]), number(0)
    for _ in range(2 * len(num.terms) + 2):
        for term in num.terms:
            quotient = term_quotient(term, lead)
            if quotient is not None:
                whole = whole + Expr([quotient])
                num = num - Expr([quotient]) * den
                break
        else:
            break
    return whole, num


def _without(monomial: Monomial, divided: Monomial) -> Monomial | None:
    quotient = term_quotient((monomial, 1), Expr([(divided, 1)]))
    return None if quotient is None else quotient[0]


def polynomial_quotient(num: Expr, den: Expr) -> Expr | None:
    """The polynomial q with `num = q * den`, if there is one."""
    lead, quotient = Expr(den.terms[:1]), number(0)
    for _ in range(2 * len(num.terms) + 2):
        if not num.terms:
            return quotient
        term = term_quotient(num.terms[0], lead)
        if term is None:
            return None
        quotient = quotient + Expr([term])
        num = num - Expr([term]) * den
    return None


def _common_factor(num: Expr, den: Expr) -> Expr | None:
    """A product of atoms that divides every term of both."""
    monomials = [set(monomial) for monomial, _ in (*num.terms, *den.terms)]
    shared = set.intersection(*monomials)
    return Expr([(tuple(sorted(shared, key=lambda atom: atom.key)), 1)]) if shared else None


def _over(expr: Expr, factor: Expr) -> Expr:
    quotient = polynomial_quotient(expr, factor)
    assert quotient is not None
    return quotient


def exact_div(num: Dim, den: Dim) -> Dim:
    """`num / den` where the program fails unless it comes out even: `B*4096/3136` stays as it is.

    Two ints must divide evenly.
    """
    if isinstance(num, int) and isinstance(den, int):
        if num % den:
            raise ValueError(f"{num} is not a multiple of {den}")
        return num // den
    return exact_quotient(as_expr(num), as_expr(den))


@lru_cache(maxsize=1024)
def exact_quotient(num: Expr, den: Expr) -> Expr:
    """The form of `exact_div`."""
    if not den.terms:
        raise ZeroDivisionError("a dimension is divided by zero")
    quotient = polynomial_quotient(num, den)
    if quotient is not None:
        return quotient
    common = _common_factor(num, den)
    if common is not None:
        return exact_quotient(_over(num, common), _over(den, common))
    if isinstance(num.atom, Ratio):
        return exact_quotient(num.atom.num, num.atom.den * den)
    return atom_expr(Ratio(num, den))
