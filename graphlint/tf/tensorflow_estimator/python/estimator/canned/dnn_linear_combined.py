"""Canned estimators of fully connected layers beside a linear model (estimator/canned/dnn_linear_combined.py)."""

from __future__ import annotations

import math
from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import control_flow_ops, nn_ops, state_ops, variable_scope
from graphlint.tf.python.ops.losses.losses_impl import Reduction
from graphlint.tf.python.training import training_util
from graphlint.tf.tensorflow_estimator.python.estimator import estimator

from . import dnn, linear, optimizers
from . import head as head_lib

_DNN_LEARNING_RATE = 0.001
_LINEAR_LEARNING_RATE = 0.005
_NO_COLUMNS = "Either linear_feature_columns or dnn_feature_columns must be defined."


def _require_columns(linear_feature_columns: Any, dnn_feature_columns: Any) -> list[Any]:
    columns = [*(linear_feature_columns or []), *(dnn_feature_columns or [])]
    if not columns:
        raise ValueError(_NO_COLUMNS)
    return columns


class _Half:
    """One of the two models: its logits, its optimizer, and the scope of its variables."""

    def __init__(self, optimizer: Any, rate: float) -> None:
        self.optimizer = optimizers.get_optimizer_instance(optimizer, learning_rate=rate)
        self.scope: Any = None
        self.logits: Any = None

    def minimize(self, loss: Any) -> Any:
        own = ops.get_collection(GraphKeys.TRAINABLE_VARIABLES, scope=self.scope)
        return self.optimizer.minimize(loss, var_list=own)


def _deep_half(features: Any, mode: Any, head: Any, columns: Any, hidden_units: Any, settings: dict[str, Any],
               optimizer: Any, config: Any) -> _Half:
    half = _Half(optimizer, _DNN_LEARNING_RATE)
    if not hidden_units:
        raise ValueError("dnn_hidden_units must be defined when dnn_feature_columns is specified.")
    with variable_scope.variable_scope("dnn", values=tuple(features.values()),
                                       partitioner=dnn.ps_partitioner(config)) as scope:
        half.scope = scope.name
        build = dnn.dnn_logit_fn_builder(units=head.logits_dimension, hidden_units=hidden_units, feature_columns=columns,
                                         **settings)
        half.logits = build(features=features, mode=mode)
    return half


def _linear_half(features: Any, head: Any, columns: Any, combiner: Any, optimizer: Any, partitioner: Any) -> _Half:
    half = _Half(optimizer, min(_LINEAR_LEARNING_RATE, 1.0 / math.sqrt(len(columns))))
    with variable_scope.variable_scope("linear", values=tuple(features.values()), partitioner=partitioner) as scope:
        half.scope = scope.name
        half.logits = linear.linear_logit_fn_builder(head.logits_dimension, columns, combiner)(features=features)
        dnn.add_layer_summary(half.logits, scope.name)
    return half


def _dnn_linear_combined_model_fn(
        features: Any, labels: Any, mode: Any, head: Any, linear_feature_columns: Any = None,
        linear_optimizer: Any = "Ftrl", dnn_feature_columns: Any = None, dnn_optimizer: Any = "Adagrad",
        dnn_hidden_units: Any = None, dnn_activation_fn: Any = nn_ops.relu, dnn_dropout: Any = None,
        input_layer_partitioner: Any = None, config: Any = None, batch_norm: Any = False,
        linear_sparse_combiner: Any = "sum") -> Any:
    unknown = dnn.not_known(features, linear_feature_columns, dnn_feature_columns)
    if unknown is not None:
        return unknown
    _require_columns(linear_feature_columns, dnn_feature_columns)
    inputs = input_layer_partitioner or dnn.ps_partitioner(config, min_slice_size=64 << 20)
    halves: list[_Half] = []
    if dnn_feature_columns:
        settings = {"activation_fn": dnn_activation_fn, "dropout": dnn_dropout, "batch_norm": batch_norm,
                    "input_layer_partitioner": inputs}
        halves.append(_deep_half(features, mode, head, dnn_feature_columns, dnn_hidden_units, settings, dnn_optimizer,
                                 config))
    if linear_feature_columns:
        halves.append(_linear_half(features, head, linear_feature_columns, linear_sparse_combiner, linear_optimizer,
                                   inputs))
    logits = halves[0].logits if len(halves) == 1 else halves[0].logits + halves[1].logits

    def _train_op_fn(loss: Any) -> Any:
        step = training_util.get_global_step()
        trained = control_flow_ops.group(*[half.minimize(loss) for half in halves])
        with ops.control_dependencies([trained]):
            return state_ops.assign_add(step, 1).op

    return head.create_estimator_spec(features=features, mode=mode, labels=labels, train_op_fn=_train_op_fn, logits=logits)


