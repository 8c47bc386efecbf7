"""The step of an evaluation, and one evaluation (training/evaluation.py): its ops, and one run."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import array_ops, init_ops, state_ops, variable_scope

from . import monitored_session
from .session_run_hook import SessionRunHook


def _get_or_create_eval_step() -> Any:
    """The variable that counts evaluations. ValueError where there are several."""
    held = ops.get_collection(GraphKeys.EVAL_STEP)
    if len(held) > 1:
        raise ValueError("Multiple tensors added to tf.GraphKeys.EVAL_STEP")
    if held:
        return held[0]
    return variable_scope.get_variable("eval_step", shape=[], dtype=dtypes.int64, initializer=init_ops.Zeros(),
                                       trainable=False, collections=[GraphKeys.LOCAL_VARIABLES, GraphKeys.EVAL_STEP])


class _StopAfterNEvalsHook(SessionRunHook):
    """Ends an evaluation after a number of runs."""

    def __init__(self, num_evals: Any, log_progress: bool = True) -> None:
        self._num_evals = num_evals

    def _set_evals_completed_tensor(self, updated_eval_step: Any) -> None:
        self._evals_completed = updated_eval_step


def with_step(eval_ops: Any, update: Any) -> Any:
    """The ops of an evaluation and the update of its step."""
    if isinstance(eval_ops, dict):
        eval_ops["update_eval_step"] = update
        return eval_ops
    return [*eval_ops, update] if isinstance(eval_ops, (tuple, list)) else [eval_ops, update]


def _evaluate_once(checkpoint_path: Any, master: str = "", scaffold: Any = None, eval_ops: Any = None,
                   feed_dict: Any = None, final_ops: Any = None, final_ops_feed_dict: Any = None, hooks: Any = None,
                   config: Any = None) -> Any:
    step = _get_or_create_eval_step()
    hooks = list(hooks or [])
    if eval_ops is not None:
        eval_ops = with_step(eval_ops, state_ops.assign_add(step, 1, use_locking=True))
        waited = list(eval_ops.values()) if isinstance(eval_ops, dict) else eval_ops
        with ops.control_dependencies(waited):
            value = array_ops.identity(_get_or_create_eval_step().read_value())
        for hook in hooks:
            if isinstance(hook, _StopAfterNEvalsHook):
                hook._set_evals_completed_tensor(value)
    return evaluated(checkpoint_path, master, scaffold, eval_ops, feed_dict, final_ops, final_ops_feed_dict, hooks, config)


def evaluated(checkpoint_path: Any, master: str, scaffold: Any, eval_ops: Any, feed_dict: Any, final_ops: Any,
              final_ops_feed_dict: Any, hooks: list[Any], config: Any) -> Any:
    """One run of the ops in a monitored session, and the values of the final ops."""
    creator = monitored_session.ChiefSessionCreator(scaffold=scaffold, checkpoint_filename_with_path=checkpoint_path,
                                                    master=master, config=config)
    with monitored_session.MonitoredSession(session_creator=creator, hooks=hooks) as session:
        if eval_ops is not None:
            session.run(eval_ops, feed_dict)
        return None if final_ops is None else session.run(final_ops, final_ops_feed_dict)
