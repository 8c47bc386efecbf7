"""From what scripts hold (numbers, nested lists, arrays) to arrays, and from arrays to real numpy values.

Real numpy never sees an object of the script: it would ask it for `__array_interface__`, which can name any memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, known_array, unknown_array
from graphlint.libs.numpy.dims import dim_of, is_number, known_shape
from graphlint.libs.numpy.memory import MOST_BYTES, fits
from graphlint.libs.numpy.promotion import promote
from graphlint.libs.numpy.python_numbers import converted_dtype
from graphlint.libs.numpy.scalars import generic
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.sandbox.unknown import Decider, NotKnown, Unknown
from graphlint.sandbox.unknown_text import UnknownText
from shapecalc import Dim, Expr, Shape

_OBJECT = numpy.dtype(object)
_PLAIN: tuple[Any, ...] = (bool, int, float, complex, str, bytes)
_NUMBERS = frozenset({bool, int, float})
MOST_LEAVES = 1 << 20


def to_numpy(value: Any) -> numpy.ndarray[Any, Any] | None:
    """The values of an array, a numpy scalar, a number or a nested list; None if they aren't known (or are large)."""
    return as_array(value)._value


def as_array(value: Any) -> ShapedArray:
    """What `numpy.asarray` makes of a value of the script."""
    if isinstance(value, ShapedArray):
        return value
    if isinstance(value, UnknownScalar):
        return unknown_array(value.reason, value._dtype, ())
    if isinstance(value, Unknown):
        return unknown_array(value.reason, getattr(value, "_dtype", None), () if is_number(value) else None)
    if isinstance(value, generic):
        return known_array(numpy.asarray(value._number))
    if type(value) is numpy.ndarray or isinstance(value, numpy.generic):
        return known_array(numpy.asarray(value))
    if type(value) in _PLAIN:
        return known_array(numpy.array(value, leaf_dtype(value)))
    try:
        made = _build(*_walk(value))
    except NotKnown as told:
        return unknown_array(told.unknown.reason, _OBJECT, None)
    lengths = _lengths(value)
    return made if not any(lengths) else _as_long_as(lengths, made)


def _lengths(value: Any) -> list[Unknown | None]:
    """For each level of a nested list: its length, if not all of it is there."""
    lengths: list[Unknown | None] = []
    while isinstance(value, (list, tuple)):
        lengths.append(Decider.length_of(value))
        value = value[-1] if value else None
    return lengths


def _as_long_as(lengths: Sequence[Unknown | None], made: ShapedArray) -> ShapedArray:
    """An array of a container of which only some elements are there: its rows are alike, their number is unknown."""
    reason = next(length.reason for length in lengths if length is not None)
    if not made._shape or 0 in made._shape:
        return unknown_array(reason, None, None)
    known = [*lengths, *[None] * len(made._shape)]
    dims = [dim if length is None else dim_of(length) for dim, length in zip(made._shape, known, strict=False)]
    return unknown_array(reason, made._dtype, tuple(dims))


def is_array_like(value: Any) -> bool:
    """Whether numpy's operators take the other side as an array, rather than leaving the answer to it."""
    return isinstance(value, (ShapedArray, generic, Unknown, list, tuple, *_PLAIN))


@dataclass(slots=True)
class _Level:
    dims: tuple[Dim, ...]
    leaves: Sequence[Any]


def _walk(value: Any) -> tuple[tuple[Dim, ...], Sequence[Any], bool]:
    """The common shape of a nested sequence, what stands at its leaves, and whether its parts differ in length."""
    elements = _elements(value)
    if elements is None:
        return (), [value], False
    dims: tuple[Dim, ...] = (len(elements),)
    level = elements
    while level and len(level) <= MOST_LEAVES and len(dims) < 32:
        if _NUMBERS.issuperset(map(type, level)):
            return dims, level, False
        parts = [_elements(each) for each in level]
        if any(part is not None for part in parts):
            parts = [_rows(each) if part is None else part for each, part in zip(level, parts, strict=True)]
        if any(part is None for part in parts):
            return dims, level, any(part is not None for part in parts)
        sizes = {len(part) for part in parts if part is not None}
        if len(sizes) != 1:
            return dims, level, True
        dims = (*dims, sizes.pop())
        level = [leaf for part in parts if part is not None for leaf in part]
    return dims, level, False


