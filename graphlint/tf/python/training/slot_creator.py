"""Slot variables of optimizers and moving averages (training/slot_creator.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.tf.python.distribute.distribution_strategy_context import get_strategy
from graphlint.tf.python.framework.tensor_shape import script_sizes
from graphlint.tf.python.ops import array_ops, init_ops, resource_variable_ops, variable_scope, variables


def _create_slot_var(primary: Any, val: Any, scope: str, validate_shape: bool, shape: Any, dtype: Any) -> Any:
    current = variable_scope.get_variable_scope()
    partitioner = current.partitioner
    current.set_partitioner(None)
    use_resource: bool | None = None
    if isinstance(primary, resource_variable_ops.BaseResourceVariable):
        use_resource = True
    elif isinstance(primary, variables.RefVariable):
        use_resource = False
    slot = variable_scope.get_variable(scope, initializer=val, trainable=False, use_resource=use_resource, shape=shape,
                                       dtype=dtype, validate_shape=validate_shape)
    variable_scope.get_variable_scope().set_partitioner(partitioner)
    info = getattr(primary, "_save_slice_info", None)
    if info:
        name = slot.name[len(primary.op.name) + 1 : -2]
        slot._set_save_slice_info(variables.Variable.SaveSliceInfo(
            f"{info.full_name}/{name}", list(info.full_shape), list(info.var_offset), list(info.var_shape)))
    return slot



def create_slot(primary: Any, val: Any, name: str, colocate_with_primary: bool = True) -> Any:
    """A slot beside `primary` with the initial value `val`, named `<primary>/<name>`."""
    known = script_sizes(val.get_shape()) is not None
    with variable_scope.variable_scope(None, f"{primary.op.name}/{name}"):
        if not colocate_with_primary:
            return _create_slot_var(primary, val, "", known, None, None)
        with get_strategy().extended.colocate_vars_with(primary):
            return _create_slot_var(primary, val, "", known, None, None)


def create_slot_with_initializer(primary: Any, initializer: Any, shape: Any, dtype: Any, name: str,
                                 colocate_with_primary: bool = True) -> Any:
    known = script_sizes(shape) is not None
    with variable_scope.variable_scope(None, f"{primary.op.name}/{name}"):
        if not colocate_with_primary:
            return _create_slot_var(primary, initializer, "", known, shape, dtype)
        with get_strategy().extended.colocate_vars_with(primary):
            return _create_slot_var(primary, initializer, "", known, shape, dtype)


def create_zeros_slot(primary: Any, name: str, dtype: Any = None, colocate_with_primary: bool = True) -> Any:
    """A slot of zeros in the shape of `primary`."""
    dtype = primary.dtype if dtype is None else dtype
    shape = primary.get_shape()
    if shape.is_fully_defined() and not stack.world.release.slots_have_initializers:
        return create_slot(primary, array_ops.zeros(shape.as_list(), dtype=dtype), name, colocate_with_primary)
    if script_sizes(shape) is not None:
        return create_slot_with_initializer(primary, init_ops.Zeros(), shape, dtype, name, colocate_with_primary)
    source = primary.initialized_value() if isinstance(primary, variables.Variable) else primary
    value = array_ops.zeros(array_ops.shape(source), dtype=dtype)
    return create_slot(primary, value, name, colocate_with_primary)
