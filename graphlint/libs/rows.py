"""Turns functions of the standard library into functions that scripts may call, and whole modules into tables.

Only for functions that touch no file, network, process or environment and whose cost is bounded by their arguments.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

from graphlint.libs.numpy.unknowns import NotKnown, UnknownScalar
from graphlint.libs.state import Current
from graphlint.sandbox.budget import TooLarge
from graphlint.sandbox.exposed import allow_call
from graphlint.sandbox.library import TableLibrary
from graphlint.sandbox.unknown import Unknown, text_of

MOST_ITEMS = 1 << 20


def native(module: Any, names: str) -> dict[str, Any]:
    """These functions and classes as they are; the sandbox calls them natively."""
    return {name: allow_call(getattr(module, name)) for name in names.split() if hasattr(module, name)}


def constants(module: Any, names: str) -> dict[str, Any]:
    return {name: getattr(module, name) for name in names.split() if hasattr(module, name)}


def numeric(real: Callable[..., Any], dtype: type = float) -> Callable[..., Any]:
    """A function of numbers; with an unknown argument it gives an unknown number of that type."""

    def function(*args: Any, **options: Any) -> Any:
        for value in (*args, *options.values()):
            if isinstance(value, Unknown):
                return _unknown_number(real, dtype, value, args)
        try:
            return real(*args, **options)
        except NotKnown as error:
            return _unknown_number(real, dtype, error.answer, args)

    function.__name__ = function.__qualname__ = real.__name__
    return function


def _unknown_number(real: Callable[..., Any], dtype: type, value: Unknown, args: tuple[Any, ...]) -> Unknown:
    text = f"{real.__name__}({', '.join(map(text_of, args))})"[:200]
    return UnknownScalar(value.reason, dtype, python=True, text=text)


def bounded(items: Any) -> Any:
    """The iterable if it is not too long to be walked through natively."""
    if isinstance(items, range) and len(items) > MOST_ITEMS:
        raise TooLarge(f"a range of {len(items)} items is walked through at once")
    return items


def take(items: Iterable[Any]) -> list[Any]:
    """All items of an iterable, as long as there aren't too many."""
    if isinstance(items, Unknown):
        return [items.element()]
    made = [item for _, item in zip(range(MOST_ITEMS + 1), items, strict=False)]
    if len(made) > MOST_ITEMS:
        raise TooLarge(f"more than {MOST_ITEMS} items are taken from an iterable at once")
    return made


def unknown(reason: str, text: str | None = None) -> Callable[..., Any]:
    """A function whose result isn't known, whatever its arguments are."""

    def function(*args: Any, **options: Any) -> Unknown:
        return Unknown(reason, text=text)

    return function


def nothing(*args: Any, **options: Any) -> None:
    """A function that only acts on the outside world, which isn't there."""


def named(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    function.__name__ = function.__qualname__ = name
    return function


def missing_from(module: str) -> Callable[[str], Any]:
    """What isn't in a table: unknown, unless Python's module of that name doesn't have it either."""

    def find(name: str) -> Any:
        real = sys.modules.get(module)
        absent = module in sys.stdlib_module_names and real is not None and not hasattr(real, name)
        if (absent and Current.state.python == 3) or name.startswith("__"):
            raise AttributeError(f"module '{module}' has no attribute '{name}'")
        return Unknown(f"{module}.{name} is not modelled", text=f"{module}.{name}", path=f"{module}.{name}")

    return find


def library(name: str, *tables: dict[str, Any], missing: Any = "unknown") -> TableLibrary:
    if missing == "unknown":
        missing = missing_from(name)
    merged: dict[str, Any] = {}
    for table in tables:
        merged |= table
    return TableLibrary(name, merged, missing)
