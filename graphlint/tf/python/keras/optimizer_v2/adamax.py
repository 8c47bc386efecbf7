"""Adamax (optimizer_v2/adamax.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_constants, array_gather, array_shape, dependencies, math_basic

from .optimizer_v2 import OptimizerV2, default_epsilon, scattered, updated_rows


class Adamax(OptimizerV2):
    _other_settings = ("epsilon",)

    def __init__(self, learning_rate: Any = 0.001, beta_1: Any = 0.9, beta_2: Any = 0.999, epsilon: Any = 1e-7,
                 name: str = "Adamax", **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self._set_hypers(kwargs.get("lr", learning_rate), beta_1=beta_1, beta_2=beta_2)
        self.epsilon = default_epsilon(epsilon)

    def _create_slots(self, var_list: list[Any]) -> None:
        for slot in ("m", "v"):
            for var in var_list:
                self.add_slot(var, slot)

    def _coefficients(self, dtype: Any) -> dict[str, Any]:
        found = super()._coefficients(dtype)
        step = math_basic.cast(self.iterations + 1, dtype)
        beta_1: Any = array_shape.identity(self._get_hyper("beta_1", dtype))
        beta_2: Any = array_shape.identity(self._get_hyper("beta_2", dtype))
        power: Any = math_basic.pow(beta_1, step)
        scaled = -found["lr_t"] / (1 - power)
        epsilon = convert(self.epsilon, dtype)
        return {**found, "neg_scaled_lr": scaled, "epsilon": epsilon, "beta_1": beta_1, "power": power,
                "rest": 1 - beta_1, "beta_2": beta_2, "zero": array_constants.zeros((), dtype=dtypes.int64)}

    def _apply_dense(self, grad: Any, var: Any, numbers: dict[str, Any]) -> Any:
        return gen.ResourceApplyAdaMax(
            var.handle, self.get_slot(var, "m").handle, self.get_slot(var, "v").handle, numbers["power"], numbers["lr_t"],
            numbers["beta_1"], numbers["beta_2"], numbers["epsilon"], grad, use_locking=True)

    def _apply_rows(self, values: Any, var: Any, indices: Any, numbers: dict[str, Any]) -> Any:
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        m_rows: Any = array_gather.gather(m, indices, axis=numbers["zero"])
        m_rows = m_rows * numbers["beta_1"] + values * numbers["rest"]
        with ops.control_dependencies([m_rows]):
            m_t = updated_rows(m, indices, m_rows)
        v_rows: Any = array_gather.gather(v, indices, axis=numbers["zero"])
        v_rows = gen.Maximum(v_rows * numbers["beta_2"], math_basic.abs(values))
        with ops.control_dependencies([v_rows]):
            v_t = updated_rows(v, indices, v_rows)
        step = numbers["neg_scaled_lr"] * (m_rows / (v_rows + numbers["epsilon"]))
        with ops.control_dependencies([step]):
            update = scattered(var, indices, step)
        return dependencies.group(update, m_t, v_t)
