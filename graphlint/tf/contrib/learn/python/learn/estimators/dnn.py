"""Deep networks over feature columns (contrib/learn/python/learn/estimators/dnn.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.contrib.layers.python.layers import feature_column_ops, layers, optimizers
from graphlint.tf.contrib.layers.python.layers.feature_kinds import _FeatureColumn
from graphlint.tf.python.feature_column import feature_column as fc_core
from graphlint.tf.python.ops import nn_impl, nn_ops, partitioned_variables, variable_scope
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import training_util

from . import head as heads
from .canned import Classifier, Regressor, by_name
from .model_fn import ModeKeys

_LEARNING_RATE = 0.05
_SCOPE = "dnn"


def add_layer_summary(value: Any, tag: str, joint: str = "_") -> None:
    """What a layer's activations are like."""
    summary.scalar(f"{tag}{joint}fraction_of_zero_values", nn_impl.zero_fraction(value))
    summary.histogram(f"{tag}{joint}activation", value)


def _input(features: Any, columns: Any, scope: Any) -> Any:
    lost = next((column for column in columns if isinstance(column, Unknown)), None)
    if lost is not None:
        return lost
    if all(isinstance(column, _FeatureColumn) for column in columns):
        return feature_column_ops.input_from_feature_columns(features, columns, weight_collections=[_SCOPE], scope=scope)
    return fc_core.input_layer(features=features, feature_columns=columns, weight_collections=[_SCOPE])


def _dnn_model_fn(features: Any, labels: Any, mode: Any, params: Any, config: Any = None) -> Any:
    features = by_name(features)
    if isinstance(params["head"], Unknown):
        return params["head"]
    given = tuple(features.values())
    partitioner = partitioned_variables.min_max_variable_partitioner(max_partitions=0)
    with variable_scope.variable_scope(_SCOPE, values=given, partitioner=partitioner):
        logits = network(features, params["feature_columns"], params, mode, joint="_")
        if isinstance(logits, Unknown):
            return logits
        return params["head"].create_model_fn_ops(features=features, mode=mode, labels=labels, logits=logits,
                                                  train_op_fn=lambda loss: _train(loss, params))


def network(features: Any, columns: Any, params: Any, mode: Any, joint: str) -> Any:
    """The logits of a deep network in the current scope. `joint`: what is between a layer's name and its summaries'."""
    given = tuple(features.values())
    sliced = partitioned_variables.min_max_variable_partitioner(
        max_partitions=0, min_slice_size=params["input_layer_min_slice_size"] or 64 << 20)
    with variable_scope.variable_scope("input_from_feature_columns", values=given, partitioner=sliced) as scope:
        net = _input(features, columns, scope)
    if isinstance(net, Unknown):
        return net
    for number, units in enumerate(params["hidden_units"]):
        net = _hidden(net, number, units, params, mode, joint)
    with variable_scope.variable_scope("logits", values=(net,)) as scope:
        logits = layers.fully_connected(net, params["head"].logits_dimension, activation_fn=None,
                                        variables_collections=[_SCOPE], scope=scope)
    add_layer_summary(logits, scope.name, joint)
    return logits


def _hidden(net: Any, number: int, units: Any, params: Any, mode: Any, joint: str) -> Any:
    with variable_scope.variable_scope(f"hiddenlayer_{number}", values=(net,)) as scope:
        net = layers.fully_connected(net, units, activation_fn=params["activation_fn"], variables_collections=[_SCOPE],
                                     scope=scope)
        if params["dropout"] is not None and mode == ModeKeys.TRAIN:
            net = layers.dropout(net, keep_prob=1.0 - params["dropout"])
    add_layer_summary(net, scope.name, joint)
    return net


def _train(loss: Any, params: Any) -> Any:
    optimizer = params["optimizer"] or "Adagrad"
    return optimizers.optimize_loss(
        loss=loss, global_step=training_util.get_global_step(), learning_rate=_LEARNING_RATE,
        optimizer=optimizer() if callable(optimizer) else optimizer, gradient_multipliers=None,
        clip_gradients=params["gradient_clip_norm"], name=_SCOPE, summaries=[])


def _params(head: Any, hidden_units: Any, feature_columns: Any, **options: Any) -> dict[str, Any]:
    return {"head": head, "hidden_units": hidden_units, "feature_columns": tuple(feature_columns or ()), **options}


class DNNClassifier(Classifier):
    """`tf.contrib.learn.DNNClassifier`."""

    def __init__(self, hidden_units: Any, feature_columns: Any, model_dir: Any = None, n_classes: Any = 2,
                 weight_column_name: Any = None, optimizer: Any = None, activation_fn: Any = nn_ops.relu,
                 dropout: Any = None, gradient_clip_norm: Any = None, enable_centered_bias: bool = False, config: Any = None,
                 feature_engineering_fn: Any = None, embedding_lr_multipliers: Any = None,
                 input_layer_min_slice_size: Any = None, label_keys: Any = None) -> None:
        head = heads.multi_class_head(n_classes, weight_column_name=weight_column_name,
                                      enable_centered_bias=enable_centered_bias, label_keys=label_keys)
        super().__init__(model_fn=_dnn_model_fn, model_dir=model_dir, config=config, params=_params(
            head, hidden_units, feature_columns, optimizer=optimizer, activation_fn=activation_fn, dropout=dropout,
            gradient_clip_norm=gradient_clip_norm, input_layer_min_slice_size=input_layer_min_slice_size,
        ), feature_engineering_fn=feature_engineering_fn)


class DNNRegressor(Regressor):
    """`tf.contrib.learn.DNNRegressor`."""

    def __init__(self, hidden_units: Any, feature_columns: Any, model_dir: Any = None, weight_column_name: Any = None,
                 optimizer: Any = None, activation_fn: Any = nn_ops.relu, dropout: Any = None,
                 gradient_clip_norm: Any = None, enable_centered_bias: bool = False, config: Any = None,
                 feature_engineering_fn: Any = None, label_dimension: Any = 1, embedding_lr_multipliers: Any = None,
                 input_layer_min_slice_size: Any = None) -> None:
        head = heads.regression_head(label_dimension=label_dimension, weight_column_name=weight_column_name,
                                     enable_centered_bias=enable_centered_bias)
        super().__init__(model_fn=_dnn_model_fn, model_dir=model_dir, config=config, params=_params(
            head, hidden_units, feature_columns, optimizer=optimizer, activation_fn=activation_fn, dropout=dropout,
            gradient_clip_norm=gradient_clip_norm, input_layer_min_slice_size=input_layer_min_slice_size,
        ), feature_engineering_fn=feature_engineering_fn)
