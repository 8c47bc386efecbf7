"""MirroredStrategy on a machine without accelerators: one replica (distribute/mirrored_strategy.py).

Strategies over several devices are not modelled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import variable_scope
from graphlint.tf.python.ops.variables import VariableAggregation, VariableSynchronization

from .device_util import canonicalize
from .distribute_lib import OneReplicaExtended, ReplicaContext, StrategyV1, updating
from .reduce_util import ReduceOp
from .values import MirroredVariable, SyncOnReadVariable

_TRAINABLE = ops.GraphKeys.TRAINABLE_VARIABLES


def _entered() -> Any:
    """A thread enters the variable scope of the one that it takes over from, which opens a name scope again."""
    return variable_scope.variable_scope(variable_scope.get_variable_scope())


@exposed
class MirroredReplicaContext(ReplicaContext):
    """A replica's thread, which hands over to that of the strategy."""

    def merge_call(self, merge_fn: Any, args: Any = (), kwargs: Any = None) -> Any:
        with _entered():
            return super().merge_call(merge_fn, args, kwargs)


@exposed
class ThreadedExtended(OneReplicaExtended):
    """One replica, which runs in a thread of its own: it starts at the root and enters the scopes around."""

    def call_for_each_replica(self, fn: Any, args: Any = (), kwargs: Any = None) -> Any:
        with ops.name_scope(None), ops.control_dependencies(None):
            number = constant_op.constant(0, dtypes.int32)
        with ops.control_dependencies(None), ops.device(self.device), MirroredReplicaContext(self._strategy, number), _entered():
            return fn(*args, **(kwargs or {}))

    def reduce_to(self, reduce_op: Any, value: Any, destinations: Any) -> Any:
        return gen.Identity(value) if destinations is None and reduce_op is ReduceOp.SUM else value


@exposed
class MirroredExtended(ThreadedExtended):
    """Its variables are wrapped."""

    copies_what_it_reads = False

    def create_variable(self, next_creator: Callable[..., Any], **kwargs: Any) -> Any:
        """ValueError for a variable that is not to be synchronized."""
        synchronization = kwargs.get("synchronization")
        if synchronization is VariableSynchronization.NONE:
            raise ValueError("`NONE` variable synchronization mode is not supported with `Mirrored` distribution strategy. "
                             f"Please change the `synchronization` for variable: {kwargs['name']}")
        aggregation = kwargs.pop("aggregation", None) or VariableAggregation.NONE
        collections = kwargs.pop("collections", None)
        collections = [ops.GraphKeys.GLOBAL_VARIABLES] if collections is None else list(collections)
        for ignored in ("caching_device", "colocate_with"):
            kwargs.pop(ignored, None)
        with ops.device(self.device):
            component = next_creator(**{**kwargs, "collections": [], "use_resource": True})
        kind = SyncOnReadVariable if synchronization is VariableSynchronization.ON_READ else MirroredVariable
        found = kind(self._strategy, component, aggregation)
        trained = component.graph.get_collection_ref(_TRAINABLE)
        if component in trained:
            trained.remove(component)
        if component.trainable:
            collections.append(_TRAINABLE)
        component.graph.add_to_collections(dict.fromkeys(collections), found)
        return found

    def read_var(self, v: Any) -> Any:
        return v.get() if isinstance(v, SyncOnReadVariable) else gen.Identity(v.get())

    def update(self, var: Any, fn: Any, args: Any = (), kwargs: Any = None, group: bool = True) -> Any:
        with ops.name_scope("update_0"), updating():
            return super().update(getattr(var, "primary", var), fn, args, kwargs, group)

    def update_non_slot(self, colocate_with: Any, fn: Any, args: Any = (), kwargs: Any = None, group: bool = True) -> Any:
        with ops.name_scope("update_0"), updating():
            return super().update_non_slot(colocate_with, fn, args, kwargs, group)


@exposed
class MirroredStrategyV1(StrategyV1):
    """Over the only CPU where no devices are given."""

    def __new__(cls, devices: Any = None, cross_device_ops: Any = None, **kwargs: Any) -> Any:
        if isinstance(devices, Unknown) or (devices is not None and len(devices) != 1):
            return unmodelled("tensorflow.distribute.MirroredStrategy over several devices")
        return super().__new__(cls)

    def __init__(self, devices: Any = None, cross_device_ops: Any = None) -> None:
        super().__init__(MirroredExtended(self, canonicalize(devices[0] if devices else "/device:CPU:0")))


MirroredStrategy = MirroredStrategyV1
