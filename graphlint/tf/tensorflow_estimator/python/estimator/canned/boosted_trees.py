"""Canned estimators of boosted trees (estimator/canned/boosted_trees.py). Not here: explanations, which only a run gives."""

from __future__ import annotations

import functools
from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.library import unmodelled
from graphlint.tf import gen
from graphlint.tf.python.feature_column import making_columns
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import (
    array_ops,
    boosted_trees_ops,
    control_flow_ops,
    gradients_impl,
    math_ops,
    state_ops,
    variable_scope,
)
from graphlint.tf.python.ops.losses.losses_impl import Reduction
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import training_util
from graphlint.tf.python.training.session_run_hook import SessionRunHook
from graphlint.tf.tensorflow_estimator.python.estimator import estimator
from graphlint.tf.tensorflow_estimator.python.estimator.model_fn import ModeKeys

from . import boosted_trees_features as columns_of
from . import head as head_lib
from . import head_checks
from .boosted_trees_growers import AccumulatorGrower, InMemoryGrower, Settings, cond, variable
from .dnn import not_known

_DEFAULT = object()
_NO_NODE = -1


class GrowerInitializationHook(SessionRunHook):
    def __init__(self, init_op: Any) -> None:
        self._init_op = init_op


class _StopAtAttemptsHook(SessionRunHook):
    """Ends training when the trees are grown."""


