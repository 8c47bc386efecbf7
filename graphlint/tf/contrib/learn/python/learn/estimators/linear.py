"""Linear models over feature columns (contrib/learn/python/learn/estimators/linear.py)."""

from __future__ import annotations

import math
from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.contrib.layers.python.layers import feature_column_ops
from graphlint.tf.contrib.layers.python.layers.feature_kinds import _FeatureColumn
from graphlint.tf.contrib.layers.python.layers.optimizers import OPTIMIZER_CLS_NAMES
from graphlint.tf.python.feature_column import feature_column as fc_core
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import clip_ops, gradients_impl, partitioned_variables, variable_scope
from graphlint.tf.python.training import ftrl, training_util

from . import head as heads
from .canned import Classifier, Regressor, by_name

_LEARNING_RATE = 0.2
_SCOPE = "linear"


def _optimizer(given: Any, columns: Any) -> Any:
    if given is None:
        return ftrl.FtrlOptimizer(learning_rate=min(_LEARNING_RATE, 1.0 / math.sqrt(len(columns))))
    if isinstance(given, str):
        return OPTIMIZER_CLS_NAMES[given](learning_rate=_LEARNING_RATE)
    return given() if callable(given) else given


def _linear_model_fn(features: Any, labels: Any, mode: Any, params: Any, config: Any = None) -> Any:
    head, columns = params["head"], params["feature_columns"]
    features = by_name(features)
    lost = next((part for part in (head, *columns) if isinstance(part, Unknown)), None)
    if lost is not None:
        return lost
    optimizer = _optimizer(params["optimizer"], columns)
    partitioner = partitioned_variables.min_max_variable_partitioner(max_partitions=0, min_slice_size=64 << 20)
    with variable_scope.variable_scope(_SCOPE, values=tuple(features.values()), partitioner=partitioner) as scope:
        logits = weighted_sum(features, columns, head.logits_dimension, params["joint_weights"], scope)
        return head.create_model_fn_ops(
            features=features, mode=mode, labels=labels, logits=logits,
            train_op_fn=lambda loss: _train(loss, optimizer, params["gradient_clip_norm"]))


def weighted_sum(features: Any, columns: Any, outputs: Any, joint_weights: bool, scope: Any) -> Any:
    """The logits of a linear model in the current scope."""
    if not all(isinstance(column, _FeatureColumn) for column in columns):
        return fc_core.linear_model(features=features, feature_columns=columns, units=outputs, weight_collections=[_SCOPE])
    sums = (feature_column_ops.joint_weighted_sum_from_feature_columns if joint_weights
            else feature_column_ops.weighted_sum_from_feature_columns)
    return sums(features, columns, outputs, weight_collections=[_SCOPE], scope=scope)[0]


def _train(loss: Any, optimizer: Any, clip: Any) -> Any:
    step = training_util.get_global_step()
    variables = ops.get_collection(_SCOPE)
    grads = gradients_impl.gradients(loss, variables)
    if clip:
        grads, _ = clip_ops.clip_by_global_norm(grads, clip)
    return optimizer.apply_gradients(list(zip(grads, variables, strict=True)), global_step=step)


class LinearClassifier(Classifier):
    """`tf.contrib.learn.LinearClassifier`."""

    def __init__(self, feature_columns: Any, model_dir: Any = None, n_classes: Any = 2, weight_column_name: Any = None,
                 optimizer: Any = None, gradient_clip_norm: Any = None, enable_centered_bias: bool = False,
                 _joint_weight: bool = False, config: Any = None, feature_engineering_fn: Any = None,
                 label_keys: Any = None) -> None:
        head = heads.multi_class_head(n_classes, weight_column_name=weight_column_name,
                                      enable_centered_bias=enable_centered_bias, label_keys=label_keys)
        super().__init__(model_fn=_linear_model_fn, model_dir=model_dir, config=config,
                         feature_engineering_fn=feature_engineering_fn, params={
                             "head": head, "feature_columns": feature_columns, "optimizer": optimizer,
                             "gradient_clip_norm": gradient_clip_norm, "joint_weights": _joint_weight})


class LinearRegressor(Regressor):
    """`tf.contrib.learn.LinearRegressor`."""

    def __init__(self, feature_columns: Any, model_dir: Any = None, weight_column_name: Any = None, optimizer: Any = None,
                 gradient_clip_norm: Any = None, enable_centered_bias: bool = False, label_dimension: Any = 1,
                 _joint_weights: bool = False, config: Any = None, feature_engineering_fn: Any = None) -> None:
        head = heads.regression_head(label_dimension=label_dimension, weight_column_name=weight_column_name,
                                     enable_centered_bias=enable_centered_bias)
        super().__init__(model_fn=_linear_model_fn, model_dir=model_dir, config=config,
                         feature_engineering_fn=feature_engineering_fn, params={
                             "head": head, "feature_columns": feature_columns, "optimizer": optimizer,
                             "gradient_clip_norm": gradient_clip_norm, "joint_weights": _joint_weights})
