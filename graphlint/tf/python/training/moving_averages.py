"""Moving averages (training/moving_averages.py): the one assigned by layers, the one with shadow variables."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Operation
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import control_flow_ops, init_ops, math_ops, state_ops, variable_scope, variables

from . import slot_creator


def assign_moving_average(variable: Any, value: Any, decay: Any, zero_debias: bool = True, name: Any = None) -> Any:
    """The op that moves a variable towards a value: `variable -= (variable - value) * (1 - decay)`."""
    colocated = stack.world.release.moving_averages_colocated
    with ops.name_scope(name, "AssignMovingAvg", [variable, value, decay]) as scope, (
            ops.colocate_with(variable) if colocated else nullcontext()):
        rate = convert(1.0 - decay, None, "decay")
        if rate.dtype is not variable.dtype.base_dtype:
            rate = math_ops.cast(rate, variable.dtype.base_dtype)
        if zero_debias and not colocated:
            return _zero_debias(variable, value, rate)
        delta = _debiased_delta(variable, value, rate) if zero_debias else (variable - value) * rate
        return state_ops.assign_sub(variable, delta, name=scope)


def _debiased_delta(unbiased: Any, value: Any, rate: Any) -> Any:
    with variable_scope.variable_scope(unbiased.op.name, values=[unbiased, value, rate]) as scope:
        with ops.colocate_with(unbiased):
            with ops.init_scope():
                zeros = init_ops.Zeros(dtype=unbiased.dtype)(unbiased.get_shape())
            biased = variable_scope.get_variable(_unused_name("biased"), initializer=zeros, trainable=False)
            step = variable_scope.get_variable(_unused_name("local_step"), shape=[], dtype=unbiased.dtype,
                                               initializer=init_ops.Zeros(), trainable=False)
            moved = state_ops.assign_sub(biased, (biased - value) * rate, name=scope.name)
            with ops.control_dependencies([moved, step.assign_add(1)]):
                return unbiased - biased.read_value() / (1 - math_ops.pow(1.0 - rate, step.read_value()))


def _zero_debias(unbiased: Any, value: Any, rate: Any) -> Any:
    with variable_scope.variable_scope(unbiased.name[: -len(":0")], values=[unbiased, value, rate]):
        with ops.init_scope():
            zeros, step_zeros = init_ops.Zeros(), init_ops.Zeros()
        with ops.colocate_with(unbiased):
            biased = variable_scope.get_variable(_unused_name("biased"), initializer=zeros, shape=unbiased.get_shape(),
                                                 dtype=unbiased.dtype, trainable=False)
            step = variable_scope.get_variable(_unused_name("local_step"), shape=[], dtype=unbiased.dtype,
                                               initializer=step_zeros, trainable=False)
    update = state_ops.assign_sub(biased, (biased - value) * rate)
    steps = step.assign_add(1)
    factor = 1 - math_ops.pow(1.0 - rate, steps)
    return state_ops.assign(unbiased, update / factor, name=ops.get_name_scope() + "/")


def _unused_name(name: str) -> str:
    scope = variable_scope.get_variable_scope()
    if scope.reuse or f"{scope.name}/{name}" not in stack.default_graph().by_name:
        return name  # looking through all variables each time would take a time that is quadratic in them
    used = {variable.op.name for variable in scope.global_variables()}
    if f"{scope.name}/{name}" not in used:
        return name
    number = 1
    while f"{scope.name}/{name}_{number}" in used:
        number += 1
    return f"{name}_{number}"


def weighted_moving_average(value: Any, decay: Any, weight: Any, truediv: bool = True, collections: Any = None,
                            name: Any = None) -> Any:
    """The moving average of `value * weight` over that of `weight`."""
    wanted = [GraphKeys.GLOBAL_VARIABLES] if collections is None else collections
    with variable_scope.variable_scope(name, "WeightedMovingAvg", [value, weight, decay]) as scope:
        kept = [
            variable_scope.get_variable(label, shape=part.get_shape(), dtype=part.dtype, initializer=init_ops.Zeros(),
                                        trainable=False, collections=wanted)
            for label, part in (("value_x_weight", value), ("weight", weight))
        ]
        numerator = assign_moving_average(kept[0], value * weight, decay, zero_debias=False)
        denominator = assign_moving_average(kept[1], weight, decay, zero_debias=False)
        return (math_ops.truediv if truediv else math_ops.div)(numerator, denominator, name=scope.name)


_FLOATS = (dtypes.bfloat16, dtypes.float16, dtypes.float32, dtypes.float64)


@exposed(also={"_decay", "_averages"})
class ExponentialMovingAverage:
    """Shadow variables that follow others."""

    def __init__(self, decay: Any, num_updates: Any = None, zero_debias: bool = False,
                 name: str = "ExponentialMovingAverage") -> None:
        self._decay = decay
        self._num_updates = num_updates
        self._zero_debias = zero_debias
        self._name = name
        self._averages: dict[Any, Any] = {}

    @property
    def name(self) -> str:
        return self._name

    def apply(self, var_list: Any = None) -> Operation:
        """The op that updates the shadows. TypeError for what is no float."""
        var_list = variables.trainable_variables() if var_list is None else var_list
        debiased = []
        for var in var_list:
            if var.dtype.base_dtype not in _FLOATS:
                raise TypeError(f"The variables must be half, float, or double: {var.name}")
            if var not in self._averages:
                self._averages[var] = self._shadow(var)
                if self._zero_debias and not isinstance(var, variables.Variable):
                    debiased.append(var)
        with ops.name_scope(self.name) as scope:
            decay = convert(self._decay, None, "decay")
            if self._num_updates is not None:
                updates = math_ops.cast(self._num_updates, dtypes.float32, name="num_updates")
                decay = math_ops.minimum(decay, (1.0 + updates) / (10.0 + updates))
            moved = [assign_moving_average(self._averages[var], var, decay, any(var is item for item in debiased))
                     for var in var_list]
            return control_flow_ops.group(*moved, name=scope)

    def _shadow(self, var: Any) -> Any:
        with ops.init_scope():
            if isinstance(var, variables.Variable):
                average = slot_creator.create_slot(var, var.initialized_value(), self.name, colocate_with_primary=True)
                ops.add_to_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, var)
                return average
            beside = var.op.type in ("Variable", "VariableV2", "VarHandleOp")
            return slot_creator.create_zeros_slot(var, self.name, colocate_with_primary=beside)

    def average(self, var: Any) -> Any:
        return self._averages.get(var)

    def average_name(self, var: Any) -> str:
        if var in self._averages:
            return self._averages[var].op.name  # type: ignore[no-any-return]
        return ops.get_default_graph().unique_name(f"{var.op.name}/{self.name}", mark_as_used=False)

    def variables_to_restore(self, moving_avg_variables: Any = None) -> dict[str, Any]:
        """Checkpoint name -> variable: shadows in place of those that are averaged."""
        if moving_avg_variables is None:
            moving_avg_variables = variables.trainable_variables() + variables.moving_average_variables()
        chosen = list(dict.fromkeys(moving_avg_variables))
        found = {self.average_name(var): var for var in chosen}
        names = {var.name for var in chosen}
        for var in variables.global_variables():
            if var.name not in names and var.op.name not in found:
                found[var.op.name] = var
        return found
