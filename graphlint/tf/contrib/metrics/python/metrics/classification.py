"""Accuracy of one batch, and the best F1 score of all (contrib/metrics/python/metrics/classification.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops, variable_scope
from graphlint.tf.python.ops.metric_variables import aggregate, at_thresholds, finish, remove_squeezable_dimensions


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


def _best_f1(counts: dict[str, Any], name: str) -> Any:
    tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
    precision = math_ops.div(tp, 1e-7 + tp + fp, name=f"precision_{name}")
    recall = math_ops.div(tp, 1e-7 + tp + fn, name=f"recall_{name}")
    doubled = 2.0 * precision * recall  # type: ignore[operator]
    return math_ops.reduce_max(doubled / (precision + recall + 1e-7))  # type: ignore[operator]


def f1_score(labels: Any, predictions: Any, weights: Any = None, num_thresholds: int = 200, metrics_collections: Any = None,
             updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    with variable_scope.variable_scope(name, "f1", (labels, predictions, weights)):
        predictions, labels, weights = remove_squeezable_dimensions(predictions, labels, weights)
        inner = [(index + 1) * 1.0 / (num_thresholds - 1) for index in range(num_thresholds - 2)]
        values, updates = at_thresholds(labels, predictions, [0.0 - 1e-7, *inner, 1.0 + 1e-7], weights,
                                        includes=("tp", "fp", "fn"))
        best = aggregate(metrics_collections, _best_f1, values, "value")
        return finish(updates_collections, best, _best_f1(updates, "update"))
