"""Canned linear estimators (estimator/canned/linear.py). The dual coordinate ascent of LinearSDCA is not modelled."""

from __future__ import annotations

import math
from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.feature_column import feature_column, feature_column_v2
from graphlint.tf.python.feature_column.features import is_feature_column_v2
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops, control_flow_ops, math_ops, nn_impl, variable_scope
from graphlint.tf.python.ops.losses.losses_impl import Reduction
from graphlint.tf.python.ops.partitioned import PartitionedVariable
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import ftrl
from graphlint.tf.python.util import nest
from graphlint.tf.tensorflow_estimator.python.estimator import estimator

from . import head as head_lib
from . import optimizers
from .dnn import not_known, ps_partitioner

_LEARNING_RATE = 0.2


def _default_optimizer(feature_columns: Any) -> Any:
    return ftrl.FtrlOptimizer(learning_rate=min(_LEARNING_RATE, 1.0 / math.sqrt(len(feature_columns))))


def _slices(variables: Any) -> list[Any]:
    found: list[Any] = []
    for variable in variables:
        if isinstance(variable, (PartitionedVariable, list, tuple)):
            found.extend(variable)
        else:
            found.append(variable)
    return found


def _compute_fraction_of_zero(variables: Any) -> Any:
    """How many of all weights are zero."""
    with ops.name_scope("zero_fraction"):
        variables = nest.flatten(variables)
        with ops.name_scope("total_size"):
            sizes = [array_ops.size(x, out_type=dtypes.int64) for x in variables]
            total = math_ops.add_n(sizes)
        with ops.name_scope("total_zero"):
            zeros = math_ops.add_n([_zero_count(x, size) for x, size in zip(variables, sizes, strict=True)])
        with ops.name_scope("compute"):
            fraction = zeros / math_ops.cast(total, dtype=dtypes.float32, name="float32_size")
        return array_ops.identity(fraction, name="zero_fraction_or_nan")


def _zero_count(x: Any, size: Any) -> Any:
    return control_flow_ops.cond(
        math_ops.equal(size, constant_op.constant(0, dtype=dtypes.int64)),
        true_fn=lambda: constant_op.constant(0, dtype=dtypes.float32),
        false_fn=lambda: nn_impl.zero_fraction(x) * math_ops.to_float(size), name="zero_count")


def linear_logit_fn_builder(units: Any, feature_columns: Any, sparse_combiner: Any = "sum") -> Any:
    """A function of features to logits."""

    def linear_logit_fn(features: Any) -> Any:
        options = {"feature_columns": feature_columns, "units": units, "sparse_combiner": sparse_combiner,
                   "name": "linear_model"}
        if is_feature_column_v2(feature_columns):
            model: Any = feature_column_v2.LinearModel(**options)
            logits = model(features)
            bias = _slices([model.bias])
            weights = [variable for variable in model.variables if variable is not model.bias]
        else:
            model = feature_column._LinearModel(**options)
            logits = model(features)
            held = model.cols_to_vars()
            bias = held.pop("bias")
            weights = list(held.values())
        weights = _slices(weights)
        if units > 1:
            summary.histogram("bias", bias)
        else:
            summary.scalar("bias", bias[0][0])
        summary.scalar("fraction_of_zero_weights", _compute_fraction_of_zero(weights))
        return logits

    return linear_logit_fn


def _linear_model_fn(features: Any, labels: Any, mode: Any, head: Any, feature_columns: Any, optimizer: Any,
                     partitioner: Any, config: Any, sparse_combiner: Any = "sum") -> Any:
    unknown = not_known(features, feature_columns)
    if unknown is not None:
        return unknown
    partitioner = partitioner or ps_partitioner(config, min_slice_size=64 << 20)
    with variable_scope.variable_scope("linear", values=tuple(features.values()), partitioner=partitioner):
        if isinstance(optimizer, Unknown):
            return Unknown("an optimizer that isn't known", text="linear model_fn")
        logits = linear_logit_fn_builder(head.logits_dimension, feature_columns, sparse_combiner)(features=features)
        optimizer = optimizers.get_optimizer_instance(optimizer or _default_optimizer(feature_columns),
                                                      learning_rate=_LEARNING_RATE)
        return head.create_estimator_spec(features=features, mode=mode, labels=labels, optimizer=optimizer, logits=logits)


class LinearEstimator(estimator.Estimator):
    """A linear model under a head of the script's."""

    def __init__(self, head: Any, feature_columns: Any, model_dir: Any = None, optimizer: Any = "Ftrl",
                 config: Any = None, partitioner: Any = None, sparse_combiner: Any = "sum") -> None:
        self._start(head, feature_columns, model_dir, optimizer, config, partitioner, None, sparse_combiner)

    def _start(self, head: Any, feature_columns: Any, model_dir: Any, optimizer: Any, config: Any, partitioner: Any,
               warm_start_from: Any, sparse_combiner: Any) -> None:
        def _model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
            return _linear_model_fn(features=features, labels=labels, mode=mode, head=head,
                                    feature_columns=tuple(feature_columns or []), optimizer=optimizer,
                                    partitioner=partitioner, config=config, sparse_combiner=sparse_combiner)

        estimator.Estimator.__init__(self, model_fn=_model_fn, model_dir=model_dir, config=config,
                                     warm_start_from=warm_start_from)


class LinearClassifier(LinearEstimator):
    """A linear model of classes."""

    def __init__(self, feature_columns: Any, model_dir: Any = None, n_classes: Any = 2, weight_column: Any = None,
                 label_vocabulary: Any = None, optimizer: Any = "Ftrl", config: Any = None, partitioner: Any = None,
                 warm_start_from: Any = None, loss_reduction: Any = Reduction.SUM, sparse_combiner: Any = "sum") -> None:
        head = head_lib._binary_logistic_or_multi_class_head(n_classes, weight_column, label_vocabulary, loss_reduction)
        self._start(head, feature_columns, model_dir, optimizer, config, partitioner, warm_start_from, sparse_combiner)


class LinearRegressor(LinearEstimator):
    """A linear model of numbers."""

    def __init__(self, feature_columns: Any, model_dir: Any = None, label_dimension: Any = 1, weight_column: Any = None,
                 optimizer: Any = "Ftrl", config: Any = None, partitioner: Any = None, warm_start_from: Any = None,
                 loss_reduction: Any = Reduction.SUM, sparse_combiner: Any = "sum") -> None:
        head = head_lib._regression_head(label_dimension=label_dimension, weight_column=weight_column,
                                         loss_reduction=loss_reduction)
        self._start(head, feature_columns, model_dir, optimizer, config, partitioner, warm_start_from, sparse_combiner)
