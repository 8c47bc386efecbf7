"""tf.ragged.range (ops/ragged/ragged_math_ops.py). Not here: reductions of ragged tensors."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import as_dtype
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import math_ops

from .ragged_tensor import RaggedTensor

_WIDER = (dtypes.int32, dtypes.int64, dtypes.float32, dtypes.float64)


def range(starts: Any, limits: Any = None, deltas: Any = 1, dtype: Any = None, name: Any = None,  # noqa: A001
          row_splits_dtype: Any = dtypes.int64) -> Any:
    """A row of numbers for each start, limit and step."""
    if limits is None:
        starts, limits = 0, starts
    with ops.name_scope(name, "RaggedRange", [starts, limits, deltas]) as scope:
        kind = None if dtype is None else as_dtype(dtype)
        parts = [convert(value, kind, label) for value, label in (
            (starts, "starts"), (limits, "limits"), (deltas, "deltas"))]
        if kind is None:
            wide = max((part.dtype for part in parts), key=_WIDER.index)
            parts = [math_ops.cast(part, wide) for part in parts]
        splits, values = gen.RaggedRange(*parts, Tsplits=as_dtype(row_splits_dtype), name=scope)
        return RaggedTensor.from_row_splits(values, splits, validate=False)
