"""Blocks of space moved into the batch or into the channels, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, batch_to_space, depth_to_space, eq, space_to_batch, space_to_depth, unknown, unknowns

from .inference import InferenceContext
from .registry import kernel, shape


@shape("SpaceToBatchND", "BatchToSpaceND")
def blocks_nd_shape(c: InferenceContext) -> Sequence[Dims]:
    return (_exchanged(c, c.with_rank(1, 1)[0], None),)


@shape("SpaceToBatch", "BatchToSpace")
def blocks_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank(0, 4)
    return (_exchanged(c, 2, [c.attr("block_size")] * 2) if dims else None,)


def _exchanged(c: InferenceContext, count: Any, block: list[int] | None) -> Dims:
    table_at = 2 if block is None else 1
    table = c.with_rank(table_at, 2)
    if isinstance(count, int) and eq(table[0], count) is False:
        raise ShapeError(f"Dimension must be {count} but is {table[0]}" if block is None else
                         f"Dimension must be {count} but is {table[0]}")
    if isinstance(table[1], int) and table[1] != 2:
        raise ShapeError(f"Dimension must be 2 but is {table[1]}")
    count = count if isinstance(count, int) else table[0]
    dims = c.inputs[0].dims
    if isinstance(count, int):
        dims = c.with_rank_at_least(0, count + 1)
    sizes = block if block is not None else _numbers(c, 1)
    pairs = _numbers(c, table_at)
    if dims is None:
        return None
    if not isinstance(count, int) or sizes is None:
        return unknowns(len(dims))
    to_batch = c.op_type.startswith("Space")
    if any(size < 1 for size in sizes):
        bad = next(size for size in sizes if size < 1)
        raise ShapeError(f"block_shape must be positive, got {bad}")
    if pairs is None:
        return _unpaired(dims, sizes, to_batch)
    if any(before < 0 or after < 0 for before, after in pairs):
        raise ShapeError(f"{'paddings' if to_batch else 'crops'} cannot be negative")
    return space_to_batch(dims, sizes, pairs) if to_batch else batch_to_space(dims, sizes, pairs)


def _unpaired(dims: tuple[Any, ...], sizes: list[int], to_batch: bool) -> Dims:
    """What is known without paddings or crops: the batch."""
    times = int(np.prod(sizes))
    batch = dims[0] * times if to_batch else batch_to_space((dims[0],), [], []) and _divided(dims[0], times)
    return (batch, *unknowns(len(sizes)), *dims[len(sizes) + 1 :])


def _divided(dim: Any, by: int) -> Any:
    if isinstance(dim, int):
        if dim % by:
            raise ShapeError(f"Dimension size must be evenly divisible by {by} but is {dim}")
        return dim // by
    return unknown()


def _numbers(c: InferenceContext, index: int) -> Any:
    value = c.input_tensor(index)
    return None if value is None else value.tolist()


@kernel("SpaceToBatchND")
def space_to_batch_nd(k: Any, x: Any, block: Any, paddings: Any) -> Any:
    count = len(block)
    pads = [(0, 0), *[tuple(map(int, pair)) for pair in paddings], *[(0, 0)] * (x.ndim - 1 - count)]
    padded = np.pad(x, pads)
    split: list[int] = [x.shape[0]]
    for size, times in zip(padded.shape[1 : count + 1], block, strict=True):
        split += [size // int(times), int(times)]
    rest = padded.shape[count + 1 :]
    parts = padded.reshape(split + list(rest))
    inner = [2 * i + 2 for i in range(count)]
    outer = [2 * i + 1 for i in range(count)]
    order = [*inner, 0, *outer, *range(1 + 2 * count, parts.ndim)]
    sizes = [split[i] for i in outer]
    return parts.transpose(order).reshape([x.shape[0] * int(np.prod(block)), *sizes, *rest])


@kernel("BatchToSpaceND")
def batch_to_space_nd(k: Any, x: Any, block: Any, crops: Any) -> Any:
    count = len(block)
    times = [int(n) for n in block]
    batch = x.shape[0] // int(np.prod(times))
    parts = x.reshape([*times, batch, *x.shape[1:]])
    order = [count]
    for i in range(count):
        order += [count + 1 + i, i]
    order += list(range(2 * count + 1, parts.ndim))
    grown = [size * n for size, n in zip(x.shape[1 : count + 1], times, strict=True)]
    found = parts.transpose(order).reshape([batch, *grown, *x.shape[count + 1 :]])
    cut = [slice(int(before), size - int(after)) for (before, after), size in zip(crops, grown, strict=True)]
    return found[(slice(None), *cut)]


@kernel("SpaceToBatch")
def space_to_batch_2d(k: Any, x: Any, paddings: Any) -> Any:
    return space_to_batch_nd(k, x, [k.attr("block_size")] * 2, paddings)


@kernel("BatchToSpace")
def batch_to_space_2d(k: Any, x: Any, crops: Any) -> Any:
    return batch_to_space_nd(k, x, [k.attr("block_size")] * 2, crops)


def _channels_last(dims: Dims, data_format: str) -> Dims:
    return dims if dims is None or data_format == "NHWC" else (dims[0], *dims[2:], dims[1])


def _in_layout(dims: Dims, data_format: str) -> Dims:
    return dims if dims is None or data_format == "NHWC" else (dims[0], dims[-1], *dims[1:-1])


@shape("SpaceToDepth")
def space_to_depth_shape(c: InferenceContext) -> Sequence[Dims]:
    return (_depth(c, space_to_depth),)


@shape("DepthToSpace")
def depth_to_space_shape(c: InferenceContext) -> Sequence[Dims]:
    return (_depth(c, depth_to_space),)


def _depth(c: InferenceContext, formula: Any) -> Dims:
    layout, block = c.attr("data_format"), c.attr("block_size")
    if layout == "NCHW_VECT_C":
        dims = c.with_rank(0, 5)
        found = formula((dims[0], dims[2], dims[3], dims[1] * 4), block)
        return (found[0], found[3] // 4, found[1], found[2], 4)
    return _in_layout(formula(_channels_last(c.with_rank(0, 4), layout), block), layout)


@kernel("SpaceToDepth")
def space_to_depth_kernel(k: Any, x: Any) -> Any:
    block, first = k.attr("block_size"), k.attr("data_format") == "NCHW"
    images = np.moveaxis(x, 1, -1) if first else x
    n, h, w, d = images.shape
    parts = images.reshape(n, h // block, block, w // block, block, d).transpose(0, 1, 3, 2, 4, 5)
    found = parts.reshape(n, h // block, w // block, block * block * d)
    return np.moveaxis(found, -1, 1) if first else found


@kernel("DepthToSpace")
def depth_to_space_kernel(k: Any, x: Any) -> Any:
    block, first = k.attr("block_size"), k.attr("data_format") == "NCHW"
    images = np.moveaxis(x, 1, -1) if first else x
    n, h, w, d = images.shape
    parts = images.reshape(n, h, w, block, block, d // (block * block)).transpose(0, 1, 3, 2, 4, 5)
    found = parts.reshape(n, h * block, w * block, d // (block * block))
    return np.moveaxis(found, -1, 1) if first else found
