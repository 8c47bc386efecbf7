"""What tf.contrib.metrics counts at thresholds (contrib/metrics/python/ops/metric_ops.py): predictions aren't checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.ops import array_ops, control_flow_ops, math_ops, variable_scope
from graphlint.tf.python.ops.metric_variables import (
    aggregate,
    compared,
    counted,
    finish,
    remove_squeezable_dimensions,
)

_SMALL = 1e-7
_ALL = ("tp", "fn", "tn", "fp")
Counts = dict[str, Any]


def _counts(predictions: Any, labels: Any, thresholds: Any, weights: Any, includes: Any = _ALL) -> tuple[Counts, Counts]:
    predictions, labels, weights = remove_squeezable_dimensions(predictions, labels, weights)
    sides, tiled = compared(labels, predictions, thresholds, weights, includes)
    return counted(sides, tiled, thresholds, includes)


def _thresholds(number: int) -> list[float]:
    return [0.0 - _SMALL, *((index + 1) * 1.0 / (number - 1) for index in range(number - 2)), 1.0 + _SMALL]


def _one(key: str) -> Callable[..., tuple[Any, Any]]:
    def at_thresholds(predictions: Any, labels: Any, thresholds: Any, weights: Any = None) -> tuple[Any, Any]:
        values, updates = _counts(predictions, labels, thresholds, weights, (key,))
        return values[key], updates[key]

    return at_thresholds


streaming_true_positives_at_thresholds = _one("tp")
streaming_false_negatives_at_thresholds = _one("fn")
streaming_false_positives_at_thresholds = _one("fp")
streaming_true_negatives_at_thresholds = _one("tn")


def _rate(default: str, part: str, rest: str, short: str) -> Callable[..., tuple[Any, Any]]:
    def rate_at_thresholds(predictions: Any, labels: Any, thresholds: Any, weights: Any = None,
                           metrics_collections: Any = None, updates_collections: Any = None,
                           name: Any = None) -> tuple[Any, Any]:
        with variable_scope.variable_scope(name, default, (predictions, labels, weights)):
            values, updates = _counts(predictions, labels, thresholds, weights, (part, rest))

            def rate(counts: Counts, label: str) -> Any:
                return math_ops.div(counts[part], _SMALL + counts[part] + counts[rest], name=f"{short}_{label}")

            value, update = rate(values, "value"), rate(updates, "update_op")
            return finish(updates_collections, aggregate(metrics_collections, lambda: value), update)

    return rate_at_thresholds


streaming_false_positive_rate_at_thresholds = _rate("false_positive_rate_at_thresholds", "fp", "tn", "fpr")
streaming_false_negative_rate_at_thresholds = _rate("false_negative_rate_at_thresholds", "fn", "tp", "fnr")


def streaming_curve_points(labels: Any = None, predictions: Any = None, weights: Any = None, num_thresholds: int = 200,
                           metrics_collections: Any = None, updates_collections: Any = None, curve: str = "ROC",
                           name: Any = None) -> tuple[Any, Any]:
    with variable_scope.variable_scope(name, "curve_points", (labels, predictions, weights)):
        if curve not in ("ROC", "PR"):
            raise ValueError(f"curve must be either ROC or PR, {curve} unknown")
        values, updates = _counts(predictions, labels, _thresholds(num_thresholds), weights)
        tp, fp = values["tp"], values["fp"]
        recall = math_ops.div(tp + 1e-6, tp + values["fn"] + 1e-6)
        if curve == "ROC":
            points = array_ops.stack([math_ops.div(fp, fp + values["tn"] + 1e-6), recall], axis=1)
        else:
            points = array_ops.stack([recall, math_ops.div(tp + 1e-6, tp + fp + 1e-6)], axis=1)
        update = control_flow_ops.group(*updates.values())
        return finish(updates_collections, aggregate(metrics_collections, lambda: points), update)


def recall_at_precision(labels: Any, predictions: Any, precision: Any, weights: Any = None, num_thresholds: int = 200,
                        metrics_collections: Any = None, updates_collections: Any = None, name: Any = None,
                        strict_mode: bool = False) -> tuple[Any, Any]:
    if not 0 <= precision <= 1:
        raise ValueError("`precision` must be in the range [0, 1].")
    with variable_scope.variable_scope(name, "recall_at_precision", (predictions, labels, weights)):
        values, updates = _counts(predictions, labels, _thresholds(num_thresholds), weights)
        value = _recall_at(values, precision, "value", strict_mode)
        update = _recall_at(updates, precision, "update_op", strict_mode)
        return finish(updates_collections, aggregate(metrics_collections, lambda: value), update)


def _recall_at(counts: Counts, precision: Any, name: str, strict: bool) -> Any:
    tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
    precisions: Any = math_ops.div(tp, tp + fp + _SMALL)
    if not strict:
        index = math_ops.argmin(math_ops.abs(precisions - precision), 0, output_type=dtypes.int32)
        return math_ops.div(tp[index], tp[index] + fn[index] + _SMALL, name)
    index = math_ops.argmax(math_ops.div(1.0, precisions - precision + _SMALL), 0, output_type=dtypes.int32)
    return control_flow_ops.cond(precisions[index] >= precision,
                                 lambda: math_ops.div(tp[index], tp[index] + fn[index] + _SMALL, name), lambda: 0.0)


def precision_at_recall(labels: Any, predictions: Any, target_recall: Any, weights: Any = None, num_thresholds: int = 200,
                        metrics_collections: Any = None, updates_collections: Any = None,
                        name: Any = None) -> tuple[Any, Any]:
    if not 0 <= target_recall <= 1:
        raise ValueError("`target_recall` must be in the range [0, 1].")
    with variable_scope.variable_scope(name, "precision_at_recall", (predictions, labels, weights)):
        values, updates = _counts(predictions, labels, _thresholds(num_thresholds), weights)
        value = _precision_at(values, target_recall, "value")
        update = _precision_at(updates, target_recall, "update_op")
        return finish(updates_collections, aggregate(metrics_collections, lambda: value), update)


def _precision_at(counts: Counts, target: Any, name: str) -> Any:
    tp, fp = counts["tp"], counts["fp"]
    recalls = math_ops.div(tp, tp + counts["fn"] + _SMALL)
    reached = math_ops.cast(math_ops.greater_equal(recalls, target), dtypes.int64)
    index: Any = math_ops.reduce_sum(reached) - 1  # type: ignore[operator]
    return math_ops.div(tp[index] + _SMALL, tp[index] + fp[index] + _SMALL, name)
