"""One application of a layer to tensors of other layers (keras/engine/node.py)."""

from __future__ import annotations

from typing import Any, NamedTuple

from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.keras.state import note
from graphlint.tf.python.util import nest


@exposed
class KerasHistory(NamedTuple):
    """Which output of which application of a layer a tensor is."""

    layer: Any
    node_index: int
    tensor_index: int


def int_shape(x: Any) -> Any:
    """The shape as a tuple with None for what isn't known; None for an unknown rank."""
    try:
        shape = x.shape
        return shape if isinstance(shape, tuple) else tuple(shape.as_list())
    except ValueError:
        return None


@exposed
class Node:
    """An edge of a Keras model: inputs, layer, outputs."""

    def __init__(self, outbound_layer: Any, inbound_layers: Any, node_indices: Any, tensor_indices: Any,
                 input_tensors: Any, output_tensors: Any, arguments: Any = None) -> None:
        self.outbound_layer = outbound_layer
        self.inbound_layers = inbound_layers
        self.node_indices = node_indices
        self.tensor_indices = tensor_indices
        self.input_tensors = input_tensors
        self.output_tensors = output_tensors
        self.input_shapes = nest.map_structure(int_shape, input_tensors)
        self.output_shapes = nest.map_structure(int_shape, output_tensors)
        self.arguments = arguments
        for layer in nest.flatten(inbound_layers):
            if layer is not None:
                layer._outbound_nodes.append(self)
        outbound_layer._inbound_nodes.append(self)

    def tensor_arguments(self) -> list[Any]:
        return [value for value in nest.flatten(self.arguments) if isinstance(value, Tensor)]

    def inbound(self) -> list[tuple[Any, int, int, Any]]:
        """Layer, node index, tensor index and tensor of each input."""
        return list(zip(nest.flatten(self.inbound_layers), nest.flatten(self.node_indices),
                        nest.flatten(self.tensor_indices), nest.flatten(self.input_tensors), strict=False))

    def argument_histories(self) -> list[tuple[Any, int, int, Any]]:
        found = []
        for tensor in self.tensor_arguments():
            history = note(tensor, "_keras_history")
            if history is not None:
                found.append((history.layer, history.node_index, history.tensor_index, tensor))
        return found
