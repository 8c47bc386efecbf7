"""Heads of canned models (contrib/learn/python/learn/estimators/head.py): predictions, loss and metrics over logits.

Modelled are the binary, the multi-class and the regression head without centered bias and custom losses; other heads
and options say that they aren't.
"""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor, convert_to_tensor_or_sparse_tensor
from graphlint.tf.python.ops import (
    array_ops,
    lookup_ops,
    math_ops,
    metric_counts,
    metric_curves,
    metric_means,
    nn_impl,
    nn_ops,
    string_ops,
    variable_scope,
    weights_broadcast_ops,
)
from graphlint.tf.python.summary import summary

from .constants import ProblemType
from .model_fn import ModeKeys, ModelFnOps

_HOME = "tensorflow.contrib.learn"
_HALF = 0.5


@exposed
class Head:
    """What the heads share; each says its predictions, loss and metrics."""

    _problem = ProblemType.UNSPECIFIED
    _scope = "head"

    def __init__(self, logits_dimension: int, label_name: Any, weight_column_name: Any, head_name: Any) -> None:
        if logits_dimension is None or logits_dimension < 1:
            raise ValueError(f"Invalid logits_dimension {logits_dimension}.")
        self._dimension = logits_dimension
        self._label_name = label_name
        self._weight_column_name = weight_column_name
        self._head_name = head_name

    logits_dimension = property(lambda self: self._dimension)
    head_name = property(lambda self: self._head_name)

    def create_model_fn_ops(self, features: Any, mode: Any, labels: Any = None, train_op_fn: Any = None, logits: Any = None,
                            logits_input: Any = None, scope: Any = None) -> Any:
        """The ops of a model. ValueError for a mode or labels that don't fit."""
        ModeKeys.validate(mode)
        with variable_scope.variable_scope(scope, default_name=self._head_name or self._scope,
                                           values=[*features.values(), labels, logits, logits_input]):
            targets = None if mode == ModeKeys.INFER or labels is None else self._targets(labels)
            logits = convert(logits, None, "logits")
            predictions = self._predictions(logits)
            loss = train_op = metrics = None
            if targets is not None:
                weights = self._weights(features)
                loss, average = self._loss(targets, logits, weights)
                with ops.name_scope(""):
                    summary.scalar(self._key("loss"), array_ops.identity(average))
                if mode == ModeKeys.TRAIN:
                    train_op = _trained(loss, targets, logits, train_op_fn)
                metrics = self._metrics(average, predictions, targets, weights)
            return ModelFnOps(mode=mode, predictions=predictions, loss=loss, train_op=train_op, eval_metric_ops=metrics,
                              output_alternatives=self._alternatives(predictions))

    def _key(self, name: str) -> str:
        return f"{name}/{self._head_name}" if self._head_name else name

    def _targets(self, labels: Any) -> Any:
        found = convert_to_tensor_or_sparse_tensor(labels[self._label_name] if isinstance(labels, dict) else labels)
        if isinstance(found, SparseTensor):
            raise ValueError("SparseTensor is not supported.")
        return found

    def _weights(self, features: Any) -> Any:
        name = self._weight_column_name
        if not name:
            return None
        if name not in features:
            raise ValueError(f"Weights {name} missing from features.")
        with ops.name_scope(None, "weight_tensor", tuple(features.values())):
            weights = math_ops.cast(features[name], dtypes.float32)
            return array_ops.reshape(weights, (-1, 1)) if weights.get_shape().ndims == 1 else weights

    def _predictions(self, logits: Any) -> dict[str, Any]:
        raise NotImplementedError

    def _loss(self, labels: Any, logits: Any, weights: Any) -> tuple[Any, Any]:
        raise NotImplementedError

    def _metrics(self, loss: Any, predictions: dict[str, Any], labels: Any, weights: Any) -> dict[str, Any]:
        raise NotImplementedError

    def _alternatives(self, predictions: dict[str, Any]) -> Any:
        return {self._head_name: (self._problem, predictions)}


def _trained(loss: Any, labels: Any, logits: Any, train_op_fn: Any) -> Any:
    if train_op_fn is None:
        raise ValueError("train_op_fn can not be None in TRAIN mode")
    array_ops.shape(logits)[0]
    with ops.name_scope(None, "train_op", (loss, labels)):
        return train_op_fn(loss)


def _weighted(losses: Any, weights: Any) -> tuple[Any, Any]:
    """The mean of the losses, and their sum over that of the weights."""
    with ops.name_scope("loss", values=(losses, weights)) as scope:
        if weights is None:
            mean = math_ops.reduce_mean(losses, name=scope)
            return mean, mean
        weights = weights_broadcast_ops.broadcast_weights(weights, losses)
        with ops.name_scope(None, "weighted_loss", (losses, weights)) as name:
            weighted = math_ops.multiply(losses, weights, name=name)
        mean = math_ops.reduce_mean(weighted, name=scope)
        total = math_ops.reduce_sum(weighted)
        return mean, math_ops.div(total, math_ops.cast(math_ops.reduce_sum(weights), dtypes.float32),
                                  name="weighted_average_loss")


