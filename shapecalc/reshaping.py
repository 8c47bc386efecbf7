"""Other shapes for the same elements: reshape, squeeze, expand_dims, transpose.

`reshape` keeps the two views apart: an int of the result is what TensorFlow infers, an expression is what we infer
where TensorFlow shows `?`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from shapecalc.compare import eq
from shapecalc.dims import Shape, size, unknown, unknowns, value
from shapecalc.divide import exact_quotient
from shapecalc.errors import Clashes, ShapeError
from shapecalc.expr import Dim, as_expr
from shapecalc.ranks import axis_within
from shapecalc.text import dims_text, shape_text


def reshape(shape: Shape, target: Shape, *, with_unknown_batch: bool = True) -> Shape:
    """The result of a reshape.

    In target, -1 asks for the one dim that is left, and an expression is a number that TensorFlow does not know (for
    TensorFlow that is the same as -1).  Without `with_unknown_batch` (before 1.8) TensorFlow infers and checks only
    where it knows the whole input.
    """
    if target is None:
        return None
    for dim in target:
        if isinstance(dim, int) and dim < -1:
            raise ShapeError(f"Invalid value in tensor used for shape: {dim}", left=target)
    if shape is None:
        return tuple([unknown() if dim == -1 else dim for dim in target])
    inferred = _as_tensorflow(shape, target, with_unknown_batch)
    clashes = Clashes()
    holes = [axis for axis, dim in enumerate(target) if dim == -1]
    if len(holes) > 1:
        message = f"Only one input size may be -1, not both {holes[0]} and {holes[1]}"
        clashes.found(message, shape, target, holes[1])
        return clashes.finish(tuple([unknown() if dim == -1 else dim for dim in inferred]))
    if holes:
        return clashes.finish(_filled(shape, inferred, holes[0], clashes))
    if eq(size(shape), size(inferred)) is False:
        clashes.found(_mismatch(shape, target), shape, target)
    return clashes.finish(inferred)


def _as_tensorflow(shape: tuple[Dim, ...], target: tuple[Dim, ...], with_unknown: bool) -> tuple[Dim, ...]:
    """The target, with the dim filled in that TensorFlow infers; raises where TensorFlow refuses."""
    if not with_unknown and not all(isinstance(dim, int) for dim in shape):
        return target
    wanted, holes = _known(target)
    given, gaps = _known(shape)
    if not gaps and not holes:
        if given != wanted:
            raise ShapeError(_mismatch(shape, target), left=shape, right=target)
    elif not gaps and len(holes) == 1 and wanted > 0:
        return (*target[: holes[0]], _even(given, wanted, shape, target), *target[holes[0] + 1 :])
    elif len(gaps) == 1 and not holes and given:
        _even(wanted, given, target, shape)
    return target


def _known(shape: tuple[Dim, ...]) -> tuple[int, list[int]]:
    """The product of the dims that TensorFlow knows, and the axes it does not know."""
    gaps = [axis for axis, dim in enumerate(shape) if not isinstance(dim, int) or dim < 0]
    known = prod([dim for dim in shape if isinstance(dim, int) and dim >= 0])
    return known, gaps if known else []


def _even(total: int, by: int, left: Shape, right: Shape) -> int:
    if total % by:
        raise ShapeError(f"Dimension size must be evenly divisible by {by} but is {total}", left=left, right=right)
    return total // by


def _filled(shape: tuple[Dim, ...], target: tuple[Dim, ...], axis: int, clashes: Clashes) -> tuple[Dim, ...]:
    """The target with the -1 replaced by what we know of it."""
    dim = target[axis]
    if dim == -1:
        given, wanted = size(shape), size((*target[:axis], *target[axis + 1 :]))
        dim = _left_over(given, wanted)
        number = value(given), value(wanted)
        if None not in number and value(dim) is None and number[1]:
            message = f"Dimension size must be evenly divisible by {number[1]} but is {number[0]}"
            clashes.found(message, shape, target, axis)
    return (*target[:axis], dim, *target[axis + 1 :])


def _left_over(given: Dim, wanted: Dim) -> Dim:
    if value(wanted) == 0:
        return unknown()
    return exact_quotient(as_expr(given), as_expr(wanted))


def _mismatch(shape: tuple[Dim, ...], target: tuple[Dim, ...]) -> str:
    given, wanted = size(shape), size(target)
    open_ended = [unknown() if dim == -1 else dim for dim in target]
    text = shape_text(open_ended) if isinstance(wanted, int) else dims_text(target)
    return f"Cannot reshape a tensor with {given} elements to shape {text} ({wanted} elements)"


def squeeze(shape: Shape, axes: Sequence[int] = ()) -> Shape:
    """Dims of 1 dropped: those at axes, or all (then no dim may be unknown to TensorFlow, or the rank gets lost)."""
    if shape is None:
        return None
    if not axes:
        return tuple([dim for dim in shape if dim != 1]) if all(isinstance(dim, int) for dim in shape) else None
    rank, clashes = len(shape), Clashes()
    dropped = {
        axis_within(axis, rank, f"squeeze_dims[{index}] not in [{-rank},{rank}).") for index, axis in enumerate(axes)
    }
    for axis in sorted(dropped):
        dim = shape[axis]
        if eq(dim, 1) is False:
            message = f"Can not squeeze dim[{axis}], expected a dimension of 1, got {dim}"
            clashes.found(message, dim, 1, axis, static=isinstance(dim, int))
    return clashes.finish(tuple([dim for axis, dim in enumerate(shape) if axis not in dropped]))


def expand_dims(shape: Shape, axis: int | None) -> Shape:
    """A dim of 1 inserted at the axis; the axis is None where it is not known."""
    if shape is None or axis is None:
        return None
    rank = len(shape)
    where = axis_within(axis, rank + 1, f"dim {axis} not in the interval [{-rank - 1}, {rank}].")
    return (*shape[:where], 1, *shape[where:])


def transpose(shape: Shape, perm: Sequence[int] | None) -> Shape:
    """The dims in another order; perm is None where it is not known."""
    if perm is None:
        return None if shape is None else unknowns(len(shape))
    if shape is None:
        return unknowns(len(perm)) if len(perm) > 1 else None
    rank, clashes = len(shape), Clashes()
    if len(perm) != rank:
        raise ShapeError(f"Dimension must be {rank} but is {len(perm)}", left=shape, right=tuple(perm))
    places = [axis_within(axis, rank, f"perm dim {axis} is out of range of input rank {rank}") for axis in perm]
    missing = sorted(set(range(rank)) - set(places))
    if missing:
        clashes.found(f"{missing[0]} is missing from {{{','.join(map(str, perm))}}}.", shape, tuple(perm))
    return clashes.finish(tuple([shape[axis] for axis in places]))
