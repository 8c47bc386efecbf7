"""Adagrad with L1 and L2 shrinkage (training/proximal_adagrad.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import math_ops

from . import optimizer


class ProximalAdagradOptimizer(optimizer.Optimizer):
    def __init__(self, learning_rate: Any, initial_accumulator_value: float = 0.1, l1_regularization_strength: Any = 0.0,
                 l2_regularization_strength: Any = 0.0, use_locking: bool = False, name: str = "ProximalAdagrad") -> None:
        if initial_accumulator_value <= 0.0:
            raise ValueError(f"initial_accumulator_value must be positive: {initial_accumulator_value}")
        super().__init__(use_locking, name)
        self._initial = initial_accumulator_value
        self._rates = {"learning_rate": learning_rate, "l1_regularization_strength": l1_regularization_strength,
                       "l2_regularization_strength": l2_regularization_strength}
        self._rate_tensors: list[Any] = []

    def _create_slots(self, var_list: Any) -> None:
        for var in var_list:
            with ops.colocate_with(var):
                value = constant_op.constant_v1(self._initial, shape=var.get_shape(), dtype=var.dtype.base_dtype)
            self._get_or_make_slot(var, value, "accumulator", self._name)

    def _prepare(self) -> None:
        self._rate_tensors = [convert(value, None, name) for name, value in self._rates.items()]

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ApplyProximalAdagrad(var, self.get_slot(var, "accumulator"), *self._rate_tensors, grad,
                                        use_locking=self._use_locking)

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ResourceApplyProximalAdagrad(var.handle, self.get_slot(var, "accumulator").handle, *self._rate_tensors, grad,
                                                use_locking=self._use_locking)

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        return gen.SparseApplyProximalAdagrad(var, self.get_slot(var, "accumulator"), *self._rate_tensors, grad.values,
                                              grad.indices, use_locking=self._use_locking)

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        rates = [math_ops.cast(rate, grad.dtype) for rate in self._rate_tensors]
        return gen.ResourceSparseApplyProximalAdagrad(var.handle, self.get_slot(var, "accumulator").handle, *rates, grad,
                                                      indices, use_locking=self._use_locking)
