"""Functions that only rearrange: reshape, transpose, squeeze, flips. Their results are views where numpy's are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, unknown_array
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import axes_of, axis_of, fresh_dim, generic_int, known_shape, normal, shape_of, size_of
from graphlint.libs.numpy.lift import lift, plain_value
from graphlint.libs.numpy.method_table import METHODS
from graphlint.sandbox.exposed import exposed_names
from graphlint.sandbox.unknown import Unknown
from shapecalc import Dim, Shape, exact_div


def _move(real: Callable[[Any], Any], array: ShapedArray, shape: Callable[[tuple[Dim, ...]], Shape], **options: Any) -> Any:
    made = lift(
        real,
        [array],
        options,
        shape=lambda: None if array._shape is None else shape(array._shape),
        dtype=array._dtype,
    )
    if isinstance(made, ShapedArray):
        made._fill = array._fill
        return made
    return unknown_array(array._reason, array._dtype, ()) if isinstance(made, Unknown) else as_array(made)


def reshape(a: Any, newshape: Any, order: Any = "C") -> Any:
    array = as_array(a)
    try:
        wanted = _wanted(newshape)
    except ValueError:
        # where the array isn't known, what the shape was made of may not be either
        if known_shape(array._shape) is not None:
            raise
        wanted = None
    if wanted is None:
        return unknown_array(array._reason or "the new shape is not known", array._dtype, None)
    shape = _completed(array._shape, wanted)
    if array._value is not None and all(isinstance(dim, int) for dim in shape):
        return lift(lambda value: numpy.reshape(value, shape, order=order), [array], shape=lambda: shape)
    made = unknown_array(array._reason or "the new shape is not known", array._dtype, shape)
    made._fill = array._fill
    return made


def _wanted(newshape: Any) -> tuple[Dim, ...] | None:
    """The new shape with at most one -1."""
    if isinstance(newshape, (list, tuple)) and any(_is_minus_one(dim) for dim in newshape):
        at = [index for index, dim in enumerate(newshape) if _is_minus_one(dim)]
        if len(at) > 1:
            raise ValueError("can only specify one unknown dimension")
        rest = shape_of([dim for index, dim in enumerate(newshape) if index != at[0]])
        return None if rest is None else (*rest[: at[0]], -1, *rest[at[0] :])
    if isinstance(newshape, ShapedArray) and newshape._value is not None:
        return _wanted(newshape.tolist() if newshape._shape else [newshape.item()])  # type: ignore[attr-defined]
    return (-1,) if _is_minus_one(newshape) else shape_of(newshape)


def _is_minus_one(dim: Any) -> bool:
    return not isinstance(dim, (Unknown, list, tuple, ShapedArray)) and hasattr(type(dim), "__index__") and int(dim) < 0


def _completed(shape: Shape, wanted: tuple[Dim, ...]) -> tuple[Dim, ...]:
    from math import prod

    size = size_of(shape)
    rest: Any = prod([dim for dim in wanted if dim != -1], start=1)
    text = str(tuple(wanted)).replace(" ", "")
    exact = isinstance(size, int) and isinstance(rest, int)
    if exact and (rest == 0 or size % rest if -1 in wanted else size != rest):  # type: ignore[operator]
        raise ValueError(f"cannot reshape array of size {size} into shape {text}")
    if -1 not in wanted:
        return wanted
    missing: Any = (
        fresh_dim("size") if size is None else size // rest if isinstance(size, int) and isinstance(rest, int) else None
    )
    if missing is None:
        missing = exact_div(size, rest)  # type: ignore[arg-type]
    return tuple(normal(missing) if dim == -1 else dim for dim in wanted)


def _reshape_method(a: Any, *shape: Any, order: Any = "C", newshape: Any = None) -> Any:
    return reshape(a, shape[0] if len(shape) == 1 else shape, order)


def resize(a: Any, new_shape: Any) -> Any:
    array, shape = as_array(a), shape_of(new_shape)
    return unknown_array(array._reason or "a resized array", array._dtype, shape)


def _resize_method(a: Any, *shape: Any, refcheck: Any = True) -> None:
    made = resize(a, shape[0] if len(shape) == 1 else shape)
    a._shape, a._data, a._memory, a._reason = made._shape, None, None, made._reason


def ravel(a: Any, order: Any = "C") -> Any:
    array = as_array(a)
    return _move(lambda value: numpy.ravel(value, order), array, lambda shape: (_size(shape),))


def flatten(a: Any, order: Any = "C") -> Any:
    array = as_array(a)
    return _move(lambda value: value.flatten(order), array, lambda shape: (_size(shape),))


def _size(shape: Shape) -> Dim:
    size = size_of(shape)
    assert size is not None
    return size


def transpose(a: Any, axes: Any = None) -> Any:
    array = as_array(a)
    if isinstance(axes, Unknown):
        return unknown_array(array._reason or axes.reason, array._dtype, None)
    order = None if axes is None else [plain_value(axis) for axis in _listed(axes)]

    def shape(dims: tuple[Dim, ...]) -> Shape:
        if order is None:
            return dims[::-1]
        if len(order) != len(dims) or len({axis_of(axis, len(dims)) for axis in order}) != len(dims):
            raise ValueError("axes don't match array")
        return tuple(dims[axis] for axis in order)

    if array._shape is None and order is not None:
        dims = [fresh_dim(f"dim{axis}") for axis in range(len(order))]
        return unknown_array(array._reason, array._dtype, tuple(dims[axis] for axis in order))
    return _move(lambda value: numpy.transpose(value, order), array, shape)


def _listed(axes: Any) -> Any:
    return as_array(axes).tolist() if isinstance(axes, ShapedArray) else axes  # type: ignore[attr-defined]


def _transpose_method(a: Any, *axes: Any) -> Any:
    return transpose(a, None if not axes or axes == (None,) else axes[0] if isinstance(axes[0], (tuple, list)) else axes)


def swapaxes(a: Any, axis1: Any, axis2: Any) -> Any:
    array = as_array(a)

    def shape(dims: tuple[Dim, ...]) -> Shape:
        order = list(dims)
        one, two = axis_of(axis1, len(dims)), axis_of(axis2, len(dims))
        order[one], order[two] = order[two], order[one]
        return tuple(order)

    return _move(lambda value: numpy.swapaxes(value, plain_value(axis1), plain_value(axis2)), array, shape)


def moveaxis(a: Any, source: Any, destination: Any) -> Any:
    array = as_array(a)

    def shape(dims: tuple[Dim, ...]) -> Shape:
        sources, targets = axes_of(source, len(dims)), axes_of(destination, len(dims))
        order = [axis for axis in range(len(dims)) if axis not in sources]
        for target, taken in sorted(zip(targets, sources, strict=True)):
            order.insert(target, taken)
        return tuple(dims[axis] for axis in order)

    return _move(lambda value: numpy.moveaxis(value, plain_value(source), plain_value(destination)), array, shape)


def rollaxis(a: Any, axis: Any, start: Any = 0) -> Any:
    array = as_array(a)

    def shape(dims: tuple[Dim, ...]) -> Shape:
        taken = axis_of(axis, len(dims))
        target = start + len(dims) if start < 0 else start
        order = [each for each in range(len(dims)) if each != taken]
        order.insert(target - (taken < target), taken)
        return tuple(dims[each] for each in order)

    return _move(lambda value: numpy.rollaxis(value, plain_value(axis), plain_value(start)), array, shape)


def squeeze(a: Any, axis: Any = None) -> Any:
    array = as_array(a)

    def shape(dims: tuple[Dim, ...]) -> Shape:
        gone = axes_of(axis, len(dims)) if axis is not None else tuple(i for i, dim in enumerate(dims) if dim == 1)
        if any(isinstance(dims[index], int) and dims[index] != 1 for index in gone):
            raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
        if axis is None and not all(isinstance(dim, int) for dim in dims):
            return None
        return tuple(dim for index, dim in enumerate(dims) if index not in gone)

    return _move(lambda value: numpy.squeeze(value, plain_value(axis)), array, shape)


def expand_dims(a: Any, axis: Any) -> Any:
    array = as_array(a)

    def shape(dims: tuple[Dim, ...]) -> Shape:
        if not isinstance(axis, (tuple, list)):
            # numpy 1.16 takes an axis beyond the end as the end
            at = generic_int(axis) + (len(dims) + 1 if generic_int(axis) < 0 else 0)
            return (*dims[:at], 1, *dims[at:])
        axes = axis
        new = axes_of(list(axes), len(dims) + len(axes))
        rest = iter(dims)
        return tuple(1 if index in new else next(rest) for index in range(len(dims) + len(axes)))

    return _move(lambda value: value.reshape(shape(value.shape)), array, shape)


def broadcast_to(array: Any, shape: Any, subok: Any = False) -> Any:
    made, dims = as_array(array), shape_of(shape)

    def real(value: Any) -> Any:
        return numpy.broadcast_to(value, dims).copy()  # type: ignore[arg-type]

    from graphlint.libs.numpy.memory import fits

    known = known_shape(dims)
    possible = known is not None and made._dtype is not None and fits(known, made._dtype)
    return lift(real, [made], shape=lambda: dims, dtype=made._dtype, possible=possible)


def _flip(name: str) -> Callable[..., Any]:
    real = getattr(numpy, name)

    def function(m: Any, *args: Any, **options: Any) -> Any:
        array = as_array(m)
        plain = [plain_value(each) for each in args]
        given = {key: plain_value(each) for key, each in options.items()}
        return _move(lambda value: real(value, *plain, **given), array, lambda dims: dims)

    function.__name__ = function.__qualname__ = name
    return function


def atleast(rank: int) -> Callable[..., Any]:
    real = getattr(numpy, f"atleast_{rank}d")

    def shape(dims: tuple[Dim, ...]) -> Shape:
        if len(dims) >= rank:
            return dims
        padded = {0: (1,) * rank, 1: (1, *dims), 2: (*dims, 1)}[len(dims)]
        return (*padded, 1) if rank == 3 and len(dims) == 1 else padded

    def function(*arys: Any) -> Any:
        made = [_move(real, as_array(each), shape) for each in arys]
        return made[0] if len(made) == 1 else made

    function.__name__ = function.__qualname__ = f"atleast_{rank}d"
    return function


def shape(a: Any) -> Any:
    return _told(a, "shape")


def ndim(a: Any) -> Any:
    return _told(a, "ndim")


def size(a: Any, axis: Any = None) -> Any:
    return _told(a, "size") if axis is None else _told(a, "shape")[axis]


def _told(a: Any, name: str) -> Any:
    """An attribute that numpy asks an object for before it makes an array of it: a tensor has a shape of its own."""
    has_own = exposed_names(type(a)) is not None and hasattr(type(a), name) and not isinstance(a, Unknown)
    return getattr(a if has_own else as_array(a), name)


FUNCTIONS: dict[str, Any] = {
    "reshape": reshape, "resize": resize, "ravel": ravel, "transpose": transpose, "swapaxes": swapaxes,
    "moveaxis": moveaxis, "rollaxis": rollaxis, "squeeze": squeeze, "expand_dims": expand_dims,
    "broadcast_to": broadcast_to, "shape": shape, "ndim": ndim, "size": size, "rank": ndim,
    **{name: _flip(name) for name in ("flip", "fliplr", "flipud", "roll", "tril", "triu")},
    **{f"atleast_{rank}d": atleast(rank) for rank in (1, 2, 3)},
}  # fmt: skip
METHODS.update(
    reshape=_reshape_method, resize=_resize_method, ravel=ravel, flatten=flatten, transpose=_transpose_method,
    swapaxes=swapaxes, squeeze=squeeze,
)  # fmt: skip