class _Model:
    """One call of the model_fn, in its parts."""

    def __init__(self, head: Any, columns: Any, settings: Settings, batches: Any, closed_form: Any = None,
                 weight_column: Any = None, in_memory: bool = False) -> None:
        self.head, self.settings, self.batches = head, settings, batches
        self.closed_form, self.weight_column, self.in_memory = closed_form, weight_column, in_memory
        self.columns = sorted(columns, key=lambda column: column.name)

    def __call__(self, features: Any, labels: Any, mode: Any, config: Any) -> Any:
        unknown = not_known(features)
        if unknown is not None:
            return unknown
        self.floats = [column for column in self.columns if columns_of.is_float(column)]
        with ops.name_scope("boosted_trees") as name:
            self.step = training_util.get_or_create_global_step()
            self.ensemble = boosted_trees_ops.TreeEnsemble(name=name)
            self._quantized()
            if mode != ModeKeys.TRAIN:
                inputs = columns_of.transformed(features, self.columns, self.boundaries)
                logits = gen.BoostedTreesPredict(self.ensemble.resource_handle, inputs,
                                                 logits_dimension=self.head.logits_dimension)
                return self.head.create_estimator_spec(features=features, mode=mode, labels=labels,
                                                       train_op_fn=control_flow_ops.no_op, logits=logits)
            logits, train_op_fn, grower = self._training(features, labels, config)
        spec = self.head.create_estimator_spec(features=features, mode=mode, labels=labels, train_op_fn=train_op_fn,
                                               logits=logits)
        return spec._replace(
            training_hooks=(*spec.training_hooks, _StopAtAttemptsHook()),
            training_chief_hooks=[GrowerInitializationHook(grower.chief_init_op()), *spec.training_chief_hooks])

    def _quantized(self) -> None:
        self.boundaries: dict[str, Any] = {}
        self.quantiles = None
        count = int(1.0 / self.settings.quantile_sketch_epsilon)
        if self.floats:
            widths = [columns_of.width_of(column) for column in self.floats]
            self.quantiles = boosted_trees_ops.QuantileAccumulator(
                epsilon=self.settings.quantile_sketch_epsilon, num_streams=sum(widths), num_quantiles=count,
                name="QuantileAccumulator")
            left = iter(self.quantiles.get_bucket_boundaries())
            for column, width in zip(self.floats, widths, strict=True):
                self.boundaries[column.name] = [next(left) for _ in range(width)]
        self.buckets, self.features = columns_of.by_buckets(self.columns, count)

    def _check_memory(self, config: Any) -> None:
        if self.in_memory:
            assert self.batches == 1, (  # noqa: S101 - an AssertionError is what TensorFlow raises
                "When train_in_memory is enabled, input_fn should return the entire dataset as a single batch, and "
                "n_batches_per_layer should be set as 1.")
            if not config.is_chief or config.num_worker_replicas > 1 or config.num_ps_replicas > 0:
                raise ValueError("train_in_memory is supported only for non-distributed training.")

    def _training(self, features: Any, labels: Any, config: Any) -> Any:
        self._check_memory(config)
        control_flow_ops.no_op()
        self.ready = variable(not self.floats, name="are_boundaries_ready")
        inputs, flip, states = self._inputs(features, labels)
        if config.num_worker_replicas > 1:
            return unmodelled("BoostedTrees on several workers")
        caches = states if self.in_memory else []
        with ops.control_dependencies([control_flow_ops.no_op()]):
            stamp, *counts, nodes_range = self.ensemble.get_states()
            partial, *places = gen.BoostedTreesTrainingPredict(
                self.ensemble.resource_handle, *states[:2], inputs, logits_dimension=self.head.logits_dimension)
        logits = states[2] + partial
        common = (self.ensemble, self.quantiles, self.settings, self.features)
        grower: Any = InMemoryGrower(*common) if self.in_memory else AccumulatorGrower(
            *common, stamp, self.batches, self.buckets, config.is_chief)
        for key, value in zip(("num_trees", "num_finalized_trees", "num_attempted_layers"), counts, strict=True):
            summary.scalar(f"ensemble/{key}", value)
        center = variable(self.settings.center_bias, name="center_bias_needed")
        weights = self._weights(features)

        def grow(loss: Any) -> Any:
            start = ([flip] if self.in_memory else []) + _kept(caches, (*places, logits), center)
            update = self._updated(grower, loss, logits, labels, places[1], inputs, center, nodes_range)
            with ops.control_dependencies([update]):
                step = state_ops.assign_add(self.step, 1).op
            return control_flow_ops.group([*start, update, step], name="grow_op")

        def update_quantiles() -> Any:
            with ops.name_scope("UpdateQuantile"):
                return grower.accumulate_quantiles(columns_of.transformed(features, self.floats), weights, self.ready)

        def train_op_fn(loss: Any) -> Any:
            return cond(self.ready, functools.partial(grow, loss), update_quantiles) if self.floats else grow(loss)

        return logits, train_op_fn, grower

    def _inputs(self, features: Any, labels: Any) -> tuple[Any, Any, list[Any]]:
        """The features, the op that keeps them, and where each example stands: its tree, its node, its logits."""
        if not self.in_memory:
            inputs = columns_of.transformed(features, self.columns, self.boundaries)
            return inputs, None, list(self._starts(_first_size(labels)))
        size = _first_size(labels)
        inputs, flip = self._cached(features, size)
        names = ("tree_ids_cache", "node_ids_cache", "logits_cache")
        return inputs, flip, [variable(value, name=name) for name, value in zip(names, self._starts(size), strict=True)]

    def _starts(self, size: Any) -> Any:
        yield array_ops.zeros([size], dtype=dtypes.int32)
        yield _NO_NODE * array_ops.ones([size], dtype=dtypes.int32)
        yield array_ops.zeros([size, self.head.logits_dimension], dtype=dtypes.float32)

    def _weights(self, features: Any) -> Any:
        if self.weight_column is None:
            return constant_op.constant(1.0, shape=[1])
        column = self.weight_column
        if isinstance(column, str):
            column = making_columns.numeric_column(key=column, shape=(1,))
        return columns_of.transformed(features, [column])[0]

    def _cached(self, features: Any, size: Any) -> Any:
        """The features in variables, once they are known."""
        count = sum(columns_of.width_of(column) for column in self.columns)
        kept = [variable(array_ops.zeros([size], dtype=dtypes.int32), name=f"cached_feature_{i}") for i in range(count)]
        is_kept = variable(False, name="are_features_cached")
        first = [column for column in self.columns if columns_of.kind_of(column) == "indicator"]
        others = [column for column in self.columns if column not in first]
        known = columns_of.apply(features, first)

        def transformed() -> list[Any]:
            return columns_of.transformed(features, others, self.boundaries, self.columns, known)

        def keep() -> Any:
            values = transformed()
            assigned = [state_ops.assign(kept[i], values[i]) for i in range(count)]
            with ops.control_dependencies(assigned):
                return assigned, is_kept.assign(True)

        return cond(self.ready, lambda: (transformed(), control_flow_ops.no_op()),
                    lambda: cond(is_kept, lambda: (kept, control_flow_ops.no_op()), keep))

    def _updated(self, grower: Any, loss: Any, logits: Any, labels: Any, nodes: Any, inputs: Any, center: Any,
                 nodes_range: Any) -> Any:
        if self.closed_form:
            gradients, hessians = self.closed_form(logits, labels)
        else:
            gradients = gradients_impl.gradients(loss, logits, name="Gradients")[0]
            hessians = gradients_impl.gradients(gradients, logits, name="Hessians")[0]
        summaries = [[array_ops.squeeze(gen.BoostedTreesMakeStatsSummary(
            nodes, gradients, hessians, [inputs[feature]], max_splits=self.settings.max_splits, num_buckets=size), axis=0)
            for feature in ids] for size, ids in zip(self.buckets, self.features, strict=True)]
        if not self.settings.center_bias:
            return grower.grow_tree(summaries, nodes_range)
        return cond(center, functools.partial(grower.center_bias, center, gradients, hessians),
                    functools.partial(grower.grow_tree, summaries, nodes_range))


