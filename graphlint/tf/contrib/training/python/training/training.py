"""create_train_op and the shaping of gradients (contrib/training/python/training/training.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.indexed_slices import IndexedSlices
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import array_ops, clip_ops, control_flow_ops, variables
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import monitored_session, training_util
from graphlint.tf.python.training import optimizer as optimizers

Pairs = list[tuple[Any, Any]]
_USE_GLOBAL_STEP = 0


def add_gradients_summaries(grads_and_vars: Any, separator: str = "_") -> list[Any]:
    summaries = []
    for grad, var in grads_and_vars:
        if grad is None:
            continue
        values = grad.values if isinstance(grad, IndexedSlices) else grad
        summaries.append(summary.histogram(f"{var.op.name}{separator}gradient", values))
        norm = clip_ops.global_norm([values])
        summaries.append(summary.scalar(f"{var.op.name}{separator}gradient_norm", norm))
    return summaries


def clip_gradient_norms(gradients_to_variables: Any, max_norm: Any) -> Pairs:
    clipped: Pairs = []
    for grad, var in gradients_to_variables:
        if isinstance(grad, IndexedSlices):
            grad = IndexedSlices(clip_ops.clip_by_norm(grad.values, max_norm), grad.indices, grad.dense_shape)
        elif grad is not None:
            grad = clip_ops.clip_by_norm(grad, max_norm)
        clipped.append((grad, var))
    return clipped


def clip_gradient_norms_fn(max_norm: Any) -> Callable[[Any], Pairs]:
    def clip_norms(gradients_to_variables: Any) -> Pairs:
        return clip_gradient_norms(gradients_to_variables, max_norm)

    return clip_norms


def multiply_gradients(grads_and_vars: Any, gradient_multipliers: Any) -> Pairs:
    """ValueError for arguments of another kind, and for a variable without a gradient."""
    return multiplied(grads_and_vars, gradient_multipliers, lambda value, dtype: convert(value, dtype))


def multiplied(grads_and_vars: Any, multipliers: Any, as_tensor: Callable[[Any, Any], Any]) -> Pairs:
    """Gradients times the multipliers of their variables, which `as_tensor` converts."""
    if not isinstance(grads_and_vars, list):
        raise ValueError("`grads_and_vars` must be a list.")
    if not multipliers:
        raise ValueError("`gradient_multipliers` is empty.")
    if not isinstance(multipliers, dict):
        raise ValueError("`gradient_multipliers` must be a dict.")
    found: Pairs = []
    for grad, var in grads_and_vars:
        if var in multipliers or var.op.name in multipliers:
            if grad is None:
                raise ValueError("Requested multiple of `None` gradient.")
            factor = as_tensor(multipliers[var if var in multipliers else var.op.name], grad.dtype)
            if isinstance(grad, IndexedSlices):
                grad = IndexedSlices(grad.values * factor, grad.indices, grad.dense_shape)
            else:
                grad *= factor
        found.append((grad, var))
    return found


def create_train_op(total_loss: Any, optimizer: Any, global_step: Any = _USE_GLOBAL_STEP, update_ops: Any = None,
                    variables_to_train: Any = None, transform_grads_fn: Any = None, summarize_gradients: bool = False,
                    gate_gradients: Any = optimizers.Optimizer.GATE_OP, aggregation_method: Any = None,
                    colocate_gradients_with_ops: bool = False, check_numerics: bool = True) -> Any:
    """An op that computes gradients, applies them and returns the loss."""
    return built(total_loss, optimizer, global_step, update_ops, variables_to_train, transform_grads_fn,
                 add_gradients_summaries if summarize_gradients else None,
                 {"gate_gradients": gate_gradients, "aggregation_method": aggregation_method,
                  "colocate_gradients_with_ops": colocate_gradients_with_ops}, check_numerics)


def built(total_loss: Any, optimizer: Any, global_step: Any, update_ops: Any, variables_to_train: Any,
          transform_grads_fn: Any, summarize: Any, gradient_options: dict[str, Any], check_numerics: bool) -> Any:
    """The train op's sub-graph, with a function that summarizes gradients or None."""
    if global_step is _USE_GLOBAL_STEP:
        global_step = training_util.get_or_create_global_step()
    updates = list(dict.fromkeys(ops.get_collection(GraphKeys.UPDATE_OPS) if update_ops is None else update_ops))
    if updates:
        with ops.control_dependencies(updates):
            barrier = control_flow_ops.no_op(name="update_barrier")
        total_loss = control_flow_ops.with_dependencies([barrier], total_loss)
    if variables_to_train is None:
        variables_to_train = variables.trainable_variables()
    assert variables_to_train
    grads = optimizer.compute_gradients(total_loss, variables_to_train, **gradient_options)
    if transform_grads_fn:
        grads = transform_grads_fn(grads)
    if summarize is not None:
        with ops.name_scope("summarize_grads"):
            summarize(grads)
    update = optimizer.apply_gradients(grads, global_step=global_step)
    with ops.name_scope("train_op"):
        if check_numerics:
            total_loss = array_ops.check_numerics(total_loss, "LossTensor is inf or nan")
        train_op = control_flow_ops.with_dependencies([update], total_loss)
    train_ops = ops.get_collection_ref(GraphKeys.TRAIN_OP)
    if train_op not in train_ops:
        train_ops.append(train_op)
    return train_op


def train(train_op: Any, logdir: Any, master: Any = "", is_chief: Any = True, scaffold: Any = None, hooks: Any = None,
          chief_only_hooks: Any = None, save_checkpoint_secs: Any = 600, save_summaries_steps: Any = 100,
          config: Any = None, max_wait_secs: Any = 7200, run_metadata: Any = None) -> Any:
    """One run of the loop. ValueError for a chief that shall save without a folder."""
    if logdir is None and is_chief:
        for name, given in (("save_summaries_steps", save_summaries_steps), ("save_checkpoint_secs", save_checkpoint_secs)):
            if given:
                raise ValueError(f"logdir cannot be None when {name} is not None")
    with monitored_session.MonitoredTrainingSession(
            master=master, is_chief=is_chief, checkpoint_dir=logdir, scaffold=scaffold, hooks=hooks,
            chief_only_hooks=chief_only_hooks, save_checkpoint_secs=save_checkpoint_secs,
            save_summaries_steps=save_summaries_steps, config=config, max_wait_secs=max_wait_secs) as session:
        return session.run(train_op, run_metadata=run_metadata)
