"""tf.contrib.estimator's heads: those of the canned estimators, and one of several labels for each example."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.ops import (
    array_ops,
    check_ops,
    math_ops,
    metric_curves,
    metric_means,
    nn_impl,
    sparse_ops,
)
from graphlint.tf.python.ops.losses import losses_impl
from graphlint.tf.python.ops.losses.losses_impl import Reduction
from graphlint.tf.python.saved_model.model_utils.export_output import PredictOutput
from graphlint.tf.tensorflow_estimator.python.estimator.canned import head as head_lib
from graphlint.tf.tensorflow_estimator.python.estimator.canned import head_checks, head_metrics
from graphlint.tf.tensorflow_estimator.python.estimator.canned.head_classes import class_id_lookup, classification_output
from graphlint.tf.tensorflow_estimator.python.estimator.canned.head_metrics import MetricOps, summary_key
from graphlint.tf.tensorflow_estimator.python.estimator.canned.head_parts import DEFAULT_SERVING_KEY, Predicted, _Head
from graphlint.tf.tensorflow_estimator.python.estimator.canned.metric_keys import MetricKeys
from graphlint.tf.tensorflow_estimator.python.estimator.canned.prediction_keys import PredictionKeys

_BATCH = Reduction.SUM_OVER_BATCH_SIZE


def multi_class_head(n_classes: Any, weight_column: Any = None, label_vocabulary: Any = None, loss_reduction: Any = _BATCH,
                     loss_fn: Any = None, name: Any = None) -> _Head:
    return head_lib._multi_class_head_with_softmax_cross_entropy_loss(n_classes, weight_column, label_vocabulary,
                                                                      loss_reduction, loss_fn, name)


def binary_classification_head(weight_column: Any = None, thresholds: Any = None, label_vocabulary: Any = None,
                               loss_reduction: Any = _BATCH, loss_fn: Any = None, name: Any = None) -> _Head:
    return head_lib._binary_logistic_head_with_sigmoid_cross_entropy_loss(
        weight_column, thresholds, label_vocabulary, loss_reduction, loss_fn, name)


def regression_head(weight_column: Any = None, label_dimension: Any = 1, loss_reduction: Any = _BATCH,
                    loss_fn: Any = None, inverse_link_fn: Any = None, name: Any = None) -> _Head:
    return head_lib._regression_head(weight_column, label_dimension, loss_reduction, loss_fn, inverse_link_fn, name)


def poisson_regression_head(weight_column: Any = None, label_dimension: Any = 1, loss_reduction: Any = _BATCH,
                            compute_full_loss: Any = True, name: Any = None) -> _Head:
    def _poisson_loss(labels: Any, logits: Any) -> Any:
        return nn_impl.log_poisson_loss(targets=labels, log_input=logits, compute_full_loss=compute_full_loss)

    return head_lib._regression_head(weight_column, label_dimension, loss_reduction, _poisson_loss, gen.Exp, name)


def logistic_regression_head(weight_column: Any = None, loss_reduction: Any = _BATCH, name: Any = None) -> _Head:
    def _logistic_loss(labels: Any, logits: Any) -> Any:
        labels = head_checks.labels_in_range(labels, 2, message="Labels must be in range [0, 1]")
        return nn_impl.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)

    return head_lib._regression_head(weight_column, 1, loss_reduction, _logistic_loss, math_ops.sigmoid, name)


def multi_label_head(n_classes: Any, weight_column: Any = None, thresholds: Any = None, label_vocabulary: Any = None,
                     loss_reduction: Any = _BATCH, loss_fn: Any = None, classes_for_class_based_metrics: Any = None,
                     name: Any = None) -> _Head:
    """ValueError for fewer than two classes, and for thresholds, names and classes that don't fit."""
    thresholds = tuple(thresholds) if thresholds else ()
    if n_classes is None or n_classes < 2:
        raise ValueError(f"n_classes must be > 1 for multi-class classification. Given: {n_classes}")
    for threshold in thresholds:
        if threshold <= 0.0 or threshold >= 1.0:
            raise ValueError(f"thresholds must be in (0, 1) range. Given: {threshold}")
    if label_vocabulary is not None:
        if not isinstance(label_vocabulary, (list, tuple)):
            raise ValueError(f"label_vocabulary must be a list or tuple. Given type: {type(label_vocabulary)}")
        if len(label_vocabulary) != n_classes:
            raise ValueError(f"Length of label_vocabulary must be n_classes ({n_classes}). Given: {len(label_vocabulary)}")
    head_checks.check_options(loss_reduction, loss_fn)
    measured = _class_ids(classes_for_class_based_metrics or (), n_classes, label_vocabulary)
    return _MultiLabelHead(n_classes, weight_column, thresholds, label_vocabulary, loss_reduction, loss_fn, measured, name)


def _class_ids(given: Any, n_classes: int, vocabulary: Any) -> tuple[int, ...]:
    classes: tuple[Any, ...] = tuple(given)
    if classes and isinstance(classes[0], str):
        if not vocabulary:
            raise ValueError("label_vocabulary must be provided when classes_for_class_based_metrics are sting.")
        return tuple(vocabulary.index(name) for name in classes)
    for number in classes:
        if number < 0 or number >= n_classes:
            raise ValueError(f"All classes_for_class_based_metrics must be in range [0, {n_classes - 1}]. Given: {number}")
    return classes


