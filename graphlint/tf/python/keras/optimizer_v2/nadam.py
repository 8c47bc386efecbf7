"""Nadam (optimizer_v2/nadam.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_gather, array_shape, dependencies, math_basic, state_ops

from .learning_rate_schedule import LearningRateSchedule
from .optimizer_v2 import OptimizerV2, default_epsilon, scattered


class Nadam(OptimizerV2):
    _other_settings = ("epsilon",)

    def __init__(self, learning_rate: Any = 0.001, beta_1: Any = 0.9, beta_2: Any = 0.999, epsilon: Any = 1e-7,
                 name: str = "Nadam", **kwargs: Any) -> None:
        """ValueError for a schedule: Nadam has its own."""
        kwargs["decay"] = kwargs.pop("schedule_decay", 0.004)
        learning_rate = kwargs.get("lr", learning_rate)
        if isinstance(learning_rate, LearningRateSchedule):
            raise ValueError("The Nadam optimizer does not support tf.keras.optimizers.LearningRateSchedules as the "
                             "learning rate.")
        super().__init__(name, **kwargs)
        self._set_hypers(learning_rate, beta_1=beta_1, beta_2=beta_2)
        self.epsilon = default_epsilon(epsilon)
        self._m_cache: Any = None

    def _create_slots(self, var_list: list[Any]) -> None:
        if self._m_cache is None:
            self._m_cache = self.add_weight("momentum_cache", shape=[], dtype=var_list[0].dtype.base_dtype,
                                            initializer="ones", trainable=False)
            self._weights.append(self._m_cache)
        for slot in ("m", "v"):
            for var in var_list:
                self.add_slot(var, slot)

    def _prepare(self, var_list: list[Any]) -> dict[Any, dict[str, Any]]:
        self._cached = array_shape.identity(self._m_cache)
        return super()._prepare(var_list)

    def _coefficients(self, dtype: Any) -> dict[str, Any]:
        rate: Any = array_shape.identity(self._get_hyper("learning_rate", dtype))
        beta_1: Any = array_shape.identity(self._get_hyper("beta_1", dtype))
        beta_2: Any = array_shape.identity(self._get_hyper("beta_2", dtype))
        step = math_basic.cast(self.iterations + 1, dtype)
        following = math_basic.cast(self.iterations + 2, dtype)
        base = math_basic.cast(0.96, dtype)
        m_t = self._momentum(beta_1, base, step)
        m_next = self._momentum(beta_1, base, following)
        schedule: Any = math_basic.cast(self._cached, dtype) * m_t
        if dtype is self._m_cache.dtype:
            schedule = array_shape.identity(state_ops.assign(self._m_cache, schedule, use_locking=True))
        schedule_next = schedule * m_next
        return {"lr_t": rate, "neg_lr_t": -rate, "epsilon": convert(self.epsilon, dtype), "beta_1": beta_1,
                "beta_2": beta_2, "m_t": m_t, "m_next": m_next, "rest_1": 1 - beta_1, "rest_2": 1 - beta_2,
                "rest_m": 1.0 - m_t, "rest_schedule": 1.0 - schedule, "rest_next": 1.0 - schedule_next,
                "v_divisor": 1.0 - math_basic.pow(beta_2, step)}

    def _momentum(self, beta_1: Any, base: Any, step: Any) -> Any:
        power: Any = math_basic.pow(base, self._initial_decay * step)
        return beta_1 * (1.0 - 0.5 * power)

    def _apply_dense(self, grad: Any, var: Any, numbers: dict[str, Any]) -> Any:
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        scaled = grad / numbers["rest_schedule"]
        m_t: Any = state_ops.assign(m, numbers["beta_1"] * m + numbers["rest_1"] * grad, use_locking=True)
        m_prime = m_t / numbers["rest_next"]
        v_t: Any = state_ops.assign(v, numbers["beta_2"] * v + numbers["rest_2"] * gen.Square(grad), use_locking=True)
        v_prime = v_t / numbers["v_divisor"]
        mean = numbers["rest_m"] * scaled + numbers["m_next"] * m_prime
        value = var - numbers["lr_t"] * mean / (gen.Sqrt(v_prime) + numbers["epsilon"])
        return state_ops.assign(var, value, use_locking=True).op

    def _apply_rows(self, values: Any, var: Any, indices: Any, numbers: dict[str, Any]) -> Any:
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        scaled = values / numbers["rest_schedule"]
        m_rows = self._decayed(m, values * numbers["rest_1"], numbers["beta_1"], indices)[1]
        m_prime = m_rows / numbers["rest_next"]
        mean = numbers["rest_m"] * scaled + numbers["m_next"] * m_prime
        v_t, v_rows = self._decayed(v, values * values * numbers["rest_2"], numbers["beta_2"], indices)
        root = gen.Sqrt(v_rows / numbers["v_divisor"]) + numbers["epsilon"]
        update = scattered(var, indices, numbers["neg_lr_t"] * mean / root)
        return dependencies.group(update, mean, v_t)

    def _decayed(self, slot: Any, values: Any, beta: Any, indices: Any) -> tuple[Any, Any]:
        """A slot after its update, and the rows of it that were added to."""
        update = state_ops.assign(slot, slot * beta, use_locking=True)
        with ops.control_dependencies([update]):
            found = scattered(slot, indices, values)
            return found, array_gather.gather(found, indices)
