"""SGD (optimizer_v2/gradient_descent.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.ops import array_shape

from .optimizer_v2 import OptimizerV2


class SGD(OptimizerV2):
    _other_settings = ("nesterov",)

    def __init__(self, learning_rate: Any = 0.01, momentum: Any = 0.0, nesterov: bool = False, name: str = "SGD",
                 **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self._set_hypers(kwargs.get("lr", learning_rate))
        self._momentum = isinstance(momentum, Tensor) or callable(momentum) or momentum > 0
        if isinstance(momentum, (int, float)) and not 0 <= momentum <= 1:
            raise ValueError("`momentum` must be between [0, 1].")
        self._set_hyper("momentum", momentum)
        self.nesterov = nesterov

    def _create_slots(self, var_list: list[Any]) -> None:
        if self._momentum:
            for var in var_list:
                self.add_slot(var, "momentum")

    def _coefficients(self, dtype: Any) -> dict[str, Any]:
        found = super()._coefficients(dtype)
        return {**found, "momentum": array_shape.identity(self._get_hyper("momentum", dtype))}

    def _apply_dense(self, grad: Any, var: Any, numbers: dict[str, Any]) -> Any:
        if self._momentum:
            slot = self.get_slot(var, "momentum")
            return gen.ResourceApplyKerasMomentum(var.handle, slot.handle, numbers["lr_t"], grad, numbers["momentum"],
                                                  use_locking=True, use_nesterov=self.nesterov)
        return gen.ResourceApplyGradientDescent(var.handle, numbers["lr_t"], grad, use_locking=True)

    def _apply_sparse(self, grad: Any, var: Any, numbers: dict[str, Any]) -> Any:
        if self._momentum:
            return super()._apply_sparse(grad, var, numbers)
        return gen.ResourceScatterAdd(var.handle, grad.indices, -grad.values * numbers["lr_t"])

    def _apply_rows(self, values: Any, var: Any, indices: Any, numbers: dict[str, Any]) -> Any:
        slot = self.get_slot(var, "momentum")
        return gen.ResourceSparseApplyKerasMomentum(
            var.handle, slot.handle, numbers["lr_t"], values, indices, numbers["momentum"], use_locking=True,
            use_nesterov=self.nesterov)
