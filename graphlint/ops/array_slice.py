"""Parts of tensors: slice, strided slice, reverse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Dim, Masks, ShapeError, hidden, merge, slice_, strided_slice, unknown, unknowns

from . import symbols
from .dim_checks import same_dim
from .inference import InferenceContext
from .registry import kernel, shape


def known_numbers(c: InferenceContext, index: int) -> list[Dim] | None:
    """The elements of an int vector: ints where TensorFlow knows them, else expressions; None if not their number."""
    value = c.input_tensor(index)
    if value is not None:
        return [int(number) for number in value.ravel()]
    found = symbols.elements(c.inputs[index])
    if found is None:
        dims = c.inputs[index].dims
        return list(unknowns(dims[0])) if dims is not None and len(dims) == 1 and isinstance(dims[0], int) else None
    return [_hidden(number) for number in found]


def _hidden(number: Any) -> Dim:
    if number is None:
        return unknown()
    return hidden(number) if isinstance(number, int) else number


@shape("Slice")
def slice_shape(c: InferenceContext) -> Sequence[Dims]:
    begin_dims, size_dims = c.with_rank(1, 1), c.with_rank(2, 1)
    entries = merge(begin_dims, size_dims)
    dims = c.inputs[0].dims
    count = entries[0] if entries is not None else None
    if isinstance(count, int) and dims is not None and len(dims) != count:
        c.with_rank(0, count)
    sizes_value = c.input_tensor(2)
    begin, size = c.input_tensor_as_shape(1), None
    if sizes_value is not None and begin is not None:
        size = [int(n) for n in np.ravel(sizes_value)]
        if size and min(size) < -1:
            c.input_tensor_as_shape(2)
        return (slice_(dims, begin, size),)
    partial = c.input_tensor_as_shape(2)
    if partial is not None and begin is not None and c.release.slice_partial_sizes:
        return (tuple(partial) if dims is None else _partial_slice(c, dims, partial),)
    rank = len(dims) if dims is not None else count if isinstance(count, int) else None
    return (None if rank is None else unknowns(rank),)


def _partial_slice(c: InferenceContext, dims: tuple[Dim, ...], sizes: tuple[Dim, ...]) -> Dims:
    """Sizes of which some are computed: one of -1 among them takes the rest, which TensorFlow doesn't see."""
    starts, known = known_numbers(c, 1), symbols.elements(c.inputs[2])
    found: list[Dim] = []
    for axis, size in enumerate(sizes):
        if known is not None and isinstance(known[axis], int) and known[axis] == -1 and starts is not None:
            rest = dims[axis] - starts[axis]
            found.append(hidden(rest) if isinstance(rest, int) else rest)
        else:
            found.append(size)
    return tuple(found)


@kernel("Slice")
def cut(k: Any, x: Any, begin: Any, size: Any) -> Any:
    parts = []
    for axis, (start, count) in enumerate(zip(begin.tolist(), size.tolist(), strict=True)):
        length = x.shape[axis] - start if count == -1 else count
        if start < 0 or length < 0 or start + length > x.shape[axis]:
            raise ValueError(f"Expected size[{axis}] in [0, {x.shape[axis] - start}], but got {count}")
        parts.append(slice(start, start + length))
    return x[tuple(parts)]


def _masks(attrs: dict[str, Any]) -> Masks:
    return Masks(attrs["begin_mask"], attrs["end_mask"], attrs["ellipsis_mask"], attrs["new_axis_mask"],
                 attrs["shrink_axis_mask"])


@shape("StridedSlice")
def strided_slice_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    begin_dims, end_dims, stride_dims = c.with_rank(1, 1), c.with_rank(2, 1), c.with_rank(3, 1)
    if c.attrs["ellipsis_mask"] & (c.attrs["ellipsis_mask"] - 1) and c.input_tensor(3) is not None and dims is not None:
        raise ShapeError("Multiple ellipses in slice spec not allowed")
    merged = begin_dims
    if not begin_dims == end_dims == stride_dims:
        merged = merge(merge(begin_dims, end_dims), stride_dims)  # type: ignore[assignment]
    strides = c.input_tensor(3)
    if dims is None or strides is None or merged is None or not isinstance(merged[0], int):
        return (None,)
    starts, stops = c.input_tensor(1), c.input_tensor(2)
    if starts is not None and stops is not None:
        found = _plain(dims, starts.tolist(), stops.tolist(), strides.tolist(), c.attrs)
        if found is not None:
            return (found,)
    begin = known_numbers(c, 1) or list(unknowns(merged[0]))
    end = known_numbers(c, 2) or list(unknowns(merged[0]))
    return (strided_slice(dims, begin, end, strides.ravel().tolist(), _masks(c.attrs)),)


