"""tf.Variable with its kinds, the lists of variables and their initializers (ops/variables.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Operation, Tensor
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys

from .partitioned import PartitionedVariable as PartitionedVariable
from .ref_variable import RefVariable as RefVariable
from .variable_creation import Variable as Variable
from .variable_creation import VariableAggregation as VariableAggregation
from .variable_creation import VariableAggregationV2 as VariableAggregationV2
from .variable_creation import VariableSynchronization as VariableSynchronization
from .variable_creation import VariableV1 as VariableV1
from .variable_creation import create as create
from .variable_creation import default_creator as default_creator
from .variable_creation import is_trainable as is_trainable


def global_variables(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.GLOBAL_VARIABLES, scope)


def all_variables() -> list[Any]:
    return global_variables()


def trainable_variables(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.TRAINABLE_VARIABLES, scope)


def local_variables(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.LOCAL_VARIABLES, scope)


def model_variables(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.MODEL_VARIABLES, scope)


def moving_average_variables(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, scope)


def variables_initializer(var_list: Any, name: str = "init") -> Operation:
    from . import control_flow_ops  # noqa: PLC0415

    return control_flow_ops.group(*[variable.initializer for variable in var_list], name=name)


initialize_variables = variables_initializer


def global_variables_initializer() -> Operation:
    return variables_initializer(global_variables())


initialize_all_variables = global_variables_initializer


def local_variables_initializer() -> Operation:
    return variables_initializer(local_variables())


initialize_local_variables = local_variables_initializer


def is_variable_initialized(variable: Any) -> Tensor:
    from . import state_ops  # noqa: PLC0415

    return state_ops.is_variable_initialized(variable)


def assert_variables_initialized(var_list: Any = None) -> Any:
    """An op that fails unless all variables have a value; None where there are none."""
    from . import array_ops  # noqa: PLC0415

    if var_list is None:
        var_list = global_variables() + local_variables()
    if not var_list:
        var_list = [op.outputs[0] for op in stack.default_graph().ops
                    if op.type in ("Variable", "VariableV2", "AutoReloadVariable")]
    if not var_list:
        return None
    ranks = []
    for variable in var_list:
        with ops.colocate_with(variable.op):
            ranks.append(array_ops.rank_internal(variable, optimize=False))
    return ranks[0] if len(ranks) == 1 else array_ops.stack(ranks)


def report_uninitialized_variables(var_list: Any = None, name: str = "report_uninitialized_variables") -> Tensor:
    """A string vector of the names of uninitialized variables."""
    from . import array_ops, math_ops, resource_variable_ops, state_ops  # noqa: PLC0415  # noqa: PLC0415

    if var_list is None:
        var_list = global_variables() + local_variables()
    if not var_list:
        var_list = [op.outputs[0] for op in stack.default_graph().ops
                    if op.type in ("Variable", "VariableV2", "AutoReloadVariable")]
    with ops.name_scope(name):
        known = [state_ops.is_variable_initialized(v) if isinstance(v, (RefVariable, Tensor)) or
                 not isinstance(v, resource_variable_ops.ResourceVariable) else v.is_initialized() for v in var_list]
        with ops.device("/cpu:0"):
            if not var_list:
                return array_ops.constant([], dtype="string")
            mask = math_ops.logical_not(array_ops.stack(known))  # type: ignore[misc]
            names = array_ops.constant([v.op.name for v in var_list])
            return array_ops.boolean_mask(names, mask)
