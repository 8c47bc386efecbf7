"""Models in texts (keras/saving/model_config.py). What a model's to_json gives isn't known, nor what is made of it."""

from __future__ import annotations

import json
from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.keras.layers.serialization import deserialize


def model_from_json(json_string: Any, custom_objects: Any = None) -> Any:
    if not isinstance(json_string, str):
        return Unknown("a model in a text", text="model_from_json(...)")
    return deserialize(json.loads(json_string), custom_objects=custom_objects)


def model_from_yaml(yaml_string: Any, custom_objects: Any = None) -> Any:
    return Unknown("a model in a text", text="model_from_yaml(...)")
