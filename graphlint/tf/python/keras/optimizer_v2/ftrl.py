"""Ftrl (optimizer_v2/ftrl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.python.ops import array_shape, init_ops, math_basic

from .optimizer_v2 import OptimizerV2

_STRENGTHS = ("l1_regularization_strength", "l2_regularization_strength")


class Ftrl(OptimizerV2):
    _other_settings = ("initial_accumulator_value", "l2_shrinkage_regularization_strength")

    def __init__(self, learning_rate: Any = 0.001, learning_rate_power: Any = -0.5, initial_accumulator_value: Any = 0.1,
                 l1_regularization_strength: Any = 0.0, l2_regularization_strength: Any = 0.0, name: str = "Ftrl",
                 l2_shrinkage_regularization_strength: Any = 0.0, **kwargs: Any) -> None:
        """ValueError for numbers of the wrong sign."""
        super().__init__(name, **kwargs)
        strengths = {"l1_regularization_strength": l1_regularization_strength,
                     "l2_regularization_strength": l2_regularization_strength,
                     "l2_shrinkage_regularization_strength": l2_shrinkage_regularization_strength}
        _check("initial_accumulator_value", initial_accumulator_value, 1)
        _check("learning_rate_power", learning_rate_power, -1)
        for key, value in strengths.items():
            _check(key, value, 1)
        self._set_hypers(learning_rate, learning_rate_power=learning_rate_power)
        for key in _STRENGTHS:
            self._set_hyper(key, strengths[key])
        self.initial_accumulator_value = initial_accumulator_value
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength

    def _create_slots(self, var_list: list[Any]) -> None:
        for var in var_list:
            self.add_slot(var, "accumulator", init_ops.Constant(self.initial_accumulator_value, dtype=var.dtype.base_dtype))
            self.add_slot(var, "linear")

    def _coefficients(self, dtype: Any) -> dict[str, Any]:
        found = super()._coefficients(dtype)
        for key in ("learning_rate_power", *_STRENGTHS):
            found[key] = array_shape.identity(self._get_hyper(key, dtype))
        found["shrinkage"] = math_basic.cast(self.l2_shrinkage_regularization_strength, dtype)
        return found

    def _apply(self, kind: str, var: Any, values: tuple[Any, ...], numbers: dict[str, Any]) -> Any:
        shrinks = self.l2_shrinkage_regularization_strength > 0.0
        strengths = [numbers[key] for key in _STRENGTHS] + ([numbers["shrinkage"]] if shrinks else [])
        return gen.op(f"{kind}Ftrl{'V2' if shrinks else ''}", var.handle, self.get_slot(var, "accumulator").handle,
                      self.get_slot(var, "linear").handle, *values, numbers["lr_t"], *strengths,
                      numbers["learning_rate_power"], use_locking=True)

    def _apply_dense(self, grad: Any, var: Any, numbers: dict[str, Any]) -> Any:
        return self._apply("ResourceApply", var, (grad,), numbers)

    def _apply_rows(self, values: Any, var: Any, indices: Any, numbers: dict[str, Any]) -> Any:
        return self._apply("ResourceSparseApply", var, (values, indices), numbers)


def _check(name: str, value: Any, sign: int) -> None:
    if not isinstance(value, Unknown) and value * sign < 0.0:
        raise ValueError(f"{name} {value:f} needs to be {'positive' if sign > 0 else 'negative'} or zero")
