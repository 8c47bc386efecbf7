"""Keras's metrics that count right and wrong predictions at thresholds (keras/metrics.py, utils/metrics_utils.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.keras import backend_state
from graphlint.tf.python.ops import (
    array_ops,
    check_ops,
    confusion_matrix,
    dependencies,
    division,
    init_ops,
    math_ops,
    nn_activations,
    weights_broadcast_ops,
)
from graphlint.tf.python.ops.losses import util

from .metrics_of_means import Metric

_LOWEST = -1e10
# which counts there are: the attribute of their variable, whether the label is true, whether the prediction is
_COUNTS = {"true_positives": (True, True), "false_negatives": (True, False), "false_positives": (False, True),
           "true_negatives": (False, False)}


def _thresholds(given: Any, default: float) -> list[Any]:
    """ValueError for thresholds that no probability can pass."""
    if given is None:
        return [default]
    found = given if isinstance(given, list) else [given]
    wrong = [one for one in found if one is None or one < 0 or one > 1]
    if wrong:
        raise ValueError(f"Threshold values must be in [0, 1]. Invalid values: {wrong}")
    return found


class Counting(Metric):
    """Counts in variables, a row for each threshold."""

    thresholds: list[Any]

    def _add_counts(self, *names: str) -> None:
        self._names = names
        for name in names:
            setattr(self, name, self.add_weight(name, shape=(len(self.thresholds),), initializer=init_ops.Zeros))

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        return self._count(y_true, y_pred, sample_weight)

    def _count(self, y_true: Any, y_pred: Any, sample_weight: Any, top_k: Any = None, class_id: Any = None) -> Any:
        y_true, y_pred, weights = _checked(y_true, y_pred, sample_weight)
        if top_k is not None:
            y_pred = _only_top(y_pred, top_k)
        if class_id is not None:
            y_true, y_pred = y_true[..., class_id], y_pred[..., class_id]
        rows = _rows(y_true, y_pred, self.thresholds)
        tiled = None if weights is None else _tiled_weights(weights, y_pred, len(self.thresholds))
        return dependencies.group([self._added(name, *rows.of(name, self._names), tiled)
                                   for name in rows.order(self._names)])

    def _added(self, name: str, label: Any, prediction: Any, weights: Any) -> Any:
        both = math_ops.cast(gen.LogicalAnd(label, prediction), dtypes.float32)
        if weights is not None:
            both = both * weights
        return getattr(self, name).assign_add(math_ops.reduce_sum(both, 1))

    def reset_states(self) -> None:
        backend_state.batch_set_value([(one, np.zeros((len(self.thresholds),))) for one in self.variables])


def _checked(y_true: Any, y_pred: Any, sample_weight: Any) -> tuple[Any, Any, Any]:
    """Labels and predictions of one rank, which must be probabilities."""
    y_true, y_pred = math_ops.cast(y_true, dtypes.float32), math_ops.cast(y_pred, dtypes.float32)
    y_pred.shape.assert_is_compatible_with(y_true.shape)
    low = check_ops.assert_greater_equal(y_pred, math_ops.cast(0.0, y_pred.dtype), message="predictions must be >= 0")
    high = check_ops.assert_less_equal(y_pred, math_ops.cast(1.0, y_pred.dtype), message="predictions must be <= 1")
    with ops.control_dependencies([low, high]):
        if sample_weight is None:
            return (*reversed(util.squeeze_or_expand_dimensions(y_pred, y_true)), None)
        y_pred, y_true, sample_weight = util.squeeze_or_expand_dimensions(y_pred, y_true, sample_weight=sample_weight)
        return y_true, y_pred, sample_weight


def _only_top(x: Any, k: Any) -> Any:
    """All but the k greatest made very small."""
    _, indices = nn_activations.top_k(x, k, sorted=False)
    kept = math_ops.reduce_sum(array_ops.one_hot(indices, x.shape[-1], axis=-1), axis=-2)
    return x * kept + _LOWEST * (1 - kept)


class _Rows:
    """Labels and predictions at each threshold, and their opposites where these are asked for."""

    def __init__(self, labels: Any, predictions: Any) -> None:
        self._labels = {True: labels}
        self._predictions = {True: predictions}

    def order(self, names: tuple[str, ...]) -> list[str]:
        """The opposites are made first, in TensorFlow's order."""
        if "false_negatives" in names or "true_negatives" in names:
            self._predictions[False] = gen.LogicalNot(self._predictions[True])
        if "false_positives" in names or "true_negatives" in names:
            self._labels[False] = gen.LogicalNot(self._labels[True])
        return [name for name in _COUNTS if name in names]

    def of(self, name: str, names: tuple[str, ...]) -> tuple[Any, Any]:
        label, prediction = _COUNTS[name]
        return self._labels[label], self._predictions[prediction]


