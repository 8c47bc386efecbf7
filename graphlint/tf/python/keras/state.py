"""What Keras keeps per graph and per process: object names, learning phases, settings, the layer call in progress.

TensorFlow keeps these in globals of keras/backend.py and engine/base_layer_utils.py; here they live in the trace's world.
"""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Graph, Tensor


def name_counters(graph: Graph | None = None) -> dict[Any, int]:
    """How often each layer class named itself in a graph."""
    found: dict[Any, int] = (graph or stack.default_graph()).extra.setdefault("keras_names", {})
    return found


def unique_object_name(name: str, name_uid_map: Any = None, avoid_names: Any = None, namespace: str = "",
                       zero_based: bool = False) -> str:
    counters = name_counters() if name_uid_map is None else name_uid_map
    key = (namespace, name)
    while True:
        number = counters.get(key, 0)
        counters[key] = number + 1
        proposed = name if zero_based and not number else f"{name}_{number if zero_based else number + 1}"
        if not avoid_names or proposed not in avoid_names:
            return proposed


class CallContext:
    """The layer call in progress."""

    __slots__ = ("frozen", "in_call", "inputs", "layer", "training")

    def __init__(self, layer: Any = None, inputs: Any = None, frozen: bool = False, in_call: bool = False,
                 training: Any = None) -> None:
        self.layer, self.inputs = layer, inputs
        self.frozen, self.in_call, self.training = frozen, in_call, training


_OUTSIDE = CallContext()


def call_context() -> CallContext:
    found = stack.world.notes.get("keras_call", _OUTSIDE)
    assert isinstance(found, CallContext)
    return found


class Settings:
    """Keras's process-wide settings."""

    def __init__(self) -> None:
        self.floatx = "float32"
        self.epsilon = 1e-7
        self.image_data_format = "channels_last"


def settings() -> Settings:
    found = stack.world.notes.get("keras_settings")
    if found is None:
        found = stack.world.notes["keras_settings"] = Settings()
    assert isinstance(found, Settings)
    return found


# --- what Keras hangs on tensors --------------------------------------------------------------------------------------


def note(tensor: Any, key: str) -> Any:
    """An attribute such as `_keras_history` of a tensor; None where it isn't there."""
    if type(tensor) is Tensor:
        extra = tensor._extra
        return None if extra is None else extra.get(key)
    return getattr(tensor, key, None)


def set_aside(mask: Any) -> None:
    """No layers are made of the ops that a mask comes from."""
    if type(mask) is Tensor:
        set_note(mask, "_keras_history_checked", True)


def set_note(tensor: Any, key: str, value: Any) -> None:
    if type(tensor) is Tensor:
        if tensor._extra is None:
            tensor._extra = {}
        tensor._extra[key] = value
    elif not isinstance(tensor, (int, float, str, tuple, list, dict)):
        try:
            setattr(tensor, key, value)
        except AttributeError:
            return
