"""CrossShardOptimizer (tpu/tpu_optimizer.py) outside of a TPU's shards: sums over the one replica there is."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.training import optimizer


class CrossShardOptimizer(optimizer.Optimizer):
    """`tf.tpu.CrossShardOptimizer`. TypeError around what is no optimizer, ValueError for another reduction."""

    def __init__(self, opt: Any, reduction: Any = "weighted_mean", name: str = "CrossShardOptimizer",
                 group_assignment: Any = None) -> None:
        if reduction not in ("weighted_sum", "weighted_mean"):
            raise ValueError(f"Unsupported reduction: {reduction}.")
        if not isinstance(opt, optimizer.Optimizer):
            raise TypeError("CrossShardOptimizer only works with tf.training.Optimizer and not Optimizer_v2. If you are "
                            "using TPUStrategy, OptimizerV2 will sum gradients across replicas. If you are using "
                            "TPUEstimator, you may instead sum your gradients with: grads = "
                            "[tf.compat.v1.tpu.cross_replica_sum(g) for g in grads]. If you want to average your "
                            "gradients, rescale your loss with: loss /= global_batch_size")
        super().__init__(False, name)
        self._opt = opt
        self._group_assignment = group_assignment

    def compute_gradients(self, *args: Any, **kwargs: Any) -> Any:
        return self._opt.compute_gradients(*args, **kwargs)

    def apply_gradients(self, grads_and_vars: Any, global_step: Any = None, name: Any = None) -> Any:
        groups = [[0]] if self._group_assignment is None else self._group_assignment
        summed = []
        for grad, var in grads_and_vars:
            if grad is None:
                summed.append((grad, var))
                continue
            with ops.colocate_with(grad):
                summed.append((gen.CrossReplicaSum(grad, groups), var))
        return self._opt.apply_gradients(summed, global_step, name)

    def get_slot(self, *args: Any, **kwargs: Any) -> Any:
        return self._opt.get_slot(*args, **kwargs)

    def get_slot_names(self, *args: Any, **kwargs: Any) -> Any:
        return self._opt.get_slot_names(*args, **kwargs)

    def variables(self) -> Any:
        return self._opt.variables()
