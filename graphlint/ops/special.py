"""Special functions in numpy and `math` alone: erf, gamma functions, Bessel functions, the zeta function.

Computed in float64 and returned in the input's dtype; how fast is secondary.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np


def elementwise(function: Callable[..., float]) -> Callable[..., Any]:
    """A function of Python floats applied to every element of (broadcast) arrays."""

    def apply(*arrays: Any) -> Any:
        first = arrays[0]
        spread = np.broadcast_arrays(*(np.asarray(array, np.float64) for array in arrays))
        items = [function(*numbers) for numbers in zip(*(part.ravel().tolist() for part in spread), strict=True)]
        return np.array(items, np.float64).reshape(spread[0].shape).astype(first.dtype)

    return apply


def _lgamma(x: float) -> float:
    if math.isinf(x) or (x <= 0 and x == math.floor(x)):
        return math.inf
    return math.lgamma(x)


def _digamma(x: float) -> float:
    if math.isnan(x) or x == -math.inf or (x <= 0 and x == math.floor(x)):
        return math.nan
    if x < 0:
        return _digamma(1 - x) - math.pi / math.tan(math.pi * x)
    total = 0.0
    while x < 10:
        total -= 1 / x
        x += 1
    inverse = 1 / (x * x)
    series = inverse * (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse / 132))))
    return total + math.log(x) - 0.5 / x - series


def _bessel(order: int) -> Callable[[float], float]:
    def value(x: float) -> float:
        if math.isnan(x):
            return x
        steps = (np.arange(4000) + 0.5) * (math.pi / 4000)
        cosine = np.cos(steps)
        inside = np.exp(abs(x) * (cosine - 1)) * (cosine if order else 1)
        return float(np.mean(inside)) * (-1 if order and x < 0 else 1)

    return value


def _igamma(a: float, x: float) -> float:
    """The regularized lower incomplete gamma function."""
    if x < 0 or a <= 0 or math.isnan(x) or math.isnan(a):
        return math.nan
    if x == 0:
        return 0.0
    if x > 1 and x > a:
        return 1 - _igammac(a, x)
    term = total = 1 / a
    count = a
    while abs(term) > abs(total) * 1e-17:
        count += 1
        term *= x / count
        total += term
    return total * math.exp(-x + a * math.log(x) - math.lgamma(a))


def _igammac(a: float, x: float) -> float:
    """The regularized upper incomplete gamma function, by Lentz's continued fraction."""
    if x < 0 or a <= 0 or math.isnan(x) or math.isnan(a):
        return math.nan
    if x <= 1 or x <= a:
        return 1 - _igamma(a, x)
    if math.isinf(x):
        return 0.0
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    h = d
    for i in range(1, 10000):
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b or tiny)
        c = b + an / c or tiny
        h *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return h * math.exp(-x + a * math.log(x) - math.lgamma(a))


def _igamma_grad_a(a: float, x: float) -> float:
    step = max(abs(a) * 1e-5, 1e-7)
    return (_igamma(a + step, x) - _igamma(a - step, x)) / (2 * step)


def _betainc(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function."""
    if not 0 <= x <= 1 or a <= 0 or b <= 0:
        return math.nan
    if x in (0, 1):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - _betainc(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    return front * _beta_fraction(a, b, x) / a


def _beta_fraction(a: float, b: float, x: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    h = d
    for m in range(1, 10000):
        for numerator in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                          -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / (1 + numerator * d or tiny)
            c = 1 + numerator / c or tiny
            h *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return h


_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)


def _zeta(x: float, q: float) -> float:
    """The Hurwitz zeta function, by Euler and Maclaurin."""
    if x == 1:
        return math.inf
    if x < 1 or (q <= 0 and (q != math.floor(q) and x != math.floor(x))):
        return math.nan
    if q <= 0 and q == math.floor(q):
        return math.inf
    count = 20
    total: float = math.fsum((q + k) ** -x for k in range(count))
    end = float(q + count)
    total += math.pow(end, 1 - x) / (x - 1) + 0.5 * math.pow(end, -x)
    factor: float = x * math.pow(end, -x - 1)
    for k, number in enumerate(_BERNOULLI, 1):
        total += number * factor / math.factorial(2 * k)
        factor *= (x + 2 * k - 1) * (x + 2 * k) / (end * end)
    return total


def _polygamma(n: float, x: float) -> float:
    if n == 0:
        return _digamma(x)
    if n < 0 or n != math.floor(n):
        return math.nan
    return (1.0 if n % 2 else -1.0) * math.gamma(n + 1) * _zeta(n + 1, x)


erf = elementwise(math.erf)
erfc = elementwise(math.erfc)
lgamma = elementwise(_lgamma)
digamma = elementwise(_digamma)
bessel_i0e = elementwise(_bessel(0))
bessel_i1e = elementwise(_bessel(1))
igamma = elementwise(_igamma)
igammac = elementwise(_igammac)
igamma_grad_a = elementwise(_igamma_grad_a)
betainc = elementwise(_betainc)
zeta = elementwise(_zeta)
polygamma = elementwise(_polygamma)