class _MultiLabelHead(_Head):
    """Any number of classes for each example."""

    def __init__(self, n_classes: Any, weight_column: Any = None, thresholds: Any = None, label_vocabulary: Any = None,
                 loss_reduction: Any = _BATCH, loss_fn: Any = None, classes_for_class_based_metrics: Any = (),
                 name: Any = None) -> None:
        self._n_classes, self._weight_column, self._thresholds = n_classes, weight_column, thresholds
        self._label_vocabulary, self._loss_reduction, self._loss_fn = label_vocabulary, loss_reduction, loss_fn
        self._measured_classes, self._name = classes_for_class_based_metrics, name

    @property
    def logits_dimension(self) -> Any:
        return self._n_classes

    def _labels(self, labels: Any, logits: Any) -> Any:
        return head_checks.labels_like_logits(self._indicators(labels), logits, self._n_classes)

    def _indicators(self, labels: Any) -> Any:
        """A row of zeros and ones for each example. ValueError without labels."""
        if labels is None:
            raise ValueError(head_checks.NO_LABELS)
        if not isinstance(labels, SparseTensor):
            return head_checks.labels_in_range(labels, 2, message="labels must be an integer indicator Tensor with values "
                                                                  "in [0, 1]")
        if labels.dtype == dtypes.string:
            ids = SparseTensor(labels.indices, class_id_lookup(self._label_vocabulary, labels.values), labels.dense_shape)
            return math_ops.to_int64(sparse_ops.sparse_to_indicator(ids, self._n_classes))
        message = f"labels must be an integer SparseTensor with values in [0, {self._n_classes})"
        checks = [check_ops.assert_integer(labels.values, message=message),
                  check_ops.assert_less(labels.values, convert(self._n_classes, labels.dtype), message=message),
                  check_ops.assert_non_negative(labels.values, message=message)]
        with ops.control_dependencies(checks):
            return math_ops.to_int64(sparse_ops.sparse_to_indicator(labels, self._n_classes))

    def _unweighted_loss(self, labels: Any, logits: Any, features: Any) -> Any:
        if self._loss_fn:
            return head_checks.call_loss_fn(self._loss_fn, labels, logits, features)
        loss = losses_impl.sigmoid_cross_entropy(multi_class_labels=labels, logits=logits, reduction=Reduction.NONE)
        return math_ops.reduce_mean_v1(loss, axis=-1, keepdims=True)

    def _predicted(self, logits: Any) -> Predicted:
        logits = head_checks.logits_of_size(logits, self._n_classes)
        keys = PredictionKeys
        with ops.name_scope(None, "predictions", (logits,)):
            probabilities = math_ops.sigmoid(logits, name=keys.PROBABILITIES)
        return Predicted(logits, {keys.LOGITS: logits, keys.PROBABILITIES: probabilities},
                         {"probabilities": probabilities})

    def _export_outputs(self, predicted: Predicted) -> dict[str, Any]:
        scores = predicted.measured["probabilities"]
        output = classification_output(scores, self._n_classes, self._label_vocabulary)
        return {DEFAULT_SERVING_KEY: output, "classification": output, "predict": PredictOutput(predicted.predictions)}

    def _eval_metric_ops(self, measured: dict[str, Any], labels: Any, loss: Any, regularization_loss: Any) -> MetricOps:
        key, labels, weights = MetricKeys, loss.processed_labels, loss.weights
        probabilities = measured["probabilities"]
        with ops.name_scope(None, "metrics", [labels, probabilities, weights, loss.unreduced_loss, regularization_loss]):
            each = {"labels": labels, "predictions": probabilities, "weights": weights}
            made = {
                key.LOSS_MEAN: metric_means.mean(values=loss.unreduced_loss, weights=weights, name=key.LOSS_MEAN),
                key.AUC: metric_curves.auc(**each, name=key.AUC),
                key.AUC_PR: metric_curves.auc(**each, curve="PR", name=key.AUC_PR),
            }
            found = {summary_key(self._name, name): metric for name, metric in made.items()}
            head_metrics.add_regularization(found, self._name, regularization_loss)
            head_metrics.add_at_thresholds(found, self._name, self._thresholds, labels, probabilities, weights)
            for number in self._measured_classes:
                self._add_class(found, number, labels, probabilities, weights)
        return found

    def _add_class(self, found: MetricOps, number: int, labels: Any, probabilities: Any, weights: Any) -> None:
        rank = array_ops.rank(probabilities) - 1
        begin = array_ops.concat([array_ops.zeros([rank], dtype=dtypes.int32), [number]], axis=0)
        size = array_ops.concat([-1 * array_ops.ones([rank], dtype=dtypes.int32), [1]], axis=0)
        chances = array_ops.slice(probabilities, begin=begin, size=size)
        own = array_ops.slice(labels, begin=begin, size=size)
        label = number if self._label_vocabulary is None else self._label_vocabulary[number]
        head_metrics.add_of_class(found, self._name, label, own, chances, weights)
