"""Adam (optimizer_v2/adam.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_shape, dependencies, math_basic, state_ops

from .optimizer_v2 import OptimizerV2, default_epsilon, scattered


class Adam(OptimizerV2):
    _other_settings = ("epsilon", "amsgrad")

    def __init__(self, learning_rate: Any = 0.001, beta_1: Any = 0.9, beta_2: Any = 0.999, epsilon: Any = 1e-7,
                 amsgrad: bool = False, name: str = "Adam", **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self._set_hypers(kwargs.get("lr", learning_rate), beta_1=beta_1, beta_2=beta_2)
        self.epsilon = default_epsilon(epsilon)
        self.amsgrad = amsgrad

    def _create_slots(self, var_list: list[Any]) -> None:
        for slot in ("m", "v", *(["vhat"] if self.amsgrad else [])):
            for var in var_list:
                self.add_slot(var, slot)

    def _coefficients(self, dtype: Any) -> dict[str, Any]:
        found = super()._coefficients(dtype)
        step = math_basic.cast(self.iterations + 1, dtype)
        beta_1: Any = array_shape.identity(self._get_hyper("beta_1", dtype))
        beta_2: Any = array_shape.identity(self._get_hyper("beta_2", dtype))
        power_1: Any = math_basic.pow(beta_1, step)
        power_2: Any = math_basic.pow(beta_2, step)
        rate = found["lr_t"] * (gen.Sqrt(1 - power_2) / (1 - power_1))
        epsilon = convert(self.epsilon, dtype)
        return {**found, "lr": rate, "epsilon": epsilon, "beta_1": beta_1, "power_1": power_1, "rest_1": 1 - beta_1,
                "beta_2": beta_2, "power_2": power_2, "rest_2": 1 - beta_2}

    def _apply_dense(self, grad: Any, var: Any, numbers: dict[str, Any]) -> Any:
        slots = [self.get_slot(var, slot).handle for slot in ("m", "v", *(["vhat"] if self.amsgrad else []))]
        build = gen.ResourceApplyAdamWithAmsgrad if self.amsgrad else gen.ResourceApplyAdam
        return build(var.handle, *slots, numbers["power_1"], numbers["power_2"], numbers["lr_t"], numbers["beta_1"],
                     numbers["beta_2"], numbers["epsilon"], grad, use_locking=True)

    def _apply_rows(self, values: Any, var: Any, indices: Any, numbers: dict[str, Any]) -> Any:
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        m_t = self._decayed(m, values * numbers["rest_1"], numbers["beta_1"], indices)
        v_t = self._decayed(v, values * values * numbers["rest_2"], numbers["beta_2"], indices)
        root = gen.Sqrt(v_t)
        update = state_ops.assign_sub(var, numbers["lr"] * m_t / (root + numbers["epsilon"]), use_locking=True)
        return dependencies.group(update, m_t, v_t)

    def _decayed(self, slot: Any, values: Any, beta: Any, indices: Any) -> Any:
        update = state_ops.assign(slot, slot * beta, use_locking=True)
        with ops.control_dependencies([update]):
            return scattered(slot, indices, values)
