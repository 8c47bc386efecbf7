"""What strategies share, and the one in force where a script asks for none (distribute/distribute_lib.py).

Strategies are those of one replica, as a machine without accelerators has; several are not modelled.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops, dependencies, math_ops, variable_scope
from graphlint.tf.python.util import nest

from .reduce_util import ReduceOp

_KEY = "distribution_strategy"
_UPDATING = "updates_one_device"


@exposed
class InputReplicationMode(enum.Enum):
    PER_WORKER = "PER_WORKER"


@exposed
class InputContext:
    """Which of several input pipelines one is."""

    def __init__(self, num_input_pipelines: Any = 1, input_pipeline_id: Any = 0, num_replicas_in_sync: Any = 1) -> None:
        self.num_input_pipelines = num_input_pipelines
        self.input_pipeline_id = input_pipeline_id
        self.num_replicas_in_sync = num_replicas_in_sync

    def get_per_replica_batch_size(self, global_batch_size: Any) -> Any:
        if global_batch_size % self.num_replicas_in_sync != 0:
            raise ValueError(f"The `global_batch_size` {global_batch_size!r} is not divisible by `num_replicas_in_sync` "
                             f"{self.num_replicas_in_sync!r} ")
        return global_batch_size // self.num_replicas_in_sync


@exposed
class ReplicaContext:
    """What runs on one replica; a `with` block makes it the one in force."""

    def __init__(self, strategy: Any, replica_id_in_sync_group: Any) -> None:
        self.strategy = strategy
        self.replica_id_in_sync_group = replica_id_in_sync_group

    def __enter__(self) -> None:
        _stack().append((None, self))

    def __exit__(self, *exc: object) -> None:
        _stack().pop()

    num_replicas_in_sync = property(lambda self: self.strategy.num_replicas_in_sync)

    def merge_call(self, merge_fn: Any, args: Any = (), kwargs: Any = None) -> Any:
        with across_replicas(self.strategy):
            return merge_fn(self.strategy, *args, **(kwargs or {}))


@contextmanager
def across_replicas(strategy: Any) -> Iterator[None]:
    _stack().append((strategy, None))
    try:
        yield
    finally:
        _stack().pop()


@exposed
class StrategyExtendedV1:
    """What libraries ask of a strategy."""

    def __init__(self, strategy: Any) -> None:
        self._strategy = strategy

    def call_for_each_replica(self, fn: Any, args: Any = (), kwargs: Any = None) -> Any:
        with ReplicaContext(self._strategy, constant_op.constant(0, dtypes.int32)):
            return fn(*args, **(kwargs or {}))

    def create_variable(self, next_creator: Callable[..., Any], **kwargs: Any) -> Any:
        return next_creator(**kwargs)

    def colocate_vars_with(self, colocate_with_variable: Any) -> Any:
        return ops.colocate_with(colocate_with_variable)

    def reduce_to(self, reduce_op: Any, value: Any, destinations: Any) -> Any:
        return value

    def batch_reduce_to(self, reduce_op: Any, value_destination_pairs: Any) -> Any:
        return [value for value, _ in value_destination_pairs]

    def read_var(self, v: Any) -> Any:
        return array_ops.identity(v)

    def value_container(self, value: Any) -> Any:
        return value

    def update(self, var: Any, fn: Any, args: Any = (), kwargs: Any = None, group: bool = True) -> Any:
        found = fn(var, *args, **(kwargs or {}))
        return found if group else (found,)

    def update_non_slot(self, colocate_with: Any, fn: Any, args: Any = (), kwargs: Any = None, group: bool = True) -> Any:
        found = fn(*args, **(kwargs or {}))
        return found if group else (found,)

    def non_slot_devices(self, var_list: Any) -> Any:
        return min(var_list, key=lambda variable: variable.name)


@exposed
class OneReplicaExtended(StrategyExtendedV1):
    """A strategy that makes the variables itself, on one device."""

    worker_devices = parameter_devices = property(lambda self: (self.device,))

    def __init__(self, strategy: Any, device: Any) -> None:
        super().__init__(strategy)
        self.device = device

    def call_for_each_replica(self, fn: Any, args: Any = (), kwargs: Any = None) -> Any:
        with ops.device(self.device):
            return super().call_for_each_replica(fn, args, kwargs)

    def colocate_vars_with(self, colocate_with_variable: Any) -> Any:
        def beside(next_creator: Callable[..., Any], **kwargs: Any) -> Any:
            return next_creator(**{**kwargs, "use_resource": True, "colocate_with": colocate_with_variable})

        return variable_scope.variable_creator_scope(beside)

    def create_variable(self, next_creator: Callable[..., Any], **kwargs: Any) -> Any:
        """A resource variable on the strategy's device, beside another one where it is a slot of that."""
        beside = kwargs.pop("colocate_with", None)
        kwargs["use_resource"] = True
        with ExitStack() as scopes:
            scopes.enter_context(ops.device(self.device))
            if beside is not None:
                scopes.enter_context(ops.colocate_with(beside))
            return next_creator(**kwargs)

    def update(self, var: Any, fn: Any, args: Any = (), kwargs: Any = None, group: bool = True) -> Any:
        with ops.device(self.device):
            return super().update(var, fn, args, kwargs, group)

    def update_non_slot(self, colocate_with: Any, fn: Any, args: Any = (), kwargs: Any = None, group: bool = True) -> Any:
        with ops.device(self.device):
            return super().update_non_slot(colocate_with, fn, args, kwargs, group)

    def non_slot_devices(self, var_list: Any) -> Any:
        return (self.device,)


