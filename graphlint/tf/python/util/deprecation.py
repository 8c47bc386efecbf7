"""Old argument names beside new ones, and the decorators that scripts put on functions of their own (util/deprecation.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.libs.language import nullcontext


def deprecated_argument_lookup(new_name: str, new_value: Any, old_name: str, old_value: Any) -> Any:
    """The value given under either name. ValueError where both are given."""
    if old_value is None:
        return new_value
    if new_value is not None:
        raise ValueError(f"Cannot specify both '{old_name}' and '{new_name}'")
    return old_value


def _unchanged(function: Any) -> Any:
    return function


def deprecated(date: Any, instructions: Any, warn_once: bool = True) -> Callable[[Any], Any]:
    return _unchanged


def deprecated_args(date: Any, instructions: Any, *deprecated_arg_names_or_tuples: Any, **kwargs: Any) -> Callable[[Any], Any]:
    return _unchanged


def deprecated_arg_values(date: Any, instructions: Any, warn_once: bool = True,
                          **deprecated_kwargs: Any) -> Callable[[Any], Any]:
    return _unchanged


def deprecated_endpoints(*args: Any) -> Callable[[Any], Any]:
    return _unchanged


def silence() -> Any:
    """A context in which nothing is said; nothing is said anyway."""
    return nullcontext()
