"""Canned estimators of fully connected layers (estimator/canned/dnn.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.feature_column import dense_features, feature_column
from graphlint.tf.python.feature_column.features import is_feature_column_v2
from graphlint.tf.python.framework import ops
from graphlint.tf.python.keras.engine import training
from graphlint.tf.python.layers import core, normalization
from graphlint.tf.python.ops import init_ops, nn_impl, nn_ops, partitioned_variables, variable_scope
from graphlint.tf.python.ops.losses.losses_impl import Reduction
from graphlint.tf.python.summary import summary
from graphlint.tf.tensorflow_estimator.python.estimator import estimator
from graphlint.tf.tensorflow_estimator.python.estimator.model_fn import ModeKeys

from . import head as head_lib
from . import optimizers

_LEARNING_RATE = 0.05


def add_layer_summary(value: Any, tag: str) -> None:
    summary.scalar(f"{tag}/fraction_of_zero_values", nn_impl.zero_fraction(value))
    summary.histogram(f"{tag}/activation", value)


def not_known(features: Any, *feature_columns: Any) -> Unknown | None:
    """What stands for the model where its features or columns aren't known. ValueError for features that are no dict."""
    of_data = isinstance(features, Unknown) or (isinstance(features, Tensor) and features.dims is None)
    if of_data or any(isinstance(column, Unknown) for columns in feature_columns for column in columns or ()):
        return Unknown("a model of features that aren't known", text="model_fn(...)")
    if not isinstance(features, dict):
        raise ValueError(f"features should be a dictionary of `Tensor`s. Given type: {type(features)}")
    return None


def ps_partitioner(config: Any, **settings: Any) -> Any:
    """Slices for as many parameter servers as there are."""
    return partitioned_variables.min_max_variable_partitioner(
        max_partitions=config.num_ps_replicas if config else 0, **settings)


