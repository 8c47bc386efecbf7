"""Ragged tensors, which are values and row splits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import merge, unknown

from .dim_checks import with_rank_at_most
from .inference import InferenceContext
from .registry import kernel, shape


@shape("RaggedRange")
def ragged_range_shape(c: InferenceContext) -> Sequence[Dims]:
    rows: Dims = None
    for index in range(3):
        with_rank_at_most(c, index, 1)
        if c.inputs[index].dims:
            rows = merge(rows, c.inputs[index].dims)
    count = rows[0] + 1 if rows is not None else 2 if all(t.dims == () for t in c.inputs) else unknown()
    return ((count,), (unknown(),))


@shape("RaggedGather")
def ragged_gather_shape(c: InferenceContext) -> Sequence[Dims]:
    values = c.with_rank_at_least(len(c.inputs) - 2, 1)
    inner: Dims = None if values is None else (unknown(), *values[1:])
    return [*[(unknown(),)] * (c.outputs - 1), inner]


@shape("RaggedTensorToSparse")
def ragged_to_sparse_shape(c: InferenceContext) -> Sequence[Dims]:
    values = c.with_rank_at_least(len(c.inputs) - 1, 1)
    for index in range(len(c.inputs) - 1):
        c.with_rank(index, 1)
    if values is None:
        return ((unknown(), unknown()), (unknown(),), (unknown(),))
    count = values[0]
    for dim in values[1:]:
        count = count * dim
    rank = len(c.inputs) - 1 + len(values)
    return ((count, rank), (count,), (rank,))


@shape("RaggedTensorToVariant")
def ragged_to_variant_shape(c: InferenceContext) -> Sequence[Dims]:
    if not c.attr("batched_input"):
        return ((),)
    rows = c.with_rank(0, 1)[0]
    return ((rows - 1 if isinstance(rows, int) else unknown(),),)


@shape("RaggedTensorFromVariant")
def ragged_from_variant_shape(c: InferenceContext) -> Sequence[Dims]:
    return [*[(unknown(),)] * (c.outputs - 1), None]


@shape("RaggedTensorToTensor")
def ragged_to_tensor_shape(c: InferenceContext) -> Sequence[Dims]:
    wanted = c.input_tensor_as_shape(0) if c.inputs[0].dims != () else None
    return (wanted,)


@kernel("RaggedRange")
def ragged_range(k: Any, starts: Any, limits: Any, deltas: Any) -> Any:
    rows = [np.arange(start, limit, delta) for start, limit, delta in
            zip(*(np.ravel(part) for part in np.broadcast_arrays(starts, limits, deltas)), strict=True)]
    return np.cumsum([0, *map(len, rows)]), np.concatenate([np.zeros(0, starts.dtype), *rows])


@kernel("RaggedTensorToSparse")
def ragged_to_sparse(k: Any, *inputs: Any) -> Any:
    splits, values = inputs[:-1], inputs[-1]
    places, widths = np.arange(len(splits[0]) - 1)[:, None], [len(splits[0]) - 1]
    for rows in splits:
        lengths = np.diff(rows)
        within = np.concatenate([np.zeros(0, np.int64), *[np.arange(n) for n in lengths]])
        places = np.concatenate([np.repeat(places, lengths, axis=0), within[:, None]], axis=1)
        widths.append(int(lengths.max(initial=0)))
    inner = [np.array(place) for place in np.ndindex(*values.shape[1:])]
    full = [np.concatenate([row, part]) for row in places for part in inner]
    rank = places.shape[1] + values.ndim - 1
    return np.array(full, np.int64).reshape(-1, rank), values.ravel(), np.array([*widths, *values.shape[1:]], np.int64)


@kernel("RaggedGather")
def ragged_gather(k: Any, *inputs: Any) -> Any:
    """Rows of a ragged tensor picked by index; the outer splits follow the indices' own shape."""
    splits, values, indices = inputs[:-2], inputs[-2], inputs[-1]
    chosen, found = np.ravel(indices), []
    for rows in splits:
        lengths = np.diff(rows)[chosen]
        found.append(np.cumsum([0, *lengths]))
        pieces = [np.arange(rows[at], rows[at + 1]) for at in chosen]
        chosen = np.concatenate([np.zeros(0, np.int64), *pieces]).astype(np.int64)
    outer = [np.arange(0, np.size(indices) + 1, size) for size in np.shape(indices)[1:]]
    return *outer, *found, values[chosen]
