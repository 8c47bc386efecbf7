"""Adam that moves only the moments of rows with a gradient (contrib/opt/python/training/lazy_adam_optimizer.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.ops import array_ops, control_flow_ops, math_ops, state_ops
from graphlint.tf.python.training import adam


class LazyAdamOptimizer(adam.AdamOptimizer):
    """`tf.contrib.opt.LazyAdamOptimizer`."""

    def _apply_sparse(self, grad: Any, var: Any) -> Any:
        power1, power2, rate, beta1, beta2, epsilon = self._hypers(var.dtype)
        step = rate * math_ops.sqrt(1 - power2) / (1 - power1)
        indices, locking = grad.indices, self._use_locking
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        new_m = beta1 * array_ops.gather(m, indices) + (1 - beta1) * grad.values
        m_t = state_ops.scatter_update(m, indices, new_m, use_locking=locking)
        new_v = beta2 * array_ops.gather(v, indices) + (1 - beta2) * math_ops.square(grad.values)
        v_t = state_ops.scatter_update(v, indices, new_v, use_locking=locking)
        m_rows, v_rows = array_ops.gather(m_t, indices), array_ops.gather(v_t, indices)
        denominator = math_ops.sqrt(v_rows) + epsilon
        update = state_ops.scatter_sub(var, indices, step * m_rows / denominator, use_locking=locking)
        return control_flow_ops.group(update, m_t, v_t)

    def _resource_apply_sparse(self, grad: Any, var: Any, indices: Any) -> Any:
        power1, power2, rate, beta1, beta2, epsilon = self._hypers(var.dtype)
        step = rate * math_ops.sqrt(1 - power2) / (1 - power1)
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        m_rows = beta1 * array_ops.gather(m, indices) + (1 - beta1) * grad
        m_t = gen.ResourceScatterUpdate(m.handle, indices, m_rows)
        v_rows = beta2 * array_ops.gather(v, indices) + (1 - beta2) * math_ops.square(grad)
        v_t = gen.ResourceScatterUpdate(v.handle, indices, v_rows)
        moved = step * m_rows / (math_ops.sqrt(v_rows) + epsilon)
        return control_flow_ops.group(gen.ResourceScatterSub(var.handle, indices, moved), m_t, v_t)
