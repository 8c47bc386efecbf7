"""Gradient descent (training/gradient_descent.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen

from . import optimizer


class GradientDescentOptimizer(optimizer.Optimizer):
    def __init__(self, learning_rate: Any, use_locking: bool = False, name: str = "GradientDescent") -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate

    def _prepare(self) -> None:
        self._hyper(learning_rate=self._learning_rate)

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        (rate,) = self._as(var.dtype, "learning_rate")
        return gen.ApplyGradientDescent(var, rate, grad, use_locking=self._use_locking).op

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        (rate,) = self._as(grad.dtype, "learning_rate")
        return gen.ResourceApplyGradientDescent(handle.handle, rate, grad, use_locking=self._use_locking)

    def _resource_apply_sparse_duplicate_indices(self, grad: Any, handle: Any, indices: Any) -> Any:
        return gen.ResourceScatterAdd(handle.handle, indices, -grad * self._learning_rate)

    def _apply_sparse_duplicate_indices(self, grad: Any, var: Any) -> Any:
        (rate,) = self._as(var.dtype, "learning_rate")
        delta = grad.values * rate
        slices = type(grad)(delta, grad.indices, grad.dense_shape)
        return var.scatter_sub(slices, use_locking=self._use_locking)