def _kept(caches: list[Any], values: Any, center: Any) -> list[Any]:
    """What is known of the examples, kept for the next step."""

    def keep() -> Any:
        assigned = [cache.assign(value) for cache, value in zip(caches, values, strict=True)]
        return control_flow_ops.group(assigned, name="cache_insert")

    return [cond(center, control_flow_ops.no_op, keep)] if caches else []


def _first_size(labels: Any) -> Any:
    sizes: Any = array_ops.shape(labels)
    return sizes[0]


def _log_loss_derivatives(head: Any) -> Any:
    def closed_form(logits: Any, labels: Any) -> Any:
        predictions: Any = math_ops.reciprocal(gen.Exp(-logits) + 1.0)
        normalizer = math_ops.reciprocal(math_ops.cast(array_ops.size(predictions), dtypes.float32))
        labels = head_checks.labels_like_logits(math_ops.cast(labels, dtypes.float32), logits, head.logits_dimension)
        return (predictions - labels) * normalizer, predictions * (1.0 - predictions) * normalizer

    return closed_form


class _BoostedTrees(estimator.Estimator):
    """What the estimators share."""

    def _start(self, model: _Model, model_dir: Any, config: Any) -> None:
        def _model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
            return model(features, labels, mode, config)

        variable_scope.enable_resource_variables()
        super().__init__(model_fn=_model_fn, model_dir=model_dir, config=config)
        for column in model.columns:
            columns_of.kind_of(column)

    def experimental_feature_importances(self, normalize: bool = False) -> Any:
        return unmodelled("tensorflow.estimator.BoostedTreesClassifier.experimental_feature_importances")

    def experimental_predict_with_explanations(self, *args: Any, **kwargs: Any) -> Any:
        return unmodelled("tensorflow.estimator.BoostedTreesClassifier.experimental_predict_with_explanations")


