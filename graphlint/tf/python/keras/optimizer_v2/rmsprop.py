"""RMSprop (optimizer_v2/rmsprop.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_gather, array_shape, dependencies, state_ops

from .optimizer_v2 import OptimizerV2, default_epsilon, scattered


class RMSprop(OptimizerV2):
    _other_settings = ("epsilon", "centered")

    def __init__(self, learning_rate: Any = 0.001, rho: Any = 0.9, momentum: Any = 0.0, epsilon: Any = 1e-7,
                 centered: bool = False, name: str = "RMSprop", **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self._set_hypers(kwargs.get("lr", learning_rate), rho=rho)
        self._momentum = isinstance(momentum, Tensor) or callable(momentum) or momentum > 0
        if isinstance(momentum, (int, float)) and not 0 <= momentum <= 1:
            raise ValueError("`momentum` must be between [0, 1].")
        self._set_hyper("momentum", momentum)
        self.epsilon = default_epsilon(epsilon)
        self.centered = centered

    def _create_slots(self, var_list: list[Any]) -> None:
        for slot, wanted in (("rms", True), ("momentum", self._momentum), ("mg", self.centered)):
            for var in var_list if wanted else ():
                self.add_slot(var, slot)

    def _coefficients(self, dtype: Any) -> dict[str, Any]:
        found = super()._coefficients(dtype)
        rho: Any = array_shape.identity(self._get_hyper("rho", dtype))
        negative = -found["lr_t"]
        epsilon = convert(self.epsilon, dtype)
        momentum = array_shape.identity(self._get_hyper("momentum", dtype))
        return {**found, "neg_lr_t": negative, "epsilon": epsilon, "rho": rho, "momentum": momentum,
                "one_minus_rho": 1.0 - rho}

    def _apply_dense(self, grad: Any, var: Any, numbers: dict[str, Any]) -> Any:
        rms = self.get_slot(var, "rms")
        shared = (numbers["lr_t"], numbers["rho"], numbers["momentum"], numbers["epsilon"], grad)
        if self._momentum:
            slot = self.get_slot(var, "momentum")
            if self.centered:
                return gen.ResourceApplyCenteredRMSProp(var.handle, self.get_slot(var, "mg").handle, rms.handle, slot.handle,
                                                        *shared, use_locking=True)
            return gen.ResourceApplyRMSProp(var.handle, rms.handle, slot.handle, *shared, use_locking=True)
        average = numbers["rho"] * rms + numbers["one_minus_rho"] * gen.Square(grad)
        average = state_ops.assign(rms, average, use_locking=True)
        spread = average
        if self.centered:
            mg = self.get_slot(var, "mg")
            mean = numbers["rho"] * mg + numbers["one_minus_rho"] * grad
            mean = state_ops.assign(mg, mean, use_locking=True)
            spread = average - gen.Square(mean)
        step = numbers["lr_t"] * grad / (gen.Sqrt(spread) + numbers["epsilon"])
        return state_ops.assign(var, var - step, use_locking=True).op

    def _apply_rows(self, values: Any, var: Any, indices: Any, numbers: dict[str, Any]) -> Any:
        rms = self.get_slot(var, "rms")
        if self._momentum:
            slots = [rms.handle, self.get_slot(var, "momentum").handle]
            build = gen.ResourceSparseApplyRMSProp
            if self.centered:
                slots.insert(0, self.get_slot(var, "mg").handle)
                build = gen.ResourceSparseApplyCenteredRMSProp
            return build(var.handle, *slots, numbers["lr_t"], numbers["rho"], numbers["momentum"], numbers["epsilon"],
                         values, indices, use_locking=True)
        average, spread = self._rows_of(rms, values * values * numbers["one_minus_rho"], numbers, indices)
        others = [average]
        if self.centered:
            mean, rows = self._rows_of(self.get_slot(var, "mg"), values * numbers["one_minus_rho"], numbers, indices)
            spread = spread - gen.Square(rows)
            others.append(mean)
        step = numbers["neg_lr_t"] * values / (gen.Sqrt(spread) + numbers["epsilon"])
        return dependencies.group(scattered(var, indices, step), *others)

    def _rows_of(self, slot: Any, values: Any, numbers: dict[str, Any], indices: Any) -> tuple[Any, Any]:
        """An average after its update, and the rows of it that the update touched."""
        update = state_ops.assign(slot, slot * numbers["rho"], use_locking=True)
        with ops.control_dependencies([update]):
            found = scattered(slot, indices, values)
            return found, array_gather.gather(found, indices)


RMSProp = RMSprop
