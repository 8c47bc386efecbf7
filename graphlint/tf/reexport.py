"""Modules that only gather: the models of one of TensorFlow's modules, written in several, and its generated ops."""

from __future__ import annotations

from types import FunctionType, ModuleType
from typing import Any

from . import facts
from .wrappers import generated


def collect(namespace: dict[str, Any], *modules: ModuleType) -> None:
    """Put the functions and classes that `modules` define into `namespace`. ValueError where two define one name."""
    for module in modules:
        for name, value in vars(module).items():
            if name.startswith("_") or not isinstance(value, (FunctionType, type)) or value.__module__ != module.__name__:
                continue
            if namespace.get(name, value) is not value:
                raise ValueError(f"{module.__name__} and another module both define {name}")
            namespace[name] = value


def inherited(home: str, name: str) -> Any:
    """The generated wrapper that TensorFlow's module `home` holds as `name`; AttributeError where it holds none."""
    table = None if name.startswith("__") else facts.inner_table(home)
    entry = None if table is None else table.get(name)
    if entry is not None and entry[0] == "own":
        wrapper = facts.gen_modules().get(entry[1], {}).get(entry[2])
        if wrapper is not None:
            return generated(entry[1], entry[2], wrapper)
    raise AttributeError(f"no model of {home}.{name}")