def _classes(predictions: dict[str, Any], label_keys: Any = None) -> dict[str, Any]:
    """What a classification exports: probabilities, and the names of the classes for each example."""
    probabilities = predictions["probabilities"]
    with ops.name_scope(None, "_classification_output_alternatives", (probabilities,)):
        batch = array_ops.shape(probabilities)[0]
        if label_keys:
            names = array_ops.tile(input=array_ops.expand_dims(input=label_keys, axis=0), multiples=[batch, 1],
                                   name="classes_tensor")
        else:
            count = array_ops.shape(probabilities)[1]
            numbers = array_ops.tile(input=array_ops.expand_dims(input=math_ops.range(count), axis=0), multiples=[batch, 1])
            names = string_ops.as_string(numbers, name="classes_tensor")
    return {"probabilities": probabilities, "classes": names}


class _RegressionHead(Head):
    _problem = ProblemType.LINEAR_REGRESSION
    _scope = "regression_head"

    def _predictions(self, logits: Any) -> dict[str, Any]:
        with ops.name_scope(None, "predictions", (logits,)):
            if self._dimension == 1:
                logits = array_ops.squeeze(logits, axis=(1,), name="scores")
            return {"scores": array_ops.identity(logits)}

    def _loss(self, labels: Any, logits: Any, weights: Any) -> tuple[Any, Any]:
        with ops.name_scope(None, "mean_squared_loss", (logits, labels)) as name:
            if len(labels.get_shape()) == 1:
                labels = array_ops.expand_dims(labels, axis=1)
            logits.get_shape().assert_is_compatible_with(labels.get_shape())
            losses = math_ops.squared_difference(logits, math_ops.cast(labels, dtypes.float32), name=name)
            return _weighted(losses, weights)

    def _metrics(self, loss: Any, predictions: dict[str, Any], labels: Any, weights: Any) -> dict[str, Any]:
        with ops.name_scope("metrics", values=[loss]):
            return {self._key("loss"): metric_means.mean(loss)}


class _BinaryLogisticHead(Head):
    _problem = ProblemType.LOGISTIC_REGRESSION
    _scope = "binary_logistic_head"

    def _predictions(self, logits: Any) -> dict[str, Any]:
        with ops.name_scope(None, "predictions", (logits,)):
            two = array_ops.concat((array_ops.zeros_like(logits), logits), 1)
            return {
                "logits": logits,
                "logistic": math_ops.sigmoid(logits, name="logistic"),
                "probabilities": nn_ops.softmax(two, name="probabilities"),
                "classes": math_ops.argmax(two, 1, name="classes"),
            }

    def _loss(self, labels: Any, logits: Any, weights: Any) -> tuple[Any, Any]:
        with ops.name_scope(None, "log_loss_with_two_classes", (logits, labels)) as name:
            labels = math_ops.cast(labels, dtypes.float32)
            if len(labels.get_shape()) == 1:
                labels = array_ops.expand_dims(labels, axis=1)
            losses = nn_impl.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits, name=name)
            return _weighted(losses, weights)

    def _metrics(self, loss: Any, predictions: dict[str, Any], labels: Any, weights: Any) -> dict[str, Any]:
        with ops.name_scope("metrics", values=[loss, labels, weights, *predictions.values()]):
            classes, logistic = predictions["classes"], predictions["logistic"]
            found = {"loss": metric_means.mean(loss), "accuracy": metric_means.accuracy(labels, classes, weights)}
            found["labels/prediction_mean"] = _mean(logistic, weights)
            found["labels/actual_label_mean"] = _mean(labels, weights)
            found["accuracy/baseline_label_mean"] = _mean(labels, weights)
            found["auc"] = _auc(logistic, labels, weights, "ROC")
            found["auc_precision_recall"] = _auc(logistic, labels, weights, "PR")
            found.update(_at_half(logistic, labels, weights))
        return {self._key(name): value for name, value in found.items()}

    def _alternatives(self, predictions: dict[str, Any]) -> Any:
        return {self._head_name: (self._problem, _classes(predictions))}


def _floats(weights: Any) -> Any:
    if weights is None:
        return None
    with ops.name_scope(None, "float_weights", (weights,)) as name:
        return math_ops.cast(weights, dtypes.float32, name=name)


def _mean(values: Any, weights: Any) -> Any:
    values = math_ops.cast(values, dtypes.float32)
    weights = _floats(weights)
    if weights is not None:
        weights = weights_broadcast_ops.broadcast_weights(weights, values)
    return metric_means.mean(values, weights)


