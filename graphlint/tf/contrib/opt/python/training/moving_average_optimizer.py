"""An optimizer that keeps moving averages (contrib/opt/python/training/moving_average_optimizer.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import control_flow_ops, variables
from graphlint.tf.python.ops.partitioned import PartitionedVariable
from graphlint.tf.python.training import moving_averages, optimizer, saver, saver_ops


class MovingAverageOptimizer(optimizer.Optimizer):
    """`tf.contrib.opt.MovingAverageOptimizer`: another optimizer, then the averages of what it updates."""

    def __init__(self, opt: Any, average_decay: Any = 0.9999, num_updates: Any = None,
                 sequential_update: bool = True) -> None:
        self._optimizer = opt
        self._ema = moving_averages.ExponentialMovingAverage(average_decay, num_updates=num_updates)
        self._swapped: dict[str, str] | None = None
        self._sequential_update = sequential_update

    def compute_gradients(self, *args: Any, **kwargs: Any) -> Any:
        return self._optimizer.compute_gradients(*args, **kwargs)

    def apply_gradients(self, grads_and_vars: Any, global_step: Any = None, name: Any = None) -> Any:
        train_op = self._optimizer.apply_gradients(grads_and_vars, global_step=global_step, name=name)
        updated = [var for grad, var in grads_and_vars if grad is not None]
        with ops.control_dependencies([train_op] if self._sequential_update else []):
            averaged = self._ema.apply(updated)
        self._swapped = {}
        for var in updated:
            average = self._ema.average(var)
            self._swapped[var.op.name] = average.op.name
            self._swapped[average.op.name] = var.op.name
        return control_flow_ops.group(train_op, averaged, name="train_with_avg")

    def _other(self, by_name: dict[str, Any], name: str, var: Any) -> Any:
        """What is saved under a name: the average for a variable. ValueError where it isn't among those saved."""
        other = (self._swapped or {}).get(name)
        if other is None:
            return var
        if other not in by_name:
            raise ValueError(f"Variable to swap {other} is not part of variables to save. "
                             "This breaks MovingAverageOptimizer.")
        return by_name[other]

    def swapping_saver(self, var_list: Any = None, name: str = "swapping_saver", **kwargs: Any) -> Any:
        """A saver that writes averages under the names of variables. RuntimeError before `minimize`."""
        if self._swapped is None:
            raise RuntimeError("Must call apply_gradients or minimize before creating the swapping_saver")
        named = saver_ops.named(variables.global_variables() if var_list is None else var_list)
        by_name: dict[str, Any] = {}
        for key, item in named.items():
            if isinstance(item, (list, PartitionedVariable)):
                by_name.update({part.op.name: part for part in item})
            else:
                by_name[key] = item
        swapped = {key: [self._other(by_name, part.op.name, part) for part in item] if isinstance(item, list)
                   else self._other(by_name, key, item) for key, item in named.items()}
        return saver.Saver(swapped, name=name, **kwargs)
