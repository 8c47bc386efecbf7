"""Covariance, correlation, agreement, and values kept together (contrib/metrics/python/ops/metric_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import (
    array_ops,
    confusion_matrix,
    control_flow_ops,
    math_ops,
    state_ops,
    variable_scope,
    weights_broadcast_ops,
)
from graphlint.tf.python.ops.metric_variables import aggregate, finish, metric_variable, remove_squeezable_dimensions


def streaming_covariance(predictions: Any, labels: Any, weights: Any = None, metrics_collections: Any = None,
                         updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    with variable_scope.variable_scope(name, "covariance", (predictions, labels, weights)):
        predictions, labels, weights = remove_squeezable_dimensions(predictions, labels, weights)
        count, mean_prediction, mean_label, comoment = (
            metric_variable([], dtypes.float32, name=name) for name in ("count", "mean_prediction", "mean_label", "comoment"))
        weighted = [predictions, labels]
        if weights is None:
            number: Any = math_ops.cast(array_ops.size(labels), dtypes.float32)
        else:
            weights = weights_broadcast_ops.broadcast_weights(weights, labels)
            number = math_ops.reduce_sum(weights)
            weighted = [math_ops.multiply(predictions, weights), math_ops.multiply(labels, weights)]
        new_count = state_ops.assign_add(count, number)
        old_count = new_count - number
        batch_prediction, old_prediction = _moved(mean_prediction, weighted[0], number, new_count)
        batch_label, old_label = _moved(mean_label, weighted[1], number, new_count)
        residuals = (predictions - batch_prediction) * (labels - batch_label)
        batch: Any = math_ops.reduce_sum(residuals if weights is None else residuals * weights)
        apart = (old_prediction - batch_prediction) * (old_label - batch_label)
        new_comoment = state_ops.assign_add(comoment, batch + apart * (old_count * number / new_count))
        covariance = _covariance(comoment, count, "covariance")
        with ops.control_dependencies([new_comoment]):
            update = _covariance(comoment, count, "update_op")
    return finish(updates_collections, aggregate(metrics_collections, lambda: covariance), update)


def _moved(mean: Any, values: Any, number: Any, count: Any) -> tuple[Any, Any]:
    """The mean of a batch, and the mean before it."""
    of_batch: Any = math_ops.div_no_nan(math_ops.reduce_sum(values), number)
    delta = math_ops.div_no_nan((of_batch - mean) * number, count)
    return of_batch, state_ops.assign_add(mean, delta) - delta


def _covariance(comoment: Any, count: Any, name: str) -> Any:
    few = math_ops.less_equal(count, 1.0)
    return array_ops.where(few, float("nan"), math_ops.truediv(comoment, count - 1), name=name)


def streaming_pearson_correlation(predictions: Any, labels: Any, weights: Any = None, metrics_collections: Any = None,
                                  updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    with variable_scope.variable_scope(name, "pearson_r", (predictions, labels, weights)):
        predictions, labels, weights = remove_squeezable_dimensions(predictions, labels, weights)
        if weights is not None:
            weights = weights_broadcast_ops.broadcast_weights(weights, labels)
        pairs = [streaming_covariance(one, other, weights=weights, name=label) for one, other, label in (
            (predictions, labels, "covariance"), (predictions, predictions, "variance_predictions"),
            (labels, labels, "variance_labels"))]
        value, update = (_correlation([pair[index] for pair in pairs], name)
                         for index, name in enumerate(("pearson_r", "update_op")))
    return finish(updates_collections, aggregate(metrics_collections, lambda: value), update)


def _correlation(moments: list[Any], name: str) -> Any:
    both, of_predictions, of_labels = moments
    spread = math_ops.multiply(math_ops.sqrt(of_predictions), math_ops.sqrt(of_labels))
    return math_ops.truediv(both, spread, name=name)


def _next_size(required: Any, factor: float = 1.5) -> Any:
    needed: Any = math_ops.log(math_ops.cast(required, dtypes.float32))
    exponent = math_ops.ceil(needed / math_ops.log(math_ops.cast(factor, dtypes.float32)))
    return math_ops.cast(math_ops.ceil(factor**exponent), dtypes.int32)  # type: ignore[operator]


def streaming_concat(values: Any, axis: int = 0, max_size: Any = None, metrics_collections: Any = None,
                     updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    with variable_scope.variable_scope(name, "streaming_concat", (values,)):
        axis, fixed = _fixed(values.get_shape(), axis)
        rank = len(fixed) + 1
        array = metric_variable([0 if max_size is None else max_size, *fixed], values.dtype, validate_shape=False,
                                name="array")
        size = metric_variable([], dtypes.int32, name="size")
        valid = array[:size]
        valid.set_shape([None, *fixed])
        order = [0 if n == axis else n + 1 if n < axis else n for n in range(rank)]
        value = array_ops.transpose(valid, order, name="concat")
        number: Any = array_ops.shape(values)[axis]
        if max_size is not None:
            number = math_ops.minimum(number, max_size - size)
        rows: Any = array_ops.transpose(values, [axis, *(n for n in range(rank) if n != axis)])
        rows = rows[:number]
        new_size = size + number
        held: Any = array_ops.shape_internal(array, optimize=False)[0]
        grown = control_flow_ops.cond(new_size > held, lambda: _grown(array, size, new_size, fixed), control_flow_ops.no_op)
        with ops.control_dependencies([grown]):
            appended = array[size:new_size].assign(rows)
        with ops.control_dependencies([appended]):
            update = size.assign(new_size)
        return finish(updates_collections, aggregate(metrics_collections, lambda: value), update)


def _fixed(shape: Any, axis: int) -> tuple[int, list[int]]:
    """The axis from the front, and the sizes of all others. ValueError where one isn't known."""
    if shape.ndims is None:
        raise ValueError("`values` must have known statically known rank")
    rank = shape.ndims
    if axis < 0:
        axis += rank
    if not 0 <= axis < rank:
        raise ValueError(f"axis = {axis!r} not in [0, {rank!r})")
    sizes = [dim.value for n, dim in enumerate(shape) if n != axis]
    if None in sizes:
        raise ValueError("all dimensions of `values` other than the dimension to concatenate along must have statically "
                         "known size")
    return axis, sizes


