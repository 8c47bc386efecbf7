"""tf.metrics over many thresholds: the area under a curve, sensitivity at specificity (ops/metrics_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes

from . import array_ops, math_ops, variable_scope
from .math_basic import library_cast
from .metric_variables import aggregate, at_thresholds, finish

_EPSILON = 1e-7


def _thresholds(number: int, last: float, inner: Any = None) -> list[float]:
    if inner is None:
        inner = [(i + 1) * 1.0 / (number - 1) for i in range(number - 2)]
    return [0.0 - _EPSILON, *inner, last]


def auc(labels: Any, predictions: Any, weights: Any = None, num_thresholds: int = 200, metrics_collections: Any = None,
        updates_collections: Any = None, curve: str = "ROC", name: Any = None,
        summation_method: str = "trapezoidal", thresholds: Any = None) -> tuple[Any, Any]:
    with variable_scope.variable_scope(name, "auc", (labels, predictions, weights)):
        if curve not in ("ROC", "PR"):
            raise ValueError(f"curve must be either ROC or PR, {curve} unknown")
        inner = None if thresholds is None else sorted(thresholds)
        limits = _thresholds(num_thresholds, 1.0 + _EPSILON, inner)
        values, updates = at_thresholds(labels, predictions, limits, weights)
        value = aggregate(metrics_collections, lambda: _area(values, curve, summation_method, len(limits), "value"))
        return finish(updates_collections, value, _area(updates, curve, summation_method, len(limits), "update_op"))


def _area(counts: dict[str, Any], curve: str, method: str, number: int, name: str) -> Any:
    tp, fn, tn, fp = (counts[key] for key in ("tp", "fn", "tn", "fp"))
    if curve == "PR" and method == "careful_interpolation":
        return _interpolated(tp, fp, fn, number)
    epsilon = 1.0e-6
    recall = math_ops.div(tp + epsilon, tp + fn + epsilon)
    if curve == "ROC":
        x, y = math_ops.div(fp, fp + tn + epsilon), recall
    else:
        x, y = recall, math_ops.div(tp + epsilon, tp + fp + epsilon)
    if method not in ("trapezoidal", "careful_interpolation", "minoring", "majoring"):
        raise ValueError(f"Invalid summation_method: {method}")
    widths = x[: number - 1] - x[1:]
    if method == "minoring":
        heights = math_ops.minimum(y[: number - 1], y[1:])
    elif method == "majoring":
        heights = math_ops.maximum(y[: number - 1], y[1:])
    else:
        heights = (y[: number - 1] + y[1:]) / 2.0
    return math_ops.reduce_sum_v1(math_ops.multiply(widths, heights), name=name)


def _interpolated(tp: Any, fp: Any, fn: Any, number: int) -> Any:
    """The area under the precision-recall curve, interpolated between the thresholds."""
    steps = tp[: number - 1] - tp[1:]
    p = tp + fp
    slope = math_ops.div_no_nan(steps, math_ops.maximum(p[: number - 1] - p[1:], 0), name="prec_slope")
    intercept = tp[1:] - math_ops.multiply(slope, p[1:])
    both = math_ops.logical_and(p[: number - 1] > 0, p[1:] > 0)
    ratio = math_ops.div_no_nan(p[: number - 1], math_ops.maximum(p[1:], 0), name="recall_relative_ratio")
    safe = array_ops.where(both, ratio, array_ops.ones_like(p[1:]))
    growth = slope * (steps + intercept * math_ops.log(safe))
    increment = math_ops.div_no_nan(growth, math_ops.maximum(tp[1:] + fn[1:], 0), name="pr_auc_increment")
    return math_ops.reduce_sum_v1(increment, name="interpolate_pr_auc")


def sensitivity_at_specificity(labels: Any, predictions: Any, specificity: Any, weights: Any = None,
                               num_thresholds: int = 200, metrics_collections: Any = None,
                               updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    if specificity < 0 or specificity > 1:
        raise ValueError("`specificity` must be in the range [0, 1].")

    def compute(counts: dict[str, Any], name: str) -> Any:
        tp, fn, tn, fp = (counts[key] for key in ("tp", "fn", "tn", "fp"))
        found = math_ops.div(tn, tn + fp + _EPSILON)
        index = math_ops.argmin(math_ops.abs(found - specificity), 0)
        index = library_cast(index, dtypes.int32)
        return math_ops.div(tp[index], tp[index] + fn[index] + _EPSILON, name)

    with variable_scope.variable_scope(name, "sensitivity_at_specificity", (predictions, labels, weights)):
        values, updates = at_thresholds(labels, predictions, _thresholds(num_thresholds, 1.0 + _EPSILON), weights)
        value = aggregate(metrics_collections, lambda: compute(values, "value"))
        return finish(updates_collections, value, compute(updates, "update_op"))


def specificity_at_sensitivity(labels: Any, predictions: Any, sensitivity: Any, weights: Any = None,
                               num_thresholds: int = 200, metrics_collections: Any = None,
                               updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    if sensitivity < 0 or sensitivity > 1:
        raise ValueError("`sensitivity` must be in the range [0, 1].")

    def compute(counts: dict[str, Any], name: str) -> Any:
        tp, fn, tn, fp = (counts[key] for key in ("tp", "fn", "tn", "fp"))
        found = math_ops.div(tp, tp + fn + _EPSILON)
        least = math_ops.reduce_min_v1(math_ops.abs(found - sensitivity))
        at_least = library_cast(math_ops.equal(math_ops.abs(found - sensitivity), least), dtypes.int64)
        index = library_cast(math_ops.argmax(math_ops.cumsum(at_least), 0), dtypes.int32)
        return math_ops.div(tn[index], tn[index] + fp[index] + _EPSILON, name)

    with variable_scope.variable_scope(name, "specificity_at_sensitivity", (predictions, labels, weights)):
        values, updates = at_thresholds(labels, predictions, _thresholds(num_thresholds, 1.0 - _EPSILON), weights)
        value = aggregate(metrics_collections, lambda: compute(values, "value"))
        return finish(updates_collections, value, compute(updates, "update_op"))
