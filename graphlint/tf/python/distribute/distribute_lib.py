"""The strategy that is in force where a script asks for none: one replica (distribute/distribute_lib.py).

Strategies that scripts make themselves (MirroredStrategy and others) are not modelled.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops, math_ops

from .reduce_util import ReduceOp

_KEY = "distribution_strategy"


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
        _stack().append((self.strategy, None))
        try:
            return merge_fn(self.strategy, *args, **(kwargs or {}))
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

    def colocate_vars_with(self, colocate_with_variable: Any) -> Any:
        return ops.colocate_with(colocate_with_variable)

    def reduce_to(self, reduce_op: Any, value: Any, destinations: Any) -> Any:
        return value

    def batch_reduce_to(self, reduce_op: Any, value_destination_pairs: Any) -> Any:
        return [value for value, _ in value_destination_pairs]

    def read_var(self, v: Any) -> Any:
        return array_ops.identity(v)

    def update(self, var: Any, fn: Any, args: Any = (), kwargs: Any = None, group: bool = True) -> Any:
        found = fn(var, *args, **(kwargs or {}))
        return found if group else (found,)


@exposed
class StrategyV1:
    """One replica, on the devices that the script says itself."""

    def __init__(self) -> None:
        self.extended = StrategyExtendedV1(self)
        self.num_replicas_in_sync = 1

    @contextmanager
    def scope(self) -> Iterator[Any]:
        yield self

    def experimental_run_v2(self, fn: Any, args: Any = (), kwargs: Any = None) -> Any:
        return self.extended.call_for_each_replica(fn, args, kwargs)

    def experimental_distribute_dataset(self, dataset: Any) -> Any:
        return dataset

    def experimental_distribute_datasets_from_function(self, dataset_fn: Any) -> Any:
        return dataset_fn(InputContext())

    def experimental_local_results(self, value: Any) -> tuple[Any, ...]:
        return (value,)

    unwrap = experimental_local_results

    def group(self, value: Any, name: Any = None) -> Any:
        return value if name is None else array_ops.identity(value, name=name)

    def reduce(self, reduce_op: Any, value: Any, axis: Any = None) -> Any:
        if isinstance(reduce_op, str):
            reduce_op = ReduceOp(reduce_op.upper())
        if axis is None:
            return value
        if reduce_op is ReduceOp.SUM:
            return self.experimental_run_v2(lambda v: math_ops.reduce_sum(v, axis=axis), args=(value,))
        numerator, count = self.experimental_run_v2(lambda v: _sum_and_count(v, axis), args=(value,))
        return math_ops.truediv(numerator, math_ops.cast(count, numerator.dtype))


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
        found = stack.world.notes[_KEY] = StrategyV1()
    return found  # type: ignore[return-value]


def in_force() -> tuple[Any, Any]:
    """The strategy where code runs across replicas, else None, and the replica where it runs on one, else None."""
    if _stack():
        return _stack()[-1]
    return None, ReplicaContext(default_strategy(), 0)


def get_loss_reduction() -> ReduceOp:
    return ReduceOp.SUM
