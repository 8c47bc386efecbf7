"""SyncReplicasOptimizer (training/sync_replicas_optimizer.py): gradients of several workers, applied together."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.indexed_slices import IndexedSlices
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import array_ops, control_flow_ops, data_flow_ops, state_ops, variable_scope, variables

from . import optimizer, queue_runner
from .session_run_hook import SessionRunHook


class SyncReplicasOptimizer(optimizer.Optimizer):
    """Wraps another optimizer; workers wait for tokens that the chief hands out."""

    def __init__(self, opt: Any, replicas_to_aggregate: Any, total_num_replicas: Any = None, variable_averages: Any = None,
                 variables_to_average: Any = None, use_locking: bool = False, name: str = "sync_replicas") -> None:
        super().__init__(use_locking, name)
        total = replicas_to_aggregate if total_num_replicas is None else total_num_replicas
        self._opt = opt
        self._replicas_to_aggregate = replicas_to_aggregate
        self._total_num_replicas = total
        self._tokens_per_step = max(total, replicas_to_aggregate)
        self._variable_averages = variable_averages
        self._variables_to_average = variables_to_average
        self._applied = False
        self._global_step: Any = None
        self._tokens: Any = None
        self._runner: Any = None
        self._accumulators: list[tuple[Any, str]] = []

    def compute_gradients(self, *args: Any, **kwargs: Any) -> Any:
        return self._opt.compute_gradients(*args, **kwargs)

    def apply_gradients(self, grads_and_vars: Any, global_step: Any = None, name: Any = None) -> Any:
        """The op with which a worker takes its next token. ValueError without variables or a step."""
        if not grads_and_vars:
            raise ValueError("Must supply at least one variable")
        if global_step is None:
            raise ValueError("Global step is required to check staleness")
        self._global_step = global_step
        with ops.colocate_with(control_flow_ops.no_op()):
            self._local_step = variable_scope.variable(
                initial_value=0, trainable=False, collections=[GraphKeys.LOCAL_VARIABLES],
                dtype=global_step.dtype.base_dtype, name="sync_rep_local_step")
        self.local_step_init_op = state_ops.assign(self._local_step, global_step)
        self.ready_for_local_init_op = variables.report_uninitialized_variables(variables.global_variables())
        with ops.name_scope(None, self._name):
            train_op = self._synchronized(list(grads_and_vars))
            steps = [self._accumulator_step(accumulator, device) for accumulator, device in self._accumulators]
            self.chief_init_op = control_flow_ops.group(self.local_step_init_op, *steps)
            self._applied = True
        return train_op

    def _accumulator_step(self, accumulator: Any, device: str) -> Any:
        with ops.device(device):
            return accumulator.set_global_step(self._global_step, name="SetGlobalStep")

    def _synchronized(self, pairs: list[tuple[Any, Any]]) -> Any:
        applied: list[Any] = []
        aggregated = [(self._aggregated(grad, var, applied), var) for grad, var in pairs]
        device = self._global_step.device
        with ops.device(device), ops.name_scope(""):
            update = self._opt.apply_gradients(aggregated, self._global_step)
        dtype = self._global_step.dtype.base_dtype
        with ops.device(device), ops.name_scope(""):
            self._tokens = data_flow_ops.FIFOQueue(-1, dtype, shapes=(), name="sync_token_q", shared_name="sync_token_q")
            dummy = data_flow_ops.FIFOQueue(1, "int32", shapes=(), name="dummy_queue", shared_name="dummy_queue")
        with ops.device(device), ops.name_scope(""):
            with ops.control_dependencies(applied):
                token = self._tokens.dequeue()
            train_op = state_ops.assign(self._local_step, token)
            with ops.control_dependencies([update]):
                sync = self._tokens.enqueue_many((array_ops.fill([self._tokens_per_step], self._global_step),))
            if self._variable_averages is not None:
                with ops.control_dependencies([sync]), ops.name_scope(""):
                    sync = self._variable_averages.apply(self._variables_to_average)
            self._runner = queue_runner.QueueRunner(dummy, [sync])
        return train_op

    def _aggregated(self, grad: Any, var: Any, applied: list[Any]) -> Any:
        """What the accumulator of a variable gives once enough gradients were put in. ValueError for another kind."""
        shared_name = f"{var.name}/grad_accum"
        with ops.device(var.device):
            if grad is None:
                return None
            if isinstance(grad, Tensor):
                accumulator: Any = data_flow_ops.ConditionalAccumulator(grad.dtype, shape=var.get_shape(),
                                                                        shared_name=shared_name)
                applied.append(accumulator.apply_grad(grad, local_step=self._local_step))
                found = accumulator.take_grad(self._replicas_to_aggregate)
            elif isinstance(grad, IndexedSlices):
                accumulator = data_flow_ops.SparseConditionalAccumulator(grad.dtype, shape=(), shared_name=shared_name)
                applied.append(accumulator.apply_indexed_slices_grad(grad, local_step=self._local_step))
                found = accumulator.take_indexed_slices_grad(self._replicas_to_aggregate)
            else:
                raise ValueError("Unknown grad type!")
            self._accumulators.append((accumulator, var.device))
            return found

    def get_chief_queue_runner(self) -> Any:
        if not self._applied:
            raise ValueError("Should be called after apply_gradients().")
        return self._runner

    def get_slot(self, *args: Any, **kwargs: Any) -> Any:
        return self._opt.get_slot(*args, **kwargs)

    def variables(self) -> Any:
        return self._opt.variables()

    def get_slot_names(self, *args: Any, **kwargs: Any) -> Any:
        return self._opt.get_slot_names(*args, **kwargs)

    def get_init_tokens_op(self, num_tokens: int = -1) -> Any:
        """The op that hands out the first tokens. ValueError before `apply_gradients` and for too few."""
        if not self._applied:
            raise ValueError("get_init_tokens_op() should be called after apply_gradients().")
        needed = self._replicas_to_aggregate - self._total_num_replicas
        if num_tokens == -1:
            num_tokens = self._replicas_to_aggregate
        elif num_tokens < needed:
            raise ValueError(f"Too few tokens to finish the first step: {num_tokens} (given) vs {needed} (needed)")
        if num_tokens <= 0:
            return control_flow_ops.no_op(name="no_init_tokens")
        with ops.device(self._global_step.device), ops.name_scope(""):
            return self._tokens.enqueue_many((array_ops.fill([num_tokens], self._global_step),))

    def make_session_run_hook(self, is_chief: Any, num_tokens: int = -1) -> Any:
        return _SyncReplicasOptimizerHook(self, is_chief, num_tokens)


class _SyncReplicasOptimizerHook(SessionRunHook):
    """What a monitored session does for the optimizer: the chief's tokens are made before the session is."""

    def __init__(self, sync_optimizer: SyncReplicasOptimizer, is_chief: Any, num_tokens: int) -> None:
        self._sync_optimizer = sync_optimizer
        self._is_chief = is_chief
        self._num_tokens = num_tokens

    def begin(self) -> None:
        if not self._sync_optimizer._applied:
            raise ValueError("SyncReplicasOptimizer.apply_gradient should be called before using the hook.")
        if self._is_chief:
            self._sync_optimizer.get_init_tokens_op(self._num_tokens)
