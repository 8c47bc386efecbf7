"""Training an Estimator under a strategy (estimator.py, `_actual_train_model_distributed`)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.distribute.distribute_lib import StrategyV1
from graphlint.tf.python.distribute.reduce_util import ReduceOp
from graphlint.tf.python.framework import ops, random_seed
from graphlint.tf.python.ops import variables
from graphlint.tf.python.training import monitored_session, session_run_hook, training_util, warm_starting_util
from graphlint.tf.python.util.function_utils import asked_for

from . import steps_of_training, util
from .model_fn import EstimatorSpec, ModeKeys

UNPREDICTED = "tensorflow.distribute.Strategy"


class _IteratorInitializerHook(session_run_hook.SessionRunHook):
    """Starts the iterators of a strategy when the session is there."""

    def __init__(self, iterator: Any) -> None:
        self._iterator = iterator

    def begin(self) -> None:
        self._initializer = self._iterator.initialize()

    def after_create_session(self, session: Any, coord: Any) -> None:
        session.run(self._initializer)


def train(estimator: Any, input_fn: Any, hooks: list[Any], listeners: list[Any]) -> Any:
    """The estimator; something unknown where the strategy isn't modelled."""
    strategy = estimator._config.train_distribute
    if not isinstance(strategy, StrategyV1):
        return unmodelled(UNPREDICTED)
    graph: Any = stack.world.new_graph()
    with graph.as_default(), strategy.scope():
        random_seed.set_random_seed(estimator._config.tf_random_seed)
        iterator = strategy.make_input_fn_iterator(lambda context: _input(estimator, input_fn, context))
        step = estimator._create_global_step(graph)
        ops.add_to_collection(training_util.GLOBAL_STEP_READ_KEY, strategy.extended.read_var(step))
        features, labels = util.parse_iterator_result(iterator.get_next())
        spec = strategy.extended.call_for_each_replica(
            estimator._call_model_fn, args=(features, labels, ModeKeys.TRAIN, estimator.config))
        if isinstance(spec, Unknown):
            return estimator
        loss = strategy.reduce(ReduceOp.SUM, spec.loss)
        whole = EstimatorSpec(spec.mode, loss=loss, scaffold=_scaffold(spec.scaffold, strategy),
                              train_op=strategy.group(spec.train_op), training_hooks=spec.training_hooks,
                              training_chief_hooks=spec.training_chief_hooks)
        if estimator._warm_start is not None and not isinstance(estimator._warm_start, Unknown):
            warm_starting_util.warm_start(*estimator._warm_start)
        steps_of_training.train(estimator._config, whole, [_IteratorInitializerHook(iterator), *hooks], listeners)
    return estimator


def _input(estimator: Any, input_fn: Any, context: Any) -> Any:
    offered = {"mode": ModeKeys.TRAIN, "params": estimator.params, "config": estimator.config, "input_context": context}
    return input_fn(**asked_for(input_fn, offered))


def _scaffold(scaffold: Any, strategy: Any) -> Any:
    """The scaffold of the replicas, whose op for what isn't initialized yet is made on each."""
    each = strategy.extended.call_for_each_replica
    ready_op = each(lambda: scaffold.ready_op)
    ready_for_local = each(_ready_for_local_init_op, args=(scaffold,))
    grouped = {name: None if op is None else strategy.group([op])
               for name, op in (("init_op", scaffold.init_op), ("local_init_op", scaffold.local_init_op),
                                ("summary_op", scaffold.summary_op))}
    return monitored_session.Scaffold(ready_op=ready_op, ready_for_local_init_op=ready_for_local, saver=scaffold.saver, **grouped)


def _ready_for_local_init_op(scaffold: Any) -> Any:
    if scaffold.ready_for_local_init_op is not None:
        return scaffold.ready_for_local_init_op
    return monitored_session.Scaffold.get_or_default(
        "ready_for_local_init_op", ops.GraphKeys.READY_FOR_LOCAL_INIT_OP,
        lambda: variables.report_uninitialized_variables(variables.global_variables()))
