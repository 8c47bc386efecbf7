"""Variables of a strategy that would mirror them on several devices (distribute/values.py), here of one replica.

Across replicas they are read through an Identity and updated by the strategy; on a replica they are its own variable.
"""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.python.framework.func_graph import uid
from graphlint.tf.python.ops import dependencies
from graphlint.tf.python.ops.resource_variable_ops import ResourceVariable
from graphlint.tf.python.ops.variables import VariableAggregation

from .distribute_lib import in_force, on_one_device
from .reduce_util import ReduceOp


@exposed
class DistributedVariable(ResourceVariable):
    """A variable around that of the only replica."""

    is_distributed = True
    # functions that take a resource variable as it is convert this one
    is_resource_variable = False
    # whether a checkpoint holds what the strategy makes of the replicas' values
    read_by_strategy = False

    def __init__(self, strategy: Any, component: ResourceVariable, aggregation: Any) -> None:
        vars(self).update(vars(component))
        self._strategy = strategy
        self._component = component
        self._aggregation = aggregation
        uid()

    @property
    def values(self) -> tuple[ResourceVariable, ...]:
        return (self._component,)

    @property
    def primary(self) -> ResourceVariable:
        return self._component

    def get(self, device: Any = None) -> Any:
        """The variable of the replica or of the device that is updated; across replicas its value."""
        return self._component if on_one_device() else self._across_replicas()

    def _across_replicas(self) -> Any:
        return gen.Identity(self._component)

    def value(self) -> Tensor:
        found = self.get()
        return found if isinstance(found, Tensor) else found.value()  # type: ignore[no-any-return]

    def read_value(self) -> Tensor:
        return gen.Identity(self.get())  # type: ignore[no-any-return]

    def is_initialized(self, name: Any = None) -> Tensor:
        first = self._component.is_initialized()
        return gen.LogicalAnd(first, self._component.is_initialized(), name=name)  # type: ignore[no-any-return]

    @property
    def initializer(self) -> Operation:
        return dependencies.group(self._component.initializer)


@exposed
class MirroredVariable(DistributedVariable):
    """A variable that is the same on all replicas."""

    def assign(self, value: Any, use_locking: Any = None, name: Any = None, read_value: bool = True) -> Any:
        return self._updated_by("assign", value)

    def assign_add(self, delta: Any, use_locking: Any = None, name: Any = None, read_value: bool = True) -> Any:
        return self._updated_by("assign_add", delta)

    def assign_sub(self, delta: Any, use_locking: Any = None, name: Any = None, read_value: bool = True) -> Any:
        return self._updated_by("assign_sub", delta)

    def _updated_by(self, method: str, value: Any) -> Any:
        """ValueError on a replica, where nothing says how the values of several would be aggregated."""
        def update(variable: Any, given: Any) -> Any:
            return getattr(variable, method)(given)

        strategy, replica = in_force()
        if strategy is not None and on_one_device():
            return update(self._component, value)
        if replica is None:
            return self._strategy.extended.update(self, update, args=(value,))
        if self._aggregation is VariableAggregation.NONE:
            raise ValueError(
                "You must specify an aggregation method to update a MirroredVariable in Replica Context. You can do so by "
                "passing an explicit value for argument `aggregation` to tf.Variable(..).")
        return replica.merge_call(lambda strategy, given: strategy.extended.update(
            self, update, args=(strategy.extended.reduce_to(_reduction(self._aggregation), given, self),)), args=(value,))


@exposed
class SyncOnReadVariable(DistributedVariable):
    """A variable that each replica changes on its own."""

    read_by_strategy = True

    def _across_replicas(self) -> Any:
        return gen.Identity(self._component) if self._strategy.extended.copies_what_it_reads else self._component


def _reduction(aggregation: Any) -> ReduceOp:
    return ReduceOp.MEAN if aggregation is VariableAggregation.MEAN else ReduceOp.SUM