def _rows(y_true: Any, y_pred: Any, thresholds: list[Any]) -> _Rows:
    number = len(thresholds)
    count = array_ops.size(y_pred)
    predictions = array_ops.reshape(y_pred, [1, -1])
    labels = array_ops.reshape(math_ops.cast(y_true, dtypes.bool_), [1, -1])
    column = array_ops.expand_dims(constant_op.constant(thresholds), 1)
    limits = array_ops.tile(column, array_ops.stack([1, count]))
    above = gen.Greater(array_ops.tile(predictions, [number, 1]), limits)
    return _Rows(array_ops.tile(labels, [number, 1]), above)


def _tiled_weights(weights: Any, y_pred: Any, number: int) -> Any:
    spread = weights_broadcast_ops.broadcast_weights(math_ops.cast(weights, dtypes.float32), y_pred)
    return array_ops.tile(array_ops.reshape(spread, [1, -1]), [number, 1])


# --- one count --------------------------------------------------------------------------------------------------------


class _OneCount(Counting):
    _kind = ""

    def __init__(self, thresholds: Any = None, name: Any = None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds = thresholds
        self.thresholds = _thresholds(thresholds, 0.5)
        self._names = (self._kind,)
        self.accumulator = self.add_weight("accumulator", shape=(len(self.thresholds),), initializer=init_ops.Zeros)

    def _added(self, name: str, label: Any, prediction: Any, weights: Any) -> Any:
        object.__setattr__(self, name, self.accumulator)
        return super()._added(name, label, prediction, weights)

    def result(self) -> Any:
        return convert(self.accumulator[0] if len(self.thresholds) == 1 else self.accumulator)


class TruePositives(_OneCount):
    _kind = "true_positives"


class TrueNegatives(_OneCount):
    _kind = "true_negatives"


class FalsePositives(_OneCount):
    _kind = "false_positives"


class FalseNegatives(_OneCount):
    _kind = "false_negatives"


# --- rates ------------------------------------------------------------------------------------------------------------


class _Rate(Counting):
    _other = ""

    def __init__(self, thresholds: Any = None, top_k: Any = None, class_id: Any = None, name: Any = None,
                 dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds, self.top_k, self.class_id = thresholds, top_k, class_id
        self.thresholds = _thresholds(thresholds, 0.5 if top_k is None else _LOWEST)
        self._add_counts("true_positives", self._other)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        return self._count(y_true, y_pred, sample_weight, self.top_k, self.class_id)

    def result(self) -> Any:
        found = share(self, "true_positives", self._other)
        return found[0] if len(self.thresholds) == 1 else found


def share(metric: Any, hits: str, misses: str) -> Any:
    of_hits, of_misses = getattr(metric, hits), getattr(metric, misses)
    return division.div_no_nan(of_hits, of_hits + of_misses)


class Precision(_Rate):
    _other = "false_positives"


class Recall(_Rate):
    _other = "false_negatives"


class MeanIoU(Metric):
    """How much of each class overlaps, on average."""

    def __init__(self, num_classes: Any, name: Any = None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.num_classes = num_classes
        self.total_cm = self.add_weight("total_confusion_matrix", shape=(num_classes, num_classes),
                                        initializer=init_ops.Zeros, dtype=dtypes.float64)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        y_true, y_pred = math_ops.cast(y_true, self.dtype), math_ops.cast(y_pred, self.dtype)
        y_pred, y_true, sample_weight = (_flat(one) for one in (y_pred, y_true, sample_weight))
        matrix = confusion_matrix.confusion_matrix(y_true, y_pred, self.num_classes, weights=sample_weight,
                                                   dtype=dtypes.float64)
        return self.total_cm.assign_add(matrix)

    def result(self) -> Any:
        rows = math_ops.cast(math_ops.reduce_sum(self.total_cm, axis=0), self.dtype)
        columns = math_ops.cast(math_ops.reduce_sum(self.total_cm, axis=1), self.dtype)
        hits = math_ops.cast(gen.DiagPart(self.total_cm), self.dtype)
        union = rows + columns - hits
        valid = math_ops.reduce_sum(math_ops.cast(math_ops.not_equal(union, 0), self.dtype))
        found = division.div_no_nan(hits, union)
        return division.div_no_nan(math_ops.reduce_sum(found, name="mean_iou"), valid)

    def reset_states(self) -> None:
        backend_state.set_value(self.total_cm, np.zeros((self.num_classes, self.num_classes)))


def _flat(tensor: Any) -> Any:
    return array_ops.reshape(tensor, [-1]) if tensor is not None and tensor.shape.ndims > 1 else tensor
