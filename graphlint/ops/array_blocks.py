"""Blocks of space moved into the batch or into the channels, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import (
    ShapeError,
    batch_to_space,
    depth_to_space,
    exact_div,
    merge,
    space_to_batch,
    space_to_depth,
    unknown,
    unknowns,
)

from .inference import InferenceContext
from .registry import kernel, shape


@shape("SpaceToBatchND", "BatchToSpaceND")
def blocks_nd_shape(c: InferenceContext) -> Sequence[Dims]:
    block = c.inputs[1].dims
    if block is None or len(block) != 1:
        raise ShapeError("block_shape must have rank 1.")
    if not isinstance(block[0], int):
        raise ShapeError("block_shape must have known size.")
    return (_exchanged(c, block[0], _numbers(c, 1), 2),)


@shape("SpaceToBatch", "BatchToSpace")
def blocks_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 4)
    return (_exchanged(c, 2, [c.attr("block_size")] * 2, 1),)


def _exchanged(c: InferenceContext, count: int, block: list[int] | None, table_at: int) -> Dims:
    """The result of moving `count` dims; paddings or crops are input `table_at`."""
    dims = c.with_rank_at_least(0, count + 1)
    table = c.inputs[table_at].dims
    if table is not None and table != (count, 2):
        merge(table, (count, 2))
    pairs = _numbers(c, table_at)
    to_batch = c.op_type.startswith("Space")
    if block is not None and any(size < 1 for size in block):
        bad = next(size for size in block if size < 1)
        raise ShapeError(f"block_shape must be positive, got {bad}" if to_batch else "block_shape must be positive")
    if pairs and any(before < 0 or after < 0 for before, after in pairs):
        raise ShapeError(f"{'paddings' if to_batch else 'crops'} cannot be negative")
    if dims is None:
        return None
    if block is None:
        return (unknown(), *unknowns(count), *dims[count + 1 :]) if count else dims
    if pairs is None:
        return (_batch(dims[0], block, to_batch), *unknowns(count), *dims[count + 1 :])
    return space_to_batch(dims, block, pairs) if to_batch else batch_to_space(dims, block, pairs)


def _batch(dim: Any, block: list[int], to_batch: bool) -> Any:
    if to_batch:
        return dim * int(np.prod(block))
    for by in block:
        if isinstance(dim, int) and dim % by:
            raise ShapeError(f"Dimension size must be evenly divisible by {by} but is {dim}")
        dim = exact_div(dim, by)
    return dim


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
