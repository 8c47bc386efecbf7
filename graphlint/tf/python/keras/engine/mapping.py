"""From a model's outputs back to its inputs: the nodes by depth, and the layers in their order (engine/network.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.state import note
from graphlint.tf.python.util import nest


class _Walk:
    """The nodes that lead to the outputs, each after those that it needs."""

    def __init__(self) -> None:
        self.layer_indices: dict[int, int] = {}
        self.layers: dict[int, Any] = {}
        self.finished: dict[int, Any] = {}
        self.open: set[int] = set()
        self.nodes: list[Any] = []

    def visit(self, tensor: Any, layer: Any, node_index: int) -> None:
        node = layer._inbound_nodes[node_index]
        if id(node) in self.open:
            raise ValueError(f'The tensor {tensor} at layer "{layer.name}" is part of a cycle.')
        if id(node) in self.finished:
            return
        if id(layer) not in self.layer_indices:
            self.layer_indices[id(layer)] = len(self.layer_indices)
            self.layers[id(layer)] = layer
        self.open.add(id(node))
        for source, index, _, value in node.inbound() + node.argument_histories():
            self.visit(value, source, index)
        self.open.discard(id(node))
        self.finished[id(node)] = node
        self.nodes.append(node)


def _depths(walk: _Walk) -> tuple[dict[int, int], dict[int, int], dict[int, Any]]:
    nodes: dict[int, int] = {}
    layers: dict[int, int] = {}
    by_id: dict[int, Any] = {}
    for node in reversed(walk.nodes):
        layer = node.outbound_layer
        depth = max(nodes.setdefault(id(node), 0), layers.get(id(layer), 0))
        by_id[id(node)] = node
        layers[id(layer)] = nodes[id(node)] = depth
        for source, index, _, _ in node.inbound() + node.argument_histories():
            before = source._inbound_nodes[index]
            by_id[id(before)] = before
            nodes[id(before)] = max(depth + 1, nodes.get(id(before), 0))
    return nodes, layers, by_id


def map_graph_network(inputs: list[Any], outputs: list[Any]) -> tuple[dict[int, list[Any]], list[Any]]:
    """Nodes by depth and layers in order. ValueError where the graph is disconnected or names clash."""
    walk = _Walk()
    for tensor in outputs:
        history = note(tensor, "_keras_history")
        walk.visit(tensor, history.layer, history.node_index)
    nodes, layers, by_id = _depths(walk)
    for tensor in inputs:
        layer = note(tensor, "_keras_history").layer
        if id(layer) not in layers:
            layers[id(layer)] = 0
            walk.layers[id(layer)] = layer
            walk.layer_indices[id(layer)] = -1
            first = layer._inbound_nodes[0]
            nodes[id(first)], by_id[id(first)] = 0, first
    nodes_by_depth: dict[int, list[Any]] = {}
    for key, depth in nodes.items():
        nodes_by_depth.setdefault(depth, []).append(by_id[key])
    order = sorted(layers, key=lambda key: (-layers[key], walk.layer_indices[key]))
    ordered = [walk.layers[key] for key in order]
    _check_connected(inputs, nodes_by_depth)
    _check_names(ordered)
    return nodes_by_depth, ordered


def _check_connected(inputs: list[Any], nodes_by_depth: dict[int, list[Any]]) -> None:
    computable = {id(tensor) for tensor in inputs}
    complete: list[str] = []
    for depth in sorted(nodes_by_depth, reverse=True):
        for node in nodes_by_depth[depth]:
            for tensor in nest.flatten(node.input_tensors):
                if id(tensor) not in computable:
                    raise ValueError(f"Graph disconnected: cannot obtain value for tensor {tensor} at layer "
                                     f'"{node.outbound_layer.name}". The following previous layers were accessed without '
                                     f"issue: {complete}")
            computable.update(map(id, nest.flatten(node.output_tensors)))
            complete.append(node.outbound_layer.name)


def _check_names(layers: list[Any]) -> None:
    names = [layer.name for layer in layers]
    for name in names:
        if names.count(name) != 1:
            raise ValueError(f'The name "{name}" is used {names.count(name)} times in the model. All layer names should be '
                             "unique.")
