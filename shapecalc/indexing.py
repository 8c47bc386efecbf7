"""Parts of a shape picked out: slice, strided slice, gather, one_hot.

Numbers that TensorFlow does not know (a begin that is computed by the graph) are expressions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapecalc.compare import dmax, dmin, le, lt
from shapecalc.dims import Shape, unknown, unknowns
from shapecalc.divide import ceil_div
from shapecalc.errors import Clashes, ShapeError
from shapecalc.expr import Dim, as_expr
from shapecalc.ranks import at_least_rank
from shapecalc.text import shape_text


def slice_(shape: Shape, begin: Sequence[Dim] | None, size: Sequence[Dim] | None) -> Shape:
    """`size` elements from `begin` on in each dim; a size of -1 takes the rest."""
    given = begin if begin is not None else size
    rank = len(shape) if shape is not None else None if given is None else len(given)
    if rank is None:
        return None
    for numbers in (begin, size):
        if numbers is not None and len(numbers) != rank:
            raise ShapeError(f"Shape must be rank {len(numbers)} but is rank {rank}", left=shape)
    if size is None:
        return unknowns(rank)
    dims: list[Dim] = []
    clashes = Clashes()
    constant = all(isinstance(count, int) for count in size)
    for axis, count in enumerate(size):
        start = unknown() if begin is None else begin[axis]
        whole = unknown() if shape is None else shape[axis]
        if count == -1:
            rest = _rest(whole, start, axis) if constant else as_expr(whole) - start
            dims.append(rest)
            continue
        dims.append(count)
        if lt(whole, start + count) and lt(0, count):
            message = f"Expected size[{axis}] in [0, {whole - start}], but got {count}"
            clashes.found(message, whole, count, axis)
    return clashes.finish(tuple(dims))


def _rest(whole: Dim, start: Dim, axis: int) -> Dim:
    if isinstance(whole, int) and isinstance(start, int) and start > whole:
        message = f"Negative dimension size caused by subtracting {start} from {whole}"
        raise ShapeError(message, left=whole, right=start, axis=axis)
    return whole - start


@dataclass(frozen=True, slots=True)
class Masks:
    """The bit masks of a strided slice, one bit for each of its entries."""

    begin: int = 0
    end: int = 0
    ellipsis: int = 0
    new_axis: int = 0
    shrink_axis: int = 0


@dataclass(slots=True)
class _Entry:
    """One entry of a strided slice, against one dim of the input (None: a new axis)."""

    dim: Dim | None
    axis: int
    begin: Dim | None = None
    end: Dim | None = None
    stride: Dim = 1
    shrinks: bool = False


def strided_slice(
    shape: Shape, begin: Sequence[Dim], end: Sequence[Dim], strides: Sequence[Dim], masks: Masks = Masks()
) -> Shape:
    """`x[begin:end:stride, ...]`.

    As in TensorFlow one number of `begin` or `end` that is an expression makes the whole of it unknown statically.
    """
    if shape is None:
        return None
    known = all(isinstance(number, int) for numbers in (begin, end) for number in numbers)
    dims: list[Dim] = []
    clashes = Clashes()
    for entry in _entries(shape, begin, end, strides, masks):
        if entry.dim is None:
            dims.append(1)
            continue
        length = _length(entry, known, clashes)
        if not entry.shrinks:
            dims.append(length)
    return clashes.finish(tuple(dims))


def _entries(
    shape: tuple[Dim, ...], begin: Sequence[Dim], end: Sequence[Dim], strides: Sequence[Dim], masks: Masks
) -> list[_Entry]:
    """The entries with the ellipsis written out."""
    count, rank = len(strides), len(shape)
    bits = range(count)
    ellipsis = next((bit for bit in bits if masks.ellipsis >> bit & 1), count)
    after = [bit for bit in bits if bit > ellipsis]
    new_after = sum(masks.new_axis >> bit & 1 for bit in after)
    entries: list[_Entry] = []
    axis = 0
    for bit in range(max(count, ellipsis + 1)):
        if bit == ellipsis:
            stop = max(rank - (len(after) - new_after), axis)
            entries += [_Entry(shape[place], place) for place in range(axis, min(stop, rank))]
            axis = stop
        elif masks.new_axis >> bit & 1:
            entries.append(_Entry(None, axis))
        else:
            if axis >= rank:
                message = f"Index out of range using input dim {axis}; input has only {rank} dims"
                raise ShapeError(message, left=shape, axis=axis)
            entries.append(_entry(shape[axis], axis, bit, (begin, end, strides), masks))
            axis += 1
    return entries


def _entry(dim: Dim, axis: int, bit: int, numbers: tuple[Sequence[Dim], ...], masks: Masks) -> _Entry:
    shrinks = bool(masks.shrink_axis >> bit & 1)
    begin = None if masks.begin >> bit & 1 and not shrinks else numbers[0][bit]
    end = None if masks.end >> bit & 1 and not shrinks else numbers[1][bit]
    return _Entry(dim, axis, begin, end, numbers[2][bit], shrinks)


def _length(entry: _Entry, known: bool, clashes: Clashes) -> Dim:
    """How many elements an entry leaves: an int where TensorFlow knows it."""
    dim, stride = entry.dim, entry.stride
    assert dim is not None
    if stride == 0:
        raise ShapeError(f"strides[{entry.axis}] must be non-zero", axis=entry.axis)
    if entry.shrinks:
        return _index(entry, known, clashes)
    whole = entry.begin is None and entry.end is None
    if isinstance(stride, int) and isinstance(dim, int) and (known or whole):
        span = slice(_number(entry.begin), _number(entry.end), stride)
        return len(range(*span.indices(dim)))
    return as_expr(_span(entry, dim, stride))


def _number(dim: Dim | None) -> int | None:
    assert dim is None or isinstance(dim, int)
    return dim


def _index(entry: _Entry, known: bool, clashes: Clashes) -> Dim:
    dim, place = entry.dim, entry.begin
    assert dim is not None
    assert place is not None
    if isinstance(dim, int) and isinstance(entry.stride, int) and entry.stride < 0:
        raise ShapeError("only stride 1 allowed on non-range indexing.", axis=entry.axis)
    if lt(place, 0):
        place = place + dim
    if lt(place, 0) or le(dim, place):
        message = f"slice index {place} of dimension {entry.axis} out of bounds."
        clashes.found(message, dim, place, entry.axis, static=known and isinstance(dim, int))
    return 1


def _span(entry: _Entry, dim: Dim, stride: Dim) -> Dim:
    """The length of a range over a dim of which something is not known."""
    if not isinstance(stride, int):
        return unknown()
    if stride < 0:
        return ceil_div(dim, -stride) if entry.begin is None and entry.end is None else unknown()
    begin = 0 if entry.begin is None else _clamped(entry.begin, dim)
    end = dim if entry.end is None else _clamped(entry.end, dim)
    if begin is None or end is None:
        return unknown()
    return ceil_div(dmax(end - begin, 0), stride)


def _clamped(place: Dim, dim: Dim) -> Dim | None:
    """A bound of a range, counted from the left and kept within the dim; None if its sign is not known."""
    if le(0, place):
        return dmin(place, dim)
    return dmax(dim + place, 0) if lt(place, 0) else None


def gather(params: Shape, indices: Shape, axis: int | None = 0, batch_dims: int = 0) -> Shape:
    """Slices of params along an axis, one for each index."""
    at_least_rank(params, 1)
    if params is None or indices is None:
        return None
    at_least_rank(params, 1 if axis is None else -axis if axis < 0 else axis + 1)
    if axis is None:
        return unknowns(len(params) + len(indices) - 1 - batch_dims)
    where = axis % len(params)
    return (*params[:where], *indices[batch_dims:], *params[where + 1 :])


def gather_nd(params: Shape, indices: Shape) -> Shape:
    """Slices of params, one for each vector of indices."""
    at_least_rank(indices, 1)
    if params is None or indices is None or not isinstance(indices[-1], int):
        return None
    depth = indices[-1]
    if depth > len(params):
        message = (
            f"indices.shape[-1] must be <= params.rank, but saw indices shape: {shape_text(indices)} "
            f"and params shape: {shape_text(params)}"
        )
        raise ShapeError(message, left=indices, right=params)
    return (*indices[:-1], *params[depth:])


def one_hot(indices: Shape, depth: Dim, axis: int = -1) -> Shape:
    """The shape with a dim of `depth` inserted."""
    if isinstance(depth, int) and depth < 0:
        message = f"Dimension size, given by scalar input 1, must be non-negative but is {depth}"
        raise ShapeError(message, left=depth)
    if indices is None:
        return None
    rank = len(indices)
    clashes = Clashes()
    if not -1 <= axis <= rank:
        clashes.found(f"Expected axis to be -1 or between [0, {rank + 1}). But received: {axis}", indices, axis)
    where = axis % (rank + 1)  # what TensorFlow goes on with, until the program runs
    return clashes.finish((*indices[:where], depth, *indices[where:]))
