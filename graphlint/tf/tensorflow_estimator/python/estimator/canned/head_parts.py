"""What all heads have in common: their order of loss, training, metrics and summaries (estimator/canned/head.py).

A head knows its loss, its predictions and its metrics; `_Head.create_estimator_spec` puts them in TensorFlow's order.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import array_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.losses import losses_impl
from graphlint.tf.python.ops.losses.losses_impl import Reduction
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import training_util
from graphlint.tf.tensorflow_estimator.python.estimator.model_fn import EstimatorSpec, ModeKeys

from . import head_checks
from .head_metrics import MetricOps, summary_key
from .metric_keys import MetricKeys

DEFAULT_SERVING_KEY = "serving_default"


@exposed
class LossSpec(NamedTuple):
    """A loss, and that of each example before the weights."""

    training_loss: Any
    unreduced_loss: Any
    weights: Any
    processed_labels: Any



class Predicted(NamedTuple):
    """The logits as float32, what is predicted of them, and the tensors of which metrics are made, by their names."""

    logits: Any
    predictions: dict[str, Any]
    measured: dict[str, Any]


@exposed(also={"_create_tpu_estimator_spec", "_n_classes", "_weight_column", "_loss_reduction", "_name"})
class _Head:
    """The part of all heads."""

    _name: Any = None
    _loss_reduction: Any = Reduction.SUM
    _weight_column: Any = None
    _loss_fn: Any = None
    _each_logit = False

    @property
    def name(self) -> Any:
        return self._name

    @property
    def logits_dimension(self) -> Any:
        raise NotImplementedError("Calling an abstract method.")

    def create_loss(self, features: Any, mode: Any, logits: Any, labels: Any) -> Any:
        """The loss of the labels, whole and of each example."""
        logits = convert(logits)
        labels = self._labels(labels, logits)
        unweighted = self._unweighted_loss(labels, logits, features)
        weights = head_checks.weights_like_logits(features, self._weight_column, logits, self._each_logit)
        loss = losses_impl.compute_weighted_loss(unweighted, weights=weights, reduction=self._loss_reduction)
        return LossSpec(training_loss=loss, unreduced_loss=unweighted, weights=weights, processed_labels=labels)

    def _labels(self, labels: Any, logits: Any) -> Any:
        raise NotImplementedError

    def _unweighted_loss(self, labels: Any, logits: Any, features: Any) -> Any:
        raise NotImplementedError

    def _predicted(self, logits: Any) -> Predicted:
        raise NotImplementedError

    def _export_outputs(self, predicted: Predicted) -> dict[str, Any]:
        raise NotImplementedError

    def _eval_metric_ops(self, measured: dict[str, Any], labels: Any, loss: Any, regularization_loss: Any) -> MetricOps:
        raise NotImplementedError

    def create_estimator_spec(self, features: Any, mode: Any, logits: Any, labels: Any = None, optimizer: Any = None,
                              train_op_fn: Any = None, regularization_losses: Any = None) -> Any:
        """The spec of a mode. ValueError for training with both an optimizer and a train_op_fn, or with neither."""
        with ops.name_scope(self._name, "head"):
            predicted = self._predicted(logits)
            if mode == ModeKeys.PREDICT:
                return EstimatorSpec(mode=mode, predictions=predicted.predictions,
                                     export_outputs=self._export_outputs(predicted))
            loss = self.create_loss(features=features, mode=mode, logits=predicted.logits, labels=labels)
            regularization, total = None, loss.training_loss
            if regularization_losses:
                regularization = math_ops.add_n(regularization_losses)
                total = math_ops.add_n([total, regularization])
            if mode != ModeKeys.EVAL:
                train_op = _train_op(total, optimizer, train_op_fn)
                mean = self._mean_loss(loss)
        if mode == ModeKeys.EVAL:
            metrics = self._eval_metric_ops(predicted.measured, labels, loss, regularization)
            return EstimatorSpec(mode=mode, predictions=predicted.predictions, loss=total, eval_metric_ops=metrics)
        self._summaries(total, mean, regularization)
        return EstimatorSpec(mode=ModeKeys.TRAIN, predictions=predicted.predictions, loss=total, train_op=train_op)

    _create_tpu_estimator_spec = create_estimator_spec

    def _mean_loss(self, loss: Any) -> Any:
        if self._loss_reduction != Reduction.SUM:
            return None
        return loss.training_loss / math_ops.reduce_sum_v1(loss.weights * array_ops.ones_like(loss.unreduced_loss))

    def _summaries(self, total: Any, mean: Any, regularization: Any) -> None:
        with ops.name_scope(""):
            for key, value in ((MetricKeys.LOSS, total), (MetricKeys.LOSS_MEAN, mean),
                               (MetricKeys.LOSS_REGULARIZATION, regularization)):
                if value is not None:
                    summary.scalar(summary_key(self._name, key), value)


def one_step(loss: Any, optimizer: Any, train_op_fn: Any) -> Any:
    """The op of one step. ValueError where both an optimizer and a function, or none of them, would make it."""
    if optimizer is not None:
        if train_op_fn is not None:
            raise ValueError("train_op_fn and optimizer cannot both be set.")
        return optimizer.minimize(loss, global_step=training_util.get_global_step())
    if train_op_fn is None:
        raise ValueError("train_op_fn and optimizer cannot both be None.")
    return train_op_fn(loss)


def _train_op(loss: Any, optimizer: Any, train_op_fn: Any) -> Any:
    """The op of one step, with the model's updates where it has any."""
    found = one_step(loss, optimizer, train_op_fn)
    updates = ops.get_collection(GraphKeys.UPDATE_OPS)
    return control_flow_ops.group(found, *updates) if updates else found
