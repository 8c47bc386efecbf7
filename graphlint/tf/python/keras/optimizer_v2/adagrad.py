"""Adagrad (optimizer_v2/adagrad.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.ops import array_constants, init_ops

from .optimizer_v2 import OptimizerV2, default_epsilon


class Adagrad(OptimizerV2):
    _other_settings = ("initial_accumulator_value", "epsilon")

    def __init__(self, learning_rate: Any = 0.001, initial_accumulator_value: Any = 0.1, epsilon: Any = 1e-7,
                 name: str = "Adagrad", **kwargs: Any) -> None:
        if initial_accumulator_value < 0.0:
            raise ValueError(f"initial_accumulator_value must be non-negative: {initial_accumulator_value}")
        super().__init__(name, **kwargs)
        self._set_hypers(kwargs.get("lr", learning_rate))
        self.initial_accumulator_value = initial_accumulator_value
        self.epsilon = default_epsilon(epsilon)

    def _create_slots(self, var_list: list[Any]) -> None:
        for var in var_list:
            self.add_slot(var, "accumulator",
                          init_ops.Constant(self.initial_accumulator_value, dtype=var.dtype.base_dtype))

    def _coefficients(self, dtype: Any) -> dict[str, Any]:
        found = super()._coefficients(dtype)
        epsilon = convert(self.epsilon, dtype)
        negative = -found["lr_t"]
        return {**found, "epsilon": epsilon, "neg_lr_t": negative, "zero": array_constants.zeros((), dtype=dtypes.int64)}

    def _apply_dense(self, grad: Any, var: Any, numbers: dict[str, Any]) -> Any:
        slot = self.get_slot(var, "accumulator")
        return gen.ResourceApplyAdagradV2(var.handle, slot.handle, numbers["lr_t"], numbers["epsilon"], grad,
                                          use_locking=True)

    def _apply_rows(self, values: Any, var: Any, indices: Any, numbers: dict[str, Any]) -> Any:
        slot = self.get_slot(var, "accumulator")
        return gen.ResourceSparseApplyAdagradV2(var.handle, slot.handle, numbers["lr_t"], numbers["epsilon"], values, indices,
                                                use_locking=True)