def _plain(
    dims: tuple[Dim, ...], begin: list[int], end: list[int], strides: list[int], attrs: dict[str, Any]
) -> tuple[Dim, ...] | None:
    """The result in the common case: whole dims, known ones, and indices that are inside; None for all others."""
    if attrs["ellipsis_mask"] or attrs["new_axis_mask"] or len(begin) > len(dims):
        return None
    found: list[Dim] = []
    for bit, (dim, step) in enumerate(zip(dims, strides, strict=False)):
        first, last = attrs["begin_mask"] >> bit & 1, attrs["end_mask"] >> bit & 1
        if attrs["shrink_axis_mask"] >> bit & 1:
            if step < 1 or type(dim) is not int or not -dim <= begin[bit] < dim:
                return None
        elif first and last and step == 1:
            found.append(dim)
        elif type(dim) is int and step:
            span = slice(None if first else begin[bit], None if last else end[bit], step)
            found.append(len(range(*span.indices(dim))))
        else:
            return None
    return (*found, *dims[len(begin) :])


def index_of(begin: Any, end: Any, strides: Any, attrs: dict[str, Any]) -> tuple[Any, ...]:
    """The numpy index that a strided slice means."""
    found: list[Any] = []
    for bit in range(len(strides)):
        if attrs["ellipsis_mask"] >> bit & 1:
            found.append(Ellipsis)
        elif attrs["new_axis_mask"] >> bit & 1:
            found.append(None)
        elif attrs["shrink_axis_mask"] >> bit & 1:
            found.append(int(begin[bit]))
        else:
            found.append(slice(None if attrs["begin_mask"] >> bit & 1 else int(begin[bit]),
                               None if attrs["end_mask"] >> bit & 1 else int(end[bit]), int(strides[bit])))
    return tuple(found)


@kernel("StridedSlice")
def strided(k: Any, x: Any, begin: Any, end: Any, strides: Any) -> Any:
    return x[index_of(begin, end, strides, k.op.attrs)]


@shape("StridedSliceGrad")
def strided_slice_grad_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.input_tensor_as_shape(0),)


@kernel("StridedSliceGrad")
def strided_slice_grad(k: Any, dims: Any, begin: Any, end: Any, strides: Any, dy: Any) -> Any:
    found = np.zeros(tuple(dims), dy.dtype)
    found[index_of(begin, end, strides, k.op.attrs)] = dy
    return found


@shape("StridedSliceAssign", "ResourceStridedSliceAssign", "TensorStridedSliceUpdate")
def strided_slice_assign_shape(c: InferenceContext) -> Sequence[Dims]:
    return () if c.op_type == "ResourceStridedSliceAssign" else (c.inputs[0].dims,)


@kernel("TensorStridedSliceUpdate")
def strided_slice_update(k: Any, x: Any, begin: Any, end: Any, strides: Any, value: Any) -> Any:
    found = np.array(x)
    found[index_of(begin, end, strides, k.op.attrs)] = value
    return found


@shape("Reverse")
def reverse_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    flags = c.with_rank(1, 1)
    if dims is not None:
        if len(dims) > 8:
            raise ShapeError("reverse does not work on tensors with more than 8 dimensions")
        if isinstance(flags[0], int) and flags[0] != len(dims):
            c.with_rank(0, flags[0])
    return (dims if dims is not None else unknowns(flags[0]) if isinstance(flags[0], int) else None,)


@kernel("Reverse")
def reverse(k: Any, x: Any, flags: Any) -> Any:
    return np.flip(x, tuple(np.flatnonzero(flags)))


@shape("ReverseV2")
def reverse_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    c.with_rank(1, 1)
    axes = c.input_tensor(1)
    if dims is not None and len(dims) > 8:
        raise ShapeError("reverse does not work on tensors with more than 8 dimensions")
    if dims is None or axes is None:
        return (dims,)
    seen: set[int] = set()
    for axis in axes.tolist():
        where = axis + len(dims) if axis < 0 else axis
        if not 0 <= where < len(dims):
            raise ShapeError(f"'axis'[{axes.tolist().index(axis)}] = {axis} is out of valid range "
                             f"[0, {len(dims) - 1}")
        if where in seen:
            raise ShapeError(f"axis {where} specified more than once.")
        seen.add(where)
    return (dims,)


@kernel("ReverseV2")
def reverse_axes(k: Any, x: Any, axes: Any) -> Any:
    return np.flip(x, tuple(int(axis) for axis in axes))


@shape("ReverseSequence")
def reverse_sequence_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    lengths = c.with_rank(1, 1)
    batch, time = c.attr("batch_dim"), c.attr("seq_dim")
    if dims is None:
        return (None,)
    rank = len(dims)
    if batch >= rank:
        raise ShapeError(f"batch_dim must be < input rank: {batch} vs. {rank}")
    if time >= rank:
        raise ShapeError(f"seq_dim must be < input rank: {time} vs. {rank}")
    batch %= rank
    return ((*dims[:batch], same_dim(dims[batch], lengths[0]), *dims[batch + 1 :]),)


@kernel("ReverseSequence")
def reverse_sequence(k: Any, x: Any, lengths: Any) -> Any:
    batch, time = k.attr("batch_dim"), k.attr("seq_dim")
    found = np.array(x)
    rows, source = np.moveaxis(found, (batch, time), (0, 1)), np.moveaxis(x, (batch, time), (0, 1))
    for index, length in enumerate(lengths.tolist()):
        rows[index, :length] = source[index, :length][::-1]
    return found
