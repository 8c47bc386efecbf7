"""Reading parts of an array by every form of index, and as Python values."""

from __future__ import annotations

from contextlib import suppress
from operator import getitem as getitem_of
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, result, unknown_array, unknown_result
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import size_of
from graphlint.libs.numpy.index_shapes import indexed_shape
from graphlint.libs.numpy.lift import NotPlain, plain_value, run
from graphlint.libs.numpy.memory import fits
from graphlint.libs.numpy.method_table import METHODS
from graphlint.libs.numpy.unknowns import UnknownData
from graphlint.sandbox.unknown import Unknown

_LONGEST_LIST = 1 << 12


def getitem(array: ShapedArray, key: Any) -> Any:
    if array._value is not None and _is_place(key) and array._value.dtype.kind != "O":
        with suppress(IndexError):
            return result(array._value[key], array)
    parts = index_parts(key)
    if isinstance(key, str) or (isinstance(key, list) and key and isinstance(key[0], str)):
        return _field(array, key)
    value = array._value
    if value is not None:
        try:
            real = tuple(real_part(part) for part in parts)
        except NotPlain:
            return unknown_result("the index is not known", array._dtype, indexed_shape(array._shape, parts))
        if fits(_advanced_size(real), numpy.dtype(numpy.int64)):
            return result(run(getitem_of, [value, real if isinstance(key, tuple) else real[0]], {}), array)
    shape = indexed_shape(array._shape, parts)
    make = unknown_array if any(part is Ellipsis for part in parts) else unknown_result
    return make(array._reason or "the array is large", array._dtype, shape)


def _is_place(key: Any) -> bool:
    """Whether a key is a plain number, or some of them: what loops over elements ask for."""
    return type(key) is int or (type(key) is tuple and all(type(part) is int for part in key))


def _advanced_size(real: tuple[Any, ...]) -> tuple[int, ...]:
    sizes = [part.size for part in real if isinstance(part, numpy.ndarray)]
    return (max(sizes, default=0),)


def _field(array: ShapedArray, key: Any) -> Any:
    if array._value is not None and isinstance(key, str) and array._value.dtype.names:
        return result(array._value[key], array)
    if array._dtype is None or not array._dtype.names:
        if array._dtype is None:
            return unknown_array(array._reason, None, None)
        raise IndexError("only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or "
                         "boolean arrays are valid indices")  # fmt: skip
    dtype = array._dtype[key] if isinstance(key, str) else None
    return unknown_array(array._reason, dtype, array._shape)


def index_parts(key: Any) -> tuple[Any, ...]:
    parts = key if isinstance(key, tuple) else (key,)
    return tuple(as_array(part) if isinstance(part, (list, range, tuple)) else part for part in parts)


def real_part(part: Any) -> Any:
    if isinstance(part, ShapedArray) and part._value is not None and part._shape is not None:
        if part._value.size == 0 and part._value.dtype.kind == "f":
            return part._value.astype(int)
        return _indexable(part._value)
    if isinstance(part, float):
        raise IndexError("only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or "
                         "boolean arrays are valid indices")  # fmt: skip
    return plain_value(part)


def _indexable(value: Any) -> Any:
    if value.dtype.kind not in "iub":
        raise IndexError("arrays used as indices must be of integer (or boolean) type")
    return value


def item(a: ShapedArray, *index: Any) -> Any:
    if index:
        key = index[0] if len(index) == 1 else index
        flat = METHODS["ravel"](a) if len(index) == 1 and not isinstance(key, tuple) else a
        return getitem(flat, key).item()
    size = size_of(a._shape)
    if isinstance(size, int) and size != 1:
        raise ValueError("can only convert an array of size 1 to a Python scalar")
    if a._value is None:
        made = unknown_result(a._reason, a._dtype or numpy.float64, ())
        return made.item() if not isinstance(made, ShapedArray) else Unknown(a._reason)
    return a._value.item()


def tolist(a: ShapedArray) -> Any:
    if a._value is not None:
        return a._value.tolist()
    if a._shape == ():
        return item(a)
    if a._shape is None or not isinstance(a._shape[0], int) or a._shape[0] > _LONGEST_LIST:
        return Unknown(a._reason, text="list")
    size = size_of(a._shape)
    if not isinstance(size, int) or size > _LONGEST_LIST:
        row = UnknownData(a._reason, text="row")
        return [row.derived(f"list[{index}]") for index in range(a._shape[0])]
    return [tolist(as_array(getitem(a, index))) for index in range(a._shape[0])]


METHODS.update(__getitem__=getitem, item=item, tolist=tolist)
