"""Sorting, searching, counting and sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, unknown_array, unknown_result
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import axis_of, fresh_dim, size_of
from graphlint.libs.numpy.lift import NotPlain, lift, plain_value, run
from graphlint.libs.numpy.memory import MOST_ELEMENTS
from graphlint.libs.numpy.method_table import METHODS
from shapecalc import Shape


def sort(a: Any, axis: Any = -1, kind: Any = None, order: Any = None) -> Any:
    array = as_array(a)
    return lift(lambda value: numpy.sort(value, plain_value(axis)), [array], shape=_kept(array, axis), dtype=array._dtype)


def argsort(a: Any, axis: Any = -1, kind: Any = None, order: Any = None) -> Any:
    array = as_array(a)
    return lift(
        # which of two equal elements comes first is not defined by numpy unless the sort is stable
        lambda value: numpy.argsort(value, plain_value(axis), "stable"),
        [array],
        shape=_kept(array, axis),
        dtype=numpy.int64,
    )


def _kept(array: ShapedArray, axis: Any) -> Callable[[], Shape]:
    def shape() -> Shape:
        if axis is None:
            size = size_of(array._shape)
            return None if size is None else (size,)
        if array._shape is not None:
            axis_of(axis, len(array._shape))
        return array._shape

    return shape


def sort_in_place(a: ShapedArray, axis: Any = -1, kind: Any = None, order: Any = None) -> None:
    METHODS["__setitem__"](a, Ellipsis, sort(a, axis))


def unique(ar: Any, return_index: Any = False, return_inverse: Any = False, return_counts: Any = False, axis: Any = None) -> Any:
    array = as_array(ar)
    flags = [bool(flag) for flag in (return_index, return_inverse, return_counts)]
    if array._value is not None and not array._has_objects:
        made: Any = numpy.unique(array._value, *flags, axis=plain_value(axis))  # type: ignore[call-overload]
        if flags[1]:
            made = tuple(part.reshape(-1) if index else part for index, part in enumerate(made))
        return lift(lambda: made, [], shape=lambda: None)
    count = fresh_dim("unique")
    size = size_of(array._shape)
    first = unknown_array(array._reason, array._dtype, (count,))
    sizes: list[Shape] = [(count,), None if size is None else (size,), (count,)]
    others = [unknown_array(array._reason, numpy.int64, shape) for flag, shape in zip(flags, sizes, strict=True) if flag]
    return (first, *others) if others else first


def bincount(x: Any, weights: Any = None, minlength: Any = 0) -> Any:
    array = as_array(x)
    least = 0 if minlength is None else plain_value(minlength)
    dtype = numpy.dtype(numpy.int64 if weights is None else numpy.float64)
    largest = array._value.max() if array._value is not None and array._value.size else 0
    possible = max(int(least), int(largest)) < MOST_ELEMENTS and weights is None
    return lift(
        lambda value: numpy.bincount(value, minlength=least),
        [array],
        shape=lambda: (fresh_dim("bincount"),),
        dtype=dtype,
        possible=possible,
    )


def histogram(a: Any, bins: Any = 10, range: Any = None, normed: Any = None, weights: Any = None, density: Any = None) -> Any:
    array = as_array(a)
    edges = as_array(bins)
    try:
        plain: dict[str, Any] = {
            "bins": plain_value(bins),
            "range": plain_value(range),
            "density": bool(density or normed),
        }
    except NotPlain:
        plain = {}
    count = edges._shape[0] - 1 if edges._shape else plain.get("bins", fresh_dim("bins"))
    few = not isinstance(count, int) or count < MOST_ELEMENTS
    if array._value is not None and plain and few and weights is None:
        return lift(lambda: run(numpy.histogram, [array._value], plain), [], shape=lambda: None)
    if isinstance(count, str):
        count = fresh_dim("bins")
    kind = numpy.float64 if density or normed else numpy.int64
    return (
        unknown_array(array._reason or "a histogram", kind, (count,)),
        unknown_array(array._reason or "a histogram", numpy.float64, (count + 1,)),
    )


def searchsorted(a: Any, v: Any, side: Any = "left", sorter: Any = None) -> Any:
    arrays = [as_array(a), as_array(v)]
    return lift(
        lambda value, wanted: numpy.searchsorted(value, wanted, plain_value(side)),
        arrays,
        shape=lambda: arrays[1]._shape,
        dtype=numpy.int64,
        possible=sorter is None,
    )


def digitize(x: Any, bins: Any, right: Any = False) -> Any:
    array = as_array(x)
    return lift(
        lambda value, edges: numpy.digitize(value, edges, bool(right)),
        [array, as_array(bins)],
        shape=lambda: array._shape,
        dtype=numpy.int64,
    )


def isin(element: Any, test_elements: Any, assume_unique: Any = False, invert: Any = False) -> Any:
    array = as_array(element)
    return lift(
        lambda value, test: numpy.isin(value, test, invert=bool(invert)),
        [array, as_array(list(test_elements) if isinstance(test_elements, set) else test_elements)],
        shape=lambda: array._shape,
        dtype=bool,
    )


def in1d(ar1: Any, ar2: Any, assume_unique: Any = False, invert: Any = False) -> Any:
    return isin(METHODS["ravel"](as_array(ar1)), ar2, assume_unique, invert)


def _set_function(name: str) -> Callable[..., Any]:
    real = getattr(numpy, name)

    def function(ar1: Any, ar2: Any, assume_unique: Any = False) -> Any:
        return lift(real, [as_array(ar1), as_array(ar2)], shape=lambda: (fresh_dim(name),))

    function.__name__ = function.__qualname__ = name
    return function


def argpartition(a: Any, kth: Any, axis: Any = -1, kind: Any = None, order: Any = None) -> Any:
    array = as_array(a)
    return unknown_result("the order inside of a partition", numpy.int64, _kept(array, axis)())


def partition(a: Any, kth: Any, axis: Any = -1, kind: Any = None, order: Any = None) -> Any:
    array = as_array(a)
    return unknown_result("the order inside of a partition", array._dtype, _kept(array, axis)())


def lexsort(keys: Any, axis: Any = -1) -> Any:
    array = as_array(keys)
    return lift(
        lambda value: numpy.lexsort(value, plain_value(axis)),
        [array],
        shape=lambda: None if array._shape is None else array._shape[1:],
        dtype=numpy.int64,
    )


FUNCTIONS: dict[str, Any] = {
    "sort": sort, "argsort": argsort, "unique": unique, "bincount": bincount, "histogram": histogram,
    "searchsorted": searchsorted, "digitize": digitize, "isin": isin, "in1d": in1d, "argpartition": argpartition,
    "partition": partition, "lexsort": lexsort, "msort": lambda a: sort(a, 0),
    **{name: _set_function(name) for name in ("intersect1d", "union1d", "setdiff1d", "setxor1d")},
}  # fmt: skip
METHODS.update(sort=sort_in_place, argsort=argsort, searchsorted=searchsorted, argpartition=argpartition)