class BoostedTreesClassifier(_BoostedTrees):
    def __init__(self, feature_columns: Any, n_batches_per_layer: Any, model_dir: Any = None, n_classes: Any = _DEFAULT,
                 weight_column: Any = None, label_vocabulary: Any = None, n_trees: Any = 100, max_depth: Any = 6,
                 learning_rate: Any = 0.1, l1_regularization: Any = 0.0, l2_regularization: Any = 0.0,
                 tree_complexity: Any = 0.0, min_node_weight: Any = 0.0, config: Any = None, center_bias: Any = False,
                 pruning_mode: Any = "none", quantile_sketch_epsilon: Any = 0.01, train_in_memory: Any = False) -> None:
        """ValueError for other than two classes."""
        n_classes = 2 if n_classes is _DEFAULT else n_classes
        if n_classes > 2 and pruning_mode is not None:
            raise ValueError("For now pruning is not supported with multi class.")
        if n_classes != 2:
            raise ValueError(f"For now only binary classification is supported.n_classes given as {n_classes}")
        head = head_lib._binary_logistic_head_with_sigmoid_cross_entropy_loss(
            weight_column=weight_column, label_vocabulary=label_vocabulary, loss_reduction=Reduction.SUM_OVER_BATCH_SIZE)
        closed = _log_loss_derivatives(head) if weight_column is None and label_vocabulary is None else None
        settings = Settings(max_depth, learning_rate, l1_regularization, l2_regularization, tree_complexity,
                            min_node_weight, center_bias, pruning_mode, quantile_sketch_epsilon)
        self._start(_Model(head, feature_columns, settings, n_batches_per_layer, closed, weight_column, train_in_memory),
                    model_dir, config)


class BoostedTreesRegressor(_BoostedTrees):
    def __init__(self, feature_columns: Any, n_batches_per_layer: Any, model_dir: Any = None,
                 label_dimension: Any = _DEFAULT, weight_column: Any = None, n_trees: Any = 100, max_depth: Any = 6,
                 learning_rate: Any = 0.1, l1_regularization: Any = 0.0, l2_regularization: Any = 0.0,
                 tree_complexity: Any = 0.0, min_node_weight: Any = 0.0, config: Any = None, center_bias: Any = False,
                 pruning_mode: Any = "none", quantile_sketch_epsilon: Any = 0.01, train_in_memory: Any = False) -> None:
        """ValueError for labels of several numbers."""
        label_dimension = 1 if label_dimension is _DEFAULT else label_dimension
        if label_dimension > 1 and pruning_mode is not None:
            raise ValueError("For now pruning is not supported with multi-dimensionregression.")
        if label_dimension != 1:
            raise ValueError(f"For now only 1 dimension regression is supported.label_dimension given as {label_dimension}")
        head = head_lib._regression_head(label_dimension=label_dimension, weight_column=weight_column,
                                         loss_reduction=Reduction.SUM_OVER_BATCH_SIZE)
        settings = Settings(max_depth, learning_rate, l1_regularization, l2_regularization, tree_complexity,
                            min_node_weight, center_bias, pruning_mode, quantile_sketch_epsilon)
        self._start(_Model(head, feature_columns, settings, n_batches_per_layer, None, weight_column, train_in_memory),
                    model_dir, config)


class BoostedTreesEstimator(_BoostedTrees):
    def __init__(self, feature_columns: Any, n_batches_per_layer: Any, head: Any, model_dir: Any = None,
                 weight_column: Any = None, n_trees: Any = 100, max_depth: Any = 6, learning_rate: Any = 0.1,
                 l1_regularization: Any = 0.0, l2_regularization: Any = 0.0, tree_complexity: Any = 0.0,
                 min_node_weight: Any = 0.0, config: Any = None, center_bias: Any = False, pruning_mode: Any = "none",
                 quantile_sketch_epsilon: Any = 0.01) -> None:
        settings = Settings(max_depth, learning_rate, l1_regularization, l2_regularization, tree_complexity,
                            min_node_weight, center_bias, pruning_mode, quantile_sketch_epsilon)
        self._start(_Model(head, feature_columns, settings, n_batches_per_layer), model_dir, config)
