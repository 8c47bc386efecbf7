"""Hooks that end a training when evaluations stop getting better (estimator/early_stopping.py): what they add to the graph.

No evaluation is read, so none of them ever ends one.
"""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import init_ops, state_ops, variable_scope
from graphlint.tf.python.training import session_run_hook, training_util
from graphlint.tf.tensorflow_estimator.python.estimator.estimator import Estimator


def _stop_variable() -> Any:
    with variable_scope.variable_scope("signal_early_stopping", values=[], reuse=variable_scope.AUTO_REUSE):
        return variable_scope.get_variable(
            name="STOP", shape=[], dtype="bool", initializer=init_ops.Constant(False),
            collections=[ops.GraphKeys.GLOBAL_VARIABLES], trainable=False)


class _StopOnPredicateHook(session_run_hook.SessionRunHook):
    def __init__(self, should_stop_fn: Any) -> None:
        if not callable(should_stop_fn):
            raise TypeError("`should_stop_fn` must be callable.")

    def begin(self) -> None:
        training_util.get_global_step()
        state_ops.assign(_stop_variable(), True)


class _CheckForStoppingHook(session_run_hook.SessionRunHook):
    def begin(self) -> None:
        _stop_variable()


def make_early_stopping_hook(estimator: Any, should_stop_fn: Any, run_every_secs: Any = 60,
                             run_every_steps: Any = None) -> Any:
    if not isinstance(estimator, (Estimator, Unknown)):
        raise TypeError(f"`estimator` must have type `tf.estimator.Estimator`. Got: {type(estimator)}")
    if run_every_secs is not None and run_every_steps is not None:
        raise ValueError("Only one of `run_every_secs` and `run_every_steps` must be set.")
    return _StopOnPredicateHook(should_stop_fn) if estimator.config.is_chief else _CheckForStoppingHook()


def _never() -> bool:
    return False


def stop_if_higher_hook(estimator: Any, metric_name: Any, threshold: Any, eval_dir: Any = None, min_steps: Any = 0,
                        run_every_secs: Any = 60, run_every_steps: Any = None) -> Any:
    return make_early_stopping_hook(estimator, _never, run_every_secs, run_every_steps)


def stop_if_lower_hook(estimator: Any, metric_name: Any, threshold: Any, eval_dir: Any = None, min_steps: Any = 0,
                       run_every_secs: Any = 60, run_every_steps: Any = None) -> Any:
    return make_early_stopping_hook(estimator, _never, run_every_secs, run_every_steps)


def stop_if_no_increase_hook(estimator: Any, metric_name: Any, max_steps_without_increase: Any, eval_dir: Any = None,
                             min_steps: Any = 0, run_every_secs: Any = 60, run_every_steps: Any = None) -> Any:
    return make_early_stopping_hook(estimator, _never, run_every_secs, run_every_steps)


def stop_if_no_decrease_hook(estimator: Any, metric_name: Any, max_steps_without_decrease: Any, eval_dir: Any = None,
                             min_steps: Any = 0, run_every_secs: Any = 60, run_every_steps: Any = None) -> Any:
    return make_early_stopping_hook(estimator, _never, run_every_secs, run_every_steps)
