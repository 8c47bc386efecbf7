"""How expressions and shapes are written.  Only writes; parses nothing.

`ceil` and the window form `floor((H - 3)/2) + 1` exist only here: the normal form knows floor quotients alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from shapecalc.atoms import Atom, Extremum, Floor, Ratio, Symbol
from shapecalc.expr import Dim, Expr, Monomial


def written(expr: Expr) -> str:
    """An expression as text, such as `4*filters` or `ceil(H/2)`."""
    if not expr.terms:
        return "0"
    window = _window_form(expr)
    if window:
        return window
    terms = sorted(expr.terms, key=lambda term: term[1] < 0) if expr.terms[0][1] < 0 else expr.terms
    text = ""
    for index, term in enumerate(terms):
        sign = "-" if term[1] < 0 else "+"
        body = _term(term[0], abs(term[1]))
        text += (f"-{body}" if sign == "-" else body) if index == 0 else f" {sign} {body}"
    return text


def _window_form(expr: Expr) -> str | None:
    """`floor((n - k)/s) + 1`, the usual form of a window, in place of a quotient less a number.

    Over a number that is not known, a quotient plus 1 is a ceiling.
    """
    if len(expr.terms) != 2 or expr.terms[1][0] or expr.terms[0][1] != 1 or len(expr.terms[0][0]) != 1:
        return None
    atom, plus = expr.terms[0][0][0], expr.terms[1][1]
    if not isinstance(atom, Floor):
        return None
    if atom.den.number is None:
        return f"ceil({_fraction(atom.num + 1, atom.den)})" if plus == 1 else None
    return f"floor({_fraction(atom.num + (plus - 1) * atom.den, atom.den)}) + 1" if plus < 0 else None


def _term(monomial: Monomial, coefficient: int) -> str:
    if not monomial:
        return str(coefficient)
    factors = [_atom(atom, alone=len(monomial) == 1 and coefficient == 1) for atom in monomial]
    return "*".join(factors if coefficient == 1 else [str(coefficient), *factors])


def _atom(atom: Atom, alone: bool) -> str:
    if isinstance(atom, Symbol):
        return atom.name
    if isinstance(atom, Extremum):
        return f"{atom.word}({', '.join(written(part) for part in atom.parts)})"
    if isinstance(atom, Floor):
        upper = atom.num - (atom.den - 1)
        constant = upper.terms and not upper.terms[-1][0]
        if upper.terms and not constant and len(upper.terms) < max(len(atom.num.terms), 2):
            return f"ceil({_fraction(upper, atom.den)})"
        return f"floor({_fraction(atom.num, atom.den)})"
    assert isinstance(atom, Ratio)
    return _fraction(atom.num, atom.den) if alone else f"({_fraction(atom.num, atom.den)})"


def _fraction(num: Expr, den: Expr) -> str:
    lower = written(den)
    if len(den.terms) > 1 or (den.number is None and den.terms[0] != (den.terms[0][0][:1], 1)):
        lower = f"({lower})"
    return f"{_numerator(num)}/{lower}"


def _numerator(num: Expr) -> str:
    if len(num.terms) > 1:
        return f"({written(num)})"
    if num.number is None and num.terms[0][1] > 1:
        return f"{_term(num.terms[0][0], 1)}*{num.terms[0][1]}"  # B*4096/3136 keeps the two numbers together
    return written(num)


def shape_text(shape: Sequence[Dim] | None) -> str:
    """A shape as TensorFlow's shape functions write it: `[?,3]`, or `?` of unknown rank."""
    if shape is None:
        return "?"
    return "[" + ",".join([str(d) if isinstance(d, int) else "?" for d in shape]) + "]"


def dims_text(shape: Sequence[Dim] | None) -> str:
    """A shape with what we know of it: `[B,3]`, or `?` of unknown rank."""
    if shape is None:
        return "?"
    return "[" + ",".join([str(d) for d in shape]) + "]"
