"""tf.contrib.metrics' streaming metrics (contrib/metrics/python/ops/metric_ops.py): tf.metrics with predictions first.

Statistics and what is counted at thresholds stand in files beside this one. Not modelled: dynamic and interval AUC.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import (
    array_ops,
    math_ops,
    metrics_impl,
    nn_ops,
    state_ops,
    variable_scope,
    weights_broadcast_ops,
)
from graphlint.tf.python.ops.metric_variables import aggregate, finish, metric_variable, remove_squeezable_dimensions

from .metric_statistics import cohen_kappa as cohen_kappa
from .metric_statistics import streaming_concat as streaming_concat
from .metric_statistics import streaming_covariance as streaming_covariance
from .metric_statistics import streaming_pearson_correlation as streaming_pearson_correlation
from .metric_thresholds import precision_at_recall as precision_at_recall
from .metric_thresholds import recall_at_precision as recall_at_precision
from .metric_thresholds import streaming_curve_points as streaming_curve_points
from .metric_thresholds import streaming_false_negative_rate_at_thresholds as streaming_false_negative_rate_at_thresholds
from .metric_thresholds import streaming_false_negatives_at_thresholds as streaming_false_negatives_at_thresholds
from .metric_thresholds import streaming_false_positive_rate_at_thresholds as streaming_false_positive_rate_at_thresholds
from .metric_thresholds import streaming_false_positives_at_thresholds as streaming_false_positives_at_thresholds
from .metric_thresholds import streaming_true_negatives_at_thresholds as streaming_true_negatives_at_thresholds
from .metric_thresholds import streaming_true_positives_at_thresholds as streaming_true_positives_at_thresholds

Metric = Callable[..., tuple[Any, Any]]


def _predictions_first(metric: str) -> Metric:
    """The metric of tf.metrics with its first two parameters the other way round."""
    function: Metric = getattr(metrics_impl, metric)

    @functools.wraps(function)
    def streaming(predictions: Any, labels: Any, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        return function(labels, predictions, *args, **kwargs)

    return streaming


streaming_true_positives = _predictions_first("true_positives")
streaming_true_negatives = _predictions_first("true_negatives")
streaming_false_positives = _predictions_first("false_positives")
streaming_false_negatives = _predictions_first("false_negatives")
streaming_accuracy = _predictions_first("accuracy")
streaming_precision = _predictions_first("precision")
streaming_recall = _predictions_first("recall")
streaming_auc = _predictions_first("auc")
streaming_specificity_at_sensitivity = _predictions_first("specificity_at_sensitivity")
streaming_sensitivity_at_specificity = _predictions_first("sensitivity_at_specificity")
streaming_precision_at_thresholds = _predictions_first("precision_at_thresholds")
streaming_recall_at_thresholds = _predictions_first("recall_at_thresholds")
streaming_sparse_recall_at_k = _predictions_first("recall_at_k")
streaming_sparse_precision_at_k = _predictions_first("precision_at_k")
streaming_sparse_average_precision_at_k = _predictions_first("average_precision_at_k")
streaming_mean_absolute_error = _predictions_first("mean_absolute_error")
streaming_mean_relative_error = _predictions_first("mean_relative_error")
streaming_mean_squared_error = _predictions_first("mean_squared_error")
streaming_root_mean_squared_error = _predictions_first("root_mean_squared_error")
streaming_mean_cosine_distance = _predictions_first("mean_cosine_distance")
streaming_mean_iou = _predictions_first("mean_iou")


def streaming_mean(values: Any, weights: Any = None, metrics_collections: Any = None, updates_collections: Any = None,
                   name: Any = None) -> tuple[Any, Any]:
    return metrics_impl.mean(values, weights, metrics_collections, updates_collections, name)  # type: ignore[attr-defined,no-any-return]


def streaming_mean_tensor(values: Any, weights: Any = None, metrics_collections: Any = None,
                          updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    return metrics_impl.mean_tensor(values, weights, metrics_collections, updates_collections, name)  # type: ignore[attr-defined,no-any-return]


def streaming_percentage_less(values: Any, threshold: Any, weights: Any = None, metrics_collections: Any = None,
                              updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    return metrics_impl.percentage_below(values, threshold, weights, metrics_collections,  # type: ignore[attr-defined,no-any-return]
                                         updates_collections, name)


def streaming_recall_at_k(predictions: Any, labels: Any, k: Any, weights: Any = None, metrics_collections: Any = None,
                          updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    hits = math_ops.cast(nn_ops.in_top_k(predictions, labels, k), dtypes.float32)
    return streaming_mean(hits, weights, metrics_collections, updates_collections, name or f"recall_at_{k:d}")


def _share(part: Any, rest: Any, name: str) -> Any:
    return array_ops.where(math_ops.greater(part + rest, 0), math_ops.div(part, part + rest), 0, name)


def _rate(default: str, first: Metric, second: Metric, predictions: Any, labels: Any, weights: Any,
          metrics_collections: Any, updates_collections: Any, name: Any) -> tuple[Any, Any]:
    """One count over the sum of two."""
    with variable_scope.variable_scope(name, default, (predictions, labels, weights)):
        decisions = math_ops.cast(predictions, dtype=dtypes.bool_)
        truths = math_ops.cast(labels, dtype=dtypes.bool_)
        predictions, labels, weights = remove_squeezable_dimensions(decisions, truths, weights)
        part, part_update = first(predictions, labels, weights)
        rest, rest_update = second(predictions, labels, weights)
        value = _share(part, rest, "value")
        update = _share(part_update, rest_update, "update_op")
        if metrics_collections:
            ops.add_to_collections(metrics_collections, value)
        return finish(updates_collections, value, update)


def streaming_false_positive_rate(predictions: Any, labels: Any, weights: Any = None, metrics_collections: Any = None,
                                  updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    return _rate("false_positive_rate", streaming_false_positives, streaming_true_negatives, predictions, labels, weights,
                 metrics_collections, updates_collections, name)


def streaming_false_negative_rate(predictions: Any, labels: Any, weights: Any = None, metrics_collections: Any = None,
                                  updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    return _rate("false_negative_rate", streaming_false_negatives, streaming_true_positives, predictions, labels, weights,
                 metrics_collections, updates_collections, name)


def aggregate_metrics(*value_update_tuples: Any) -> tuple[list[Any], list[Any]]:
    if not value_update_tuples:
        raise ValueError("Expected at least one value_tensor/update_op pair")
    return [pair[0] for pair in value_update_tuples], [pair[1] for pair in value_update_tuples]


def aggregate_metric_map(names_to_tuples: Any) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """The values and the updates of several metrics, by name."""
    values = {name: pair[0] for name, pair in names_to_tuples.items()}
    return values, {name: pair[1] for name, pair in names_to_tuples.items()}


def count(values: Any, weights: Any = None, metrics_collections: Any = None, updates_collections: Any = None,
          name: Any = None) -> tuple[Any, Any]:
    with variable_scope.variable_scope(name, "count", (values, weights)):
        total = metric_variable([], dtypes.float32, name="count")
        if weights is None:
            number = math_ops.cast(array_ops.size(values), dtypes.float32)
        else:
            values = math_ops.cast(values, dtypes.float32)
            values, _, weights = remove_squeezable_dimensions(values, None, weights)
            weights = weights_broadcast_ops.broadcast_weights(math_ops.cast(weights, dtypes.float32), values)
            number = math_ops.reduce_sum_v1(weights)
        with ops.control_dependencies([values]):
            update = state_ops.assign_add(total, number)
        return finish(updates_collections, aggregate(metrics_collections, lambda: array_ops.identity(total)), update)
