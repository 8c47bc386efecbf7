"""Proximal gradient descent (training/proximal_gradient_descent.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert

from . import optimizer

_HYPERS = ("learning_rate", "l1_regularization_strength", "l2_regularization_strength")


class ProximalGradientDescentOptimizer(optimizer.Optimizer):
    def __init__(self, learning_rate: Any, l1_regularization_strength: float = 0.0,
                 l2_regularization_strength: float = 0.0, use_locking: bool = False,
                 name: str = "ProximalGradientDescent") -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._l1_regularization_strength = l1_regularization_strength
        self._l2_regularization_strength = l2_regularization_strength

    def _prepare(self) -> None:
        self._hyper(learning_rate=self._learning_rate)
        self._l1_regularization_strength_tensor = convert(self._l1_regularization_strength, None,
                                                          "l1_regularization_strength")
        self._l2_regularization_strength_tensor = convert(self._l2_regularization_strength, None,
                                                          "l2_regularization_strength")

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ApplyProximalGradientDescent(var, *self._values(), grad, use_locking=self._use_locking).op

    def _values(self) -> list[Any]:
        return [getattr(self, f"_{name}_tensor") for name in _HYPERS]

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ResourceApplyProximalGradientDescent(var.handle, *self._values(), grad,
                                                        use_locking=self._use_locking)

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        return gen.SparseApplyProximalGradientDescent(var, *self._values(), grad.values, grad.indices,
                                                      use_locking=self._use_locking).op

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        return gen.ResourceSparseApplyProximalGradientDescent(var.handle, *self._as(grad.dtype, *_HYPERS), grad, indices,
                                                              use_locking=self._use_locking)
