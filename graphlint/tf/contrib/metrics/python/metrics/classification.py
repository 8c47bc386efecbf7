"""Accuracy of one batch (contrib/metrics/python/metrics/classification.py); f1_score is not modelled."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops


def accuracy(predictions: Any, labels: Any, weights: Any = None, name: Any = None) -> Any:
    """ValueError for labels that are no classes, or of another dtype than the predictions."""
    if not (labels.dtype.is_integer or labels.dtype in (dtypes.bool_, dtypes.string)):
        raise ValueError(f"Labels should have bool, integer, or string dtype, not {labels.dtype!r}")
    if not labels.dtype.is_compatible_with(predictions.dtype):
        raise ValueError(f"Dtypes of predictions and labels should match. Given: predictions ({predictions.dtype!r}) and "
                         f"labels ({labels.dtype!r})")
    with ops.name_scope(name, "accuracy", values=[predictions, labels]):
        hits = math_ops.cast(math_ops.equal(predictions, labels), dtypes.float32)
        if weights is None:
            return math_ops.reduce_mean_v1(hits)
        hits = math_ops.multiply(hits, weights)
        number = math_ops.multiply(weights, array_ops.ones_like(hits))
        total = math_ops.reduce_sum_v1(hits)
        return math_ops.div(total, math_ops.reduce_sum_v1(number))
