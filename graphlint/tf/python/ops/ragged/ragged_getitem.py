"""Indexing of ragged tensors (ops/ragged/ragged_getitem.py). Not here: steps over rows that are ragged themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.sandbox.library import unmodelled
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, control_flow_ops, math_ops

from . import ragged_math_ops
from .ragged_tensor import RaggedTensor, is_ragged
from .row_partitions import rows_of

_ALL = slice(None, None, None)


def ragged_tensor_getitem(self: RaggedTensor, key: Any) -> Any:
    """IndexError for too many indices, ValueError for one row of each row."""
    with ops.name_scope(None, "RaggedGetItem", [*self.to_components(), *_tensors(key)]):
        return _item(self, list(key) if isinstance(key, (list, tuple)) else [key])


def _tensors(key: Any) -> Iterator[Tensor]:
    if isinstance(key, Tensor):
        yield key
    parts = key if isinstance(key, (list, tuple)) else (key.start, key.stop, key.step) if isinstance(key, slice) else ()
    for part in parts:
        yield from _tensors(part)


def _item(ragged: Any, keys: list[Any]) -> Any:
    if not keys:
        return ragged
    first, rest = keys[0], keys[1:]
    if first is Ellipsis:
        return _item(ragged, _expanded(keys, ragged.shape.ndims))
    if first is None:
        inner = _item(ragged, rest)
        return RaggedTensor.from_row_splits(inner, array_ops.stack([0, _split_count(inner) - 1]), validate=False)
    if isinstance(first, slice):
        return _inner(_rows(ragged, first), rest)
    starts, limits = ragged.row_splits[:-1], ragged.row_splits[1:]
    return ragged.values[starts[first]:limits[first]][rest]


def _split_count(ragged: Any) -> Any:
    return rows_of(ragged.row_splits, ragged.row_splits.dtype)


def _rows(ragged: Any, key: slice) -> Any:
    if key == _ALL:
        return ragged
    starts, limits = ragged.row_splits[:-1][key], ragged.row_splits[1:][key]
    zero: Any = array_ops.zeros([1], ragged.row_splits.dtype)
    if key.step is not None and key.step != 1:
        return _of_ranges(starts, limits, 1, ragged.values)
    splits: Any = array_ops.concat([zero[array_ops.size(starts):], starts[:1], limits], axis=0)
    first, last = splits[0], splits[-1]
    return RaggedTensor.from_row_splits(ragged.values[first:last], splits - first, validate=False)


def _inner(ragged: Any, keys: list[Any]) -> Any:
    if not keys:
        return ragged
    if not is_ragged(ragged):
        return ragged[[_ALL, *keys]]
    first, rest = keys[0], keys[1:]
    if first is Ellipsis:
        return _inner(ragged, _expanded(keys, ragged.values.shape.ndims))
    if first is None:
        inner = _inner(ragged, rest)
        return RaggedTensor.from_row_splits(inner, math_ops.range(_split_count(inner)), validate=False)
    if not isinstance(first, slice):
        raise ValueError("Cannot index into an inner ragged dimension.")
    if first == _ALL:
        return ragged.with_values(_inner(ragged.values, rest))
    starts, limits = ragged.row_splits[:-1], ragged.row_splits[1:]
    if first.start is not None and first.start != 0:
        starts = _moved(first.start, ragged)
    if first.stop is not None and first.stop != 0:
        limits = _moved(first.stop, ragged)
    found = _of_ranges(starts, limits, first.step, ragged.values)
    return found.with_values(_inner(found.values, rest)) if isinstance(found, RaggedTensor) else found


def _expanded(keys: list[Any], rank: Any) -> list[Any]:
    if rank is None:
        raise ValueError("Ellipsis not supported for unknown shape RaggedTensors")
    count = sum(key is not None for key in keys)
    if count > rank + 1:
        raise IndexError("Too many indices for RaggedTensor")
    return keys[1:] if count == rank + 1 else [_ALL, *keys]


def _of_ranges(starts: Any, limits: Any, step: Any, values: Any) -> Any:
    step = convert(1 if step is None else step, None, "step")
    if not step.dtype.is_integer:
        raise TypeError("slice strides must be integers or None")
    step = math_ops.cast(step, starts.dtype)
    if is_ragged(values):
        return unmodelled("tensorflow.RaggedTensor.__getitem__ of ragged rows")
    indices = ragged_math_ops.range(starts, limits, step, row_splits_dtype=starts.dtype)
    return indices.with_values(array_ops.gather(params=values, indices=indices.values))


def _moved(offset: Any, ragged: Any) -> Any:
    """The ends of rows, so many from their starts or before their limits."""
    starts, limits = ragged.row_splits[:-1], ragged.row_splits[1:]

    def from_start(count: Any) -> Any:
        return math_ops.minimum(starts + count, limits)

    def from_limit(count: Any) -> Any:
        return math_ops.maximum(limits + count, starts)

    if isinstance(offset, Tensor):
        count: Any = math_ops.cast(offset, starts.dtype)
        return control_flow_ops.cond(count >= 0, lambda: from_start(count), lambda: from_limit(count))
    if not isinstance(offset, int):
        raise TypeError("slice offsets must be integers or None")
    return from_start(offset) if offset > 0 else from_limit(offset)
