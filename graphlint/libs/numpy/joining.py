"""Concatenation, stacking, repetition, padding and splitting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, unknown_array
from graphlint.libs.numpy.broadcasting import broadcast_shapes
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import axis_of, fresh_dim, known_shape, shape_of, size_of
from graphlint.libs.numpy.lift import NotPlain, lift, plain_value
from graphlint.libs.numpy.memory import fits
from graphlint.libs.numpy.method_table import METHODS
from graphlint.libs.numpy.promotion import promote
from graphlint.libs.numpy.shaping import FUNCTIONS as SHAPING
from graphlint.sandbox.unknown import Decider, Unknown
from shapecalc import Dim, Shape, dmax


def _arrays(given: Any) -> list[ShapedArray] | None:
    if isinstance(given, Unknown) or (isinstance(given, ShapedArray) and not isinstance((given._shape or (None,))[0], int)):
        return None
    return [as_array(each) for each in given]


def _dtype(arrays: list[ShapedArray]) -> Any:
    dtypes = [array._dtype for array in arrays]
    known = [dtype for dtype in dtypes if dtype is not None]
    return promote(known) if len(known) == len(dtypes) else None


def _possible(shape: Shape, dtype: Any) -> bool:
    known = known_shape(shape)
    return known is not None and dtype is not None and fits(known, dtype)


def concatenate(arrays: Any, axis: Any = 0, out: Any = None, **options: Any) -> Any:
    made = _arrays(arrays)
    if made is None:
        return unknown_array("a list of unknown length", None, None)
    if not made:
        raise ValueError("need at least one array to concatenate")
    if axis is None:
        made, axis = [SHAPING["ravel"](each) for each in made], 0
    shape, dtype = _concatenated([each._shape for each in made], axis), _dtype(made)
    joined = lift(
        lambda *values: numpy.concatenate(values, plain_value(axis)),
        made,
        shape=lambda: shape,
        dtype=dtype,
        possible=_possible(shape, dtype),
    )
    joined = _as_long_as(arrays, axis, joined)
    if out is not None:
        METHODS["__setitem__"](out, Ellipsis, joined)
        return out
    return joined


def _as_long_as(arrays: Any, axis: Any, joined: Any) -> Any:
    """Of a list of unknown length only some arrays are there: how long all of them are together isn't known."""
    if Decider.length_of(arrays) is None or not isinstance(joined, ShapedArray) or joined._shape is None:
        return joined
    dims = list(joined._shape)
    dims[axis_of(axis, len(dims))] = fresh_dim("rows")
    return unknown_array("a list of unknown length", joined._dtype, tuple(dims))


def _concatenated(shapes: list[Shape], axis: Any) -> Shape:
    """The shape of arrays put together; an array of which nothing is known has the sizes of the others but along the axis."""
    known = [shape for shape in shapes if shape is not None]
    if not known or isinstance(axis, Unknown):
        return None
    if () in known:
        raise ValueError("zero-dimensional arrays cannot be concatenated")
    if len({len(shape) for shape in known}) > 1:
        raise ValueError("all the input arrays must have same number of dimensions")
    at = axis_of(axis, len(known[0]))
    dims: list[Dim] = []
    for index, column in enumerate(zip(*known, strict=True)):
        if index == at:
            whole = len(known) == len(shapes)
            dims.append(sum(column) if whole else fresh_dim("rows"))  # type: ignore[arg-type]
            continue
        numbers = {dim for dim in column if isinstance(dim, int)}
        if len(numbers) > 1:
            raise ValueError("all the input array dimensions except for the concatenation axis must match exactly")
        dims.append(numbers.pop() if numbers else column[0])
    return tuple(dims)


def stack(arrays: Any, axis: Any = 0, out: Any = None) -> Any:
    made = _arrays(arrays)
    if made is None:
        return unknown_array("a list of unknown length", None, None)
    if not made:
        raise ValueError("need at least one array to stack")
    known = [known_shape(each._shape) for each in made]
    if None not in known and len(set(known)) > 1:
        raise ValueError("all input arrays must have the same shape")
    return _as_long_as(arrays, axis, concatenate([SHAPING["expand_dims"](each, axis) for each in made], axis, out))


def _stacker(name: str, prepare: Callable[[Any], Any], axis: int) -> Callable[..., Any]:
    def function(tup: Any) -> Any:
        made = _arrays(tup)
        if made is None:
            return unknown_array("a list of unknown length", None, None)
        parts = [prepare(each) for each in made]
        # the rank of the first decides, as in numpy; that of another where it isn't known, for they are alike
        rank = next((len(part._shape) for part in parts if part._shape is not None), None)
        along = 0 if name == "hstack" and rank == 1 else axis
        return _as_long_as(tup, along, concatenate(parts, along))

    function.__name__ = function.__qualname__ = name
    return function


def _as_column(array: ShapedArray) -> Any:
    if array._shape is not None and len(array._shape) < 2:
        return SHAPING["transpose"](SHAPING["atleast_2d"](array))
    return array


def append(arr: Any, values: Any, axis: Any = None) -> Any:
    return concatenate([as_array(arr), as_array(values)], axis)


