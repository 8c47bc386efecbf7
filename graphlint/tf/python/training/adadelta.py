"""Adadelta (training/adadelta.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert

from . import optimizer

_HYPERS = ("lr", "rho", "epsilon")


class AdadeltaOptimizer(optimizer.Optimizer):
    def __init__(self, learning_rate: Any = 0.001, rho: Any = 0.95, epsilon: Any = 1e-8, use_locking: bool = False,
                 name: str = "Adadelta") -> None:
        super().__init__(use_locking, name)
        self._lr = learning_rate
        self._rho = rho
        self._epsilon = epsilon

    def _create_slots(self, var_list: Any) -> None:
        for var in var_list:
            self._zeros_slot(var, "accum", self._name)
            self._zeros_slot(var, "accum_update", self._name)

    def _prepare(self) -> None:
        self._lr_tensor = convert(self._call_if_callable(self._lr), None, "lr")
        self._hyper(rho=self._rho, epsilon=self._epsilon)

    def _slots_of(self, var: Any) -> list[Any]:
        return [self.get_slot(var, "accum"), self.get_slot(var, "accum_update")]

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ApplyAdadelta(var, *self._slots_of(var), *self._as(var.dtype, *_HYPERS), grad,
                                 use_locking=self._use_locking)

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        handles = [slot.handle for slot in self._slots_of(var)]
        return gen.ResourceApplyAdadelta(var.handle, *handles, *self._as(grad.dtype, *_HYPERS), grad,
                                         use_locking=self._use_locking)

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        return gen.SparseApplyAdadelta(var, *self._slots_of(var), *self._as(var.dtype, *_HYPERS), grad.values,
                                       grad.indices, use_locking=self._use_locking)

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        handles = [slot.handle for slot in self._slots_of(var)]
        return gen.ResourceSparseApplyAdadelta(var.handle, *handles, *self._as(grad.dtype, *_HYPERS), grad, indices,
                                               use_locking=self._use_locking)