class DNNLinearCombinedEstimator(estimator.Estimator):
    """Both models under a head of the script's."""

    def __init__(self, head: Any, model_dir: Any = None, linear_feature_columns: Any = None,
                 linear_optimizer: Any = "Ftrl", dnn_feature_columns: Any = None, dnn_optimizer: Any = "Adagrad",
                 dnn_hidden_units: Any = None, dnn_activation_fn: Any = nn_ops.relu, dnn_dropout: Any = None,
                 input_layer_partitioner: Any = None, config: Any = None, linear_sparse_combiner: Any = "sum") -> None:
        self._start(head, model_dir, config, None, {
            "linear_feature_columns": linear_feature_columns, "linear_optimizer": linear_optimizer,
            "dnn_feature_columns": dnn_feature_columns, "dnn_optimizer": dnn_optimizer,
            "dnn_hidden_units": dnn_hidden_units, "dnn_activation_fn": dnn_activation_fn, "dnn_dropout": dnn_dropout,
            "input_layer_partitioner": input_layer_partitioner, "linear_sparse_combiner": linear_sparse_combiner})

    def _start(self, head: Any, model_dir: Any, config: Any, warm_start_from: Any, settings: dict[str, Any]) -> None:
        self._feature_columns = _require_columns(settings["linear_feature_columns"], settings["dnn_feature_columns"])

        def _model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
            return _dnn_linear_combined_model_fn(features=features, labels=labels, mode=mode, head=head, config=config,
                                                 **settings)

        estimator.Estimator.__init__(self, model_fn=_model_fn, model_dir=model_dir, config=config,
                                     warm_start_from=warm_start_from)


class DNNLinearCombinedClassifier(DNNLinearCombinedEstimator):
    """Both models, of classes."""

    def __init__(self, model_dir: Any = None, linear_feature_columns: Any = None, linear_optimizer: Any = "Ftrl",
                 dnn_feature_columns: Any = None, dnn_optimizer: Any = "Adagrad", dnn_hidden_units: Any = None,
                 dnn_activation_fn: Any = nn_ops.relu, dnn_dropout: Any = None, n_classes: Any = 2,
                 weight_column: Any = None, label_vocabulary: Any = None, input_layer_partitioner: Any = None,
                 config: Any = None, warm_start_from: Any = None, loss_reduction: Any = Reduction.SUM,
                 batch_norm: Any = False, linear_sparse_combiner: Any = "sum") -> None:
        _require_columns(linear_feature_columns, dnn_feature_columns)
        head = head_lib._binary_logistic_or_multi_class_head(n_classes, weight_column, label_vocabulary, loss_reduction)
        self._start(head, model_dir, config, warm_start_from, {
            "linear_feature_columns": linear_feature_columns, "linear_optimizer": linear_optimizer,
            "dnn_feature_columns": dnn_feature_columns, "dnn_optimizer": dnn_optimizer,
            "dnn_hidden_units": dnn_hidden_units, "dnn_activation_fn": dnn_activation_fn, "dnn_dropout": dnn_dropout,
            "input_layer_partitioner": input_layer_partitioner, "batch_norm": batch_norm,
            "linear_sparse_combiner": linear_sparse_combiner})


class DNNLinearCombinedRegressor(DNNLinearCombinedEstimator):
    """Both models, of numbers."""

    def __init__(self, model_dir: Any = None, linear_feature_columns: Any = None, linear_optimizer: Any = "Ftrl",
                 dnn_feature_columns: Any = None, dnn_optimizer: Any = "Adagrad", dnn_hidden_units: Any = None,
                 dnn_activation_fn: Any = nn_ops.relu, dnn_dropout: Any = None, label_dimension: Any = 1,
                 weight_column: Any = None, input_layer_partitioner: Any = None, config: Any = None,
                 warm_start_from: Any = None, loss_reduction: Any = Reduction.SUM, batch_norm: Any = False,
                 linear_sparse_combiner: Any = "sum") -> None:
        _require_columns(linear_feature_columns, dnn_feature_columns)
        head = head_lib._regression_head(label_dimension=label_dimension, weight_column=weight_column,
                                         loss_reduction=loss_reduction)
        self._start(head, model_dir, config, warm_start_from, {
            "linear_feature_columns": linear_feature_columns, "linear_optimizer": linear_optimizer,
            "dnn_feature_columns": dnn_feature_columns, "dnn_optimizer": dnn_optimizer,
            "dnn_hidden_units": dnn_hidden_units, "dnn_activation_fn": dnn_activation_fn, "dnn_dropout": dnn_dropout,
            "input_layer_partitioner": input_layer_partitioner, "batch_norm": batch_norm,
            "linear_sparse_combiner": linear_sparse_combiner})
