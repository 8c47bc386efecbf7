"""The table of what a session does itself, instead of a stateless kernel: state, control flow, placeholders."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from graphlint.graph.graph import Operation

if TYPE_CHECKING:
    from .session import Session

Handler = Callable[["Session", Operation, list[Any]], list[Any]]
F = TypeVar("F", bound=Handler)
MODULES = ("control", "variables", "scatters", "training", "arrays", "tables")

_handlers: dict[str, Handler] = {}
_loaded = False


def handles(*op_types: str) -> Callable[[F], F]:
    """Register what a session does for op types: `fn(session, op, inputs) -> outputs`."""

    def register(function: F) -> F:
        for op_type in op_types:
            if op_type in _handlers:
                raise ValueError(f"{op_type} is handled twice")
            _handlers[op_type] = function
        return function

    return register


def handler_of(op_type: str) -> Handler | None:
    global _loaded
    if not _loaded:
        _loaded = True
        for name in MODULES:
            import_module(f"graphlint.run.{name}")
    return _handlers.get(op_type)