def _grown(array: Any, size: Any, new_size: Any, fixed: list[int]) -> Any:
    larger = array_ops.zeros(array_ops.stack([_next_size(new_size), *fixed]), dtype=array.dtype.base_dtype)
    old: Any = array.value()
    with ops.control_dependencies([old]):
        assigned = state_ops.assign(array, larger, validate_shape=False)
    with ops.control_dependencies([assigned]):
        copied = array[:size].assign(old[:size])
    with ops.control_dependencies([copied]):
        return control_flow_ops.no_op()


def cohen_kappa(labels: Any, predictions_idx: Any, num_classes: int, weights: Any = None, metrics_collections: Any = None,
                updates_collections: Any = None, name: Any = None) -> tuple[Any, Any]:
    if num_classes < 2:
        raise ValueError(f"`num_classes` must be >= 2.Found: {num_classes}")
    with variable_scope.variable_scope(name, "cohen_kappa", (labels, predictions_idx, weights)):
        labels.get_shape().with_rank_at_most(2)
        if labels.get_shape().ndims == 2:
            labels = array_ops.squeeze(labels, axis=[-1])
        predictions_idx, labels, weights = remove_squeezable_dimensions(predictions_idx, labels, weights)
        dtype = dtypes.int64 if weights is None or weights.dtype.is_integer else dtypes.float32
        kept = [metric_variable((num_classes,), dtype, name=label) for label in ("po", "pe_row", "pe_col")]
        table = confusion_matrix.confusion_matrix(labels, predictions_idx, num_classes=num_classes, weights=weights,
                                                  dtype=dtype, name="counts_in_table")
        parts = [array_ops.diag_part(table), math_ops.reduce_sum(table, axis=0), math_ops.reduce_sum(table, axis=1)]
        updates = [state_ops.assign_add(variable, part) for variable, part in zip(kept, parts, strict=True)]
        value, update = _kappa(kept, "value"), _kappa(updates, "update_op")
        return finish(updates_collections, aggregate(metrics_collections, lambda: value), update)


def _kappa(counts: list[Any], name: str) -> Any:
    po, pe_row, pe_col = counts
    observed = math_ops.reduce_sum(po)
    total = math_ops.reduce_sum(pe_row)
    products = math_ops.cast(pe_row * pe_col, dtypes.float64)
    expected = math_ops.reduce_sum(math_ops.div_no_nan(products, math_ops.cast(total, dtypes.float64)))
    sums: Any = [math_ops.cast(one, dtypes.float64) for one in (observed, expected, total)]
    return math_ops.div_no_nan(sums[0] - sums[1], sums[2] - sums[1], name=name)
