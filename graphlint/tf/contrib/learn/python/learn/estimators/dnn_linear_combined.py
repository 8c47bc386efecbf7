"""Wide and deep models (contrib/learn/python/learn/estimators/dnn_linear_combined.py)."""

from __future__ import annotations

import math
from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.contrib.layers.python.layers import optimizers
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import control_flow_ops, nn_ops, partitioned_variables, state_ops, variable_scope
from graphlint.tf.python.training import training_util

from . import head as heads
from .canned import Classifier, Regressor, by_name
from .dnn import add_layer_summary, network
from .estimator import Estimator
from .linear import weighted_sum

_DNN_LEARNING_RATE = 0.05
_LINEAR_LEARNING_RATE = 0.2
_MISSING = "Either linear_feature_columns or dnn_feature_columns must be defined."


def _optimizer(given: Any, default: str) -> Any:
    return given() if callable(given) else given or default


def _dnn_linear_combined_model_fn(features: Any, labels: Any, mode: Any, params: Any, config: Any = None) -> Any:
    head, wide, deep = params["head"], params["linear_feature_columns"], params["dnn_feature_columns"]
    lost = next((part for part in (head, *wide, *deep) if isinstance(part, Unknown)), None)
    if lost is not None:
        return lost
    features = by_name(features)
    chosen = (_optimizer(params["dnn_optimizer"], "Adagrad"), _optimizer(params["linear_optimizer"], "Ftrl"))
    parts = (_deep_logits(features, deep, params, mode) if deep else None,
             _wide_logits(features, wide, params) if wide else None)
    lost = next((part for part in parts if isinstance(part, Unknown)), None)
    if lost is not None:
        return lost
    found = [part for part in parts if part is not None]
    logits = found[0] + found[1] if len(found) > 1 else found[0]
    return head.create_model_fn_ops(features=features, mode=mode, labels=labels, logits=logits,
                                    train_op_fn=lambda loss: _train(loss, parts, chosen, params))


def _deep_logits(features: Any, columns: Any, params: Any, mode: Any) -> Any:
    if not params["hidden_units"]:
        raise ValueError("dnn_hidden_units must be defined when dnn_feature_columns is specified.")
    partitioner = partitioned_variables.min_max_variable_partitioner(max_partitions=0)
    with variable_scope.variable_scope("dnn", values=tuple(features.values()), partitioner=partitioner):
        return network(features, columns, params, mode, joint="/")


def _wide_logits(features: Any, columns: Any, params: Any) -> Any:
    partitioner = partitioned_variables.min_max_variable_partitioner(max_partitions=0, min_slice_size=64 << 20)
    with variable_scope.variable_scope("linear", values=tuple(features.values()), partitioner=partitioner) as scope:
        logits = weighted_sum(features, columns, params["head"].logits_dimension, params["joint_linear_weights"], scope)
        if not isinstance(logits, Unknown):
            add_layer_summary(logits, scope.name, "/")
    return logits


def _train(loss: Any, parts: tuple[Any, Any], chosen: tuple[Any, Any], params: Any) -> Any:
    step = training_util.get_global_step()
    once = params["fix_global_step_increment_bug"]
    wide = len(params["linear_feature_columns"])
    rates = (_DNN_LEARNING_RATE, min(_LINEAR_LEARNING_RATE, 1.0 / math.sqrt(wide)) if wide else None)
    train_ops = [
        optimizers.optimize_loss(loss=loss, global_step=step, learning_rate=rate, optimizer=optimizer,
                                 clip_gradients=params["gradient_clip_norm"], variables=ops.get_collection(scope),
                                 name=scope, summaries=[], increment_global_step=not once)
        for scope, part, rate, optimizer in zip(("dnn", "linear"), parts, rates, chosen, strict=True) if part is not None]
    train_op = control_flow_ops.group(*train_ops)
    if not once:
        return train_op
    with ops.control_dependencies([train_op]), ops.colocate_with(step):
        return state_ops.assign_add(step, 1).op


def _columns(wide: Any, deep: Any) -> tuple[Any, Any]:
    wide, deep = tuple(wide or ()), tuple(deep or ())
    if not wide + deep:
        raise ValueError(_MISSING)
    return wide, deep


def _params(head: Any, linear: tuple[Any, ...], deep: tuple[Any, ...], gradient_clip_norm: Any, once: bool,
            min_slice_size: Any) -> dict[str, Any]:
    """The model function's `params`, of what the linear and the deep part are given."""
    linear_columns, linear_optimizer, joint_weights = linear
    dnn_columns, dnn_optimizer, hidden_units, activation_fn, dropout = deep
    return {
        "head": head, "linear_feature_columns": linear_columns, "linear_optimizer": linear_optimizer,
        "joint_linear_weights": joint_weights, "dnn_feature_columns": dnn_columns, "dnn_optimizer": dnn_optimizer,
        "hidden_units": hidden_units, "activation_fn": activation_fn or nn_ops.relu, "dropout": dropout,
        "gradient_clip_norm": gradient_clip_norm, "input_layer_min_slice_size": min_slice_size,
        "fix_global_step_increment_bug": once,
    }


