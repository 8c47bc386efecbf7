"""What scripts read and call of TensorFlow's own side of Graph, Operation and Tensor: names with an underscore.

Numbers, tensors and the like that stand under TensorFlow's private names anyway are readable without this (`privates`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.tf.install import attribute, method

# --- Tensor -----------------------------------------------------------------------------------------------------------

attribute(Tensor, "_op")(lambda tensor: tensor.op)
attribute(Tensor, "_dtype")(lambda tensor: tensor.dtype)
attribute(Tensor, "_value_index")(lambda tensor: tensor.value_index)
attribute(Tensor, "_shape")(lambda tensor: tensor.shape)


@method(Tensor)
def _shape_as_list(self: Tensor) -> list[int | None] | None:
    shape: Any = self.shape
    return None if shape.ndims is None else shape.as_list()  # type: ignore[no-any-return]


@method(Tensor)
def _rank(self: Tensor) -> int | None:
    return None if self.dims is None else len(self.dims)


@attribute(Tensor, "_keras_history")
def _keras_history(self: Tensor) -> Any:
    """AttributeError where the tensor is no layer's."""
    from graphlint.tf.python.keras import state  # noqa: PLC0415 - the layers load later than the graph

    found = state.note(self, "_keras_history")
    if found is None:
        raise AttributeError("'Tensor' object has no attribute '_keras_history'")
    return found


# --- Operation --------------------------------------------------------------------------------------------------------

attribute(Operation, "_inputs")(lambda op: list(op.inputs))
attribute(Operation, "_outputs")(lambda op: list(op.outputs))
attribute(Operation, "_control_inputs")(lambda op: list(op.control_inputs))
attribute(Operation, "_node_def")(lambda op: op.node_def)


@method(Operation, "_get_control_flow_context")
def _context_of_op(self: Operation) -> Any:
    return self.control_flow_context


@method(Operation)
def _add_control_inputs(self: Operation, ops: Iterable[Operation]) -> None:
    """TypeError for what is no op."""
    found = list(ops)
    for op in found:
        if not isinstance(op, Operation):
            raise TypeError(f"op must be an Operation: {op}")
    self.add_control_inputs(found)


@method(Operation)
def _add_control_input(self: Operation, op: Operation) -> None:
    self._add_control_inputs([op])  # type: ignore[attr-defined]


@method(Operation)
def _update_input(self: Operation, index: int, tensor: Tensor) -> None:
    """TypeError for what is no tensor."""
    if not isinstance(tensor, Tensor):
        raise TypeError(f"tensor must be a Tensor: {tensor}")
    self.update_input(index, tensor)


@method(Operation)
def _set_device(self: Operation, device: Any) -> None:
    self.device = device if isinstance(device, str) else device.to_string()


# --- Graph ------------------------------------------------------------------------------------------------------------

attribute(Graph, "_seed")(lambda graph: graph.seed)
attribute(Graph, "_finalized")(lambda graph: graph.finalized)
attribute(Graph, "_names_in_use")(lambda graph: dict(graph.names.used))


@method(Graph)
def _unsafe_unfinalize(self: Graph) -> None:
    self.finalized = False


@method(Graph, "_get_control_flow_context")
def _context_of_graph(self: Graph) -> Any:
    return self.control_flow_context
