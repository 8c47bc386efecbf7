"""The shape of `array[index]` from what is known of the array and the index. Reads no values but those of indices."""

from __future__ import annotations

from typing import Any

import shapecalc
from graphlint.libs.numpy.array import ShapedArray
from graphlint.libs.numpy.broadcasting import broadcast_shapes
from graphlint.libs.numpy.dims import fresh_dim, normal
from graphlint.libs.numpy.scalars import generic
from graphlint.sandbox.unknown import Unknown
from shapecalc import Dim, Shape


def indexed_shape(shape: Shape, parts: tuple[Any, ...]) -> Shape:
    """The shape of `array[parts]`, from what is known of the indices."""
    if shape is None or any(_is_opaque(part) for part in parts):
        return None
    together = _stand_together(parts)
    parts = _expanded(parts, len(shape))
    dims: list[Dim] = []
    advanced: list[Shape] = []
    first = 0
    axis = 0
    for part in parts:
        if part is None:
            dims.append(1)
        elif isinstance(part, slice):
            dims.append(sliced_dim(shape[axis], part))
            axis += 1
        else:
            consumed, inner = _advanced(part, shape[axis] if axis < len(shape) else 1)
            first = first if advanced else len(dims)
            advanced.append(inner)
            axis += consumed
    if not advanced:
        return tuple(dims)
    if all(inner == () for inner in advanced):
        return tuple(dims)
    broadcast = broadcast_shapes(advanced)
    if broadcast is None:
        return None
    at = first if together else 0
    return (*dims[:at], *broadcast, *dims[at:])


def _stand_together(parts: tuple[Any, ...]) -> bool:
    """Whether no slice, new axis or ellipsis stands between the integers and arrays; if one does, their dims come first."""
    places = [at for at, part in enumerate(parts) if part is not None and part is not Ellipsis and not isinstance(part, slice)]
    return not places or places[-1] - places[0] + 1 == len(places)


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
    if isinstance(part, ShapedArray) and part._is_mask and part._shape is not None:
        return len(part._shape)
    return 0 if isinstance(part, bool) else 1


def _advanced(part: Any, dim: Dim) -> tuple[int, Shape]:
    """How many axes an integer or array index uses, and the shape that it brings."""
    if isinstance(part, ShapedArray):
        if part._is_mask:
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
