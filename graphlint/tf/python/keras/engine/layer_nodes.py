"""The nodes of a layer, one for each of its calls in a model, and its weights as arrays (keras/engine/base_layer.py)."""

from __future__ import annotations

from math import prod
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

from . import connecting
from .layer_weights import LayerContents


@exposed(also={"_inbound_nodes", "_outbound_nodes", "_add_inbound_node"})
class LayerNodes(LayerContents):
    """What a layer says of the calls that were made of it."""

    built: bool
    name: Any

    def _add_inbound_node(self, input_tensors: Any, output_tensors: Any, arguments: Any = None) -> None:
        connecting.add_node(self, input_tensors, output_tensors, arguments)

    inbound_nodes = property(lambda self: self._inbound_nodes)
    outbound_nodes = property(lambda self: self._outbound_nodes)
    input = property(lambda self: connecting.single(self, "input"))
    output = property(lambda self: connecting.single(self, "output"))
    input_shape = property(lambda self: connecting.same_shape(self, "input"))
    output_shape = property(lambda self: connecting.same_shape(self, "output"))
    input_mask = property(lambda self: connecting.masks_of(connecting.single(self, "input")))
    output_mask = property(lambda self: connecting.masks_of(connecting.single(self, "output")))

    def get_input_at(self, node_index: int) -> Any:
        return connecting.at(self, node_index, "input_tensors", "input")

    def get_output_at(self, node_index: int) -> Any:
        return connecting.at(self, node_index, "output_tensors", "output")

    def get_input_shape_at(self, node_index: int) -> Any:
        return connecting.at(self, node_index, "input_shapes", "input shape")

    def get_output_shape_at(self, node_index: int) -> Any:
        return connecting.at(self, node_index, "output_shapes", "output shape")

    def count_params(self) -> Any:
        if not self.built:
            raise ValueError(f"You tried to call `count_params` on {self.name}, but the layer isn't built. You can build it "
                             f"manually via: `{self.name}.build(batch_input_shape)`.")
        return sum(prod(weight.shape.as_list()) for weight in self.weights)

    def get_weights(self) -> Any:
        return [Unknown("the value of a weight") for _ in self.weights]

    def set_weights(self, weights: Any) -> None:
        connecting.check_weights(self, weights)
        connecting.set_weights(self.weights, weights)
