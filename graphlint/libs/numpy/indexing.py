"""Reading and writing parts of an array: every form of index, and the functions that take and choose."""

from __future__ import annotations

from operator import getitem as getitem_of
from operator import setitem as setitem_of
from typing import Any

import numpy

import shapecalc
from graphlint.libs.numpy.array import METHODS, ShapedArray, result, unknown_array, unknown_result
from graphlint.libs.numpy.broadcasting import broadcast_shapes
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import axis_of, fresh_dim, known_shape, normal, size_of
from graphlint.libs.numpy.lift import NotPlain, plain_value, run
from graphlint.libs.numpy.memory import fits
from graphlint.libs.numpy.promotion import Operand, common_dtype
from graphlint.libs.numpy.scalars import generic
from graphlint.sandbox.unknown import Unknown
from shapecalc import Dim, Shape


def getitem(array: ShapedArray, key: Any) -> Any:
    parts = _parts(key)
    if isinstance(key, str) or (isinstance(key, list) and key and isinstance(key[0], str)):
        return _field(array, key)
    value = array._value
    if value is not None:
        try:
            real = tuple(_real_part(part) for part in parts)
        except NotPlain:
            return unknown_result("the index is not known", array._dtype, indexed_shape(array._shape, parts))
        if fits(_advanced_size(real), numpy.dtype(numpy.int64)):
            return result(run(getitem_of, [value, real if isinstance(key, tuple) else real[0]], {}), array)
    shape = indexed_shape(array._shape, parts)
    make = unknown_array if any(part is Ellipsis for part in parts) else unknown_result
    return make(array._reason or "the array is large", array._dtype, shape)


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


def _parts(key: Any) -> tuple[Any, ...]:
    parts = key if isinstance(key, tuple) else (key,)
    return tuple(as_array(part) if isinstance(part, (list, range, tuple)) else part for part in parts)


def _real_part(part: Any) -> Any:
    if isinstance(part, ShapedArray) and part._value is not None and part._shape is not None:
        if part._value.size == 0 and part._value.dtype == float:
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


def indexed_shape(shape: Shape, parts: tuple[Any, ...]) -> Shape:
    """The shape of `array[parts]`, from what is known of the indices."""
    if shape is None or any(_is_opaque(part) for part in parts):
        return None
    parts = _expanded(parts, len(shape))
    dims: list[Dim] = []
    advanced: list[Shape] = []
    where: list[int] = []
    axis = 0
    for part in parts:
        if part is None:
            dims.append(1)
        elif isinstance(part, slice):
            dims.append(sliced_dim(shape[axis], part))
            axis += 1
        else:
            consumed, inner = _advanced(part, shape[axis] if axis < len(shape) else 1)
            advanced.append(inner)
            where.append(len(dims) if not where or where[-1] == len(dims) else -1)
            axis += consumed
    if not advanced:
        return tuple(dims)
    if all(inner == () for inner in advanced):
        return tuple(dims)
    broadcast = broadcast_shapes(advanced)
    if broadcast is None:
        return None
    at = 0 if -1 in where else where[0]
    return (*dims[:at], *broadcast, *dims[at:])


def _is_opaque(part: Any) -> bool:
    """An unknown index that could be a number, a slice or an array."""
    from graphlint.libs.numpy.dims import is_number

    if isinstance(part, ShapedArray):
        return part._shape is None or (part._dtype is None and part._shape != ())
    return isinstance(part, Unknown) and not is_number(part)


def _expanded(parts: tuple[Any, ...], rank: int) -> tuple[Any, ...]:
    """The index with a slice for every axis that it leaves out."""
    used = sum(_consumes(part) for part in parts if part is not None and part is not Ellipsis)
    if used > rank:
        raise IndexError("too many indices for array")
    missing = (slice(None),) * (rank - used)
    for index, part in enumerate(parts):
        if part is Ellipsis:
            return (*parts[:index], *missing, *parts[index + 1 :])
    return (*parts, *missing)


def _consumes(part: Any) -> int:
    if isinstance(part, ShapedArray) and part._dtype == bool and part._shape is not None:
        return len(part._shape)
    return 0 if isinstance(part, bool) else 1


def _advanced(part: Any, dim: Dim) -> tuple[int, Shape]:
    """How many axes an integer or array index uses, and the shape that it brings."""
    if isinstance(part, ShapedArray):
        if part._dtype == bool:
            count = normal(int(part._value.sum())) if part._value is not None else fresh_dim("selected")
            return len(part._shape or ()), (count,)
        return 1, part._shape
    if isinstance(part, (int, generic)) and not isinstance(part, bool):
        number = int(part)
        if isinstance(dim, int) and not -dim <= number < dim:
            raise IndexError(f"index {number} is out of bounds for axis with size {dim}")
        return 1, ()
    if isinstance(part, Unknown) or hasattr(type(part), "__index__"):
        return 1, ()
    raise IndexError("only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or "
                     "boolean arrays are valid indices")  # fmt: skip


def sliced_dim(dim: Dim, part: slice) -> Dim:
    """How many elements a slice of a dim has."""
    ends = [_end(end) for end in (part.start, part.stop, part.step)]
    start, stop, step = ends
    if isinstance(dim, int) and all(end is None or isinstance(end, int) for end in ends):
        return len(range(*slice(start, stop, step).indices(dim)))
    if start is None and stop is None and step in (None, 1, -1):
        return dim
    if step not in (None, 1):
        if start is None and stop is None and isinstance(step, int):
            return shapecalc.ceil_div(dim, abs(step))
        return fresh_dim("slice")
    return _window(dim, 0 if start is None else start, stop)