def _auc(logistic: Any, labels: Any, weights: Any, curve: str) -> Any:
    logistic = math_ops.cast(logistic, dtypes.float32)
    if labels.dtype.base_dtype is not dtypes.bool_:
        labels = math_ops.cast(labels, dtypes.bool_)
    weights = _floats(weights)
    if weights is not None:
        weights = weights_broadcast_ops.broadcast_weights(weights, logistic)
    return metric_curves.auc(labels, logistic, weights, curve=curve)


def _at_half(logistic: Any, labels: Any, weights: Any) -> dict[str, Any]:
    """Accuracy, precision and recall where a probability of one half decides."""
    decided = math_ops.cast(math_ops.greater_equal(logistic, _HALF), dtypes.float32)
    found = {f"accuracy/threshold_{_HALF:f}_mean": metric_means.accuracy(labels, decided, weights)}
    for name, metric in (("precision", metric_counts.precision_at_thresholds), ("recall", metric_counts.recall_at_thresholds)):
        value, update = metric(labels, logistic, (_HALF,), _floats(weights))
        found[f"{name}/positive_threshold_{_HALF:f}_mean"] = (array_ops.squeeze(value), array_ops.squeeze(update))
    return found


class _MultiClassHead(Head):
    _problem = ProblemType.CLASSIFICATION
    _scope = "multi_class_head"

    def __init__(self, logits_dimension: int, label_name: Any, weight_column_name: Any, head_name: Any,
                 label_keys: Any) -> None:
        super().__init__(logits_dimension, label_name, weight_column_name, head_name)
        if label_keys and len(label_keys) != logits_dimension:
            raise ValueError("Length of label_keys must equal n_classes.")
        self._label_keys = label_keys

    def _targets(self, labels: Any) -> Any:
        found = super()._targets(labels)
        if not self._label_keys:
            return {"labels": found, "label_ids": found}
        table = lookup_ops.index_table_from_tensor(self._label_keys, name="label_id_lookup")
        return {"labels": found, "label_ids": table.lookup(found)}

    def _predictions(self, logits: Any) -> dict[str, Any]:
        with ops.name_scope(None, "predictions", (logits,)):
            classes = math_ops.argmax(logits, 1, name="classes")
            if self._label_keys:
                table = lookup_ops.index_to_string_table_from_tensor(self._label_keys, name="class_string_lookup")
                classes = table.lookup(classes)
            return {"logits": logits, "probabilities": nn_ops.softmax(logits, name="probabilities"), "classes": classes}

    def _loss(self, labels: Any, logits: Any, weights: Any) -> tuple[Any, Any]:
        numbers = labels["label_ids"]
        with ops.name_scope(None, "softmax_cross_entropy_loss", (logits, numbers)) as name:
            if not numbers.dtype.is_integer:
                raise ValueError(f"Labels dtype should be integer Instead got {numbers.dtype!r}.")
            squeezed = len(numbers.get_shape()) == 2
            if squeezed:
                numbers = array_ops.squeeze(numbers, axis=(1,))
            losses: Any = nn_ops.sparse_softmax_cross_entropy_with_logits(labels=numbers, logits=logits, name=name)
            if squeezed:
                losses = array_ops.expand_dims(losses, axis=(1,))
            return _weighted(losses, weights)

    def _metrics(self, loss: Any, predictions: dict[str, Any], labels: Any, weights: Any) -> dict[str, Any]:
        with ops.name_scope("metrics", values=[loss, *labels.values(), weights, *predictions.values()]):
            return {self._key("loss"): metric_means.mean(loss),
                    self._key("accuracy"): metric_means.accuracy(labels["labels"], predictions["classes"], weights)}

    def _alternatives(self, predictions: dict[str, Any]) -> Any:
        return {self._head_name: (self._problem, _classes(predictions, self._label_keys))}


def regression_head(label_name: Any = None, weight_column_name: Any = None, label_dimension: Any = 1,
                    enable_centered_bias: bool = False, head_name: Any = None, link_fn: Any = None) -> Any:
    if enable_centered_bias or link_fn is not None:
        return unmodelled(f"{_HOME}.regression_head with a centered bias or a link_fn")
    return _RegressionHead(label_dimension, label_name, weight_column_name, head_name)


def multi_class_head(n_classes: Any, label_name: Any = None, weight_column_name: Any = None,
                     enable_centered_bias: bool = False, head_name: Any = None, thresholds: Any = None,
                     metric_class_ids: Any = None, loss_fn: Any = None, label_keys: Any = None) -> Any:
    """ValueError for less than two classes."""
    if n_classes is None or n_classes < 2:
        raise ValueError(f"n_classes must be > 1 for classification: {n_classes}.")
    if enable_centered_bias or thresholds or metric_class_ids or loss_fn:
        return unmodelled(f"{_HOME}.multi_class_head with options")
    if n_classes > 2:
        return _MultiClassHead(n_classes, label_name, weight_column_name, head_name, label_keys)
    if label_keys:
        raise ValueError("label_keys is not supported for n_classes=2.")
    return _BinaryLogisticHead(1, label_name, weight_column_name, head_name)
