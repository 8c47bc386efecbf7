"""Adam with Nesterov momentum (contrib/opt/python/training/nadam_optimizer.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, control_flow_ops, math_ops, state_ops
from graphlint.tf.python.training import adam


class NadamOptimizer(adam.AdamOptimizer):
    """`tf.contrib.opt.NadamOptimizer`."""

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ApplyAdam(var, self.get_slot(var, "m"), self.get_slot(var, "v"), *self._hypers(var.dtype), grad,
                             use_locking=self._use_locking, use_nesterov=True).op

    def _resource_apply_dense(self, grad: Any, var: Any) -> Any:
        return gen.ResourceApplyAdam(var.handle, self.get_slot(var, "m").handle, self.get_slot(var, "v").handle,
                                     *self._hypers(grad.dtype), grad, use_locking=self._use_locking, use_nesterov=True)

    def _apply_sparse_shared(self, grad: Any, var: Any, indices: Any, scatter_add: Callable[..., Any]) -> Any:
        power1, power2, rate, beta1, beta2, epsilon = self._hypers(var.dtype)
        step = rate * math_ops.sqrt(1 - power2) / (1 - power1)
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        scaled_m = grad * (1 - beta1)
        with ops.control_dependencies([state_ops.assign(m, m * beta1, use_locking=self._use_locking)]):
            m_bar = scaled_m + beta1 * array_ops.gather(scatter_add(m, indices, scaled_m), indices)
        scaled_v = (grad * grad) * (1 - beta2)
        with ops.control_dependencies([state_ops.assign(v, v * beta2, use_locking=self._use_locking)]):
            v_t = scatter_add(v, indices, scaled_v)
        root = math_ops.sqrt(array_ops.gather(v_t, indices))
        update = scatter_add(var, indices, -step * m_bar / (root + epsilon))
        return control_flow_ops.group(update, m_bar, v_t)
