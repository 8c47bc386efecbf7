"""Gradients applied where a strategy is in force (training/optimizer.py, `_distributed_apply`)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.distribute.distribution_strategy_context import get_replica_context, in_cross_replica_context
from graphlint.tf.python.distribute.reduce_util import ReduceOp
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import state_ops


def apply_on_replica(optimizer: Any, pairs: tuple[Any, ...], global_step: Any, name: Any) -> Any:
    """RuntimeError across replicas; ValueError where no variable has a gradient."""
    if in_cross_replica_context():
        raise RuntimeError("Use `_distributed_apply()` instead of `apply_gradients()` in a cross-replica context.")
    kept = [(gradient, variable) for gradient, variable in pairs if gradient is not None]
    if not kept:
        raise ValueError(f"No gradients provided for any variable: {[variable.name for _, variable in pairs]}.")
    return get_replica_context().merge_call(_apply, args=(optimizer, kept, global_step, name))


def _apply(strategy: Any, optimizer: Any, pairs: list[Any], global_step: Any, name: Any) -> Any:
    from .optimizer import Target, converted, noted_train_op  # noqa: PLC0415 - optimizers ask this module

    extended = strategy.extended
    gradients = extended.batch_reduce_to(ReduceOp.SUM, pairs)
    variables = [variable for _, variable in pairs]
    with ops.init_scope():
        optimizer._create_slots(variables)

    def update(variable: Any, gradient: Any) -> Any:
        gradient = converted(gradient)
        with ops.name_scope("update_" + variable.op.name):
            return Target(variable).update_op(optimizer, gradient)

    with ops.name_scope(name, optimizer._name) as scope:
        optimizer._prepare()
        updates = [op for gradient, variable in zip(gradients, variables, strict=True)
                   for op in extended.update(variable, update, args=(gradient,), group=False)]
        finished = extended.update_non_slot(extended.non_slot_devices(variables), optimizer._finish, args=(updates, "update"),
                                            group=False)
        if global_step is None:
            return noted_train_op(strategy.group(finished, name=scope))
        with ops.control_dependencies(finished):
            stepped = extended.update(global_step, state_ops.assign_add, args=(1,), kwargs={"name": scope})
        return noted_train_op(getattr(stepped, "op", stepped))
