"""group, tuple, with_dependencies, no_op: ops that only order other ops (ops/control_flow_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Operation, Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import IndexedSlices
from graphlint.tf.python.util import nest


def no_op(name: Any = None) -> Operation:
    return gen.NoOp(name=name)  # type: ignore[no-any-return]


def _no_op_after(device: str, waited: list[Any], name: Any = None) -> Operation:
    with ops.control_dependencies(waited), ops.device(device):
        return no_op(name)


def group(*inputs: Any, **kwargs: Any) -> Operation:
    """A NoOp after all inputs; inputs on several devices are gathered by one NoOp a device first."""
    name = kwargs.pop("name", None)
    if kwargs:
        raise ValueError("Unknown keyword arguments: " + ", ".join(kwargs))
    with ops.name_scope(name, "group_deps", inputs) as scope:
        if not inputs:
            return no_op(scope)
        by_device: dict[str, list[Any]] = {}
        for value in nest.flatten(inputs, expand_composites=True):
            if not hasattr(value, "device"):
                raise TypeError(f"Expected tf.group() expected Tensor arguments not '{value}' with type '{type(value)}'")
            by_device.setdefault(value.device, []).append(value)
        if len(by_device) == 1:
            [(device, waited)] = by_device.items()
            return _no_op_after(device, waited, scope)
        gathered = [_no_op_after(device, by_device[device]) for device in sorted(by_device)]
        with ops.control_dependencies(gathered):
            return no_op(scope)


def identity_of(data: Any, name: Any = None) -> Any:
    """`control_flow_ops._Identity`: keeps references, and works on each component of composites."""
    if isinstance(data, IndexedSlices):
        return IndexedSlices(identity_of(data.values, name), identity_of(data.indices),
                             None if data.dense_shape is None else identity_of(data.dense_shape))
    if ops.is_composite(data):
        return nest.map_structure(identity_of, data, expand_composites=True)
    tensor = convert(data, as_ref=True)
    if tensor.dtype._is_ref_dtype:
        return gen.RefIdentity(tensor, name=name)
    return gen.Identity(tensor, name=name)


def with_dependencies(dependencies: Any, output_tensor: Any, name: Any = None) -> Any:
    """The tensor, once the dependencies have run."""
    with (
        ops.name_scope(name, "control_dependency", [*dependencies, output_tensor]) as scope,
        ops.colocate_with(output_tensor),
        ops.control_dependencies(dependencies),
    ):
        found = ops.convert_to_tensor_or_indexed_slices(output_tensor)
        if isinstance(found, Tensor):
            return identity_of(found, scope)
        return IndexedSlices(identity_of(found.values, scope), found.indices, found.dense_shape)


def tuple_v2(tensors: Any, control_inputs: Any = None, name: Any = None) -> list[Any]:
    return tuple(tensors, name, control_inputs)


def tuple(tensors: Any, name: Any = None, control_inputs: Any = None) -> list[Any]:  # noqa: A001 - TensorFlow's name
    """Each tensor, available once all of them have been computed."""
    with ops.name_scope(name, "tuple", tensors) as _:
        values = [t if isinstance(t, (Operation, IndexedSlices)) or t is None or ops.is_dense_tensor_like(t) else convert(t)
                  for t in tensors]
        gating = [t if isinstance(t, Operation) else t.op for t in values if t is not None]
        for waited in control_inputs or ():
            if not isinstance(waited, (Tensor, Operation)):
                raise TypeError(f"Control input must be Operation or Tensor: {waited}")
            gating.append(waited.op if isinstance(waited, Tensor) else waited)
        if not gating:
            raise ValueError(f"Must have at least one Tensor: {values}")
        gate = group(*_in_creation_order(gating))
        return [_gated(gate, value) for value in values]


def _in_creation_order(gating: list[Operation]) -> list[Operation]:
    """Without repeats; found from the end of the graph, where they usually are."""
    wanted = set(gating)
    found: list[Operation] = []
    for op in reversed(gating[0].graph.ops):
        if op in wanted:
            found.append(op)
            if len(found) == len(wanted):
                break
    return found[::-1]


def _gated(gate: Operation, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, Operation):
        with ops.control_dependencies([gate]):
            return group(value)
    return with_dependencies([gate], value)