class DNNLinearCombinedEstimator(Estimator):
    """`tf.contrib.learn.DNNLinearCombinedEstimator`."""

    def __init__(self, head: Any, model_dir: Any = None, linear_feature_columns: Any = None, linear_optimizer: Any = None,
                 _joint_linear_weights: bool = False, dnn_feature_columns: Any = None, dnn_optimizer: Any = None,
                 dnn_hidden_units: Any = None, dnn_activation_fn: Any = None, dnn_dropout: Any = None,
                 gradient_clip_norm: Any = None, config: Any = None, feature_engineering_fn: Any = None,
                 embedding_lr_multipliers: Any = None, fix_global_step_increment_bug: bool = False,
                 input_layer_partitioner: Any = None) -> None:
        wide, deep = _columns(linear_feature_columns, dnn_feature_columns)
        super().__init__(model_fn=_dnn_linear_combined_model_fn, model_dir=model_dir, config=config, params=_params(
            head, (wide, linear_optimizer, _joint_linear_weights),
            (deep, dnn_optimizer, dnn_hidden_units, dnn_activation_fn, dnn_dropout), gradient_clip_norm,
            fix_global_step_increment_bug, None), feature_engineering_fn=feature_engineering_fn)


class DNNLinearCombinedClassifier(Classifier):
    """`tf.contrib.learn.DNNLinearCombinedClassifier`."""

    def __init__(self, model_dir: Any = None, n_classes: Any = 2, weight_column_name: Any = None,
                 linear_feature_columns: Any = None, linear_optimizer: Any = None, _joint_linear_weights: bool = False,
                 dnn_feature_columns: Any = None, dnn_optimizer: Any = None, dnn_hidden_units: Any = None,
                 dnn_activation_fn: Any = nn_ops.relu, dnn_dropout: Any = None, gradient_clip_norm: Any = None,
                 enable_centered_bias: bool = False, config: Any = None, feature_engineering_fn: Any = None,
                 embedding_lr_multipliers: Any = None, input_layer_min_slice_size: Any = None, label_keys: Any = None,
                 fix_global_step_increment_bug: bool = False) -> None:
        head = heads.multi_class_head(n_classes, weight_column_name=weight_column_name,
                                      enable_centered_bias=enable_centered_bias, label_keys=label_keys)
        wide, deep = _columns(linear_feature_columns, dnn_feature_columns)
        super().__init__(model_fn=_dnn_linear_combined_model_fn, model_dir=model_dir, config=config, params=_params(
            head, (wide, linear_optimizer, _joint_linear_weights),
            (deep, dnn_optimizer, dnn_hidden_units, dnn_activation_fn, dnn_dropout), gradient_clip_norm,
            fix_global_step_increment_bug, input_layer_min_slice_size), feature_engineering_fn=feature_engineering_fn)


class DNNLinearCombinedRegressor(Regressor):
    """`tf.contrib.learn.DNNLinearCombinedRegressor`."""

    def __init__(self, model_dir: Any = None, weight_column_name: Any = None, linear_feature_columns: Any = None,
                 linear_optimizer: Any = None, _joint_linear_weights: bool = False, dnn_feature_columns: Any = None,
                 dnn_optimizer: Any = None, dnn_hidden_units: Any = None, dnn_activation_fn: Any = nn_ops.relu,
                 dnn_dropout: Any = None, gradient_clip_norm: Any = None, enable_centered_bias: bool = False,
                 label_dimension: Any = 1, config: Any = None, feature_engineering_fn: Any = None,
                 embedding_lr_multipliers: Any = None, input_layer_min_slice_size: Any = None,
                 fix_global_step_increment_bug: bool = False) -> None:
        wide, deep = _columns(linear_feature_columns, dnn_feature_columns)
        head = heads.regression_head(label_dimension=label_dimension, weight_column_name=weight_column_name,
                                     enable_centered_bias=enable_centered_bias)
        super().__init__(model_fn=_dnn_linear_combined_model_fn, model_dir=model_dir, config=config, params=_params(
            head, (wide, linear_optimizer, _joint_linear_weights),
            (deep, dnn_optimizer, dnn_hidden_units, dnn_activation_fn, dnn_dropout), gradient_clip_norm,
            fix_global_step_increment_bug, input_layer_min_slice_size), feature_engineering_fn=feature_engineering_fn)
