"""Canned estimators that ignore their features (estimator/canned/baseline.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.feature_column.dense_columns import NumericColumn
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, init_ops, math_ops, variable_scope
from graphlint.tf.python.ops.losses.losses_impl import Reduction
from graphlint.tf.python.training import training_util
from graphlint.tf.tensorflow_estimator.python.estimator import estimator

from . import head as head_lib
from . import optimizers
from .dnn import not_known

_LEARNING_RATE = 0.3


def _weight_key(column: Any) -> Any:
    if column is None or isinstance(column, str):
        return column
    if not isinstance(column, NumericColumn):
        raise TypeError(f"Weight column must be either a string or _NumericColumn. Given type: {type(column)}.")
    return column.key


def _logits(features: Any, units: Any, weight_column: Any) -> Any:
    """A bias for each example, of which all features must have as many."""
    checks, batch = [], None
    key = _weight_key(weight_column)
    for name, feature in features.items():
        if name == key:
            continue
        sizes: Any = array_ops.shape(feature)
        first = sizes[0]
        if batch is None:
            batch = first
        else:
            checks.append(check_ops.assert_equal(batch, first))
    with ops.control_dependencies(checks), variable_scope.variable_scope("baseline"):
        bias = variable_scope.get_variable("bias", shape=[units], initializer=init_ops.Zeros)
        return math_ops.multiply(bias, array_ops.ones([batch, units]))


class BaselineEstimator(estimator.Estimator):
    """A bias under a head of the script's."""

    def __init__(self, head: Any, model_dir: Any = None, optimizer: Any = "Ftrl", config: Any = None) -> None:
        self._start(head, model_dir, optimizer, config)

    def _start(self, head: Any, model_dir: Any, optimizer: Any, config: Any, weight_column: Any = None) -> None:
        def _model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
            unknown = not_known(features)
            if unknown is not None:
                return unknown
            logits = _logits(features, head.logits_dimension, weight_column)

            def train_op_fn(loss: Any) -> Any:
                found = optimizers.get_optimizer_instance(optimizer, learning_rate=_LEARNING_RATE)
                return found.minimize(loss, global_step=training_util.get_global_step())

            return head.create_estimator_spec(features=features, mode=mode, logits=logits, labels=labels,
                                              train_op_fn=train_op_fn)

        estimator.Estimator.__init__(self, model_fn=_model_fn, model_dir=model_dir, config=config)


class BaselineClassifier(BaselineEstimator):
    """The frequencies of the classes."""

    def __init__(self, model_dir: Any = None, n_classes: Any = 2, weight_column: Any = None, label_vocabulary: Any = None,
                 optimizer: Any = "Ftrl", config: Any = None, loss_reduction: Any = Reduction.SUM) -> None:
        head = head_lib._binary_logistic_or_multi_class_head(n_classes, weight_column, label_vocabulary, loss_reduction)
        self._start(head, model_dir, optimizer, config, weight_column)


class BaselineRegressor(BaselineEstimator):
    """The mean of the labels."""

    def __init__(self, model_dir: Any = None, label_dimension: Any = 1, weight_column: Any = None,
                 optimizer: Any = "Ftrl", config: Any = None, loss_reduction: Any = Reduction.SUM) -> None:
        head = head_lib._regression_head(label_dimension=label_dimension, weight_column=weight_column,
                                         loss_reduction=loss_reduction)
        self._start(head, model_dir, optimizer, config)
