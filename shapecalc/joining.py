"""Shapes put together, taken apart and extended: concat, stack, unstack, split, tile, pad.

Axes are ints, or None where the axis is not known (then only the rank of the result is).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from shapecalc.broadcasting import merge, merge_all
from shapecalc.compare import eq, lt
from shapecalc.dims import Shape, unknown, unknowns, value
from shapecalc.divide import exact_quotient
from shapecalc.errors import Clashes, ShapeError
from shapecalc.expr import Dim, as_expr
from shapecalc.ranks import at_least_rank, with_rank


def concat(shapes: Sequence[Shape], axis: int | None) -> Shape:
    """Shapes joined along an axis: its dims add up, the others merge."""
    ranks = [len(shape) for shape in shapes if shape is not None]
    if not ranks:
        return None
    rank = ranks[0]
    for shape in shapes:
        with_rank(shape, rank)
    if rank == 0:
        raise ShapeError("Can't concatenate scalars (use tf.stack instead)", left=())
    if axis is None:
        return unknowns(rank)
    for shape in shapes:
        at_least_rank(shape, -axis if axis < 0 else axis + 1)
    where, clashes = axis % rank, Clashes()
    before, after = _others(shapes, 0, where, clashes), _others(shapes, where + 1, rank, clashes)
    middle: Dim = 0
    for shape in shapes:
        middle = middle + (unknown() if shape is None else shape[where])
    return clashes.finish((*before, middle, *after))


def _others(shapes: Sequence[Shape], start: int, stop: int, clashes: Clashes) -> tuple[Dim, ...]:
    merged: Shape = None
    for shape in reversed(shapes):
        if shape is None:
            continue
        try:
            merged = merge(shape[start:stop], merged)
        except ShapeError as error:
            axis = start + (error.axis or 0)
            clashes.found(error.message, error.left, error.right, axis, error.static)
            merged = cast(Shape, error.result)
    return merged or ()


def stack(shapes: Sequence[Shape], axis: int = 0) -> Shape:
    """Equal shapes joined along a new axis."""
    clashes = Clashes()
    merged = clashes.collect(merge_all, shapes)
    if merged is None:
        return None
    where = _axis(axis, len(merged) + 1)
    return clashes.finish((*merged[:where], len(shapes), *merged[where:]))


def _axis(axis: int, rank: int) -> int:
    if not -rank <= axis < rank:
        raise ShapeError(f"Invalid axis: {axis}; must be in [{-rank},{rank})", axis=axis)
    return axis % rank


def unstack(shape: Shape, num: int, axis: int = 0) -> list[Shape]:
    """A shape taken apart along an axis of `num`, which goes away."""
    if shape is None:
        return [None] * num
    where, clashes = _axis(axis, len(shape)), Clashes()
    dim = shape[where]
    if eq(dim, num) is False:
        message = f"Dimension must be {num} but is {dim}"
        clashes.found(message, dim, num, where, static=isinstance(dim, int))
    rest: Shape = (*shape[:where], *shape[where + 1 :])
    return clashes.finish([rest] * num)


def split(shape: Shape, num: int, axis: int | None) -> list[Shape]:
    """A shape cut into `num` equal pieces along an axis."""
    if shape is None:
        return [None] * num
    if axis is None:
        return [unknowns(len(shape)) for _ in range(num)]
    where, clashes = _split_axis(axis, len(shape), 0), Clashes()
    dim = shape[where]
    number = value(dim)
    if number is not None and number % num:
        message = (
            f"Dimension size must be evenly divisible by {num} but is {dim}\n"
            "\tNumber of ways to split should evenly divide the split dimension"
        )
        clashes.found(message, dim, num, where, static=isinstance(dim, int))
    piece = dim // num if isinstance(dim, int) else exact_quotient(dim, as_expr(num))
    return clashes.finish([(*shape[:where], piece, *shape[where + 1 :])] * num)


def _split_axis(axis: int, rank: int, place: int) -> int:
    if not -rank <= axis < rank:
        message = f"Dimension size, given by scalar input {axis} must be in range [-{rank}, {rank})"
        raise ShapeError(message, axis=axis, left=place)
    return axis % rank


def split_sizes(shape: Shape, sizes: Sequence[Dim], axis: int | None) -> list[Shape]:
    """A shape cut into pieces of given sizes, of which one may be -1: whatever is left."""
    if shape is None:
        return [None] * len(sizes)
    if axis is None:
        return [unknowns(len(shape)) for _ in sizes]
    where, clashes = _split_axis(axis, len(shape), 2), Clashes()
    dim, total = shape[where], sum([size for size in sizes if size != -1], start=as_expr(0))
    open_ended = any(size == -1 for size in sizes)
    left_over = dim - total
    if lt(left_over, 0) if open_ended else eq(left_over, 0) is False:
        message = f"can't split axis of size {dim} into pieces of size [{','.join(map(str, sizes))}]"
        known = isinstance(dim, int) and all(isinstance(size, int) for size in sizes)
        clashes.found(message, dim, tuple(sizes), where, static=known)
    if isinstance(dim, int) and all(isinstance(size, int) for size in sizes):
        number = value(left_over)
        assert number is not None
        rest: Dim = number
    else:
        rest = left_over
    pieces = [rest if size == -1 else size for size in sizes]
    return clashes.finish([(*shape[:where], piece, *shape[where + 1 :]) for piece in pieces])


def tile(shape: Shape, multiples: Sequence[Dim] | None) -> Shape:
    """Every dim repeated; multiples is None where not even their number is known."""
    if multiples is None:
        return None if shape is None else unknowns(len(shape))
    if shape is None:
        return unknowns(len(multiples))
    if len(shape) != len(multiples):
        raise ShapeError(f"Shape must be rank {len(shape)} but is rank {len(multiples)}", left=shape)
    return tuple([dim * times for dim, times in zip(shape, multiples, strict=True)])


def pad(shape: Shape, paddings: Sequence[tuple[Dim, Dim]] | None) -> Shape:
    """Every dim extended before and after."""
    if paddings is None:
        return None if shape is None else unknowns(len(shape))
    dims = with_rank(shape, len(paddings))
    return tuple([dim + (before + after) for dim, (before, after) in zip(dims, paddings, strict=True)])
