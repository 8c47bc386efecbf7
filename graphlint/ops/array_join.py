"""Tensors put together and taken apart: concat, pack, split, pad, tile, and their kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Dim, ShapeError, concat, lt, merge, pad, split, split_sizes, stack, unknown, unknowns, unstack

from . import symbols
from .dim_checks import with_rank_at_most
from .inference import InferenceContext
from .registry import kernel, shape


@shape("ConcatV2")
def concat_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    return (_concat(c, len(c.inputs) - 1, 0, len(c.inputs) - 1),)


@shape("Concat")
def concat_shape(c: InferenceContext) -> Sequence[Dims]:
    return (_concat(c, 0, 1, len(c.inputs)),)


def _concat(c: InferenceContext, axis_at: int, start: int, stop: int) -> Dims:
    if c.inputs[axis_at].dims not in ((), None):
        c.with_rank(axis_at, 0)
    axis = c.input_tensor(axis_at)
    first = next((tensor.dims for tensor in c.inputs[start:stop] if tensor.dims is not None), None)
    if first == ():
        raise ShapeError("Can't concatenate scalars (use tf.stack instead)")
    return concat([tensor.dims for tensor in c.inputs[start:stop]], None if axis is None else int(axis))


@kernel("ConcatV2")
def concatenate(k: Any, *inputs: Any) -> Any:
    return np.concatenate(inputs[:-1], axis=int(inputs[-1]))


@kernel("Concat")
def concatenate_first(k: Any, axis: Any, *inputs: Any) -> Any:
    return np.concatenate(inputs, axis=int(axis))


@shape("ConcatOffset")
def concat_offset_shape(c: InferenceContext) -> Sequence[Dims]:
    return [tensor.dims for tensor in c.inputs[1:]]


@kernel("ConcatOffset")
def concat_offset(k: Any, axis: Any, *shapes: Any) -> Any:
    found, at = [], 0
    where = int(axis)
    for dims in shapes:
        offset = np.zeros(len(dims), np.int32)
        offset[where] = at
        at += int(dims[where])
        found.append(offset)
    return found


@shape("ParallelConcat", "_ParallelConcatUpdate")
def parallel_concat_shape(c: InferenceContext) -> Sequence[Dims]:
    if c.op_type != "ParallelConcat":
        return (c.inputs[0].dims,)
    wanted = c.attr("shape")
    if wanted is None or not all(isinstance(dim, int) for dim in wanted):
        raise ShapeError("shape attr must be fully defined.")
    if not wanted:
        raise ShapeError("Out of range dim_index 0 for shape with 0 dimensions")
    each = (1, *wanted[1:])
    if any(tensor.dims is None or tensor.dims != each for tensor in c.inputs):
        _check_parts(c, each)
    return (wanted,)


def _check_parts(c: InferenceContext, each: tuple[Dim, ...]) -> None:
    for tensor in c.inputs:
        if tensor.dims is None or not all(isinstance(dim, int) for dim in tensor.dims):
            raise ShapeError("All input shapes must be fully defined.")
        merge(each, tensor.dims)


@kernel("ParallelConcat")
def parallel_concat(k: Any, *values: Any) -> Any:
    return np.concatenate(values, axis=0)


@shape("Pack")
def pack_shape(c: InferenceContext) -> Sequence[Dims]:
    axis = c.attrs["axis"]
    first = c.inputs[0].dims
    if axis == 0 and first is not None and all(tensor.dims == first for tensor in c.inputs):
        return ((len(c.inputs), *first),)
    return (stack([tensor.dims for tensor in c.inputs], axis),)


@kernel("Pack")
def pack(k: Any, *values: Any) -> Any:
    return np.stack(values, axis=k.attr("axis"))


@shape("Unpack")
def unpack_shape(c: InferenceContext) -> Sequence[Dims]:
    return unstack(c.inputs[0].dims, c.outputs, c.attrs["axis"])


@kernel("Unpack")
def unpack(k: Any, value: Any) -> Any:
    axis, count = k.attr("axis"), k.attr("num")
    if value.shape[axis] != count:
        raise ValueError(f"Input shape axis {axis} must equal {count}, got shape {list(value.shape)}")
    return [np.take(value, index, axis=axis) for index in range(count)]


@shape("Split")
def split_shape(c: InferenceContext) -> Sequence[Dims]:
    axis = c.input_tensor(0)
    if axis is not None and np.ndim(axis):
        raise ShapeError(f"Input must be scalar but has rank {np.ndim(axis)}")
    return split(c.inputs[1].dims, c.outputs, None if axis is None else int(axis))


@kernel("Split")
def split_evenly(k: Any, axis: Any, value: Any) -> Any:
    return np.split(value, k.attr("num_split"), axis=int(axis))


@shape("SplitV")
def split_v_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    sizes = c.input_tensor(1)
    axis = c.input_tensor(2)
    if axis is None:
        c.with_rank(2, 0)
    if dims is None:
        return [None] * c.outputs
    if axis is None:
        return [unknowns(len(dims)) for _ in range(c.outputs)]
    if sizes is not None:
        given: Sequence[Dim] = sizes.ravel().tolist()
        if list(given).count(-1) > 1:
            raise ShapeError("size_splits can only have one -1", left=tuple(given))
    else:
        known = symbols.elements(c.inputs[1])
        given = [symbols._hide(size) for size in known] if known is not None and len(known) == c.outputs else (
            unknowns(c.outputs))
    return split_sizes(dims, given, int(axis))


@kernel("SplitV")
def split_by_sizes(k: Any, value: Any, sizes: Any, axis: Any) -> Any:
    where = int(axis)
    counts = [int(n) for n in sizes]
    if -1 in counts:
        counts[counts.index(-1)] = value.shape[where] - sum(n for n in counts if n != -1)
    if sum(counts) != value.shape[where]:
        raise ValueError(f"Sizes {counts} do not add up to {value.shape[where]}")
    return np.split(value, np.cumsum(counts)[:-1], axis=where)


def _paddings(c: InferenceContext) -> list[tuple[Dim, Dim]] | None:
    """Pairs of before and after, as far as they are known."""
    value = c.input_tensor(1)
    if value is not None:
        return [(int(before), int(after)) for before, after in value]
    return None


@shape("Pad", "PadV2", "MirrorPad")
def pad_shape(c: InferenceContext) -> Sequence[Dims]:
    paddings = c.with_rank(1, 2)
    if isinstance(paddings[1], int) and paddings[1] != 2:
        raise ShapeError(f"Dimension must be 2 but is {paddings[1]}", left=paddings[1], right=2)
    dims = c.inputs[0].dims
    count = paddings[0]
    pairs = _paddings(c)
    if pairs is None:
        if dims is None:
            return (unknowns(count) if isinstance(count, int) else None,)
        if isinstance(count, int):
            c.with_rank(0, count)
        return (unknowns(len(dims)),)
    if dims is not None and len(dims) != len(pairs):
        c.with_rank(0, len(pairs))
    if any(lt(part, 0) for pair in pairs for part in pair):
        raise ShapeError("Paddings must be non-negative")
    return (unknowns(len(pairs)) if dims is None else pad(dims, pairs),)


@kernel("Pad")
def pad_zeros(k: Any, x: Any, paddings: Any) -> Any:
    return _padded(x, paddings, b"" if x.dtype == object else 0)


@kernel("PadV2")
def pad_value(k: Any, x: Any, paddings: Any, value: Any) -> Any:
    return _padded(x, paddings, value)


def _padded(x: Any, paddings: Any, value: Any) -> Any:
    return np.pad(x, [(int(before), int(after)) for before, after in paddings], constant_values=value)


@kernel("MirrorPad")
def pad_mirrored(k: Any, x: Any, paddings: Any) -> Any:
    return np.pad(x, [tuple(map(int, pair)) for pair in paddings], mode=k.attr("mode").lower())


@shape("MirrorPadGrad")
def mirror_pad_grad_shape(c: InferenceContext) -> Sequence[Dims]:
    paddings = c.with_rank(1, 2)
    if not isinstance(paddings[0], int):
        return (None,)
    dims = c.with_rank(0, paddings[0])
    merge(paddings, (paddings[0], 2))
    value = c.input_tensor(1)
    if value is None:
        return (unknowns(paddings[0]),)
    return (tuple([_less(dim, pair) for dim, pair in zip(dims, value.tolist(), strict=True)]),)


def _less(dim: Dim, pair: list[int]) -> Dim:
    if min(pair) < 0:
        raise ShapeError("Paddings must be non-negative")
    by = sum(pair)
    if isinstance(dim, int) and dim < by:
        raise ShapeError(f"Negative dimension size caused by subtracting {by} from {dim}", left=dim, right=by)
    return dim - by


@kernel("MirrorPadGrad")
def mirror_pad_grad(k: Any, x: Any, paddings: Any) -> Any:
    """Each element of the result is the sum of all that it was mirrored to."""
    inner = tuple(n - int(before) - int(after) for n, (before, after) in zip(x.shape, paddings, strict=True))
    places = np.pad(np.arange(int(np.prod(inner))).reshape(inner), [tuple(map(int, pair)) for pair in paddings],
                    mode=k.attr("mode").lower())
    total = np.zeros(int(np.prod(inner)), x.dtype)
    np.add.at(total, places.ravel(), x.ravel())
    return total.reshape(inner)


@shape("Tile")
def tile_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(1, 1)
    dims = c.inputs[0].dims
    multiples = c.input_tensor_as_shape(1)
    if dims is None:
        return (None if multiples is None else tuple([0 if n == 0 else unknown() for n in multiples]),)
    if multiples is None:
        return (unknowns(len(dims)),)
    if len(dims) != len(multiples):
        raise ShapeError(f"Shape must be rank {len(dims)} but is rank {len(multiples)}", left=dims, right=multiples)
    return (tuple([0 if n == 0 or dim == 0 else dim * n for dim, n in zip(dims, multiples, strict=True)]),)


@kernel("Tile")
def repeat(k: Any, x: Any, multiples: Any) -> Any:
    return np.tile(x, tuple(multiples)) if len(multiples) else x


@shape("TileGrad")
def tile_grad_shape(c: InferenceContext) -> Sequence[Dims]:
    return (None,)


@shape("Roll")
def roll_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank_at_least(0, 1)
    with_rank_at_most(c, 1, 1)
    with_rank_at_most(c, 2, 1)
    merge(c.inputs[1].dims, c.inputs[2].dims)
    return (c.inputs[0].dims,)


@kernel("Roll")
def roll(k: Any, x: Any, shift: Any, axis: Any) -> Any:
    for amount, where in zip(np.ravel(shift), np.ravel(axis), strict=True):
        x = np.roll(x, int(amount), int(where))
    return x
