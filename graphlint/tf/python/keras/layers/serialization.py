"""Layers made from their configs (keras/layers/serialization.py)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from graphlint.tf.python.keras.utils.generic_utils import custom_object_scope, found_by_name

_MODULES = ("core", "convolutional", "pooling", "normalization", "merge", "embeddings", "recurrent", "wrappers", "noise",
            "advanced_activations", "local", "dense_attention", "cudnn_recurrent")
_ENGINE = {"InputLayer": "input_layer", "Sequential": "sequential"}
_HOME = "graphlint.tf.python.keras.layers."


def deserialize(config: Any, custom_objects: Any = None) -> Any:
    """A layer of a config, with the script's own classes by name. ValueError for a class that nobody named."""
    name = config["class_name"]
    with custom_object_scope(custom_objects or {}):
        return found_by_name(config, {name: _layer_class(name)}, "layer", instantiate=True)


def _layer_class(name: str) -> Any:
    if name in _ENGINE:
        return vars(import_module(f"graphlint.tf.python.keras.engine.{_ENGINE[name]}"))[name]
    for module in _MODULES:
        found = vars(import_module(_HOME + module)).get(name)
        if found is not None:
            return found
    return None


def serialize(layer: Any) -> dict[str, Any]:
    return {"class_name": type(layer).__name__, "config": layer.get_config()}
