"""Switch, Merge, Enter, Exit and NextIteration on tensors and composites (ops/control_flow_ops.py).

Not here: the contexts that place these ops, and the API functions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.util import nest


def composite_or_tensor(value: Any, dtype: Any = None, name: str | None = None, as_ref: bool = False) -> Any:
    """A composite as it is, anything else as a tensor."""
    if ops.is_composite(value):
        return value
    return convert(value, dtype, name, as_ref)


def components(value: Any, function: Callable[[Any], Any]) -> Any:
    """`function` of each tensor of a composite, put together again. TypeError for what is neither."""
    if not ops.is_composite(value):
        raise TypeError(f"Type {type(value)} not supported")
    return nest.map_structure(function, value, expand_composites=True)


def exit(data: Any, name: Any = None) -> Any:  # noqa: A001 - TensorFlow's name
    """Hand a value of a loop to the frame around it."""
    value = composite_or_tensor(data, as_ref=True)
    if not isinstance(value, Tensor):
        return components(value, exit)
    return gen.RefExit(value, name=name) if value.dtype._is_ref_dtype else gen.Exit(value, name=name)


def next_iteration(data: Any, name: Any = None) -> Any:
    """`_NextIteration`."""
    value = composite_or_tensor(data, as_ref=True)
    if not isinstance(value, Tensor):
        return components(value, next_iteration)
    if value.dtype._is_ref_dtype:
        return gen.RefNextIteration(value, name=name)
    return gen.NextIteration(value, name=name)


def enter(tensor: Tensor, frame_name: str, is_constant: bool, parallel_iterations: int, keep_shape: bool = True,
          name: Any = None) -> Tensor:
    """`_Enter`: a tensor in the frame of a loop; `keep_shape` gives it the shape that it has outside."""
    op_type = "RefEnter" if tensor.dtype._is_ref_dtype else "Enter"
    found: Tensor = gen.op(op_type, tensor, frame_name=frame_name, is_constant=is_constant,
                           parallel_iterations=parallel_iterations, name=name)
    found.dims = tensor.dims if keep_shape else None
    return found


def switch(data: Any, pred: Any, dtype: Any = None, name: Any = None) -> Any:
    """(output if false, output if true)."""
    with ops.name_scope(name, "Switch", [data, pred]) as scope:
        value = composite_or_tensor(data, dtype, "data", as_ref=True)
        condition = convert(pred, name="pred")
        if isinstance(value, Tensor):
            return gen.Switch(value, condition, name=scope)
        pairs = [gen.Switch(tensor, condition) for tensor in nest.flatten(value, expand_composites=True)]
        return tuple(nest.pack_sequence_as(value, list(side), expand_composites=True)
                     for side in zip(*pairs, strict=True))


def switch_ref_or_tensor(data: Any, pred: Any, name: str = "Switch") -> Any:
    """`_SwitchRefOrTensor`: colocated with the data alone; references stay references."""
    value = composite_or_tensor(data, name="data")
    with ops.colocate_with(value, ignore_existing=True):
        if isinstance(value, Tensor) and value.dtype._is_ref_dtype:
            return gen.RefSwitch(value, pred, name=name)
        return switch(value, pred, name=name)


def merge(inputs: Any, name: Any = None) -> Any:
    """(the input that came, its index). ValueError for a None among them."""
    if any(value is None for value in inputs):
        raise ValueError(f"At least one of the merge inputs is None: {inputs}")
    with ops.name_scope(name, "Merge", inputs) as scope:
        values = [composite_or_tensor(value, as_ref=True) for value in inputs]
        if all(isinstance(value, Tensor) for value in values):
            if all(value.dtype._is_ref_dtype for value in values):
                return gen.RefMerge(values, name=scope)
            return gen.Merge(values, name=scope)
        return _merged_components(values)


def _merged_components(values: list[Any]) -> Any:
    first = values[0]
    for other in values[1:]:
        nest.assert_same_structure(first, other, expand_composites=True)
    parts = [nest.flatten(value, expand_composites=True) for value in values]
    merged = [gen.Merge(list(part)) for part in zip(*parts, strict=True)]
    return nest.pack_sequence_as(first, [tensor for tensor, _ in merged], expand_composites=True), merged[0][1]
