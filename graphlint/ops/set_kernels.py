"""Kernels of sets in the last dim of dense and sparse tensors, and the edit distance of sequences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .registry import kernel

Group = dict[tuple[int, ...], list[Any]]

OPERATIONS: dict[str, Callable[[set[Any], set[Any]], set[Any]]] = {
    "a-b": lambda a, b: a - b,
    "b-a": lambda a, b: b - a,
    "intersection": lambda a, b: a & b,
    "union": lambda a, b: a | b,
}


def dense_groups(dense: Any) -> Group:
    """The last dim's elements under the place of each row."""
    return {at: dense[at].tolist() for at in np.ndindex(*dense.shape[:-1])}


def sparse_groups(places: Any, values: Any) -> Group:
    found: Group = {}
    for place, item in zip(places.tolist(), values.tolist(), strict=True):
        found.setdefault(tuple(place[:-1]), []).append(item)
    return found


def _combined(k: Any, a: Group, b: Group, outer: Any) -> Any:
    """The result as a sparse tensor, rows and elements in order."""
    operation = OPERATIONS[k.attr("set_operation")]
    places, values, width = [], [], 0
    for row in sorted(a.keys() | b.keys()):
        items = sorted(operation(set(a.get(row, [])), set(b.get(row, []))))
        places += [(*row, at) for at in range(len(items))]
        values += items
        width = max(width, len(items))
    rank = len(outer) + 1
    kind = k.dtype(1)
    return np.array(places, np.int64).reshape(-1, rank), np.array(values, kind), np.array([*outer, width], np.int64)


@kernel("DenseToDenseSetOperation")
def dense_to_dense(k: Any, a: Any, b: Any) -> Any:
    return _combined(k, dense_groups(a), dense_groups(b), a.shape[:-1])


@kernel("DenseToSparseSetOperation")
def dense_to_sparse(k: Any, a: Any, places: Any, values: Any, shape: Any) -> Any:
    return _combined(k, dense_groups(a), sparse_groups(places, values), a.shape[:-1])


@kernel("SparseToSparseSetOperation")
def sparse_to_sparse(k: Any, a: Any, x: Any, shape: Any, b: Any, y: Any, other: Any) -> Any:
    return _combined(k, sparse_groups(a, x), sparse_groups(b, y), np.maximum(shape, other)[:-1])


@kernel("SetSize")
def set_size(k: Any, places: Any, values: Any, shape: Any) -> Any:
    found = np.zeros(tuple(int(n) for n in shape[:-1]), np.int32)
    for row, items in sparse_groups(places, values).items():
        found[row] = len(set(items))
    return found


@kernel("EditDistance")
def edit_distance(k: Any, a: Any, x: Any, shape: Any, b: Any, y: Any, other: Any) -> Any:
    sizes = np.maximum(shape, other)[:-1]
    found = np.zeros(tuple(int(n) for n in sizes), np.float32)
    hypotheses, truths = sparse_groups(a, x), sparse_groups(b, y)
    for row in np.ndindex(*found.shape):
        guess, truth = hypotheses.get(row, []), truths.get(row, [])
        distance = float(levenshtein(guess, truth))
        if k.attr("normalize"):
            distance = distance / len(truth) if truth else float("inf") if guess else 0.0
        found[row] = distance
    return found


def levenshtein(a: list[Any], b: list[Any]) -> int:
    """How many insertions, deletions and replacements turn one sequence into the other."""
    line = list(range(len(b) + 1))
    for i, item in enumerate(a, 1):
        before, line[0] = line[0], i
        for j, other in enumerate(b, 1):
            before, line[j] = line[j], min(line[j] + 1, line[j - 1] + 1, before + (item != other))
    return line[-1]