@exposed
class StrategyV1:
    """One replica, for which `extended` says where things are made."""

    num_replicas_in_sync = 1

    def __init__(self, extended: StrategyExtendedV1) -> None:
        self.extended = extended

    @contextmanager
    def scope(self) -> Iterator[Any]:
        scope = variable_scope.variable_scope(variable_scope.get_variable_scope(), custom_getter=_whole_variables)
        with across_replicas(self), variable_scope.variable_creator_scope(self.extended.create_variable), scope:
            yield self

    def experimental_run_v2(self, fn: Any, args: Any = (), kwargs: Any = None) -> Any:
        with ExitStack() as scopes:
            if in_force()[0] is not self:
                scopes.enter_context(self.scope())
            return self.extended.call_for_each_replica(fn, args, kwargs)

    def experimental_distribute_dataset(self, dataset: Any) -> Any:
        return unmodelled("tensorflow.distribute.Strategy.experimental_distribute_dataset")

    def experimental_distribute_datasets_from_function(self, dataset_fn: Any) -> Any:
        return unmodelled("tensorflow.distribute.Strategy.experimental_distribute_datasets_from_function")

    def make_input_fn_iterator(self, input_fn: Any, replication_mode: Any = InputReplicationMode.PER_WORKER) -> Any:
        from .input_lib import InputFunctionIterator  # noqa: PLC0415 - only strategies that are asked for need datasets

        return InputFunctionIterator(input_fn, self)

    def make_dataset_iterator(self, dataset: Any) -> Any:
        from .input_lib import InputFunctionIterator  # noqa: PLC0415 - as above

        return InputFunctionIterator(lambda _: dataset, self)

    def configure(self, session_config: Any = None, cluster_spec: Any = None, task_type: Any = None,
                  task_id: Any = None) -> None:
        """Accepted without effect: there is no cluster."""

    def experimental_local_results(self, value: Any) -> tuple[Any, ...]:
        return (value,)

    unwrap = experimental_local_results

    def group(self, value: Any, name: Any = None) -> Any:
        found = nest.flatten(value)
        if len(found) != 1 or name is not None:
            return dependencies.group(*found, name=name)
        return getattr(found[0], "op", found[0])

    def reduce(self, reduce_op: Any, value: Any, axis: Any = None) -> Any:
        if isinstance(reduce_op, str):
            reduce_op = ReduceOp(reduce_op.upper())
        if axis is None:
            return self.extended.reduce_to(reduce_op, value, None)
        if reduce_op is ReduceOp.SUM:
            total = self.experimental_run_v2(lambda v: math_ops.reduce_sum(v, axis=axis), args=(value,))
            return self.extended.reduce_to(reduce_op, total, None)
        parts = self.experimental_run_v2(lambda v: _sum_and_count(v, axis), args=(value,))
        numerator, count = (self.extended.reduce_to(ReduceOp.SUM, part, None) for part in parts)
        return math_ops.truediv(numerator, math_ops.cast(count, numerator.dtype))


@exposed
class _DefaultDistributionStrategy(StrategyV1):
    """All on the devices that the script says itself."""

    def __init__(self) -> None:
        super().__init__(StrategyExtendedV1(self))

    @contextmanager
    def scope(self) -> Iterator[Any]:
        yield self

    def experimental_distribute_dataset(self, dataset: Any) -> Any:
        return dataset

    def experimental_distribute_datasets_from_function(self, dataset_fn: Any) -> Any:
        return dataset_fn(InputContext())

    def group(self, value: Any, name: Any = None) -> Any:
        return value if name is None else array_ops.identity(value, name=name)


def _whole_variables(getter: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """A strategy's variables are not partitioned."""
    kwargs.pop("partitioner", None)
    return getter(*args, **kwargs)


def _sum_and_count(v: Any, axis: int) -> tuple[Any, Any]:
    total = math_ops.reduce_sum(v, axis=axis)
    rank = v.get_shape().ndims
    if rank is not None:
        if not -rank <= axis < rank:
            raise ValueError(f"`axis` = {axis!r} out of range for `value` with rank {rank}")
        axis = axis % rank
        known = v.get_shape()[axis].value
        if known is not None:
            return total, known
    elif axis < 0:
        axis = axis + array_ops.rank(v)
    if rank == 1:
        return total, array_ops.size(v, out_type=dtypes.int64)
    return total, array_ops.shape(v, out_type=dtypes.int64)[axis]


def _stack() -> list[tuple[Any, Any]]:
    """Strategy (across replicas) or replica, of the blocks that are open."""
    return stack.default_graph().extra.setdefault(_KEY, [])  # type: ignore[no-any-return]


def default_strategy() -> StrategyV1:
    found = stack.world.notes.get(_KEY)
    if found is None:
        found = stack.world.notes[_KEY] = _DefaultDistributionStrategy()
    return found  # type: ignore[return-value]


def in_force() -> tuple[Any, Any]:
    """The strategy where code runs across replicas, else None, and the replica where it runs on one, else None."""
    if _stack():
        return _stack()[-1]
    return None, ReplicaContext(default_strategy(), 0)


def strategy_in_force() -> Any:
    """The strategy around, on a replica or across them."""
    strategy, replica = in_force()
    return replica.strategy if strategy is None else strategy


def updating() -> AbstractContextManager[None]:
    """A block that updates the variable of one device."""
    return stack.noted(stack.default_graph().extra, _UPDATING, True)


def on_one_device() -> bool:
    """Whether code runs on a replica, or updates the variable of a device."""
    return in_force()[0] is None or bool(stack.default_graph().extra.get(_UPDATING))


def get_loss_reduction() -> ReduceOp:
    return ReduceOp.SUM
