"""Functions that choose elements: by position, by condition, by being nonzero."""

from __future__ import annotations

from typing import Any

import numpy

from graphlint.libs.numpy.array import result, unknown_array, unknown_result
from graphlint.libs.numpy.broadcasting import broadcast_shapes
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import axis_of, fresh_dim, known_shape, shape_of
from graphlint.libs.numpy.indexing import getitem
from graphlint.libs.numpy.lift import run
from graphlint.libs.numpy.memory import fits
from graphlint.libs.numpy.method_table import METHODS
from graphlint.libs.numpy.promotion import Operand, common_dtype
from graphlint.sandbox.unknown import Unknown


def take(a: Any, indices: Any, axis: Any = None, out: Any = None, mode: Any = "raise") -> Any:
    array, chosen = as_array(a), as_array(indices)
    if axis is None:
        return getitem(METHODS["ravel"](array), chosen if chosen._shape != () else indices)
    if array._shape is None:
        return unknown_array(array._reason, array._dtype, None)
    before = (slice(None),) * axis_of(axis, len(array._shape))
    return getitem(array, (*before, chosen if chosen._shape != () else indices))


def compress(condition: Any, a: Any, axis: Any = None, out: Any = None) -> Any:
    chosen = METHODS["astype"](as_array(condition), bool)
    return take(a, nonzero(chosen)[0], axis)


def extract(condition: Any, arr: Any) -> Any:
    return getitem(METHODS["ravel"](as_array(arr)), METHODS["astype"](METHODS["ravel"](as_array(condition)), bool))


def nonzero(a: Any) -> Any:
    array = as_array(a)
    if array._value is not None and not array._has_objects:
        return tuple(result(each) for each in numpy.nonzero(numpy.atleast_1d(array._value)))
    rank = 1 if array._shape is None else max(1, len(array._shape))
    count = fresh_dim("nonzero")
    return tuple(unknown_array(array._reason, numpy.int64, (count,)) for _ in range(rank))


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    test = as_array(condition)
    if x is None and y is None:
        return nonzero(test)
    left, right = as_array(x), as_array(y)
    shape = broadcast_shapes([test._shape, left._shape, right._shape])
    if left._dtype is None or right._dtype is None:
        return unknown_array(left._reason or right._reason, None, shape)
    operands = [
        Operand(each._dtype, each._shape == (), None if each._value is None else each._value[()])
        for each in (left, right)
        if each._dtype is not None
    ]
    dtype = common_dtype(operands)
    values = [test._value, left._value, right._value]
    known = known_shape(shape)
    if any(each is None for each in values) or known is None or not fits(known, dtype):
        return unknown_array(test._reason or left._reason or right._reason, dtype, shape)
    return result(numpy.where(test._value.astype(bool), left._value.astype(dtype), right._value.astype(dtype)))  # type: ignore[union-attr]


def argwhere(a: Any) -> Any:
    array = as_array(a)
    columns = nonzero(array)
    if array._value is not None and not array._has_objects:
        return result(numpy.argwhere(array._value))
    return unknown_array(array._reason, numpy.int64, (columns[0]._shape[0], len(columns)))


def flatnonzero(a: Any) -> Any:
    return nonzero(METHODS["ravel"](as_array(a)))[0]


def unravel_index(indices: Any, shape: Any, order: Any = "C") -> Any:
    """One array of indices for each axis of the shape."""
    where, dims = as_array(indices), shape_of(shape)
    if dims is None:
        return Unknown("the shape isn't known", text="np.unravel_index(...)")
    known = known_shape(dims)
    if where._value is not None and known is not None:
        return tuple(result(part) for part in run(numpy.unravel_index, [where._value, known], {}))
    return tuple(unknown_result(where._reason, numpy.int64, where._shape) for _ in dims)


def ravel_multi_index(multi_index: Any, dims: Any, mode: Any = "raise", order: Any = "C") -> Any:
    parts, shape = [as_array(part) for part in multi_index], known_shape(shape_of(dims))
    if shape is not None and all(part._value is not None for part in parts):
        return result(run(numpy.ravel_multi_index, [tuple(part._value for part in parts), shape], {}))
    return unknown_result("the indices aren't known", numpy.int64, broadcast_shapes([part._shape for part in parts]))


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    made = default
    for condition, choice in zip(reversed(condlist), reversed(choicelist), strict=True):
        made = where(condition, choice, made)
    return made


FUNCTIONS: dict[str, Any] = {
    "unravel_index": unravel_index, "ravel_multi_index": ravel_multi_index, "select": select,
    "take": take, "compress": compress, "extract": extract, "nonzero": nonzero, "where": where, "argwhere": argwhere,
    "flatnonzero": flatnonzero,
}  # fmt: skip
METHODS.update(
    take=take, nonzero=nonzero, compress=lambda a, condition, axis=None: compress(condition, a, axis),
)  # fmt: skip
