"""Models in texts (keras/saving/model_config.py). What a model's to_json gives isn't known, nor what is made of it."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown


def model_from_json(json_string: Any, custom_objects: Any = None) -> Any:
    return Unknown("a model in a text", text="model_from_json(...)")


def model_from_yaml(yaml_string: Any, custom_objects: Any = None) -> Any:
    return Unknown("a model in a text", text="model_from_yaml(...)")
