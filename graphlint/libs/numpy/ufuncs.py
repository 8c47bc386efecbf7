"""The methods of numpy's elementwise functions: `np.add.reduce`, `np.subtract.outer`, `np.maximum.accumulate`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from graphlint.libs.numpy.array import unknown_array
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.elementwise import BINARY
from graphlint.libs.numpy.elementwise import FUNCTIONS as ELEMENTWISE
from graphlint.libs.numpy.lift import lift
from graphlint.libs.numpy.method_table import METHODS
from graphlint.libs.numpy.reductions import FUNCTIONS as REDUCTIONS
from graphlint.libs.numpy.writing import FUNCTIONS as WRITING

# elementwise function -> the reduction and the running form of the same
_REDUCE = {
    "add": "sum",
    "multiply": "prod",
    "maximum": "max",
    "minimum": "min",
    "logical_and": "all",
    "logical_or": "any",
}
_ACCUMULATE = {"add": "cumsum", "multiply": "cumprod"}


def _reduce(name: str) -> Callable[..., Any]:
    def reduce(a: Any, axis: Any = 0, dtype: Any = None, out: Any = None, keepdims: Any = False) -> Any:
        options = {} if dtype is None else {"dtype": dtype}
        return REDUCTIONS[name](a, axis, out=out, keepdims=keepdims, **options)

    return reduce


def _reduce_other(name: str) -> Callable[..., Any]:
    """A reduction that no function of numpy's stands for: its shape is that of a sum."""

    def reduce(a: Any, axis: Any = 0, dtype: Any = None, out: Any = None, keepdims: Any = False) -> Any:
        array = as_array(a)
        made = as_array(REDUCTIONS["sum"](ELEMENTWISE[name](array, array), axis, dtype, keepdims=keepdims))
        options = {"axis": axis, "dtype": dtype, "keepdims": keepdims}
        return lift(getattr(numpy, name).reduce, [array], options, shape=lambda: made._shape, dtype=made._dtype)

    return reduce


def _accumulate(name: str) -> Callable[..., Any]:
    def accumulate(a: Any, axis: Any = 0, dtype: Any = None, out: Any = None) -> Any:
        array = as_array(a)
        if name not in _ACCUMULATE:
            return unknown_array(f"{name}.accumulate", array._dtype, array._shape)
        return REDUCTIONS[_ACCUMULATE[name]](array, axis, dtype, out)

    return accumulate


def _outer(name: str) -> Callable[..., Any]:
    def outer(a: Any, b: Any, **options: Any) -> Any:
        left, right = as_array(a), as_array(b)
        if left._shape is None or right._shape is None:
            return unknown_array(f"{name}.outer", None, None)
        spread = METHODS["reshape"](left, (*left._shape, *(1,) * len(right._shape)))
        return ELEMENTWISE[name](spread, right, **options)

    return outer


def at(a: Any, indices: Any, b: Any = None) -> None:
    WRITING["put"](a, indices, b)


def attach() -> None:
    """Put the methods onto the functions."""
    for name, function in ELEMENTWISE.items():
        if name not in BINARY:
            continue
        function.reduce = _reduce(_REDUCE[name]) if name in _REDUCE else _reduce_other(name)
        function.accumulate, function.outer, function.at = _accumulate(name), _outer(name), at
