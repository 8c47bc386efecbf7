"""Adam (training/adam.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import stack
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import control_flow_ops, math_ops, state_ops

from . import optimizer


class AdamOptimizer(optimizer.Optimizer):
    _lr_t: Any = None
    _beta1_t: Any = None
    _beta2_t: Any = None
    _epsilon_t: Any = None

    def __init__(self, learning_rate: Any = 0.001, beta1: Any = 0.9, beta2: Any = 0.999, epsilon: Any = 1e-8,
                 use_locking: bool = False, name: str = "Adam") -> None:
        super().__init__(use_locking, name)
        self._lr = learning_rate
        self._beta1 = beta1
        self._beta2 = beta2
        self._epsilon = epsilon

    def _get_beta_accumulators(self) -> tuple[Any, Any]:
        graph = ops.get_default_graph()
        return self._get_non_slot_variable("beta1_power", graph), self._get_non_slot_variable("beta2_power", graph)

    def _create_slots(self, var_list: Any) -> None:
        alphabetical = stack.world.release.adam_colocates_alphabetically
        first = min(var_list, key=lambda var: var.name) if alphabetical else var_list[0]
        self._create_non_slot_variable(initial_value=self._beta1, name="beta1_power", colocate_with=first)
        self._create_non_slot_variable(initial_value=self._beta2, name="beta2_power", colocate_with=first)
        for var in var_list:
            self._zeros_slot(var, "m", self._name)
            self._zeros_slot(var, "v", self._name)

    def _prepare(self) -> None:
        for name, value in (("lr", self._lr), ("beta1", self._beta1), ("beta2", self._beta2), ("epsilon", self._epsilon)):
            label = "learning_rate" if name == "lr" else name
            setattr(self, f"_{name}_t", convert(self._call_if_callable(value), None, label))

    def _hypers(self, dtype: Any) -> list[Any]:
        powers = self._get_beta_accumulators()
        values = (*powers, self._lr_t, self._beta1_t, self._beta2_t, self._epsilon_t)
        return [math_ops.cast(value, dtype.base_dtype) for value in values]

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ApplyAdam(var, self.get_slot(var, "m"), self.get_slot(var, "v"), *self._hypers(var.dtype), grad,
                             use_locking=self._use_locking).op

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ResourceApplyAdam(var.handle, self.get_slot(var, "m").handle, self.get_slot(var, "v").handle,
                                     *self._hypers(grad.dtype), grad, use_locking=self._use_locking)

    def _apply_sparse_shared(self, grad: Any, var: Any, indices: Any, scatter_add: Callable[..., Any]) -> Any:
        power1, power2, rate, beta1, beta2, epsilon = self._hypers(var.dtype)
        step = rate * math_ops.sqrt(1 - power2) / (1 - power1)
        m = self.get_slot(var, "m")
        scaled_m = grad * (1 - beta1)
        m_t = state_ops.assign(m, m * beta1, use_locking=self._use_locking)
        with ops.control_dependencies([m_t]):
            m_t = scatter_add(m, indices, scaled_m)
        v = self.get_slot(var, "v")
        scaled_v = (grad * grad) * (1 - beta2)
        v_t = state_ops.assign(v, v * beta2, use_locking=self._use_locking)
        with ops.control_dependencies([v_t]):
            v_t = scatter_add(v, indices, scaled_v)
        root = math_ops.sqrt(v_t)
        update = state_ops.assign_sub(var, step * m_t / (root + epsilon), use_locking=self._use_locking)
        return control_flow_ops.group(update, m_t, v_t)

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        return self._apply_sparse_shared(
            grad.values, var, grad.indices,
            lambda x, i, v: state_ops.scatter_add(x, i, v, use_locking=self._use_locking))

    def _resource_scatter_add(self, x: Any, i: Any, v: Any) -> Any:
        with ops.control_dependencies([gen.ResourceScatterAdd(x.handle, i, v)]):
            return x.value()

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        return self._apply_sparse_shared(grad, var, indices, self._resource_scatter_add)

    def _finish(self, update_ops: Any, name_scope: str) -> Any:
        with ops.control_dependencies(update_ops):
            power1, power2 = self._get_beta_accumulators()
            with ops.colocate_with(power1):
                update1 = power1.assign(power1 * self._beta1_t, use_locking=self._use_locking)  # type: ignore[attr-defined]
                update2 = power2.assign(power2 * self._beta2_t, use_locking=self._use_locking)  # type: ignore[attr-defined]
        return control_flow_ops.group(*update_ops, update1, update2, name=name_scope)
