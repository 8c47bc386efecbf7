"""`numpy.linalg`: inverses, decompositions, determinants, solutions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, unknown_array, unknown_result
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import known_shape
from graphlint.libs.numpy.lift import NotPlain, lift, plain_value
from graphlint.libs.numpy.linalg import FUNCTIONS as PRODUCTS
from graphlint.libs.numpy.linalg import LinAlgError, norm
from graphlint.libs.numpy.memory import MOST_WORK
from graphlint.sandbox.library import TableLibrary
from graphlint.sandbox.unknown import Unknown
from shapecalc import Dim, Shape, dmin

Dims = tuple[Dim, ...]
_SVD: Callable[..., Any] = numpy.linalg.svd


def _least(shape: Dims) -> Dim:
    return dmin(shape[-1], shape[-2])


# name -> the shapes of its results from the shape of the matrix
_SHAPES: dict[str, Callable[[Dims], Any]] = {
    "inv": lambda s: s,
    "pinv": lambda s: (*s[:-2], s[-1], s[-2]),
    "cholesky": lambda s: s,
    "det": lambda s: s[:-2],
    "slogdet": lambda s: [s[:-2], s[:-2]],
    "eig": lambda s: [s[:-1], s],
    "eigh": lambda s: [s[:-1], s],
    "eigvals": lambda s: s[:-1],
    "eigvalsh": lambda s: s[:-1],
    "qr": lambda s: [(*s[:-1], _least(s)), (*s[:-2], _least(s), s[-1])],
    "cond": lambda s: s[:-2],
    "matrix_rank": lambda s: s[:-2],
    "matrix_power": lambda s: s,
}


def _cheap(array: ShapedArray) -> bool:
    known = known_shape(array._shape)
    if known is None or len(known) < 2:
        return False
    size = 1
    for dim in (*known, max(known[-2:])):
        size *= dim
    return size * 10 <= MOST_WORK


def _row(name: str) -> Callable[..., Any]:
    real, rule = getattr(numpy.linalg, name), _SHAPES[name]

    def function(a: Any, *args: Any, **options: Any) -> Any:
        array = as_array(a)
        try:
            plain = [plain_value(each) for each in args]
            given = {key: plain_value(each) for key, each in options.items()}
        except NotPlain:
            return Unknown(f"an argument of {name} is not known")
        if (name == "matrix_power" and abs(plain[0]) > 1 << 10) or array._has_objects:
            return unknown_array("the computation is large", array._dtype, array._shape)
        return _guarded(lambda value: _tuple(real(value, *plain, **given)), array, rule)

    function.__name__ = function.__qualname__ = name
    return function


def _tuple(made: Any) -> Any:
    return tuple(made) if isinstance(made, tuple) else made


def _guarded(real: Callable[..., Any], array: ShapedArray, rule: Callable[[Dims], Any]) -> Any:
    if array._shape is not None and len(array._shape) < 2:
        raise LinAlgError(f"{len(array._shape)}-dimensional array given. Array must be at least two-dimensional")

    def shape() -> Any:
        return None if array._shape is None else rule(array._shape)

    try:
        made = lift(real, [array], shape=shape, possible=_cheap(array))
    except numpy.linalg.LinAlgError as error:
        raise LinAlgError(str(error)) from None
    if isinstance(made, list):
        return tuple(made)
    if array._shape is None:
        return Unknown(array._reason)
    return made


def svd(a: Any, full_matrices: Any = True, compute_uv: Any = True) -> Any:
    array = as_array(a)

    def rule(shape: Dims) -> Any:
        least = _least(shape)
        if not compute_uv:
            return (*shape[:-2], least)
        left, right = (shape[-2], shape[-1]) if full_matrices else (least, least)
        return [(*shape[:-1], left), (*shape[:-2], least), (*shape[:-2], right, shape[-1])]

    return _guarded(lambda value: _tuple(_SVD(value, bool(full_matrices), bool(compute_uv))), array, rule)


def solve(a: Any, b: Any) -> Any:
    left, right = as_array(a), as_array(b)
    dtype = numpy.float64 if left._dtype is None or right._dtype is None else numpy.result_type(left._dtype, right._dtype, "f4")
    try:
        return lift(numpy.linalg.solve, [left, right], shape=lambda: right._shape, dtype=dtype, possible=_cheap(left))
    except numpy.linalg.LinAlgError as error:
        raise LinAlgError(str(error)) from None


def lstsq(a: Any, b: Any, rcond: Any = "warn") -> Any:
    left, right = as_array(a), as_array(b)
    shape: Shape = None
    if left._shape is not None and right._shape is not None and len(left._shape) == 2:
        shape = (left._shape[1], *right._shape[1:])
    reason = left._reason or right._reason or "least squares"
    rank = unknown_result(reason, numpy.int32, ())
    return (
        unknown_array(reason, numpy.float64, shape),
        unknown_array(reason, numpy.float64, None),
        rank,
        (unknown_array(reason, numpy.float64, None)),
    )


LINALG = TableLibrary(
    "numpy.linalg",
    {
        **{name: _row(name) for name in _SHAPES},
        "norm": norm,
        "svd": svd,
        "solve": solve,
        "lstsq": lstsq,
        "LinAlgError": LinAlgError,
        "multi_dot": lambda arrays: _chain(arrays),
    },
)


def _chain(arrays: Any) -> Any:
    made = arrays[0]
    for each in arrays[1:]:
        made = PRODUCTS["dot"](made, each)
    return made
