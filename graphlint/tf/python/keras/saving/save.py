"""Models in files (keras/saving/save.py): files aren't read, so a loaded model isn't known."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown


def load_model(filepath: Any, custom_objects: Any = None, compile: Any = True) -> Any:  # noqa: A002 - Keras's name
    return Unknown("a model in a file", text="load_model(...)")


def save_model(model: Any, filepath: Any, overwrite: Any = True, include_optimizer: Any = True,
               save_format: Any = None, signatures: Any = None) -> None:
    if not isinstance(model, Unknown):
        model.save(filepath, overwrite, include_optimizer, save_format, signatures)
