"""`math`, `cmath`, `statistics`, `fractions`, `decimal`, `numbers`, `random`, `secrets`: numbers of plain Python."""

from __future__ import annotations

import cmath
import math
import numbers
import statistics
from typing import Any

from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.libs.rows import constants, library, numeric, take, unknown
from graphlint.sandbox.budget import TooLarge
from graphlint.sandbox.unknown import Unknown

_FLOATS = [
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "copysign", "cos", "cosh", "degrees", "erf", "erfc",
    "exp", "expm1", "fabs", "fmod", "gamma", "hypot", "ldexp", "lgamma", "log", "log10", "log1p", "log2", "pow",
    "radians", "sin", "sinh", "sqrt", "tan", "tanh", "dist", "remainder", "nextafter", "ulp", "cbrt", "exp2", "fsum",
]  # fmt: skip
_INTEGERS = ["trunc", "gcd", "isqrt"]
_TRUTHS = ["isclose", "isfinite", "isinf", "isnan"]
_LARGEST_FACTORIAL = 2000


def ceil(x: Any) -> Any:
    return _rounded(math.ceil, x, up=True)


def floor(x: Any) -> Any:
    return _rounded(math.floor, x, up=False)


def _rounded(real: Any, x: Any, *, up: bool) -> Any:
    """An unknown quotient of integers that is rounded stays an expression: `ceil(width / 2)`."""
    if isinstance(x, Unknown) and x._parts is not None and x._parts[0] == "/":
        from shapecalc import ceil_div, floor_div

        left, right = (_integer(side) for side in x._parts[1:])
        if left is not None and right is not None:
            try:
                quotient = (ceil_div if up else floor_div)(left, right)
                return UnknownScalar(x.reason, int, python=True, expr=quotient, text=f"{real.__name__}({x.text})")
            except (TypeError, ValueError, ZeroDivisionError, NotImplementedError):
                pass
    return numeric(real, int)(x)


def _integer(side: Any) -> Any:
    if isinstance(side, Unknown):
        return side.as_expr()
    return int(side) if isinstance(side, (int, float)) and side == int(side) else None


def factorial(x: Any) -> Any:
    if isinstance(x, (int, float)) and x > _LARGEST_FACTORIAL:
        raise TooLarge(f"factorial({x})")
    return numeric(math.factorial, int)(x)


def comb(n: Any, k: Any) -> Any:
    if not isinstance(n, Unknown) and n > _LARGEST_FACTORIAL:
        raise TooLarge(f"comb({n}, {k})")
    return numeric(math.comb, int)(n, k)


def lcm(*integers: Any) -> Any:
    if sum(number.bit_length() for number in integers if type(number) is int) > 1 << 16:
        raise TooLarge("math.lcm of long integers")
    return numeric(math.lcm, int)(*integers)


def modf(x: Any) -> Any:
    return (Unknown(x.reason), Unknown(x.reason)) if isinstance(x, Unknown) else math.modf(x)


def frexp(x: Any) -> Any:
    return (Unknown(x.reason), Unknown(x.reason)) if isinstance(x, Unknown) else math.frexp(x)


def prod(iterable: Any, *, start: Any = 1) -> Any:
    total = start
    for item in take(iterable):
        total = total * item
        if isinstance(total, int) and total.bit_length() > 1 << 16:
            raise TooLarge("math.prod")
    return total


MATH = library(
    "math",
    {name: numeric(getattr(math, name)) for name in _FLOATS if hasattr(math, name)},
    {name: numeric(getattr(math, name), int) for name in _INTEGERS},
    {"lcm": lcm},
    {name: numeric(getattr(math, name), bool) for name in _TRUTHS},
    constants(math, "pi e tau inf nan"),
    {"ceil": ceil, "floor": floor, "factorial": factorial, "comb": comb, "perm": comb, "modf": modf, "frexp": frexp},
    {"prod": prod},
    missing=None,
)
CMATH = library(
    "cmath",
    {name: numeric(getattr(cmath, name), complex) for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "phase", "polar")},
    constants(cmath, "pi e tau inf nan"),
)


def _statistic(name: str) -> Any:
    real = getattr(statistics, name)

    def function(data: Any, *args: Any) -> Any:
        items = take(data)
        if any(not isinstance(item, (int, float)) for item in items):
            return Unknown(f"{name} of values that aren't known", text=f"{name}(...)")
        return real(items, *args)

    return function


STATISTICS = library("statistics", {name: _statistic(name) for name in ("mean", "median", "mode", "stdev", "pstdev", "variance")})
FRACTIONS = library("fractions", {"Fraction": unknown("fractions are not followed"), "gcd": numeric(math.gcd, int)})
DECIMAL = library(
    "decimal", {name: unknown("decimal numbers are not followed") for name in ("Decimal", "getcontext", "localcontext")}
)
NUMBERS = library("numbers", constants(numbers, "Number Complex Real Rational Integral"))
