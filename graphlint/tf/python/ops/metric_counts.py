"""tf.metrics of binary decisions: counts, precision, recall, AUC (ops/metrics_impl.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.framework import ops

from . import array_ops, check_ops, math_ops, state_ops, variable_scope
from .math_basic import library_cast
from .metric_variables import aggregate, at_thresholds, finish, metric_variable, remove_squeezable_dimensions


def _booleans(labels: Any, predictions: Any, weights: Any) -> tuple[Any, Any, Any]:
    decisions = math_ops.cast(predictions, dtype=dtypes.bool_)
    return remove_squeezable_dimensions(decisions, math_ops.cast(labels, dtype=dtypes.bool_), weights)


def _count(default: str, label: bool, prediction: bool, labels: Any, predictions: Any, weights: Any,
           metrics_collections: Any, updates_collections: Any, name: Any) -> tuple[Any, Any]:
    """How often these two values of label and prediction meet."""
    with variable_scope.variable_scope(name, default, (predictions, labels, weights)):
        predictions, labels, weights = _booleans(labels, predictions, weights)
        meets = math_ops.logical_and(math_ops.equal(labels, label), math_ops.equal(predictions, prediction))
        return _count_condition(meets, weights, metrics_collections, updates_collections)


def _count_condition(values: Any, weights: Any = None, metrics_collections: Any = None,
                     updates_collections: Any = None) -> tuple[Any, Any]:
    check_ops.assert_type(values, dtypes.bool_)
    count = metric_variable([], dtypes.float32, name="count")
    values = library_cast(values, dtypes.float32)
    if weights is not None:
        with ops.control_dependencies((check_ops.assert_rank_in(weights, (0, array_ops.rank(values))),)):
            weights = library_cast(weights, dtypes.float32)
            values = math_ops.multiply(values, weights)
    value = _read(metrics_collections, count)
    return finish(updates_collections, value, state_ops.assign_add(count, math_ops.reduce_sum_v1(values)))


def _read(collections: Any, variable: Any) -> Any:
    return aggregate(collections, lambda: array_ops.identity(variable))


def false_negatives(labels: Any, predictions: Any, weights: Any = None, metrics_collections: Any = None,
                    updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    return _count("false_negatives", True, False, labels, predictions, weights, metrics_collections,
                  updates_collections, name)


def false_positives(labels: Any, predictions: Any, weights: Any = None, metrics_collections: Any = None,
                    updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    return _count("false_positives", False, True, labels, predictions, weights, metrics_collections,
                  updates_collections, name)


def true_negatives(labels: Any, predictions: Any, weights: Any = None, metrics_collections: Any = None,
                   updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    return _count("true_negatives", False, False, labels, predictions, weights, metrics_collections,
                  updates_collections, name)


def true_positives(labels: Any, predictions: Any, weights: Any = None, metrics_collections: Any = None,
                   updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    return _count("true_positives", True, True, labels, predictions, weights, metrics_collections,
                  updates_collections, name)


def _counts_at(default: str, key: str, labels: Any, predictions: Any, thresholds: Any, weights: Any,
               metrics_collections: Any, updates_collections: Any, name: Any) -> tuple[Any, Any]:
    with variable_scope.variable_scope(name, default, (predictions, labels, weights)):
        values, updates = at_thresholds(labels, predictions, thresholds, weights, (key,))
        return finish(updates_collections, _read(metrics_collections, values[key]), updates[key])


def false_negatives_at_thresholds(labels: Any, predictions: Any, thresholds: Any, weights: Any = None,
                                  metrics_collections: Any = None, updates_collections: Any = None,
                                  name: Any = None) -> tuple[Any, Any]:
    return _counts_at("false_negatives", "fn", labels, predictions, thresholds, weights, metrics_collections,
                      updates_collections, name)


def false_positives_at_thresholds(labels: Any, predictions: Any, thresholds: Any, weights: Any = None,
                                  metrics_collections: Any = None, updates_collections: Any = None,
                                  name: Any = None) -> tuple[Any, Any]:
    return _counts_at("false_positives", "fp", labels, predictions, thresholds, weights, metrics_collections,
                      updates_collections, name)


def true_negatives_at_thresholds(labels: Any, predictions: Any, thresholds: Any, weights: Any = None,
                                 metrics_collections: Any = None, updates_collections: Any = None,
                                 name: Any = None) -> tuple[Any, Any]:
    return _counts_at("true_negatives", "tn", labels, predictions, thresholds, weights, metrics_collections,
                      updates_collections, name)


def true_positives_at_thresholds(labels: Any, predictions: Any, thresholds: Any, weights: Any = None,
                                 metrics_collections: Any = None, updates_collections: Any = None,
                                 name: Any = None) -> tuple[Any, Any]:
    return _counts_at("true_positives", "tp", labels, predictions, thresholds, weights, metrics_collections,
                      updates_collections, name)


def _share(hits: Any, misses: Any, name: str) -> Any:
    return array_ops.where(math_ops.greater(hits + misses, 0), math_ops.div(hits, hits + misses), 0, name)


def _rate(default: str, other: Callable[..., Any], labels: Any, predictions: Any, weights: Any,
          metrics_collections: Any, updates_collections: Any, name: Any) -> tuple[Any, Any]:
    """True positives over themselves and another count."""
    with variable_scope.variable_scope(name, default, (predictions, labels, weights)):
        predictions, labels, weights = _booleans(labels, predictions, weights)
        hits, hits_update = true_positives(labels, predictions, weights)
        misses, misses_update = other(labels, predictions, weights)
        value = aggregate(metrics_collections, lambda: _share(hits, misses, "value"))
        return finish(updates_collections, value, _share(hits_update, misses_update, "update_op"))


def precision(labels: Any, predictions: Any, weights: Any = None, metrics_collections: Any = None,
              updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    return _rate("precision", false_positives, labels, predictions, weights, metrics_collections, updates_collections,
                 name)


def recall(labels: Any, predictions: Any, weights: Any = None, metrics_collections: Any = None,
           updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    return _rate("recall", false_negatives, labels, predictions, weights, metrics_collections, updates_collections, name)


def _rate_at(kind: str, other: str, labels: Any, predictions: Any, thresholds: Any, weights: Any,
             metrics_collections: Any, updates_collections: Any, name: Any) -> tuple[Any, Any]:
    def rate(counts: dict[str, Any], suffix: str) -> Any:
        return math_ops.div(counts["tp"], 1e-7 + counts["tp"] + counts[other], name=f"{kind}_{suffix}")

    with variable_scope.variable_scope(name, f"{kind}_at_thresholds", (predictions, labels, weights)):
        values, updates = at_thresholds(labels, predictions, thresholds, weights, ("tp", other))
        value = aggregate(metrics_collections, lambda: rate(values, "value"))
        return finish(updates_collections, value, rate(updates, "update_op"))


def precision_at_thresholds(labels: Any, predictions: Any, thresholds: Any, weights: Any = None,
                            metrics_collections: Any = None, updates_collections: Any = None,
                            name: Any = None) -> tuple[Any, Any]:
    return _rate_at("precision", "fp", labels, predictions, thresholds, weights, metrics_collections,
                    updates_collections, name)


def recall_at_thresholds(labels: Any, predictions: Any, thresholds: Any, weights: Any = None,
                         metrics_collections: Any = None, updates_collections: Any = None,
                         name: Any = None) -> tuple[Any, Any]:
    return _rate_at("recall", "fn", labels, predictions, thresholds, weights, metrics_collections, updates_collections,
                    name)
