"""tf.ragged.map_flat_values (ops/ragged/ragged_functional_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops

from . import row_partitions as rows
from .ragged_tensor import RaggedTensor, is_ragged


def map_flat_values(op: Any, *args: Any, **kwargs: Any) -> Any:
    """ValueError for ragged tensors of different splits."""
    nested: list[Any] = []
    inner_args = _flat(args, nested)
    inner_kwargs = _flat(kwargs, nested)
    if not nested:
        return op(*args, **kwargs)
    if len({splits[0].dtype for splits in nested}) > 1:
        raise ValueError("Input RaggedTensors have mismatched row_splits dtypes; use RaggedTensor.with_row_splits_dtype() to "
                         "convert them to compatible dtypes.")
    with ops.control_dependencies(rows.assert_splits_match(nested)):
        return RaggedTensor.from_nested_row_splits(op(*inner_args, **inner_kwargs), nested[0], validate=False)


def _flat(value: Any, nested: list[Any]) -> Any:
    if is_ragged(value):
        nested.append(value.nested_row_splits)
        return value.flat_values
    if isinstance(value, (list, tuple)):
        return type(value)(_flat(item, nested) for item in value)
    if isinstance(value, dict):
        return {key: _flat(item, nested) for key, item in value.items()}
    return value
