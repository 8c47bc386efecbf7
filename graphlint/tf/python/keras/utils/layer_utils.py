"""Where the tensors of a model come from (keras/utils/layer_utils.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras import backend_state
from graphlint.tf.python.keras.state import note
from graphlint.tf.python.util import nest

_TURNED = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose")


def get_source_inputs(tensor: Any, layer: Any = None, node_index: Any = None) -> Any:
    """The inputs that a Keras tensor is computed from; another tensor as it is."""
    history = note(tensor, "_keras_history")
    if history is None:
        return tensor
    if layer is None or node_index:
        layer, node_index = history.layer, history.node_index
    if not layer._inbound_nodes:
        return [tensor]
    node = layer._inbound_nodes[node_index]
    if not nest.flatten(node.inbound_layers):
        return nest.flatten(node.input_tensors)
    found: list[Any] = []
    for inner, index, _, source in node.inbound():
        found.extend(x for x in get_source_inputs(source, inner, index) if not any(x is known for known in found))
    return found


def convert_all_kernels_in_model(model: Any) -> None:
    """Reads the kernels of convolutions and sets them to what they are turned around; their values aren't known."""
    kernels = [layer.kernel for layer in model.layers if type(layer).__name__ in _TURNED]
    backend_state.batch_set_value([(kernel, backend_state.get_value(kernel)) for kernel in kernels])
