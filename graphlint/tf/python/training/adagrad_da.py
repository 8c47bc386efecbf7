"""Adagrad with dual averaging (training/adagrad_da.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops, math_ops

from . import optimizer


class AdagradDAOptimizer(optimizer.Optimizer):
    def __init__(self, learning_rate: Any, global_step: Any, initial_gradient_squared_accumulator_value: float = 0.1,
                 l1_regularization_strength: Any = 0.0, l2_regularization_strength: Any = 0.0, use_locking: bool = False,
                 name: str = "AdagradDA") -> None:
        if initial_gradient_squared_accumulator_value <= 0.0:
            raise ValueError("initial_gradient_squared_accumulator_value must be positive: "
                             f"{initial_gradient_squared_accumulator_value}")
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._initial = initial_gradient_squared_accumulator_value
        self._strengths = (l1_regularization_strength, l2_regularization_strength)
        self._global_step = global_step
        self._rate_tensor: Any = None
        self._step_on_worker: Any = None

    def _create_slots(self, var_list: Any) -> None:
        for var in var_list:
            dtype, shape = var.dtype.base_dtype, var.get_shape()
            with ops.colocate_with(var):
                sums = constant_op.constant_v1(0.0, shape=shape, dtype=dtype)
                squares = constant_op.constant_v1(self._initial, shape=shape, dtype=dtype)
            self._get_or_make_slot(var, sums, "gradient_accumulator", self._name)
            self._get_or_make_slot(var, squares, "gradient_squared_accumulator", self._name)

    def _prepare(self) -> None:
        self._rate_tensor = convert(self._learning_rate, None, "learning_rate")
        with ops.colocate_with(self._rate_tensor):
            self._step_on_worker = array_ops.identity(self._global_step) + 1

    def _rest(self, var: Any, dtype: Any) -> list[Any]:
        """What all forms end with: the rate, the strengths, and the step beside the variable."""
        with ops.device(var.device):
            step = array_ops.identity(self._step_on_worker)
        return [*(math_ops.cast(value, dtype.base_dtype) for value in (self._rate_tensor, *self._strengths)), step]

    def _slots_of(self, var: Any) -> tuple[Any, Any]:
        return self.get_slot(var, "gradient_accumulator"), self.get_slot(var, "gradient_squared_accumulator")

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ApplyAdagradDA(var, *self._slots_of(var), grad, *self._rest(var, var.dtype), use_locking=self._use_locking)

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        sums, squares = self._slots_of(var)
        return gen.ResourceApplyAdagradDA(var.handle, sums.handle, squares.handle, grad, *self._rest(var, grad.dtype),
                                          use_locking=self._use_locking)

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        return gen.SparseApplyAdagradDA(var, *self._slots_of(var), grad.values, grad.indices, *self._rest(var, var.dtype),
                                        use_locking=self._use_locking)

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        sums, squares = self._slots_of(var)
        return gen.ResourceSparseApplyAdagradDA(var.handle, sums.handle, squares.handle, grad, indices,
                                                *self._rest(var, grad.dtype), use_locking=self._use_locking)
