"""Momentum (training/momentum.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen

from . import optimizer


class MomentumOptimizer(optimizer.Optimizer):
    def __init__(self, learning_rate: Any, momentum: Any, use_locking: bool = False, name: str = "Momentum",
                 use_nesterov: bool = False) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._momentum = momentum
        self._use_nesterov = use_nesterov

    def _create_slots(self, var_list: Any) -> None:
        for var in var_list:
            self._zeros_slot(var, "momentum", self._name)

    def _prepare(self) -> None:
        self._hyper(learning_rate=self._learning_rate, momentum=self._momentum)

    def _options(self) -> dict[str, Any]:
        return {"use_locking": self._use_locking, "use_nesterov": self._use_nesterov}

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        rate, momentum = self._as(var.dtype, "learning_rate", "momentum")
        return gen.ApplyMomentum(var, self.get_slot(var, "momentum"), rate, grad, momentum, **self._options()).op

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        rate, momentum = self._as(grad.dtype, "learning_rate", "momentum")
        return gen.ResourceApplyMomentum(var.handle, self.get_slot(var, "momentum").handle, rate, grad, momentum,
                                         **self._options())

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        rate, momentum = self._as(var.dtype, "learning_rate", "momentum")
        return gen.SparseApplyMomentum(var, self.get_slot(var, "momentum"), rate, grad.values, grad.indices, momentum,
                                       **self._options()).op

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        rate, momentum = self._as(grad.dtype, "learning_rate", "momentum")
        return gen.ResourceSparseApplyMomentum(var.handle, self.get_slot(var, "momentum").handle, rate, grad, indices,
                                               momentum, **self._options())