def _window(dim: Dim, start: Any, stop: Any) -> Dim:
    """The length of `[start:stop]`: the stop is cut at the size, and what starts after it is empty."""
    first = start if _not_negative(start) else shapecalc.dmax(0, dim + start) if isinstance(start, int) else None
    if stop is None:
        last: Any = dim
    elif isinstance(stop, int) and stop < 0:
        last = dim + stop
    elif isinstance(dim, int) or isinstance(stop, int):
        last = shapecalc.dmin(dim, stop)
    else:
        last = stop
    if first is None:
        return fresh_dim("slice")
    length = last - first
    if not isinstance(start, int) and not isinstance(stop, int) and stop is not None:
        # `data[i*batch:(i+1)*batch]`: a script that cuts batches is taken to stay inside of its data
        length = stop - start
    return normal(length if shapecalc.le(0, length) else shapecalc.dmax(0, length))


def _not_negative(start: Any) -> bool:
    return not isinstance(start, int) or start >= 0


def _end(end: Any) -> Any:
    if end is None or isinstance(end, int):
        return end
    if isinstance(end, Unknown):
        return normal(end.as_expr())
    if isinstance(end, ShapedArray):
        return int(end._value) if end._value is not None and end._value.size == 1 else fresh_dim("slice")
    if hasattr(type(end), "__index__"):
        return end.__index__()
    raise TypeError("slice indices must be integers or None or have an __index__ method")


def setitem(array: ShapedArray, key: Any, value: Any) -> None:
    parts = _parts(key)
    if isinstance(key, str):
        _forget(array, "a field was written")
        return
    target = array._value
    new = as_array(value)
    if target is None:
        _check_fit(array, parts, new)
        array._fill = None
        return
    if array._dtype == object and not isinstance(value, (ShapedArray, list, tuple)):
        _set_object(array, parts, key, value)
        return
    try:
        real = tuple(_real_part(part) for part in parts)
    except NotPlain:
        _forget(array, "written at an unknown index")
        return
    if new._value is None or (new._dtype == object and array._dtype != object):
        _check_fit(array, parts, new)
        _forget(array, new._reason or "objects were written")
        return
    run(setitem_of, [target, real if isinstance(key, tuple) else real[0], new._value], {})


def _set_object(array: ShapedArray, parts: tuple[Any, ...], key: Any, value: Any) -> None:
    box = numpy.empty((), object)
    box[()] = value
    assert array._value is not None
    try:
        real = tuple(_real_part(part) for part in parts)
    except NotPlain:
        _forget(array, "written at an unknown index")
        return
    array._value[real if isinstance(key, tuple) else real[0]] = box


def _forget(array: ShapedArray, reason: str) -> None:
    if array._memory is not None:
        array._memory.known = False
    array._reason, array._fill = reason, None


def _check_fit(array: ShapedArray, parts: tuple[Any, ...], new: ShapedArray) -> None:
    """A value that cannot be broadcast to the place it is written to is refused even if nothing is known of it."""
    place = known_shape(indexed_shape(array._shape, parts))
    given = known_shape(new._shape)
    if place is None or given is None:
        return
    trimmed = given
    while len(trimmed) > len(place) and trimmed[0] == 1:
        trimmed = trimmed[1:]
    fitting = len(trimmed) <= len(place) and all(
        have in (1, want) for have, want in zip(trimmed[::-1], place[::-1], strict=False)
    )
    if not fitting:
        raise ValueError(f"could not broadcast input array from shape {given} into shape {place}".replace(" (", " ("))


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
    if array._value is not None and array._dtype != object:
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
    if array._value is not None and array._dtype != object:
        return result(numpy.argwhere(array._value))
    return unknown_array(array._reason, numpy.int64, (columns[0]._shape[0], len(columns)))


def flatnonzero(a: Any) -> Any:
    return nonzero(METHODS["ravel"](as_array(a)))[0]


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
    if a._shape is None or not isinstance(a._shape[0], int) or a._shape[0] > 1 << 12:
        return Unknown(a._reason, text="list")
    return [tolist(as_array(getitem(a, index))) for index in range(a._shape[0])]


def put(a: Any, ind: Any, v: Any, mode: Any = "raise") -> None:
    _forget(as_array(a), "written by put")


def fill(a: ShapedArray, value: Any) -> None:
    setitem(a, Ellipsis, value)


def fill_diagonal(a: Any, val: Any, wrap: Any = False) -> None:
    array, new = as_array(a), as_array(val)
    if array._value is not None and new._value is not None:
        numpy.fill_diagonal(array._value, new._value)
    else:
        _forget(array, new._reason)


FUNCTIONS: dict[str, Any] = {
    "take": take, "compress": compress, "extract": extract, "nonzero": nonzero, "where": where, "argwhere": argwhere,
    "flatnonzero": flatnonzero, "put": put, "place": put, "putmask": put, "fill_diagonal": fill_diagonal,
}  # fmt: skip
METHODS.update(
    __getitem__=getitem, __setitem__=setitem, item=item, tolist=tolist, take=take, nonzero=nonzero, fill=fill, put=put,
    compress=lambda a, condition, axis=None: compress(condition, a, axis),
)  # fmt: skip
