"""slim.learning (contrib/slim/python/slim/learning.py): train ops, and train, which builds its ops and runs one step."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf.contrib.training.python.training import training
from graphlint.tf.contrib.training.python.training.training import Pairs
from graphlint.tf.contrib.training.python.training.training import clip_gradient_norms as clip_gradient_norms
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import control_flow_ops, math_ops, variables
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import optimizer as optimizers
from graphlint.tf.python.training import training_util

_USE_GLOBAL_STEP = 0
_USE_DEFAULT = 0


def add_gradients_summaries(grads_and_vars: Any) -> list[Any]:
    return training.add_gradients_summaries(grads_and_vars, "/")


def multiply_gradients(grads_and_vars: Any, gradient_multipliers: Any) -> Pairs:
    return training.multiplied(
        grads_and_vars, gradient_multipliers,
        lambda value, dtype: value if isinstance(value, Tensor) else constant_op.constant(value, dtype=dtype))


def create_train_op(total_loss: Any, optimizer: Any, global_step: Any = _USE_GLOBAL_STEP, update_ops: Any = None,
                    variables_to_train: Any = None, clip_gradient_norm: Any = 0, summarize_gradients: bool = False,
                    gate_gradients: Any = optimizers.Optimizer.GATE_OP, aggregation_method: Any = None,
                    colocate_gradients_with_ops: bool = False, gradient_multipliers: Any = None,
                    check_numerics: bool = True) -> Any:
    def transform(grads: Pairs) -> Pairs:
        if gradient_multipliers:
            with ops.name_scope("multiply_grads"):
                grads = multiply_gradients(grads, gradient_multipliers)
        if clip_gradient_norm > 0:
            with ops.name_scope("clip_grads"):
                grads = clip_gradient_norms(grads, clip_gradient_norm)
        return grads

    return training.create_train_op(
        total_loss, optimizer, global_step, update_ops, variables_to_train, transform, summarize_gradients,
        gate_gradients, aggregation_method, colocate_gradients_with_ops, check_numerics)


def train_step(sess: Any, train_op: Any, global_step: Any, train_step_kwargs: Any) -> Any:
    """One run of the train op. ValueError where tracing is asked for without a folder."""
    if "should_trace" in train_step_kwargs and "logdir" not in train_step_kwargs:
        raise ValueError("logdir must be present in train_step_kwargs when should_trace is present")
    total_loss, _ = sess.run([train_op, global_step])
    return total_loss, False


def train(train_op: Any, logdir: Any, train_step_fn: Any = train_step, train_step_kwargs: Any = _USE_DEFAULT,
          log_every_n_steps: int = 1, graph: Any = None, master: str = "", is_chief: bool = True,
          global_step: Any = None, number_of_steps: Any = None, init_op: Any = _USE_DEFAULT, init_feed_dict: Any = None,
          local_init_op: Any = _USE_DEFAULT, init_fn: Any = None, ready_op: Any = _USE_DEFAULT,
          summary_op: Any = _USE_DEFAULT, save_summaries_secs: int = 600, summary_writer: Any = _USE_DEFAULT,
          startup_delay_steps: int = 0, saver: Any = None, save_interval_secs: int = 600, sync_optimizer: Any = None,
          session_config: Any = None, session_wrapper: Any = None, trace_every_n_steps: Any = None,
          ignore_live_threads: bool = False) -> Any:
    """The ops that training adds, then one step. ValueError for arguments that don't go together."""
    from graphlint.tf.python.client import session as sessions  # noqa: PLC0415 - only for scripts that train

    _check(train_op, logdir, summary_op, saver, trace_every_n_steps, number_of_steps)
    graph = graph or stack.default_graph()
    with stack.as_default(graph):
        if global_step is None:
            global_step = training_util.get_or_create_global_step()
        _saver_and_inits(saver, init_op, ready_op, local_init_op)
        if _is_default(summary_op):
            summary.merge_all()
        if _is_default(train_step_kwargs):
            train_step_kwargs = _step_kwargs(global_step, number_of_steps, log_every_n_steps, trace_every_n_steps,
                                             is_chief, logdir)
        session = sessions.Session(graph=graph)
        graph.finalized = True
        if init_fn is not None:
            init_fn(session)
        if session_wrapper is not None:
            session = session_wrapper(session)
        return train_step_fn(session, train_op, global_step, train_step_kwargs)[0]


def _is_default(value: Any) -> bool:
    return isinstance(value, int) and value == _USE_DEFAULT


def _check(train_op: Any, logdir: Any, summary_op: Any, saver: Any, trace_every_n_steps: Any,
           number_of_steps: Any) -> None:
    if train_op is None:
        raise ValueError("train_op cannot be None.")
    if logdir is None:
        if not _is_default(summary_op):
            raise ValueError("Cannot provide summary_op because logdir=None")
        if saver is not None:
            raise ValueError("Cannot provide saver because logdir=None")
        if trace_every_n_steps is not None:
            raise ValueError("Cannot provide trace_every_n_steps because logdir=None")
    if number_of_steps is not None and number_of_steps <= 0:
        raise ValueError("`number_of_steps` must be either None or a positive number.")


def _saver_and_inits(saver: Any, init_op: Any, ready_op: Any, local_init_op: Any) -> None:
    from graphlint.tf.python.ops import lookup_ops  # noqa: PLC0415 - only for scripts that train
    from graphlint.tf.python.training import saver as savers  # noqa: PLC0415 - only for scripts that train

    if saver is None:
        savers.Saver()
    with ops.name_scope("init_ops"):
        if _is_default(init_op):
            variables.global_variables_initializer()
        if _is_default(ready_op):
            variables.report_uninitialized_variables()
        if _is_default(local_init_op):
            local = variables.local_variables_initializer()
            control_flow_ops.group(local, lookup_ops.tables_initializer())


def _step_kwargs(global_step: Any, number_of_steps: Any, log_every_n_steps: int, trace_every_n_steps: Any,
                 is_chief: bool, logdir: Any) -> dict[str, Any]:
    with ops.name_scope("train_step"):
        found: dict[str, Any] = {}
        if number_of_steps:
            found["should_stop"] = math_ops.greater_equal(global_step, number_of_steps)
        else:
            found["should_stop"] = constant_op.constant(False)
        if log_every_n_steps > 0:
            found["should_log"] = math_ops.equal(math_ops.mod(global_step, log_every_n_steps), 0)
        if is_chief and trace_every_n_steps is not None:
            found["should_trace"] = math_ops.equal(math_ops.mod(global_step, trace_every_n_steps), 0)
            found["logdir"] = logdir
        return found
