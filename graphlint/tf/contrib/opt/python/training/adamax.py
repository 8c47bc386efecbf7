"""AdaMax (contrib/opt/python/training/adamax.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, control_flow_ops, math_ops, state_ops
from graphlint.tf.python.training import adam


class AdaMaxOptimizer(adam.AdamOptimizer):
    """`tf.contrib.opt.AdaMaxOptimizer`."""

    def __init__(self, learning_rate: Any = 0.001, beta1: Any = 0.9, beta2: Any = 0.999, epsilon: Any = 1e-8,
                 use_locking: bool = False, name: str = "AdaMax") -> None:
        super().__init__(learning_rate, beta1, beta2, epsilon, use_locking, name)

    def _get_beta_accumulators(self) -> Any:
        return self._get_non_slot_variable("beta1_power", ops.get_default_graph())

    def _create_slots(self, var_list: Any) -> None:
        first = min(var_list, key=lambda var: var.name)
        self._create_non_slot_variable(initial_value=self._beta1, name="beta1_power", colocate_with=first)
        for var in var_list:
            self._zeros_slot(var, "m", self._name)
            self._zeros_slot(var, "v", self._name)

    def _hypers(self, dtype: Any) -> list[Any]:
        values: Any = (self._get_beta_accumulators(), self._lr_t, self._beta1_t, self._beta2_t, self._epsilon_t)  # type: ignore[attr-defined]
        return [math_ops.cast(value, dtype.base_dtype) for value in values]

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ApplyAdaMax(var, self.get_slot(var, "m"), self.get_slot(var, "v"), *self._hypers(var.dtype), grad,
                               use_locking=self._use_locking).op

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ResourceApplyAdaMax(var.handle, self.get_slot(var, "m").handle, self.get_slot(var, "v").handle,
                                       *self._hypers(grad.dtype), grad, use_locking=self._use_locking)

    def _of_rows(self, grad: Any, var: Any, indices: Any, add: Any, update: Any) -> Any:
        power, rate, beta1, beta2, epsilon = self._hypers(var.dtype)
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        m_rows = array_ops.gather(m, indices) * beta1 + grad * (1 - beta1)
        with ops.control_dependencies([m_rows]):
            m_t = update(m, indices, m_rows)
        v_rows = math_ops.maximum(array_ops.gather(v, indices) * beta2, math_ops.abs(grad))
        with ops.control_dependencies([v_rows]):
            v_t = update(v, indices, v_rows)
        moved = -rate / (1 - power) * (m_rows / (v_rows + epsilon))
        with ops.control_dependencies([moved]):
            update_var = add(var, indices, moved)
        return control_flow_ops.group(update_var, m_t, v_t)

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        def with_locking(scatter: Any) -> Any:
            return lambda x, i, v: scatter(x, i, v, use_locking=self._use_locking)

        return self._of_rows(grad.values, var, grad.indices, with_locking(state_ops.scatter_add),
                             with_locking(state_ops.scatter_update))

    def _resource_scatter_update(self, x: Any, i: Any, v: Any) -> Any:
        with ops.control_dependencies([gen.ResourceScatterUpdate(x.handle, i, v)]):
            return x.value()

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        return self._of_rows(grad, var, indices, self._resource_scatter_add, self._resource_scatter_update)

    def _finish(self, update_ops: Any, name_scope: str) -> Any:
        with ops.control_dependencies(update_ops):
            power = self._get_beta_accumulators()
            with ops.colocate_with(power):
                moved = power.assign(power * self._beta1_t, use_locking=self._use_locking)  # type: ignore[attr-defined]
        return control_flow_ops.group(*update_ops, moved, name=name_scope)
