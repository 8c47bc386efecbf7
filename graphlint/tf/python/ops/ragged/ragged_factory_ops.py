"""tf.ragged.constant and tf.ragged.placeholder (ops/ragged/ragged_factory_ops.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.libs.numpy.array import ShapedArray
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops

from .ragged_tensor import RaggedTensor, is_ragged


def constant(pylist: Any, dtype: Any = None, ragged_rank: Any = None, inner_shape: Any = None, name: Any = None,
             row_splits_dtype: Any = dtypes.int64) -> Any:
    """Nested lists as a ragged tensor. TypeError for one that is ragged already, ValueError for uneven depths."""
    with ops.name_scope(name, "RaggedConstant"):
        if is_ragged(pylist):
            raise TypeError("pylist may not be a RaggedTensor or RaggedTensorValue.")
        if isinstance(pylist, Unknown):
            return Unknown("a ragged constant of what isn't known", text="tf.ragged.constant(...)")
        plain = _plain(pylist)
        if plain is None:
            return Unknown("a ragged constant of what isn't known", text="tf.ragged.constant(...)")
        rank, inner = _ranks(plain, ragged_rank, inner_shape)
        if rank == 0:
            return constant_op.constant(plain, dtype, inner)
        splits, values = _split(plain, rank)
        found: Any = constant_op.constant(values, dtype=dtype, shape=(len(values), *inner), name="values")
        for row in reversed(splits):
            found = RaggedTensor.from_row_splits(found, constant_op.constant(row, dtype=row_splits_dtype), validate=False)
        return found


def _plain(value: Any) -> Any:
    """Lists all the way down; None where an array's values aren't known."""
    if isinstance(value, ShapedArray):
        value = value.tolist()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, (list, tuple)):
        found = [_plain(item) for item in value]
        return None if any(item is None for item in found) else found
    return None if isinstance(value, Unknown) else value


def _ranks(plain: Any, ragged_rank: Any, inner_shape: Any) -> tuple[int, Any]:
    """How many dims are ragged, and the shape of the rest (None where the constant tells it itself)."""
    if not isinstance(plain, list):
        if ragged_rank:
            raise ValueError(f"Invalid pylist={plain!r}: incompatible with ragged_rank={ragged_rank:d}")
        if inner_shape:
            raise ValueError(f"Invalid pylist={plain!r}: incompatible with dim(inner_shape)={len(inner_shape):d}")
        return 0, ()
    if ragged_rank is not None and ragged_rank < 0:
        raise ValueError(f"Invalid ragged_rank={ragged_rank!r}: must be nonnegative")
    scalars, depth = _depths(plain)
    if scalars is not None and depth > scalars:
        raise ValueError(f"Invalid pylist={plain!r}: empty list nesting is greater than scalar value nesting")
    if inner_shape is not None and ragged_rank is not None:
        wanted = ragged_rank + len(inner_shape) + 1
        if (scalars is not None and wanted != scalars) or (scalars is None and wanted < depth):
            raise ValueError(f"Invalid pylist={plain!r}: incompatible with ragged_rank={ragged_rank:d} and "
                             f"dim(inner_shape)={len(inner_shape):d}")
    if ragged_rank == 0 or (ragged_rank is None and depth - len(inner_shape or ()) < 2):
        return 0, inner_shape
    if ragged_rank is not None:
        return ragged_rank, _inner_shape(plain, ragged_rank) if inner_shape is None else tuple(inner_shape)
    inner = () if inner_shape is None else tuple(inner_shape)
    return max(1, depth - 1 if scalars is None else scalars - 1 - len(inner)), inner


def _depths(value: Any) -> tuple[int | None, int]:
    """How deep numbers stand, and how deep lists are nested."""
    if not isinstance(value, list):
        return 0, 0
    scalars, depth = None, 1
    for child in value:
        own, nested = _depths(child)
        if own is not None:
            if scalars is not None and scalars != own + 1:
                raise ValueError("all scalar values must have the same nesting depth")
            scalars = own + 1
        depth = max(depth, nested + 1)
    return scalars, depth


def _inner_shape(plain: list[Any], ragged_rank: int) -> tuple[int, ...]:
    values = plain
    for dim in range(ragged_rank):
        if not all(isinstance(value, list) for value in values):
            raise ValueError(f"pylist has scalar values depth {dim + 1:d}, but ragged_rank={ragged_rank:d} requires scalar "
                             f"value depth greater than {ragged_rank:d}")
        values = [item for value in values for item in value]
    shape = _shape(values)
    _check_shape(values, shape)
    return shape[1:]


def _shape(item: Any) -> tuple[int, ...]:
    if not isinstance(item, list):
        return ()
    return (len(item), *_shape(item[0])) if item else (0,)


def _check_shape(item: Any, shape: tuple[int, ...]) -> None:
    if isinstance(item, list) != bool(shape) or (shape and shape[0] != len(item)):
        raise ValueError("inner values have inconsistent shape")
    for child in item if shape else ():
        _check_shape(child, shape[1:])


def _split(plain: list[Any], ragged_rank: int) -> tuple[list[list[int]], list[Any]]:
    splits: list[list[int]] = []
    values = plain
    for _ in range(ragged_rank):
        splits.append([0])
        for row in values:
            splits[-1].append(splits[-1][-1] + len(row))
        values = [item for row in values for item in row]
    return splits, values


def placeholder(dtype: Any, ragged_rank: Any, value_shape: Any = None, name: Any = None) -> Any:
    if ragged_rank == 0:
        return array_ops.placeholder(dtype, value_shape, name)
    with ops.name_scope(name, "RaggedPlaceholder", []):
        found: Any = array_ops.placeholder(dtype, TensorShape([None]).concatenate(value_shape), "flat_values")
        for i in reversed(range(ragged_rank)):
            splits = array_ops.placeholder(dtypes.int64, [None], f"row_splits_{i:d}")
            found = RaggedTensor(found, splits, internal=True)
        return found
