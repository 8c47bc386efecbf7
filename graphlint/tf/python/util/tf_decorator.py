"""Decorators that remember what they decorate (util/tf_decorator.py). The wrapper's signature isn't kept."""

from __future__ import annotations

from types import FunctionType
from typing import Any


def make_decorator(target: Any, decorator_func: Any, decorator_name: Any = None, decorator_doc: Any = "",
                   decorator_argspec: Any = None) -> Any:
    """The wrapper under the name of what it wraps."""
    if isinstance(decorator_func, FunctionType):
        decorator_func.__dict__["__wrapped__"] = target
        name = getattr(target, "__name__", None)
        if isinstance(name, str):
            decorator_func.__name__ = name
    return decorator_func


def unwrap(maybe_tf_decorator: Any) -> tuple[list[Any], Any]:
    """The decorators around a function, outermost first (none is kept), and the function inside."""
    target = maybe_tf_decorator
    while isinstance(target, FunctionType) and "__wrapped__" in target.__dict__:
        target = target.__dict__["__wrapped__"]
    return [], target
