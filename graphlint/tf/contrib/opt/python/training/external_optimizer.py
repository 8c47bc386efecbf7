"""Optimizers outside of the graph (contrib/opt/python/training/external_optimizer.py): the ops that serve them.

What SciPy does with them is never run; callbacks aren't called.
"""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.ops import array_ops, gradients_impl, variables


@exposed(also={"_minimize", "_vars", "_loss"})
class ExternalOptimizerInterface:
    """Variables and gradients, packed into one vector."""

    def __init__(self, loss: Any, var_list: Any = None, equalities: Any = None, inequalities: Any = None,
                 var_to_bounds: Any = None, **optimizer_kwargs: Any) -> None:
        self._loss = loss
        self._vars = variables.trainable_variables() if var_list is None else list(var_list)
        fed = [array_ops.placeholder(var.dtype) for var in self._vars]
        self._updates = [var.assign(array_ops.reshape(part, tuple(var.get_shape().as_list())))
                         for var, part in zip(self._vars, fed, strict=True)]
        gradients = [self._gradients(tensor) for tensor in (loss, *(equalities or ()), *(inequalities or ()))]
        self.optimizer_kwargs = optimizer_kwargs
        self._packed = [self._pack(self._vars), *map(self._pack, gradients)]

    def _gradients(self, tensor: Any) -> list[Any]:
        found = gradients_impl.gradients(tensor, self._vars)
        return [array_ops.zeros_like(var) if grad is None else grad for var, grad in zip(self._vars, found, strict=True)]

    @staticmethod
    def _pack(tensors: list[Any]) -> Any:
        if not tensors:
            return None
        flat = [array_ops.reshape(tensor, [-1]) for tensor in tensors]
        return flat[0] if len(flat) == 1 else array_ops.concat(flat, 0)

    def minimize(self, session: Any = None, feed_dict: Any = None, fetches: Any = None, step_callback: Any = None,
                 loss_callback: Any = None, **run_kwargs: Any) -> None:
        stack.world.session_runs += 1


class ScipyOptimizerInterface(ExternalOptimizerInterface):
    """`tf.contrib.opt.ScipyOptimizerInterface`."""
