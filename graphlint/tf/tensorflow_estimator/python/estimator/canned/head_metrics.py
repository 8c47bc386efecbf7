"""The metrics of heads (estimator/canned/head.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops, metric_counts, metric_curves, metric_means, weights_broadcast_ops

from .metric_keys import MetricKeys

MetricOps = dict[str, tuple[Any, Any]]


def summary_key(head_name: Any, key: str) -> str:
    return f"{key}/{head_name}" if head_name else key


def _spread(weights: Any, values: Any) -> Any:
    return None if weights is None else weights_broadcast_ops.broadcast_weights(weights, values)


def _mean_of(values: Any, kind: str, weights: Any, name: Any) -> Any:
    with ops.name_scope(name, f"{kind}_mean", (values, weights)) as scope:
        values = math_ops.to_float(values, name=kind)
        return metric_means.mean(values, weights=_spread(weights, values), name=scope)


def labels_mean(labels: Any, weights: Any, name: Any) -> Any:
    return _mean_of(labels, "labels", weights, name)


def predictions_mean(predictions: Any, weights: Any, name: Any) -> Any:
    return _mean_of(predictions, "predictions", weights, name)


def accuracy_baseline(mean: Any) -> tuple[Any, Any]:
    """What always predicting the most frequent label would reach."""
    with ops.name_scope(None, "accuracy_baseline", mean):
        value, update = mean
        return (math_ops.maximum(value, 1.0 - value, name="value"), math_ops.maximum(update, 1 - update, name="update_op"))


def auc(labels: Any, predictions: Any, weights: Any, name: Any, curve: str = "ROC") -> Any:
    with ops.name_scope(name, "auc", (predictions, labels, weights)) as scope:
        predictions = math_ops.to_float(predictions, name="predictions")
        return metric_curves.auc(labels=labels, predictions=predictions, weights=_spread(weights, predictions),
                                 curve=curve, name=scope)


def accuracy_at(labels: Any, predictions: Any, weights: Any, threshold: Any, name: Any) -> Any:
    with ops.name_scope(name, f"accuracy_at_{threshold}", (predictions, labels, weights, threshold)) as scope:
        above = math_ops.to_float(math_ops.greater_equal(predictions, threshold))
        return metric_means.accuracy(labels=labels, predictions=above, weights=weights, name=scope)


def _rate_at(kind: str, rate: Callable[..., Any], labels: Any, predictions: Any, weights: Any, threshold: Any,
             name: Any) -> Any:
    with ops.name_scope(name, f"{kind}_at_{threshold}", (predictions, labels, weights, threshold)) as scope:
        value, update = rate(labels=labels, predictions=predictions, thresholds=(threshold,), weights=weights, name=scope)
        return array_ops.squeeze(value), array_ops.squeeze(update)


def add_at_thresholds(found: MetricOps, head_name: Any, thresholds: Any, labels: Any, predictions: Any,
                      weights: Any) -> None:
    """Accuracy, precision and recall at each threshold."""
    for threshold in thresholds:
        key = MetricKeys.ACCURACY_AT_THRESHOLD % threshold
        found[summary_key(head_name, key)] = accuracy_at(labels, predictions, weights, threshold, key)
        for template, kind, rate in (
                (MetricKeys.PRECISION_AT_THRESHOLD, "precision", metric_counts.precision_at_thresholds),
                (MetricKeys.RECALL_AT_THRESHOLD, "recall", metric_counts.recall_at_thresholds)):
            key = template % threshold
            found[summary_key(head_name, key)] = _rate_at(kind, rate, labels, predictions, weights, threshold, key)


def add_regularization(found: MetricOps, head_name: Any, regularization_loss: Any) -> None:
    if regularization_loss is not None:
        key = MetricKeys.LOSS_REGULARIZATION
        found[summary_key(head_name, key)] = metric_means.mean(values=regularization_loss, name=key)


def add_of_class(found: MetricOps, head_name: Any, label: Any, labels: Any, probabilities: Any, weights: Any) -> None:
    """How one class of many is predicted; `label` is its number or its name."""
    by_name = isinstance(label, str)
    keys = [MetricKeys.PROBABILITY_MEAN_AT_NAME, MetricKeys.AUC_AT_NAME, MetricKeys.AUC_PR_AT_NAME]
    if not by_name:
        keys = [MetricKeys.PROBABILITY_MEAN_AT_CLASS, MetricKeys.AUC_AT_CLASS, MetricKeys.AUC_PR_AT_CLASS]
    mean_key, auc_key, auc_pr_key = (key % label for key in keys)
    found[summary_key(head_name, mean_key)] = predictions_mean(probabilities, weights, mean_key)
    found[summary_key(head_name, auc_key)] = auc(labels, probabilities, weights, auc_key)
    found[summary_key(head_name, auc_pr_key)] = auc(labels, probabilities, weights, auc_pr_key, "PR")
