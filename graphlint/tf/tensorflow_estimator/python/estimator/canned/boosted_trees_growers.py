"""How ensembles of trees grow: at once, or after several batches (estimator/canned/boosted_trees.py)."""

from __future__ import annotations

from typing import Any, NamedTuple

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import (
    array_ops,
    cond_v2,
    control_flow_ops,
    data_flow_ops,
    math_ops,
    variable_scope,
)
from graphlint.tf.python.ops.boosted_trees_ops import PruningMode


class Settings(NamedTuple):
    """How trees are grown."""

    max_depth: Any
    learning_rate: Any
    l1: Any
    l2: Any
    tree_complexity: Any
    min_node_weight: Any
    center_bias: Any
    pruning_mode: Any
    quantile_sketch_epsilon: Any

    @property
    def max_splits(self) -> int:
        return (1 << self.max_depth) - 1  # type: ignore[no-any-return]


def variable(initial_value: Any, trainable: bool = False, name: Any = None) -> Any:
    return variable_scope.variable(initial_value=initial_value, trainable=trainable, validate_shape=False, name=name,
                                   use_resource=True)


cond = cond_v2.cond_v2


class _Grower:
    def __init__(self, ensemble: Any, quantiles: Any, settings: Settings, features: list[list[int]]) -> None:
        """ValueError for pruning without a complexity, and the other way round."""
        self._ensemble, self._quantiles, self._settings, self._features = ensemble, quantiles, settings, features
        self._pruning = PruningMode.from_str(settings.pruning_mode)
        if settings.tree_complexity > 0:
            if self._pruning == PruningMode.NO_PRUNING:
                raise ValueError("Tree complexity have no effect unless pruning mode is chosen.")
        elif self._pruning != PruningMode.NO_PRUNING:
            raise ValueError("For pruning, tree_complexity must be positive.")

    def chief_init_op(self) -> Any:
        return control_flow_ops.no_op()

    def _centered(self, center: Any, gradients: Any, hessians: Any) -> Any:
        more = gen.BoostedTreesCenterBias(self._ensemble.resource_handle, gradients, hessians, self._settings.l1,
                                          self._settings.l2)
        return center.assign(more)

    def _grown(self, summaries: list[Any], nodes_range: Any) -> Any:
        own = self._settings
        found: list[list[Any]] = [[], [], [], [], []]
        ids: list[int] = []
        for each, features in zip(summaries, self._features, strict=True):
            parts = gen.BoostedTreesCalculateBestGainsPerFeature(
                nodes_range, each, own.l1, own.l2, own.tree_complexity, own.min_node_weight, max_splits=own.max_splits)
            ids += features
            for whole, part in zip(found, parts, strict=True):
                whole += part
        nodes, gains, thresholds, left, right = found
        return gen.BoostedTreesUpdateEnsemble(
            self._ensemble.resource_handle, ids, nodes, gains, thresholds, left, right, own.max_depth, own.learning_rate,
            pruning_mode=self._pruning)


class InMemoryGrower(_Grower):
    """Grows from the one batch that there is."""

    def accumulate_quantiles(self, features: Any, weights: Any, ready: Any) -> Any:
        with ops.control_dependencies([self._quantiles.add_summaries(features, weights)]):
            flush = self._quantiles.flush()
            with ops.control_dependencies([flush]):
                return ready.assign(True).op

    def center_bias(self, center: Any, gradients: Any, hessians: Any) -> Any:
        mean = array_ops.expand_dims(math_ops.reduce_mean(gradients, 0), 0)
        return self._centered(center, mean, array_ops.expand_dims(math_ops.reduce_mean(hessians, 0), 0))

    def grow_tree(self, summaries: list[Any], nodes_range: Any) -> Any:
        return self._grown(summaries, nodes_range)


class AccumulatorGrower(_Grower):
    """Grows after so many batches."""

    def __init__(self, ensemble: Any, quantiles: Any, settings: Settings, features: list[list[int]], stamp: Any,
                 batches: Any, buckets: list[int], is_chief: Any) -> None:
        super().__init__(ensemble, quantiles, settings, features)
        self._stamp, self._batches, self._is_chief = stamp, batches, is_chief
        self._init: list[Any] = []
        self._growing = [self._accumulator([len(ids), settings.max_splits, size, 2], f"numeric_stats_summary_accumulator_{i}")
                         for i, (ids, size) in enumerate(zip(features, buckets, strict=True))]
        self._bias = self._accumulator([2, 1], "bias_accumulator") if settings.center_bias else None

    def _accumulator(self, shape: Any, shared_name: str) -> Any:
        made = data_flow_ops.ConditionalAccumulator(dtype=dtypes.float32, shape=shape, shared_name=shared_name)
        self._init.append(made.set_global_step(self._stamp))
        return made

    def chief_init_op(self) -> Any:
        return control_flow_ops.group(self._init)

    def accumulate_quantiles(self, features: Any, weights: Any, ready: Any) -> Any:
        summary = self._quantiles.add_summaries(features, weights)
        counted = data_flow_ops.ConditionalAccumulator(dtype=dtypes.float32, shape={}, shared_name="quantile_summary_accum")
        step = counted.set_global_step(self._stamp)
        applied = counted.apply_grad(constant_op.constant(0.0), self._stamp)
        update = control_flow_ops.group(summary, step, applied)
        if not self._is_chief:
            return update
        with ops.control_dependencies([update]):

            def flush_fn() -> Any:
                taken = counted.take_grad(1)
                flushed = self._quantiles.flush()
                return control_flow_ops.group(flushed, taken, ready.assign(True).op)

            return cond(math_ops.greater_equal(counted.num_accumulated(), self._batches), flush_fn, control_flow_ops.no_op,
                        name="wait_until_quaniles_accumulated")

    def center_bias(self, center: Any, gradients: Any, hessians: Any) -> Any:
        both = math_ops.reduce_mean(array_ops.stack([gradients, hessians], axis=0), axis=1)
        bias = self._bias
        assert bias is not None
        with ops.control_dependencies([bias.apply_grad(both, self._stamp)]):
            if not self._is_chief:
                return control_flow_ops.no_op()

            def set_stamp() -> Any:
                return control_flow_ops.group([one.set_global_step(self._stamp + 1) for one in self._growing])

            def center_from_accumulator() -> Any:
                first, second = array_ops.unstack(bias.take_grad(1), axis=0)
                done = self._centered(center, array_ops.expand_dims(first, 0), array_ops.expand_dims(second, 0))
                with ops.control_dependencies([done]):
                    return cond(center, control_flow_ops.no_op, set_stamp)

            return cond(math_ops.greater_equal(bias.num_accumulated(), self._batches), center_from_accumulator,
                        control_flow_ops.no_op, name="wait_until_n_batches_for_bias_accumulated")

    def grow_tree(self, summaries: list[Any], nodes_range: Any) -> Any:
        applied = [one.apply_grad(array_ops.stack(each, axis=0), self._stamp)
                   for one, each in zip(self._growing, summaries, strict=True)]
        with ops.control_dependencies(applied):
            if not self._is_chief:
                return control_flow_ops.no_op()
            least = math_ops.reduce_min(array_ops.stack([one.num_accumulated() for one in self._growing]))

            def grow() -> Any:
                taken = [array_ops.unstack(one.take_grad(1), axis=0) for one in self._growing]
                return self._grown(taken, nodes_range)

            return cond(math_ops.greater_equal(least, self._batches), grow, control_flow_ops.no_op,
                        name="wait_until_n_batches_accumulated")
