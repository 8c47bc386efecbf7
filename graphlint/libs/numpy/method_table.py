"""The table of the methods of arrays, which the modules of their functions fill."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


class Methods(dict[str, Callable[..., Any]]):
    """Name -> function whose first argument is the array; all of them are there once one was asked for."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        import_module("graphlint.libs.numpy.library")
        if name not in self:
            raise AttributeError(f"'numpy.ndarray' object has no attribute '{name}'")
        return self[name]


METHODS = Methods()
