"""GraphDefs: a graph as messages, and the class of such messages (Graph.as_graph_def)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Graph, Operation
from graphlint.ops import opdef
from graphlint.sandbox.exposed import exposed
from graphlint.tf.install import method
from graphlint.tf.protobuf import Message, message_class

OUTPUT_SHAPES, OUTPUT_TYPES = "_output_shapes", "_output_types"


@exposed
class NodeDef(Message):
    """One node: its name, op type, inputs by name, device, and attrs as Python values."""

    def __init__(self, op: Operation | None = None, add_shapes: bool = False, **fields: Any) -> None:
        super().__init__(**fields)
        if op is not None:
            self.name, self.op, self.device = op.name, op.type, op.device
            self.input = [tensor.name.removesuffix(":0") for tensor in op.inputs]
            self.input += sorted(f"^{waited.name}" for waited in op.control_inputs)
            self.attr = dict(op.attrs)
            undefined = opdef.find(op.type) is None  # a gradient that isn't expanded says nothing of its outputs
            if add_shapes or undefined:
                self.attr[OUTPUT_SHAPES] = [tensor.dims for tensor in op.outputs]
            if undefined:
                self.attr[OUTPUT_TYPES] = [tensor.dtype for tensor in op.outputs]


def graph_def(graph: Graph, add_shapes: bool = False) -> Message:
    """All ops of a graph, in creation order."""
    found = message_class("GraphDef")()
    found.node = [NodeDef(op, add_shapes) for op in graph.ops]  # type: ignore[attr-defined]
    return found


@method(Graph)
def as_graph_def(self: Graph, from_version: Any = None, add_shapes: bool = False) -> Message:
    return graph_def(self, add_shapes)
