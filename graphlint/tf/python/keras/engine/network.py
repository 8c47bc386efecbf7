"""Network: a graph of layers, or a script's own model of layers (keras/engine/network.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.tf import approximate
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.keras import state
from graphlint.tf.python.util import nest

from . import connecting, mapping, signatures
from .base_layer import Layer
from .input_layer import placeholder
from .node import Node


class Network(Layer):
    """What Model and Sequential share."""

    _is_graph_network: bool
    _nested_inputs: Any
    _nested_outputs: Any
    _nodes_by_depth: dict[int, list[Any]]
    _input_layers: list[Any]
    _output_layers: list[Any]
    inputs: Any
    outputs: Any
    output_names: list[str]
    input_names: list[str]
    optimizer: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not stack.world.release.keras_modelled:
            approximate.as_of_newest("tf.keras.Model")
        graph = len(args) == 2 or (len(args) == 1 and "outputs" in kwargs) or ("inputs" in kwargs and "outputs" in kwargs)
        if graph:
            self._init_graph_network(*args, **kwargs)
        else:
            self._init_subclassed_network(*args, **kwargs)

    def _base_init(self, name: Any = None, trainable: bool = True, dtype: Any = None, dynamic: bool = False,
                   autocast: Any = None) -> None:
        put = object.__setattr__
        kept = {key: self.__dict__.get(key, []) for key in ("_trainable_weights", "_non_trainable_weights")}
        put(self, "_layers", [])
        super().__init__(trainable=trainable, name=name, dtype=dtype, dynamic=dynamic)
        for key, value in kept.items():
            put(self, key, value)
        put(self, "_is_compiled", False)
        put(self, "_compute_output_and_mask_jointly", False)
        if "optimizer" not in self.__dict__:
            put(self, "optimizer", None)

    def _init_subclassed_network(self, name: Any = None, **kwargs: Any) -> None:
        self._base_init(name=name, **kwargs)
        put = object.__setattr__
        put(self, "_is_graph_network", False)
        put(self, "inputs", [])
        put(self, "outputs", [])
        put(self, "built", False)

    def _init_graph_network(self, inputs: Any, outputs: Any, name: Any = None, trainable: bool = True) -> None:
        put = object.__setattr__
        inputs, outputs = _unpacked(inputs), _unpacked(outputs)
        put(self, "inputs", nest.flatten(inputs))
        put(self, "outputs", nest.flatten(outputs))
        put(self, "_nested_inputs", inputs)
        put(self, "_nested_outputs", outputs)
        if any(state.note(tensor, "_keras_history") is None for tensor in self.outputs):
            connecting.wrap_ops([tensor for tensor in self.outputs if isinstance(tensor, Tensor)])
        self._base_init(name=name, trainable=trainable)
        self._validate_ends()
        put(self, "built", True)
        put(self, "_is_graph_network", True)
        put(self, "_compute_output_and_mask_jointly", True)
        ends = [state.note(tensor, "_keras_history") for tensor in self.outputs]
        put(self, "_output_layers", [history.layer for history in ends])
        put(self, "_input_layers", [state.note(tensor, "_keras_history").layer for tensor in self.inputs])
        nodes_by_depth, layers = mapping.map_graph_network(self.inputs, self.outputs)
        put(self, "_nodes_by_depth", nodes_by_depth)
        put(self, "_layers", layers)
        Node(self, [], [], [], self._nested_inputs, self._nested_outputs)
        put(self, "output_names", _unique_names(self._output_layers))
        put(self, "input_names", [layer.name for layer in self._input_layers])

    def _validate_ends(self) -> None:
        if len({id(tensor) for tensor in self.inputs}) != len(self.inputs):
            raise ValueError("The list of inputs passed to the model is redundant. All inputs should only appear once. "
                             f"Found: {self.inputs}")
        own = type(self).__name__
        for tensor in self.inputs:
            if state.note(tensor, "_keras_history") is None:
                raise ValueError(f"Input tensors to a {own} must come from `tf.keras.Input`. Received: {tensor} (missing "
                                 "previous layer metadata).")
        for tensor in self.outputs:
            if state.note(tensor, "_keras_history") is None:
                raise ValueError(f"Output tensors to a {own} must be the output of a TensorFlow `Layer` (thus holding past "
                                 f"layer metadata). Found: {tensor}")

    def __setattr__(self, name: str, value: Any) -> None:
        if "_is_graph_network" not in self.__dict__ and not name.startswith("_") and isinstance(value, Layer):
            raise RuntimeError("It looks like you are subclassing `Model` and you forgot to call `super(YourClass, "
                               "self).__init__()`. Always start with this line.")
        super().__setattr__(name, value)

    # --- what it holds ------------------------------------------------------------------------------------------------

    @property
    def layers(self) -> list[Any]:
        return list(self.children())

    @property
    def stateful(self) -> bool:
        return any(layer.stateful for layer in self.layers)

    @stateful.setter
    def stateful(self, value: bool) -> None:
        """A model's state is that of its layers."""

    @property
    def weights(self) -> list[Any]:
        found: list[Any] = []
        for layer in self.children():
            found.extend(layer.weights)
        return found + self._trainable_weights + self._non_trainable_weights

    @property
    def trainable_weights(self) -> list[Any]:
        return self._gathered("trainable_weights") + self._trainable_weights if self.trainable else []

    @property
    def non_trainable_weights(self) -> list[Any]:
        extra = self._non_trainable_weights
        if self.trainable:
            return self._gathered("non_trainable_weights") + extra
        return self._gathered("trainable_weights") + self._gathered("non_trainable_weights") + extra + self._trainable_weights

    @property
    def state_updates(self) -> list[Any]:
        return [update for layer in self.layers if layer.stateful for update in layer.updates]

    @property
    def input_spec(self) -> Any:
        return None

    @input_spec.setter
    def input_spec(self, value: Any) -> None:
        """A model takes what its first layers take."""

    def get_layer(self, name: Any = None, index: Any = None) -> Any:
        layers = self.layers
        if index is not None:
            if len(layers) <= index:
                raise ValueError(f"Was asked to retrieve layer at index {index} but model only has {len(layers)} layers.")
            return layers[index]
        if not name:
            raise ValueError("Provide either a layer name or layer index.")
        for layer in layers:
            if layer.name == name:
                return layer
        raise ValueError(f"No such layer: {name}")

    # --- building and calling -----------------------------------------------------------------------------------------

    def build(self, input_shape: Any) -> None:
        if self._is_graph_network:
            self.built = True
            return
        if input_shape is None:
            raise ValueError("Input shape must be defined when calling build on a model subclass network.")
        if not isinstance(input_shape, (tuple, list, TensorShape)):
            raise ValueError("Specified input shape is not one of the valid types. Please specify a batch input shape of "
                             "type tuple or list of input shapes. User provided input type: "
                             f"{type(input_shape)}")
        if input_shape and not self.inputs:
            kind = state.settings().floatx
            values = [placeholder(shape, dtype=kind) for shape in input_shape] if isinstance(input_shape, list) else (
                placeholder(input_shape, dtype=kind))
            training = "training" in signatures.of(self).names[1:]
            self.call(values, **({"training": False} if training and not self._training_has_default() else {}))
        self.built = True

    def _training_has_default(self) -> bool:
        function = getattr(self.call, "__func__", self.call)
        return bool(getattr(function, "__defaults__", None))

    def _maybe_build(self, inputs: Any) -> None:
        if not self._is_graph_network and getattr(self.build, "__func__", None) is Network.build:
            values = nest.flatten(inputs)
            if values and self._dtype_name is None and hasattr(values[0], "dtype"):
                self._dtype_name = as_dtype(values[0].dtype).base_dtype.name
            self.built = True
            return
        super()._maybe_build(inputs)

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        if not self._is_graph_network:
            raise NotImplementedError("When subclassing the `Model` class, you should implement a `call` method.")
        return self._run_internal_graph(inputs, training, mask)

    def _run_internal_graph(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        values = nest.flatten(inputs)
        masks = [None] * len(values) if mask is None else nest.flatten(mask)
        known: dict[int, Any] = {}
        for own, value, one_mask in zip(self.inputs, values, masks, strict=False):
            state.set_note(value, "_keras_mask", one_mask)
            known[id(own)] = value
        for depth in sorted(self._nodes_by_depth, reverse=True)[1:]:
            for node in self._nodes_by_depth[depth]:
                if all(id(tensor) in known for tensor in nest.flatten(node.input_tensors)):
                    self._run_node(node, known, training)
        return nest.pack_sequence_as(self._nested_outputs, [known[id(tensor)] for tensor in self.outputs])

    def _run_node(self, node: Any, known: dict[int, Any], training: Any) -> None:
        layer = node.outbound_layer
        values = nest.map_structure(lambda tensor: known[id(tensor)], node.input_tensors)
        kwargs = dict(node.arguments or {})
        if "training" in signatures.of(layer).names:
            kwargs.setdefault("training", training)
            if kwargs["training"] is stack.default_graph().extra.get("keras_learning_phase"):
                kwargs["training"] = training
        kwargs = {key: nest.map_structure(lambda value: known.get(id(value), value), value)
                  for key, value in kwargs.items()}
        outputs = layer(values, **kwargs)
        for own, value in zip(nest.flatten(node.output_tensors), nest.flatten(outputs), strict=False):
            known[id(own)] = value

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        if not self._is_graph_network:
            return None
        outputs = self._run_internal_graph(inputs, mask=mask)
        return nest.map_structure(lambda tensor: state.note(tensor, "_keras_mask"), outputs)

    def _after_call(self, inputs: Any, outputs: Any) -> None:
        if self.inputs or self._is_graph_network:
            return
        put = object.__setattr__
        put(self, "inputs", nest.flatten(inputs))
        put(self, "outputs", nest.flatten(outputs))
        put(self, "output_names", [f"output_{i + 1}" for i in range(len(self.outputs))])
        put(self, "input_names", [f"input_{i + 1}" for i in range(len(self.inputs))])


def _unpacked(values: Any) -> Any:
    return values[0] if isinstance(values, list) and len(nest.flatten(values)) == 1 else values


def _unique_names(layers: list[Any]) -> list[str]:
    found: list[str] = []
    counts: dict[str, int] = {}
    for layer in layers:
        proposal = layer.name
        while proposal in found:
            number = counts.get(layer.name, 1)
            proposal = f"{layer.name}_{number}"
            counts[layer.name] = number + 1
        found.append(proposal)
    return found
