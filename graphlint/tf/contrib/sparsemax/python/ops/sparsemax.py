"""Sparsemax (contrib/sparsemax/python/ops/sparsemax.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops, nn_ops


def sparsemax(logits: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "sparsemax", [logits]):
        z: Any = convert(logits, None, "logits")
        rows, columns = (array_ops.shape(z)[axis] for axis in (0, 1))
        z_sorted, _ = nn_ops.top_k(z, k=columns)
        sums: Any = math_ops.cumsum(z_sorted, axis=1)
        k = math_ops.range(1, math_ops.cast(columns, z.dtype) + 1, dtype=z.dtype)
        supported = 1 + k * z_sorted > sums
        count = math_ops.reduce_sum(math_ops.cast(supported, dtypes.int32), axis=1)
        at_least_one = math_ops.maximum(count, 1)
        places = array_ops.stack([math_ops.range(0, rows), at_least_one - 1], axis=1)
        tau: Any = (array_ops.gather_nd(sums, places) - 1) / math_ops.cast(count, z.dtype)
        zero = math_ops.cast(0, z.dtype)
        p = math_ops.maximum(zero, z - tau[:, None])
        undefined = math_ops.logical_or(math_ops.equal(count, 0), math_ops.is_nan(sums[:, -1]))
        nan = array_ops.fill([rows, columns], math_ops.cast(float("nan"), z.dtype))
        return array_ops.where(undefined, nan, p)