class _DNNModel(training.Model):
    """Input columns, hidden layers and logits. The layers' scopes are entered when it is made."""

    def __init__(self, units: Any, hidden_units: Any, feature_columns: Any, activation_fn: Any, dropout: Any,
                 input_layer_partitioner: Any, batch_norm: Any, name: Any = None, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        if is_feature_column_v2(feature_columns):
            self._input_layer: Any = dense_features.DenseFeatures(feature_columns=feature_columns, name="input_layer")
        else:
            self._input_layer = feature_column.InputLayer(feature_columns=feature_columns, name="input_layer",
                                                          create_scope_now=False)
        self._partitioner = input_layer_partitioner
        self._dropout, self._batch_norm = dropout, batch_norm
        self._hidden = [self._hidden_layer(i, size, activation_fn) for i, size in enumerate(hidden_units)]
        with variable_scope.variable_scope("logits") as scope:
            self._logits_layer = core.Dense(units=units, activation=None, name=scope, _scope=scope,
                                            kernel_initializer=init_ops.GlorotUniform())
            self._logits_scope_name = scope.name

    def _hidden_layer(self, number: int, units: Any, activation_fn: Any) -> tuple[str, Any, Any, Any]:
        with variable_scope.variable_scope(f"hiddenlayer_{number}") as scope:
            layer = core.Dense(units=units, activation=activation_fn, name=scope, _scope=scope,
                               kernel_initializer=init_ops.GlorotUniform())
            dropout = None if self._dropout is None else core.Dropout(rate=self._dropout)
            norm = None
            if self._batch_norm:
                own = f"batchnorm_{number}"
                norm = normalization.BatchNormalization(momentum=0.999, trainable=True, name=own, _scope=own)
        for part, kind in ((layer, "layer"), (dropout, "dropout"), (norm, "batch_norm")):
            setattr(self, f"hidden_{kind}_{number}", part)  # a model's attributes are tracked
        return scope.name, layer, dropout, norm

    def call(self, features: Any, mode: Any) -> Any:  # type: ignore[override]
        training_now = mode == ModeKeys.TRAIN
        with ops.name_scope(name=ops.get_name_scope().rsplit("/", 1)[0] + "/"):
            with variable_scope.variable_scope("input_from_feature_columns", partitioner=self._partitioner):
                net = self._input_layer(features)
            for name, layer, dropout, norm in self._hidden:
                net = layer(net)
                if dropout is not None and training_now:
                    net = dropout(net, training=True)
                if norm is not None:
                    net = norm(net, training=training_now)
                add_layer_summary(net, name)
            logits = self._logits_layer(net)
            add_layer_summary(logits, self._logits_scope_name)
            return logits


def dnn_logit_fn_builder(units: Any, hidden_units: Any, feature_columns: Any, activation_fn: Any, dropout: Any,
                         input_layer_partitioner: Any, batch_norm: Any) -> Any:
    """A function of features and mode to logits. ValueError for units that are no integer."""
    if not isinstance(units, int):
        raise ValueError(f"units must be an int.  Given type: {type(units)}")

    def dnn_logit_fn(features: Any, mode: Any) -> Any:
        model = _DNNModel(units, hidden_units, feature_columns, activation_fn, dropout, input_layer_partitioner,
                          batch_norm, name="dnn")
        return model(features, mode)

    return dnn_logit_fn


def _dnn_model_fn(features: Any, labels: Any, mode: Any, head: Any, hidden_units: Any, feature_columns: Any,
                  optimizer: Any = "Adagrad", activation_fn: Any = nn_ops.relu, dropout: Any = None,
                  input_layer_partitioner: Any = None, config: Any = None, batch_norm: Any = False) -> Any:
    optimizer = optimizers.get_optimizer_instance(optimizer, learning_rate=_LEARNING_RATE)
    unknown = not_known(features, feature_columns)
    if unknown is not None:
        return unknown
    with variable_scope.variable_scope("dnn", values=tuple(features.values()), partitioner=ps_partitioner(config)):
        inputs = input_layer_partitioner or ps_partitioner(config, min_slice_size=64 << 20)
        build = dnn_logit_fn_builder(head.logits_dimension, hidden_units, feature_columns, activation_fn, dropout, inputs,
                                     batch_norm)
        logits = build(features=features, mode=mode)
        return head.create_estimator_spec(features=features, mode=mode, labels=labels, optimizer=optimizer, logits=logits)


class DNNEstimator(estimator.Estimator):
    """Fully connected layers under a head of the script's."""

    def __init__(self, head: Any, hidden_units: Any, feature_columns: Any, model_dir: Any = None,
                 optimizer: Any = "Adagrad", activation_fn: Any = nn_ops.relu, dropout: Any = None,
                 input_layer_partitioner: Any = None, config: Any = None, warm_start_from: Any = None,
                 batch_norm: Any = False) -> None:
        def _model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
            return _dnn_model_fn(
                features=features, labels=labels, mode=mode, head=head, hidden_units=hidden_units,
                feature_columns=tuple(feature_columns or []), optimizer=optimizer, activation_fn=activation_fn,
                dropout=dropout, input_layer_partitioner=input_layer_partitioner, config=config, batch_norm=batch_norm)

        super().__init__(model_fn=_model_fn, model_dir=model_dir, config=config, warm_start_from=warm_start_from)


class DNNClassifier(DNNEstimator):
    """Fully connected layers to classes."""

    def __init__(self, hidden_units: Any, feature_columns: Any, model_dir: Any = None, n_classes: Any = 2,
                 weight_column: Any = None, label_vocabulary: Any = None, optimizer: Any = "Adagrad",
                 activation_fn: Any = nn_ops.relu, dropout: Any = None, input_layer_partitioner: Any = None,
                 config: Any = None, warm_start_from: Any = None, loss_reduction: Any = Reduction.SUM,
                 batch_norm: Any = False) -> None:
        head = head_lib._binary_logistic_or_multi_class_head(n_classes, weight_column, label_vocabulary, loss_reduction)
        super().__init__(head, hidden_units, feature_columns, model_dir, optimizer, activation_fn, dropout,
                         input_layer_partitioner, config, warm_start_from, batch_norm)


class DNNRegressor(DNNEstimator):
    """Fully connected layers to numbers."""

    def __init__(self, hidden_units: Any, feature_columns: Any, model_dir: Any = None, label_dimension: Any = 1,
                 weight_column: Any = None, optimizer: Any = "Adagrad", activation_fn: Any = nn_ops.relu,
                 dropout: Any = None, input_layer_partitioner: Any = None, config: Any = None,
                 warm_start_from: Any = None, loss_reduction: Any = Reduction.SUM, batch_norm: Any = False) -> None:
        head = head_lib._regression_head(label_dimension=label_dimension, weight_column=weight_column,
                                         loss_reduction=loss_reduction)
        super().__init__(head, hidden_units, feature_columns, model_dir, optimizer, activation_fn, dropout,
                         input_layer_partitioner, config, warm_start_from, batch_norm)
