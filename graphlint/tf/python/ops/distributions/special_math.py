"""The normal distribution's integral and its inverse, and Laplace's (ops/distributions/special_math.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops, math_ops

# beyond these, log_ndtr is computed by a series or from the other side
_LOWER = {np.float64: np.array(-20, np.float64), np.float32: np.array(-10, np.float32)}
_UPPER = {np.float64: np.array(8, np.float64), np.float32: np.array(5, np.float32)}

# coefficients of the rational approximations of ndtri (Cephes), highest power first
_P0 = (-5.99633501014107895267e1, 9.80010754185999661536e1, -5.66762857469070293439e1, 1.39312609387279679503e1,
       -1.23916583867381258016)
_Q0 = (1.0, 1.95448858338141759834, 4.67627912898881538453, 8.63602421390890590575e1, -2.25462687854119370527e2,
       2.00260212380060660359e2, -8.20372256168333339912e1, 1.59056225126211695515e1, -1.18331621121330003142)
_P1 = (4.05544892305962419923, 3.15251094599893866154e1, 5.71628192246421288162e1, 4.40805073893200834700e1,
       1.46849561928858024014e1, 2.18663306850790267539, -1.40256079171354495875e-1, -3.50424626827848203418e-2,
       -8.57456785154685413611e-4)
_Q1 = (1.0, 1.57799883256466749731e1, 4.53907635128879210584e1, 4.13172038254672030440e1, 1.50425385692907503408e1,
       2.50464946208309415979, -1.42182922854787788574e-1, -3.80806407691578277194e-2, -9.33259480895457427372e-4)
_P2 = (3.23774891776946035970, 6.91522889068984211695, 3.93881025292474443415, 1.33303460815807542389,
       2.01485389549179081538e-1, 1.23716634817820021358e-2, 3.01581553508235416007e-4, 2.65806974686737550832e-6,
       6.23974539184983293730e-9)
_Q2 = (1.0, 6.02427039364742014255, 3.67983563856160859403, 1.37702099489081330271, 2.16236993594496635890e-1,
       1.34204006088543189037e-2, 3.28014464682127739104e-4, 2.89247864745380683936e-6, 6.79019408009981274425e-9)


def _checked(x: Any, label: str, text: str) -> Any:
    x = convert(x, None, label)
    if x.dtype.numpy_type not in (np.float32, np.float64):
        raise TypeError(f"{label}.dtype={x.dtype} is not {text}.")
    return x


_HANDLED = "handled, see docstring for supported types"


def ndtr(x: Any, name: str = "ndtr") -> Any:
    with ops.name_scope(name, values=[x]):
        return _ndtr(_checked(x, "x", _HANDLED))


def _ndtr(x: Any) -> Any:
    half = constant_op.constant(0.5 * np.sqrt(2.0), dtype=x.dtype, name="half_sqrt_2")
    w = x * half
    z = math_ops.abs(w)
    near = math_ops.less(z, half)
    near_value = 1.0 + math_ops.erf(w)
    above = math_ops.greater(w, 0.0)
    above_value = 2.0 - math_ops.erfc(z)
    y = array_ops.where_v2(near, near_value, array_ops.where_v2(above, above_value, math_ops.erfc(z)))
    return 0.5 * y


def ndtri(p: Any, name: str = "ndtri") -> Any:
    with ops.name_scope(name, values=[p]):
        return _ndtri(_checked(p, "p", _HANDLED))


def _polynomial(var: Any, coefficients: tuple[float, ...]) -> Any:
    """The value for coefficients from the highest power on; the inner powers' ops come first."""

    def of(rest: Any) -> Any:
        return array_ops.zeros_like(var) if not rest.size else rest[0] + of(rest[1:]) * var

    return of(np.array(coefficients[::-1], var.dtype.numpy_type))


def _ndtri(p: Any) -> Any:
    complement = array_ops.where_v2(p > -np.expm1(-2.0), 1.0 - p, p)
    low = complement <= 0.0
    half = array_ops.fill(array_ops.shape(p), np.array(0.5, p.dtype.numpy_type))
    safe = array_ops.where_v2(low, half, complement)
    w = safe - 0.5
    ww = w**2
    big = w + w * ww * (_polynomial(ww, _P0) / _polynomial(ww, _Q0))
    big *= -np.sqrt(2.0 * np.pi)
    z = math_ops.sqrt(-2.0 * math_ops.log(safe))
    first = z - math_ops.log(z) / z
    small_term = _polynomial(1.0 / z, _P2) / _polynomial(1.0 / z, _Q2) / z
    other_term = _polynomial(1.0 / z, _P1) / _polynomial(1.0 / z, _Q1) / z
    small, other = first - small_term, first - other_term
    is_big = safe > np.exp(-2.0)
    x = array_ops.where_v2(is_big, big, array_ops.where_v2(z >= 8.0, small, other))
    x = array_ops.where_v2(p > 1.0 - np.exp(-2.0), x, -x)
    scalar = constant_op.constant(np.inf, dtype=p.dtype)
    infinity = array_ops.fill(array_ops.shape(p), scalar)
    below = p <= 0.0
    negative = -infinity
    return array_ops.where_v2(below, negative, array_ops.where_v2(p >= 1.0, infinity, x))


def log_ndtr(x: Any, series_order: int = 3, name: str = "log_ndtr") -> Any:
    """TypeError and ValueError for an order that isn't an integer of 0 to 30."""
    if not isinstance(series_order, int):
        raise TypeError("series_order must be a Python integer.")
    if series_order < 0:
        raise ValueError("series_order must be non-negative.")
    if series_order > 30:
        raise ValueError("series_order must be <= 30.")
    with ops.name_scope(name, values=[x]):
        x = _checked(x, "x", "supported")
        lower, upper = (table[x.dtype.numpy_type] for table in (_LOWER, _UPPER))
        high = math_ops.greater(x, upper)
        high_value = -_ndtr(-x)
        middle = math_ops.greater(x, lower)
        middle_value = math_ops.log(_ndtr(math_ops.maximum(x, lower)))
        low_value = _log_ndtr_lower(math_ops.minimum(x, lower), series_order)
        return array_ops.where_v2(high, high_value, array_ops.where_v2(middle, middle_value, low_value))


def _log_ndtr_lower(x: Any, series_order: int) -> Any:
    squared = math_ops.square(x)
    scale = -0.5 * squared - math_ops.log(-x) - 0.5 * np.log(2.0 * np.pi)
    return scale + math_ops.log(_series(x, series_order))


def _series(x: Any, order: int) -> Any:
    dtype = x.dtype.numpy_type
    if order <= 0:
        return np.array(1, dtype)
    squared = math_ops.square(x)
    even, odd = array_ops.zeros_like(x), array_ops.zeros_like(x)
    power = squared
    for n in range(1, order + 1):
        y = np.array(np.prod(np.arange(2 * n - 1, 1, -2)), dtype) / power
        if n % 2:
            odd += y
        else:
            even += y
        power *= squared
    return 1.0 + even - odd


def erfinv(x: Any, name: str = "erfinv") -> Any:
    with ops.name_scope(name, values=[x]):
        x = _checked(x, "x", _HANDLED)
        return ndtri((x + 1.0) / 2.0) / np.sqrt(2)


def log_cdf_laplace(x: Any, name: str = "log_cdf_laplace") -> Any:
    with ops.name_scope(name, values=[x]):
        x = convert(x, None, "x")
        lower = -np.log(2.0) + x
        upper = math_ops.log1p(-0.5 * math_ops.exp(-math_ops.abs(x)))
        return array_ops.where_v2(x < 0.0, lower, upper)
