"""`numpy.poly1d`: a polynomial that scripts call. Not here: arithmetic of polynomials, which gives something unknown."""

from __future__ import annotations

from typing import Any

from graphlint.libs.numpy import rare
from graphlint.libs.numpy.convert import as_array
from graphlint.sandbox.exposed import exposed


@exposed
class poly1d:  # noqa: N801 - numpy's name
    """`numpy.poly1d(coefficients)`, or of roots with `r`."""

    def __init__(self, c_or_r: Any, r: Any = False, variable: Any = None) -> None:
        self.coeffs = self.c = as_array(rare.FUNCTIONS["poly"](c_or_r) if r is True else c_or_r)
        self.variable = variable or "x"

    def __call__(self, val: Any) -> Any:
        return rare.FUNCTIONS["polyval"](self.coeffs, val)

    @property
    def order(self) -> Any:
        return len(self.coeffs) - 1

    o = order

    @property
    def roots(self) -> Any:
        return rare.FUNCTIONS["roots"](self.coeffs)

    r = roots


FUNCTIONS: dict[str, Any] = {"poly1d": poly1d}
