"""Reductions over axes, and running sums: which dims stay is one rule for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, unknown_array, unknown_result
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import axes_of, axis_of, size_of
from graphlint.libs.numpy.dtypes import as_real
from graphlint.libs.numpy.lift import lift, plain_value, probed_dtype
from graphlint.libs.numpy.method_table import METHODS
from graphlint.libs.numpy.objects import reduce_objects
from graphlint.sandbox.unknown import Unknown
from shapecalc import Shape

_PLAIN = [
    "sum", "prod", "max", "min", "amax", "amin", "mean", "any", "all", "nansum", "nanprod", "nanmax", "nanmin",
    "nanmean", "ptp", "median", "nanmedian",
]  # fmt: skip
_SPREAD = ("std", "var", "nanstd", "nanvar")
_ARGUMENT = ("argmax", "argmin", "nanargmax", "nanargmin")
_RUNNING = ("cumsum", "cumprod", "nancumsum", "nancumprod")


def reduced_shape(shape: Shape, axis: Any, keepdims: Any = False) -> Shape:
    if shape is None:
        return () if axis is None and not keepdims else None
    if isinstance(axis, Unknown) or isinstance(keepdims, Unknown):
        return None
    gone = axes_of(plain_value(axis), len(shape))
    if keepdims:
        return tuple(1 if index in gone else dim for index, dim in enumerate(shape))
    return tuple(dim for index, dim in enumerate(shape) if index not in gone)


def _reduce(name: str, a: Any, axis: Any, options: dict[str, Any], out: Any) -> Any:
    array = as_array(a)
    if array._has_objects and axis is None:
        return reduce_objects(name, array)
    if array._has_objects:
        return unknown_array("an array of objects", None, reduced_shape(array._shape, axis, options.get("keepdims")))
    real = getattr(numpy, name)
    given = {key: value for key, value in options.items() if value is not None and value is not False}
    dtype = given.get("dtype")
    if dtype is not None:
        given["dtype"] = as_real(dtype)
    made = lift(
        real,
        [array],
        given | ({} if axis is None else {"axis": _axis(axis)}),
        shape=lambda: reduced_shape(array._shape, axis, options.get("keepdims")),
        dtype=given.get("dtype") if dtype is not None else _reduced_dtype(real, array),
    )
    return _stored(made, out)


def _axis(axis: Any) -> Any:
    """A list of axes is taken as a tuple by none of numpy's functions; it fails as it does there."""
    if isinstance(axis, list):
        raise TypeError("'list' object cannot be interpreted as an integer")
    return axis


def _reduced_dtype(real: Callable[..., Any], array: ShapedArray) -> Any:
    if array._dtype is None:
        return None
    return probed_dtype(real, [unknown_array("", array._dtype, (1,))], {})


def _stored(made: Any, out: Any) -> Any:
    if out is None:
        return made
    METHODS["__setitem__"](out, Ellipsis, made)
    return out


def _plain(name: str) -> Callable[..., Any]:
    def function(a: Any, axis: Any = None, *rest: Any, out: Any = None, keepdims: Any = False, **others: Any) -> Any:
        options = {"keepdims": keepdims, "dtype": others.pop("dtype", None)}
        if rest and name in ("sum", "prod", "mean", "nansum", "nanprod", "nanmean"):
            options["dtype"] = rest[0]
        others.pop("overwrite_input", None)
        if others.keys() - {"initial", "where"}:
            raise TypeError(f"{name}() got an unexpected keyword argument '{sorted(others)[0]}'")
        return _reduce(name, a, axis, options, out)

    function.__name__ = function.__qualname__ = name
    return function


def _spread(name: str) -> Callable[..., Any]:
    def function(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, ddof: Any = 0, keepdims: Any = False) -> Any:
        return _reduce(name, a, axis, {"dtype": dtype, "ddof": ddof or None, "keepdims": keepdims}, out)

    function.__name__ = function.__qualname__ = name
    return function


def _argument(name: str) -> Callable[..., Any]:
    def function(a: Any, axis: Any = None, out: Any = None) -> Any:
        return _stored(_reduce(name, a, axis, {}, None), out)

    function.__name__ = function.__qualname__ = name
    return function


def _running(name: str) -> Callable[..., Any]:
    def function(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
        array = as_array(a)
        real = getattr(numpy, name)
        options = {"axis": axis} | ({} if dtype is None else {"dtype": as_real(dtype)})

        def shape() -> Shape:
            if array._shape is not None and axis is not None:
                axis_of(axis, len(array._shape))
                return array._shape
            size = size_of(array._shape)
            return None if size is None else (size,)

        return _stored(lift(real, [array], options, shape=shape, dtype=options.get("dtype")), out)

    function.__name__ = function.__qualname__ = name
    return function


def count_nonzero(a: Any, axis: Any = None) -> Any:
    array = as_array(a)
    if array._value is not None and axis is None and not array._has_objects:
        return int(numpy.count_nonzero(array._value))
    return unknown_result(array._reason or "a count", numpy.int64, reduced_shape(array._shape, axis))


def average(a: Any, axis: Any = None, weights: Any = None, returned: Any = False) -> Any:
    array = as_array(a)
    if weights is None:
        made = FUNCTIONS["mean"](array, axis)
    else:
        made = lift(
            lambda value, weight: numpy.average(value, axis=plain_value(axis), weights=weight),
            [array, as_array(weights)],
            shape=lambda: reduced_shape(array._shape, axis),
            dtype=None,
        )
    return (made, Unknown("the sum of weights")) if returned else made


def percentile(a: Any, q: Any, axis: Any = None, out: Any = None, *rest: Any, **options: Any) -> Any:
    return _quantile(numpy.percentile, a, q, axis, options.get("keepdims", False))


def quantile(a: Any, q: Any, axis: Any = None, out: Any = None, *rest: Any, **options: Any) -> Any:
    return _quantile(numpy.quantile, a, q, axis, options.get("keepdims", False))


def _quantile(real: Callable[..., Any], a: Any, q: Any, axis: Any, keepdims: Any) -> Any:
    arrays = [as_array(a), as_array(q)]

    def shape() -> Shape:
        inner = reduced_shape(arrays[0]._shape, axis, keepdims)
        return None if inner is None or arrays[1]._shape is None else (*arrays[1]._shape, *inner)

    options = {"axis": axis, "keepdims": keepdims}
    return lift(real, arrays, options, shape=shape, dtype=None if arrays[0]._value is not None else numpy.float64)


FUNCTIONS: dict[str, Any] = {
    **{name: _plain(name) for name in _PLAIN},
    **{name: _spread(name) for name in _SPREAD},
    **{name: _argument(name) for name in _ARGUMENT},
    **{name: _running(name) for name in _RUNNING},
    "count_nonzero": count_nonzero,
    "average": average,
    "percentile": percentile,
    "nanpercentile": percentile,
    "quantile": quantile,
}
for _alias, _name in {"product": "prod", "alltrue": "all", "sometrue": "any", "cumproduct": "cumprod"}.items():
    FUNCTIONS[_alias] = FUNCTIONS[_name]
for _name in [
    "sum",
    "prod",
    "max",
    "min",
    "mean",
    "any",
    "all",
    "ptp",
    "std",
    "var",
    "argmax",
    "argmin",
    "cumsum",
    "cumprod",
]:
    METHODS[_name] = FUNCTIONS[_name]  # fmt: skip
