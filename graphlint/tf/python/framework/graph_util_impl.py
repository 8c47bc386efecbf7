"""GraphDefs cut and frozen (framework/graph_util_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.protobuf import Message, message_class


def extract_sub_graph(graph_def: Any, dest_nodes: Any) -> Any:
    """The nodes that `dest_nodes` depend on. TypeError, AssertionError as TensorFlow."""
    if isinstance(graph_def, Unknown):
        return graph_def
    if not isinstance(graph_def, Message):
        raise TypeError("graph_def must be a graph_pb2.GraphDef proto.")
    if isinstance(dest_nodes, str):
        raise TypeError("dest_nodes must be a list.")
    by_name = {node.name: node for node in graph_def.node}
    waiting = list(dest_nodes)
    kept: set[str] = set()
    for name in waiting:
        if name not in by_name:
            raise AssertionError(f"{name} is not in graph")
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            waiting.extend(item.lstrip("^").partition(":")[0] for item in by_name[name].input)
    found = message_class("GraphDef")()
    found.node = [node for node in graph_def.node if node.name in kept]  # type: ignore[attr-defined]
    return found


def convert_variables_to_constants(sess: Any, input_graph_def: Any, output_node_names: Any,
                                   variable_names_whitelist: Any = None, variable_names_blacklist: Any = None) -> Any:
    """The values come of a session: the result isn't known."""
    return Unknown("a GraphDef frozen with values of a session", text="convert_variables_to_constants(...)")


def remove_training_nodes(input_graph: Any, protected_nodes: Any = None) -> Any:
    return Unknown("a GraphDef without its training nodes", text="remove_training_nodes(...)")


def must_run_on_cpu(node: Any, pin_variables_on_cpu: bool = False) -> bool:
    """Whether an op has no kernel for devices (only what can be told of its type)."""
    return bool(pin_variables_on_cpu and getattr(node, "op", "") in ("Variable", "VariableV2"))


def tensor_shape_from_node_def_name(graph: Any, input_name: str) -> Any:
    name = input_name if ":" in input_name else f"{input_name}:0"
    return graph.get_tensor_by_name(name.lstrip("^")).get_shape()
