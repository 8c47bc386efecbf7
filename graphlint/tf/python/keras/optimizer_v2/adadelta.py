"""Adadelta (optimizer_v2/adadelta.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.ops import array_shape

from .optimizer_v2 import OptimizerV2, default_epsilon


class Adadelta(OptimizerV2):
    _other_settings = ("epsilon",)

    def __init__(self, learning_rate: Any = 0.001, rho: Any = 0.95, epsilon: Any = 1e-7, name: str = "Adadelta",
                 **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self._set_hypers(kwargs.get("lr", learning_rate), rho=rho)
        self.epsilon = default_epsilon(epsilon)

    def _create_slots(self, var_list: list[Any]) -> None:
        for slot in ("accum_grad", "accum_var"):
            for var in var_list:
                self.add_slot(var, slot)

    def _coefficients(self, dtype: Any) -> dict[str, Any]:
        found = super()._coefficients(dtype)
        epsilon = convert(self.epsilon, dtype)
        return {**found, "epsilon": epsilon, "rho": array_shape.identity(self._get_hyper("rho", dtype))}

    def _arguments(self, var: Any, numbers: dict[str, Any]) -> tuple[Any, ...]:
        return (var.handle, self.get_slot(var, "accum_grad").handle, self.get_slot(var, "accum_var").handle,
                numbers["lr_t"], numbers["rho"], numbers["epsilon"])

    def _apply_dense(self, grad: Any, var: Any, numbers: dict[str, Any]) -> Any:
        return gen.ResourceApplyAdadelta(*self._arguments(var, numbers), grad, use_locking=True)

    def _apply_rows(self, values: Any, var: Any, indices: Any, numbers: dict[str, Any]) -> Any:
        return gen.ResourceSparseApplyAdadelta(*self._arguments(var, numbers), values, indices, use_locking=True)