def _elements(value: Any) -> Sequence[Any] | None:
    """The parts of a sequence; None for what numpy takes as one element."""
    if isinstance(value, (list, tuple)):
        return list(value) if len(value) <= MOST_LEAVES else [Unknown("a very long list")]
    if isinstance(value, range):
        return value if len(value) <= MOST_LEAVES else [Unknown("a very long range")]
    if isinstance(value, (str, bytes, dict, set, ShapedArray, generic, Unknown, Expr, type)) or value is None:
        return None
    kind = type(value)
    if not (hasattr(kind, "__len__") and (hasattr(kind, "__getitem__") or hasattr(kind, "__iter__"))):
        return None
    try:
        return [element for _, element in zip(range(min(len(value), MOST_LEAVES)), value, strict=False)]
    except NotKnown:
        raise
    except (TypeError, ValueError):
        return None


def _rows(element: Any) -> Sequence[Any] | None:
    """The rows of an array that stands among lists."""
    if not isinstance(element, ShapedArray) or not element._shape:
        return None
    count = element._shape[0]
    return [element[index] for index in range(count)] if isinstance(count, int) and count <= 1 << 12 else None


@cache
def _plain_dtype(kind: Any) -> numpy.dtype[Any]:
    return numpy.dtype({bool: "?", float: "f8", complex: "c16"}[kind])


def leaf_dtype(leaf: Any) -> numpy.dtype[Any] | None:
    """The type of one element; None if it isn't known."""
    kind = type(leaf)
    if kind in (bool, float, complex):
        return _plain_dtype(kind)  # type: ignore[arg-type]
    if isinstance(leaf, ShapedArray):
        return leaf._dtype
    if isinstance(leaf, generic):
        return leaf._number.dtype  # type: ignore[no-any-return]
    if isinstance(leaf, UnknownScalar):
        return leaf._dtype  # type: ignore[no-any-return]
    if isinstance(leaf, Unknown):
        return converted_dtype(leaf)
    if isinstance(leaf, int):
        fits_signed = -(1 << 63) <= leaf < 1 << 63
        return numpy.dtype("i8") if fits_signed else numpy.dtype("u8") if 0 <= leaf < 1 << 64 else _OBJECT
    if isinstance(leaf, float):
        return numpy.dtype("f8")
    if isinstance(leaf, (str, bytes)):
        return numpy.dtype(f"{'U' if isinstance(leaf, str) else 'S'}{len(leaf)}")
    return _OBJECT


def _build(dims: tuple[Dim, ...], leaves: Sequence[Any], ragged: bool) -> ShapedArray:
    quick = _of_numbers(dims, leaves) if leaves and not ragged else None
    if quick is not None:
        return quick
    arrays = [leaf for leaf in leaves if isinstance(leaf, ShapedArray)]
    if arrays and (inner := _common(leaves)) is not False:
        return _joined(dims, leaves, inner)
    if not leaves:
        return known_array(numpy.zeros([dim for dim in dims if isinstance(dim, int)]))
    if any(array._shape for array in arrays) and any(isinstance(leaf, (*_PLAIN, generic, UnknownScalar)) for leaf in leaves):
        return _objects(dims, leaves)
    if any(isinstance(leaf, Unknown) for leaf in leaves) and not ragged:
        return _with_unknowns(dims, leaves)
    if ragged and any(type(leaf) is Unknown for leaf in leaves):
        return unknown_array("some rows of it are not known", None, None)
    if ragged or arrays:
        _check_rows(leaves)
        return _objects(dims, leaves)
    dtype = promote({leaf_dtype(leaf) or _OBJECT for leaf in leaves})
    if dtype == _OBJECT:
        return _objects(dims, leaves)
    if len(leaves) * dtype.itemsize > MOST_BYTES or not fits((len(leaves),), dtype):
        return unknown_array("the array is large", dtype, dims)
    flat = numpy.array([_bare(leaf) for leaf in leaves], dtype)
    return known_array(flat.reshape([dim for dim in dims if isinstance(dim, int)]))


