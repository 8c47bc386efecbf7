"""The shape functions and numpy kernels of op types, and the loading of the modules that hold them.

A module of `graphlint/ops` registers with `@shape("Conv2D")` and `@kernel("Conv2D")`; all of them are loaded at the
first question.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, TypeVar

from graphlint.graph.graph import Dims

from .inference import InferenceContext

ShapeFunction = Callable[[InferenceContext], Sequence[Dims]]
Kernel = Callable[..., Any]
F = TypeVar("F", bound=Callable[..., Any])

_shapes: dict[str, ShapeFunction] = {}
_kernels: dict[str, Kernel] = {}
_loaded = False


def _register(table: dict[str, Any], op_types: tuple[str, ...], function: Any) -> None:
    for op_type in op_types:
        if op_type in table:
            raise ValueError(f"{op_type} is registered twice")
        table[op_type] = function


def shape(*op_types: str) -> Callable[[F], F]:
    """Register the shape function of op types: `fn(c) -> list of shapes`, one for each output."""

    def register(function: F) -> F:
        _register(_shapes, op_types, function)
        return function

    return register


def kernel(*op_types: str) -> Callable[[F], F]:
    """Register the numpy kernel of op types: `fn(k, *inputs) -> array or tuple of arrays`; `k.attr(name)` reads attrs."""

    def register(function: F) -> F:
        _register(_kernels, op_types, function)
        return function

    return register


def _load() -> None:
    global _loaded
    _loaded = True
    package = import_module("graphlint.ops")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"graphlint.ops.{module.name}")


def shape_function(op_type: str) -> ShapeFunction | None:
    if not _loaded:
        _load()
    return _shapes.get(op_type)


def kernel_of(op_type: str) -> Kernel | None:
    if not _loaded:
        _load()
    return _kernels.get(op_type)
