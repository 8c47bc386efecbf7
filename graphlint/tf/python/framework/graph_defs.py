"""GraphDefs: a graph as messages, and the class of such messages (Graph.as_graph_def)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Graph, Operation
from graphlint.sandbox.exposed import exposed
from graphlint.tf.install import method
from graphlint.tf.protobuf import Message, message_class


@exposed
class NodeDef(Message):
    """One node: its name, op type, inputs by name, device, and attrs as Python values."""

    def __init__(self, op: Operation | None = None, **fields: Any) -> None:
        super().__init__(**fields)
        if op is not None:
            self.name, self.op, self.device = op.name, op.type, op.device
            self.input = [tensor.name.removesuffix(":0") for tensor in op.inputs]
            self.input += sorted(f"^{waited.name}" for waited in op.control_inputs)
            self.attr = dict(op.attrs)


def graph_def(graph: Graph) -> Message:
    """All ops of a graph, in creation order."""
    found = message_class("GraphDef")()
    found.node = [NodeDef(op) for op in graph.ops]  # type: ignore[attr-defined]
    return found


@method(Graph)
def as_graph_def(self: Graph, from_version: Any = None, add_shapes: bool = False) -> Message:
    return graph_def(self)
