"""Layers made from their configs (keras/layers/serialization.py)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from graphlint.tf.python.keras.utils.generic_utils import custom_objects as registered

_MODULES = ("core", "convolutional", "pooling", "normalization", "merge", "embeddings", "recurrent", "wrappers", "noise",
            "advanced_activations", "local", "dense_attention", "cudnn_recurrent")
_HOME = "graphlint.tf.python.keras.layers."


def deserialize(config: Any, custom_objects: Any = None) -> Any:
    name = config["class_name"]
    found = (custom_objects or {}).get(name) or registered().get(name)
    for module in _MODULES if found is None else ():
        found = vars(import_module(_HOME + module)).get(name)
        if found is not None:
            break
    if found is None and name in ("InputLayer", "Sequential"):
        home = "input_layer" if name == "InputLayer" else "sequential"
        found = vars(import_module(f"graphlint.tf.python.keras.engine.{home}"))[name]
    if found is None:
        raise ValueError(f"Unknown layer: {name}")
    return found.from_config(config["config"])


def serialize(layer: Any) -> dict[str, Any]:
    return {"class_name": type(layer).__name__, "config": layer.get_config()}
