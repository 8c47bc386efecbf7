"""Division of symbolic integers: floor and ceiling quotients, and quotients that must come out even.

A floor quotient is brought to one form: what the denominator divides is taken out, common factors are cancelled, and
nested quotients become one.  Denominators count as positive.
"""

from __future__ import annotations

from functools import lru_cache
from math import gcd

from shapecalc.expr import Dim, Expr, Floor, Monomial, Ratio, Term, as_expr, atom_expr, number, term_quotient


def floor_div(num: Dim, den: Dim) -> Dim:
    """`floor(num / den)`."""
    if isinstance(num, int) and isinstance(den, int):
        return num // den
    return floor_quotient(as_expr(num), as_expr(den))


def ceil_div(num: Dim, den: Dim) -> Dim:
    """`ceil(num / den)`."""
    if isinstance(num, int) and isinstance(den, int):
        return -(-num // den)
    divisor = as_expr(den)
    return floor_quotient(as_expr(num) + (divisor - 1), divisor)


@lru_cache(maxsize=4096)
def floor_quotient(num: Expr, den: Expr) -> Expr:
    """`floor(num / den)` in its normal form."""
    divisor = den.number
    if divisor == 0:
        raise ZeroDivisionError("a dimension is divided by zero")
    if divisor is not None and divisor < 0:
        num, den, divisor = -num, -den, -divisor
    if divisor == 1:
        return num
    whole, rest = _split(num, den)
    if not rest.terms:
        return whole
    if divisor is None:
        return whole + (number(0) if _is_proper(rest, den) else atom_expr(Floor(rest, den)))
    return whole + _over_number(rest, divisor)


def _is_proper(num: Expr, den: Expr) -> bool:
    """Whether `0 <= num < den` for certain."""
    from shapecalc.compare import le, lt

    return le(0, num) is True and lt(num, den) is True


def _over_number(num: Expr, den: int) -> Expr:
    """`floor(num / den)` where every coefficient of num is in 0..den-1."""
    common = den
    for monomial, coefficient in num.terms:
        if monomial:
            common = gcd(common, coefficient)
    if common == den:
        return number(0)  # only a plain number smaller than den is left
    if common > 1:
        reduced = Expr([(m, c // common) for m, c in num.terms])
        return floor_quotient(reduced, number(den // common))
    for monomial, coefficient in num.terms:
        if coefficient == 1 and len(monomial) == 1 and isinstance(monomial[0], Floor | Ratio):
            inner = monomial[0]
            if inner.den.number is not None:
                rest = Expr([term for term in num.terms if term[0] != monomial])
                return floor_quotient(inner.num + rest * inner.den, inner.den * den)
    return atom_expr(Floor(num, number(den)))


def _split(num: Expr, den: Expr) -> tuple[Expr, Expr]:
    """`num = whole * den + rest`, term by term."""
    if len(den.terms) != 1:
        quotient = polynomial_quotient(num, den)
        return (number(0), num) if quotient is None else (quotient, number(0))
    (divided, by), whole, rest = den.terms[0], list[Term](), list[Term]()
    for monomial, coefficient in num.terms:
        left_over = _without(monomial, divided)
        if left_over is None:
            rest.append((monomial, coefficient))
            continue
        whole.append((left_over, coefficient // by))
        rest.append((monomial, coefficient % by))
    return Expr(whole), Expr(rest)


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


def exact_div(num: Dim, den: Dim) -> Dim:
    """`num / den` where the program fails unless it comes out even: `B*4096/3136` stays as it is.

    Two ints must divide evenly.
    """
    if isinstance(num, int) and isinstance(den, int):
        if num % den:
            raise ValueError(f"{num} is not a multiple of {den}")
        return num // den
    upper, lower = as_expr(num), as_expr(den)
    quotient = polynomial_quotient(upper, lower)
    if quotient is not None:
        return quotient
    return _ratio(upper, lower)


def _ratio(num: Expr, den: Expr) -> Expr:
    common = den.terms[0][0]
    for monomial, _ in (*num.terms, *den.terms):
        common = tuple(atom for atom in common if atom in monomial)
    if len(set(common)) == len(common) and common:
        divisor = Expr([(common, 1)])
        upper, lower = polynomial_quotient(num, divisor), polynomial_quotient(den, divisor)
        assert upper is not None and lower is not None
        num, den = upper, lower
    if len(num.terms) == 1 and len(num.terms[0][0]) == 1 and num.terms[0][1] == 1:
        inner = num.terms[0][0][0]
        if isinstance(inner, Ratio):
            num, den = inner.num, inner.den * den
    return atom_expr(Ratio(num, den))