def tile(A: Any, reps: Any) -> Any:
    array, counts = as_array(A), shape_of(reps)
    if array._shape is None or counts is None:
        return unknown_array(array._reason or "the repetitions are not known", array._dtype, None)
    rank = max(len(array._shape), len(counts))
    dims = (1,) * (rank - len(array._shape)) + array._shape
    full = (1,) * (rank - len(counts)) + counts
    shape = tuple(dim * count for dim, count in zip(dims, full, strict=True))
    return lift(
        lambda value: numpy.tile(value, known_shape(full) or ()),
        [array],
        shape=lambda: shape,
        dtype=array._dtype,
        possible=_possible(shape, array._dtype),
    )


def repeat(a: Any, repeats: Any, axis: Any = None) -> Any:
    array, counts = as_array(a), as_array(repeats)
    if axis is None:
        array, axis = SHAPING["ravel"](array), 0
    if array._shape is None or isinstance(axis, Unknown):
        return unknown_array(array._reason, array._dtype, None)
    at = axis_of(axis, len(array._shape))
    dims = list(array._shape)
    if counts._value is None:
        dims[at] = fresh_dim("repeat") if counts._shape != () else dims[at] * shape_of([repeats])[0]  # type: ignore[index]
    elif counts._value.size == 1:
        dims[at] = dims[at] * int(counts._value.reshape(-1)[0])
    else:
        dims[at] = int(counts._value.sum())
    shape = tuple(dims)
    return lift(
        lambda value, count: numpy.repeat(value, count, at),
        [array, counts],
        shape=lambda: shape,
        dtype=array._dtype,
        possible=_possible(shape, array._dtype),
    )


def pad(array: Any, pad_width: Any, mode: Any = "constant", **options: Any) -> Any:
    made = as_array(array)
    if made._shape is None:
        return unknown_array(made._reason, made._dtype, None)
    widths = METHODS["tolist"](as_array(pad_width)) if not isinstance(pad_width, Unknown) else pad_width
    dims = tuple(
        dim + sum(shape_of(_width(widths, index)) or (0,))  # type: ignore[arg-type]
        for index, dim in enumerate(made._shape)
    )
    try:
        plain = plain_value(widths)
    except NotPlain:
        plain = None
    return lift(
        lambda value, **given: numpy.pad(value, plain, mode, **given),
        [made],
        options,
        shape=lambda: dims,
        dtype=made._dtype,
        possible=plain is not None and isinstance(mode, str) and _possible(dims, made._dtype),
    )


def _width(widths: Any, index: int) -> Any:
    """How much is put before and after one axis; numpy takes a number, a pair, or a pair for each axis."""
    if not isinstance(widths, list):
        return (widths, widths)
    row = widths if not isinstance(widths[0], list) else widths[index] if len(widths) > 1 else widths[0]
    return (row[0], row[-1])


def block(arrays: Any) -> Any:
    made = as_array(arrays)
    return made if made._value is not None else unknown_array("blocks", made._dtype, None)


def delete(arr: Any, obj: Any, axis: Any = None) -> Any:
    array = as_array(arr)
    if axis is None:
        array, axis = SHAPING["ravel"](array), 0
    gone = as_array(obj) if not isinstance(obj, slice) else None
    return lift(
        lambda value: numpy.delete(value, plain_value(obj), axis),
        [array],
        shape=lambda: _without(array._shape, axis, None if gone is None else size_of(gone._shape)),
        dtype=array._dtype,
        possible=gone is None or gone._value is not None,
    )


def _without(shape: Shape, axis: int, gone: Any) -> Shape:
    if shape is None:
        return None
    dims = list(shape)
    at = axis_of(axis, len(dims))
    dims[at] = fresh_dim("delete") if gone is None else dmax(0, dims[at] - gone)
    return tuple(dims)


def _index_of(places: ShapedArray) -> Any:
    assert places._value is not None
    return places._value if places._shape else int(places._value)


def insert(arr: Any, obj: Any, values: Any, axis: Any = None) -> Any:
    array, added = as_array(arr), as_array(values)
    places = as_array(obj)
    possible = _possible(array._shape, array._dtype) and places._value is not None and places._value.size < 1 << 16
    return lift(
        lambda value, more: numpy.insert(value, _index_of(places), more, plain_value(axis)),
        [array, added],
        shape=lambda: None,
        dtype=array._dtype,
        possible=possible,
    )


def broadcast_arrays(*args: Any, subok: Any = False) -> Any:
    arrays = [as_array(each) for each in args]
    shape = broadcast_shapes([array._shape for array in arrays])
    if shape is None:
        return [unknown_array(array._reason, array._dtype, None) for array in arrays]
    return [SHAPING["broadcast_to"](array, shape) for array in arrays]


FUNCTIONS: dict[str, Any] = {
    "broadcast_arrays": broadcast_arrays,
    "concatenate": concatenate, "stack": stack, "append": append, "tile": tile, "repeat": repeat, "pad": pad,
    "vstack": _stacker("vstack", SHAPING["atleast_2d"], 0), "row_stack": _stacker("vstack", SHAPING["atleast_2d"], 0),
    "hstack": _stacker("hstack", SHAPING["atleast_1d"], 1), "dstack": _stacker("dstack", SHAPING["atleast_3d"], 2),
    "column_stack": _stacker("column_stack", _as_column, 1), "block": block, "delete": delete, "insert": insert,
}  # fmt: skip
METHODS["repeat"] = repeat
