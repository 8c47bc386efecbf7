"""How tensors remember the layers that made them: history, nodes, and layers for bare ops between Keras layers."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import ops
from graphlint.tf.python.keras.session import initialize_variables
from graphlint.tf.python.keras.state import note, set_note
from graphlint.tf.python.ops import array_shape
from graphlint.tf.python.util import nest

from .node import KerasHistory, Node


def _flat(values: Any) -> list[Any]:
    return [values] if type(values) is Tensor else nest.flatten(values)


def all_have_history(inputs: Any) -> bool:
    return all(note(value, "_keras_history") is not None for value in _flat(inputs))


def add_history(inputs: Any) -> None:
    """Give inputs that come from a Keras model, through bare ops, layers of their own."""
    flat = _flat(inputs)
    if not flat or flat[0].__class__ is not Tensor or "keras_inputs" not in flat[0].graph.extra:
        return
    if all(note(value, "_keras_history") is not None for value in flat):
        return
    if _from_keras(flat):
        wrap_ops(flat)


def _from_keras(tensors: list[Any]) -> bool:
    seen: set[int] = set()
    waiting = list(tensors)
    while waiting:
        tensor = waiting.pop()
        if id(tensor) in seen or not isinstance(tensor, Tensor):
            continue
        seen.add(id(tensor))
        if note(tensor, "_keras_history_checked"):
            continue
        if note(tensor, "_keras_history") is not None:
            return True
        waiting.extend(tensor.op.inputs)
    return False


def wrap_ops(tensors: Any) -> None:
    """A TensorFlowOpLayer for each op between Keras's layers and these tensors."""
    from .op_layer import TensorFlowOpLayer, evaluate_constant  # noqa: PLC0415 - a Layer, made of this module

    for tensor in _flat(tensors):
        if not isinstance(tensor, Tensor) or note(tensor, "_keras_history") is not None:
            continue
        op = tensor.op
        constants: dict[int, Any] = {}
        sources: list[Any] = []
        for index, value in enumerate(op.inputs):
            if _from_keras([value]):
                sources.append(value)
            else:
                constants[index] = evaluate_constant(value)
        wrap_ops(sources)
        if note(tensor, "_keras_history") is None:
            layer = TensorFlowOpLayer(op, constants)
            add_node(layer, sources, list(op.outputs), None)


def connect(layer: Any, inputs: Any, outputs: Any, args: Any, kwargs: dict[str, Any]) -> tuple[Any, Any]:
    """Note that `layer` made the outputs of the inputs; an output that is an input becomes an Identity."""
    from . import signatures  # noqa: PLC0415

    known = {id(value) for value in _flat(inputs)}
    own = []
    for value in _flat(outputs):
        if id(value) in known:
            with ops.name_scope(layer.name):
                value = array_shape.identity(value)
        own.append(value)
    outputs = own[0] if type(outputs) is Tensor else nest.pack_sequence_as(outputs, own)
    names = signatures.of(layer).names
    arguments = {**dict(zip(names[1:], args, strict=False)), **kwargs}
    add_node(layer, inputs, outputs, arguments)
    return inputs, outputs


def add_node(layer: Any, inputs: Any, outputs: Any, arguments: Any) -> None:
    def part(index: int) -> Any:
        return nest.map_structure(lambda tensor: note(tensor, "_keras_history")[index], inputs)

    node = Node(layer, part(0), part(1), part(2), inputs, outputs, arguments)
    for tensor in node.tensor_arguments():
        if note(tensor, "_keras_history") is None and _from_keras([tensor]):
            wrap_ops([tensor])
    for number, tensor in enumerate(_flat(outputs)):
        set_note(tensor, "_keras_history", KerasHistory(layer, len(layer._inbound_nodes) - 1, number))


# --- reading nodes ----------------------------------------------------------------------------------------------------


def at(layer: Any, index: int, attribute: str, what: str) -> Any:
    if not layer._inbound_nodes:
        raise RuntimeError(f"The layer has never been called and thus has no defined {what}.")
    if len(layer._inbound_nodes) <= index:
        raise ValueError(f"Asked to get {what} at node {index}, but the layer has only {len(layer._inbound_nodes)} inbound "
                         "nodes.")
    found = getattr(layer._inbound_nodes[index], attribute)
    return found[0] if isinstance(found, list) and len(found) == 1 else found


def single(layer: Any, what: str) -> Any:
    if not layer._inbound_nodes:
        raise AttributeError(f"Layer {layer.name} is not connected, no input to return." if what == "input" else
                             f"Layer {layer.name} has no inbound nodes.")
    return at(layer, 0, f"{what}_tensors", what)


def same_shape(layer: Any, what: str) -> Any:
    if not layer._inbound_nodes:
        raise AttributeError(f"The layer has never been called and thus has no defined {what} shape.")
    shapes = {str(getattr(node, f"{what}_shapes")) for node in layer._inbound_nodes}
    if len(shapes) == 1:
        return getattr(layer._inbound_nodes[0], f"{what}_shapes")
    raise AttributeError(f'The layer "{layer.name} has multiple inbound nodes, with different {what} shapes. Hence the '
                         f'notion of "{what} shape" is ill-defined for the layer. Use `get_{what}_shape_at(node_index)` '
                         "instead.")


def masks_of(tensors: Any) -> Any:
    if isinstance(tensors, list):
        return [note(tensor, "_keras_mask") for tensor in tensors]
    return note(tensors, "_keras_mask")


def check_weights(layer: Any, weights: Any) -> None:
    """ValueError where values can't belong to the layer's weights."""
    if not isinstance(weights, (list, tuple)):
        return
    params = layer.weights
    if len(params) != len(weights):
        raise ValueError(f'You called `set_weights(weights)` on layer "{layer.name}" with a  weight list of length '
                         f"{len(weights)}, but the layer was expecting {len(params)} weights. Provided weights: "
                         f"{str(weights)[:50]}...")


def set_weights(variables: list[Any], values: Any) -> None:
    """The ops that give weights their values."""
    from graphlint.tf.python.keras import backend_state  # noqa: PLC0415

    known = isinstance(values, (list, tuple)) and len(values) == len(variables)
    given = values if known else [Unknown("the value of a weight") for _ in variables]
    if variables:
        initialize_variables()
        backend_state.batch_set_value(list(zip(variables, given, strict=True)))
