"""What a shape must be like before a formula can use it: its rank, and an axis within it."""

from __future__ import annotations

from shapecalc.dims import Shape, unknowns
from shapecalc.errors import ShapeError
from shapecalc.expr import Dim


def with_rank(shape: Shape, rank: int) -> tuple[Dim, ...]:
    """The shape, which must have this rank; an unknown one has it from now on."""
    if shape is None:
        return unknowns(rank)
    if len(shape) != rank:
        raise ShapeError(f"Shape must be rank {rank} but is rank {len(shape)}", left=shape)
    return shape


def at_least_rank(shape: Shape, rank: int) -> Shape:
    """The shape, which must have this rank or more."""
    if shape is not None and len(shape) < rank:
        raise ShapeError(f"Shape must be at least rank {rank} but is rank {len(shape)}", left=shape)
    return shape


def at_most_rank(shape: Shape, rank: int) -> Shape:
    """The shape, which must have this rank or less."""
    if shape is not None and len(shape) > rank:
        raise ShapeError(f"Shape must be at most rank {rank} but is rank {len(shape)}", left=shape)
    return shape


def axis_within(axis: int, rank: int, message: str) -> int:
    """The axis counted from the left; the message is raised if there is none such."""
    if not -rank <= axis < rank:
        raise ShapeError(message, axis=axis)
    return axis + rank if axis < 0 else axis
