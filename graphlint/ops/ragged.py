"""Kernels of ragged tensors, which are values and row splits."""

from __future__ import annotations

from typing import Any

import numpy as np

from .registry import kernel


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
