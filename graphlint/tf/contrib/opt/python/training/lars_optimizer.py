"""LARS: rates that follow the norms of weights and gradients (contrib/opt/python/training/lars_optimizer.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.ops import array_ops, linalg_ops, math_ops
from graphlint.tf.python.training import momentum as momentum_opt


class LARSOptimizer(momentum_opt.MomentumOptimizer):
    """`tf.contrib.opt.LARSOptimizer`. Its sparse updates are those of Momentum."""

    def __init__(self, learning_rate: Any, momentum: Any = 0.9, weight_decay: Any = 0.0001, eeta: Any = 0.001,
                 epsilon: Any = 0.0, name: str = "LARSOptimizer", skip_list: Any = None, use_nesterov: bool = False) -> None:
        if momentum < 0.0:
            raise ValueError(f"momentum should be positive: {momentum}")
        if weight_decay < 0.0:
            raise ValueError(f"weight_decay should be positive: {weight_decay}")
        super().__init__(learning_rate, momentum, False, name, use_nesterov)
        self._weight_decay, self._eeta, self._epsilon = weight_decay, eeta, epsilon
        self._skip_list = skip_list

    def compute_lr(self, grad: Any, var: Any) -> tuple[Any, Any]:
        if self._skip_list is not None and any(part in var.name for part in self._skip_list):
            return self._learning_rate, grad
        weights, change = linalg_ops.norm(var, ord=2), linalg_ops.norm(grad, ord=2)
        wanted = math_ops.greater(weights, 0)
        changing = math_ops.greater(change, 0)
        ratio = self._eeta * weights / (change + self._weight_decay * weights + self._epsilon)
        trust = array_ops.where(wanted, array_ops.where(changing, ratio, 1.0), 1.0)
        return self._learning_rate * trust, grad + self._weight_decay * var

    def _options(self) -> dict[str, Any]:
        return {"use_locking": False, "use_nesterov": self._use_nesterov}

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        rate, grad = self.compute_lr(grad, var)
        return gen.ApplyMomentum(var, self.get_slot(var, "momentum"), math_ops.cast(1.0, var.dtype.base_dtype),
                                 grad * rate, self._momentum, **self._options())

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        rate, grad = self.compute_lr(grad, var)
        return gen.ResourceApplyMomentum(var.handle, self.get_slot(var, "momentum").handle,
                                         math_ops.cast(1.0, var.dtype.base_dtype), grad * rate, self._momentum,
                                         **self._options())
