"""Axes reduced away: sums and means, argmax."""

from __future__ import annotations

from collections.abc import Sequence

from shapecalc.dims import Shape, unknowns
from shapecalc.errors import Clashes
from shapecalc.expr import Dim
from shapecalc.ranks import axis_within


def reduce(shape: Shape, axes: Sequence[int] | None, keepdims: bool = False) -> Shape:
    """The shape without the axes, or with 1 in their place; axes is None where they are not known."""
    if shape is None:
        return None
    rank = len(shape)
    if axes is None:
        return unknowns(rank) if keepdims else None
    gone = {
        axis_within(axis, rank, f"Invalid reduction dimension {axis} for input with {rank} dimensions.")
        for axis in axes
    }
    if keepdims:
        return tuple([1 if axis in gone else dim for axis, dim in enumerate(shape)])
    return tuple([dim for axis, dim in enumerate(shape) if axis not in gone])


def arg_reduce(shape: Shape, axis: int | None) -> Shape:
    """The shape of an argmax or argmin."""
    if shape is None:
        return None
    rank = len(shape)
    if axis is None:
        return unknowns(max(rank - 1, 0))
    if rank <= 1:
        return _arg_reduced_vector(shape, axis)
    message = (
        f"Dimension ({axis}) must be in the range [{-rank}, {rank}), "
        f"where {rank} is the number of dimensions in the input."
    )
    where = axis_within(axis, rank, message)
    return (*shape[:where], *shape[where + 1 :])


def _arg_reduced_vector(shape: tuple[Dim, ...], axis: int) -> Shape:
    """One dim or none: the axis is only looked at when the program runs."""
    clashes = Clashes()
    if not -len(shape) <= axis < len(shape):
        message = f"Expected dimension in the range [{-len(shape)}, {len(shape)}), but got {axis}"
        clashes.found(message, shape, axis, axis)
    return clashes.finish(())
