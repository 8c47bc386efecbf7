"""Closeness and equality of whole arrays, and `numpy.testing`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy

from graphlint.libs.numpy.array import unknown_result
from graphlint.libs.numpy.broadcasting import broadcast_shapes
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import known_shape
from graphlint.libs.numpy.lift import NotPlain, plain_value, run
from graphlint.libs.numpy.scalars import scalar
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.sandbox.library import TableLibrary


def isclose(a: Any, b: Any, rtol: Any = 1e-5, atol: Any = 1e-8, equal_nan: Any = False) -> Any:
    left, right = as_array(a), as_array(b)
    shape = broadcast_shapes([left._shape, right._shape])
    if _both_known(left, right):
        options = {"rtol": plain_value(rtol), "atol": plain_value(atol), "equal_nan": bool(equal_nan)}
        made = run(numpy.isclose, [left._value, right._value], options)
        return scalar(made) if isinstance(made, numpy.generic) else as_array(made.tolist())
    return unknown_result(left._reason or right._reason, bool, shape)


def _both_known(left: Any, right: Any) -> bool:
    return all(each._value is not None and not each._has_objects for each in (left, right))


def allclose(a: Any, b: Any, rtol: Any = 1e-5, atol: Any = 1e-8, equal_nan: Any = False) -> Any:
    left, right = as_array(a), as_array(b)
    if not _both_known(left, right):
        broadcast_shapes([left._shape, right._shape])
        return UnknownScalar(left._reason or right._reason, bool, python=True, text="np.allclose(...)")
    options = {"rtol": plain_value(rtol), "atol": plain_value(atol), "equal_nan": bool(equal_nan)}
    return bool(run(numpy.allclose, [left._value, right._value], options))


def array_equal(a1: Any, a2: Any) -> Any:
    left, right = as_array(a1), as_array(a2)
    one, two = known_shape(left._shape), known_shape(right._shape)
    if one is not None and two is not None and one != two:
        return False
    if not _both_known(left, right):
        return UnknownScalar(left._reason or right._reason, bool, python=True, text="np.array_equal(...)")
    return bool(numpy.array_equal(left._value, right._value))  # type: ignore[arg-type]


def _assertion(name: str) -> Callable[..., None]:
    def function(*args: Any, **options: Any) -> None:
        # slow to import, and seldom needed
        real = getattr(import_module("numpy.testing"), name)
        sides = [as_array(each) for each in args[:2]]
        if not _both_known(*sides):
            return
        try:
            rest = [plain_value(each) for each in args[2:]]
            real(*(side._value for side in sides), *rest, **{key: plain_value(each) for key, each in options.items()})
        except NotPlain:
            return

    function.__name__ = function.__qualname__ = name
    return function


_ASSERTIONS = [
    "assert_allclose", "assert_array_equal", "assert_equal", "assert_almost_equal", "assert_array_almost_equal",
    "assert_array_less",
]  # fmt: skip
TESTING = TableLibrary("numpy.testing", {name: _assertion(name) for name in _ASSERTIONS})
FUNCTIONS: dict[str, Any] = {
    "isclose": isclose,
    "allclose": allclose,
    "array_equal": array_equal,
    "array_equiv": array_equal,
}
