"""The loss of sparsemax (contrib/sparsemax/python/ops/sparsemax_loss.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops


def sparsemax_loss(logits: Any, sparsemax: Any, labels: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "sparsemax_loss", [logits, sparsemax, labels]):
        z: Any = convert(logits, None, "logits")
        p: Any = convert(sparsemax, None, "sparsemax")
        q: Any = convert(labels, None, "labels")
        supported = math_ops.logical_or(p > 0, math_ops.is_nan(p))
        sums = array_ops.where(supported, p * (z - 0.5 * p), array_ops.zeros_like(p))
        part = q * (0.5 * q - z)
        infinite = math_ops.logical_and(math_ops.equal(q, 0), math_ops.is_inf(z))
        part = array_ops.where(infinite, array_ops.zeros_like(z), part)
        return math_ops.reduce_sum(sums + part, axis=1)
