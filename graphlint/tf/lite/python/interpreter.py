"""Runs a model for small devices (lite/python/interpreter.py): no file is read, so nothing of it is known."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown


def _asked(what: str) -> Any:
    def method(self: Interpreter, *args: Any, **kwargs: Any) -> Any:
        return Unknown(f"{what} of a model for small devices", text=f"interpreter.{what}(...)")

    return method


def _done(self: Interpreter, *args: Any, **kwargs: Any) -> None:
    """Nothing runs."""


@exposed
class Interpreter:
    def __init__(self, model_path: Any = None, model_content: Any = None, experimental_delegates: Any = None) -> None:
        if not model_path and not model_content:
            raise ValueError("`model_path` or `model_content` must be specified.")

    allocate_tensors = resize_tensor_input = set_tensor = invoke = reset_all_variables = _done
    get_input_details, get_output_details = _asked("get_input_details"), _asked("get_output_details")
    get_tensor_details, get_tensor, tensor = _asked("get_tensor_details"), _asked("get_tensor"), _asked("tensor")


def load_delegate(library: Any, options: Any = None) -> Any:
    return Unknown("a library of the machine", text="load_delegate(...)")