def _of_numbers(dims: tuple[Dim, ...], leaves: Sequence[Any]) -> ShapedArray | None:
    """An array of Python's own numbers, the common case; None if it is another, or if one doesn't fit."""
    kinds = set(map(type, leaves))
    if not kinds <= _NUMBERS:
        return None
    dtype = numpy.dtype("f8" if float in kinds else "i8" if int in kinds else "?")
    if not fits((len(leaves),), dtype):
        return unknown_array("the array is large", dtype, dims)
    try:
        flat = numpy.array(leaves, numpy.int64 if kinds == {int} else dtype)
    except OverflowError:
        return None
    return known_array(flat.reshape([dim for dim in dims if isinstance(dim, int)]))


def _bare(leaf: Any) -> Any:
    """A leaf without any class of the script around it."""
    if isinstance(leaf, generic):
        return leaf._number
    for kind in _PLAIN:
        if isinstance(leaf, kind):
            return leaf if type(leaf) is kind else kind.__new__(kind, leaf)
    return leaf


def _with_unknowns(dims: tuple[Dim, ...], leaves: Sequence[Any]) -> ShapedArray:
    unknowns = [leaf for leaf in leaves if isinstance(leaf, Unknown)]
    reason = unknowns[0].reason
    told = any(is_number(leaf) or (isinstance(leaf, UnknownText) and not leaf.many) for leaf in unknowns)
    opaque = len(unknowns) == len(leaves) and not told
    dtypes = [leaf_dtype(leaf) for leaf in leaves]
    known = [dtype for dtype in dtypes if dtype is not None]
    return unknown_array(reason, promote(known) if len(known) == len(dtypes) else None, None if opaque else dims)


def _objects(dims: tuple[Dim, ...], leaves: Sequence[Any]) -> ShapedArray:
    flat = numpy.empty(len(leaves), object)
    for index, leaf in enumerate(leaves):
        flat[index] = leaf
    return known_array(flat.reshape([dim for dim in dims if isinstance(dim, int)]))


def _check_rows(leaves: Sequence[Any]) -> None:
    """Arrays of one length but of different shapes behind it make no array of objects, but an error."""
    shapes = [known_shape(leaf._shape) if isinstance(leaf, ShapedArray) else None for leaf in leaves]
    known = [shape for shape in shapes if shape]
    if len(known) == len(leaves) and len({shape[0] for shape in known}) == 1:
        raise ValueError(f"could not broadcast input array from shape {known[1]} into shape {known[0]}")


def _common(leaves: Sequence[Any]) -> Shape | bool:
    """The shape that all the leaves (arrays and numbers) share; False if they differ."""
    shapes = {leaf._shape if isinstance(leaf, ShapedArray) else () for leaf in leaves}
    if len(shapes) == 1:
        return shapes.pop()
    ranks = {None if shape is None else len(shape) for shape in shapes}
    if None in ranks:
        return None
    if len(ranks) != 1 or all(isinstance(dim, int) for shape in shapes for dim in shape or ()):
        return False
    columns = zip(*(shape for shape in shapes if shape is not None), strict=True)
    return tuple(next((dim for dim in column if isinstance(dim, int)), column[0]) for column in columns)


def _joined(dims: tuple[Dim, ...], leaves: Sequence[Any], inner: Shape | bool) -> ShapedArray:
    """An array of arrays that are alike: one more dim in front."""
    assert not isinstance(inner, bool)
    dtypes = [dtype for dtype in map(leaf_dtype, leaves) if dtype is not None]
    dtype = promote(dtypes) if len(dtypes) == len(leaves) else None
    shape = None if inner is None else (*dims, *inner)
    values = [to_numpy(leaf) for leaf in leaves]
    known = [value for value in values if value is not None]
    whole = None if shape is None else tuple(dim for dim in shape if isinstance(dim, int))
    if dtype is None or whole is None or len(known) != len(values) or not fits(whole, dtype):
        reason = next((leaf._reason for leaf in leaves if isinstance(leaf, ShapedArray) and leaf._reason), "")
        return unknown_array(reason or "the array is large", dtype, shape)
    return known_array(numpy.array(known, dtype).reshape(whole))
