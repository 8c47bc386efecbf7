"""Subscripts and slices: run natively, unknown where the object or the key is unknown."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.budget import Refused
from graphlint.sandbox.contexts import ItemTarget
from graphlint.sandbox.exposed import ALLOWED, exposed_names
from graphlint.sandbox.failures import PASSING
from graphlint.sandbox.guards_native import find_unknown
from graphlint.sandbox.kinds import is_script_class
from graphlint.sandbox.run import Run
from graphlint.sandbox.types_table import plain_names
from graphlint.sandbox.unknown import Unknown, text_of


def item_guards(run: Run) -> dict[str, Any]:
    """The subscript guards of one run, by name."""

    def item(obj: Any, key: Any, /) -> Any:
        try:
            if type(key) is slice and run.unsure and run.unsure_of(obj) is not None:
                return sliced(run, obj, key)
            return obj[key]
        except Exception as error:
            return item_failed(run, error, obj, key)

    subscriptable: dict[type, bool] = {list: True, dict: True, tuple: True, str: True}

    def checked(obj: Any, key: Any, /) -> Any:
        if type(obj) in subscriptable:
            return item(obj, key)
        try:
            if may_subscript(obj):
                subscriptable[type(obj)] = True
        except Refused as error:
            return run.failed(error, "subscript", (obj, key))
        return item(obj, key)

    def item_target(obj: Any) -> Any:
        return ItemTarget(run, obj)

    return {"item": checked, "item_target": item_target, "slice": slice}


def sliced(run: Run, obj: Any, key: Any) -> Any:
    """A slice of a list of which not all is there: its elements are like the others."""
    made, length = obj[key] or obj[:1], run.length_of(obj)
    number = None if length is None else length._expr
    if isinstance(number, int) and isinstance(made, list):
        run.told_length(made, len(range(number)[key]))
    return run.pass_on(obj, made, alike=False)


def may_subscript(obj: Any) -> bool:
    """Refused where `obj[...]` isn't for scripts; True if that holds for all objects of the type."""
    cls = type(obj)
    if isinstance(obj, type) and (obj.__module__ == "builtins" or is_script_class(obj) or exposed_names(obj) is not None):
        return False
    if is_script_class(cls) or exposed_names(cls) is not None or plain_names(cls) is not None or isinstance(obj, Unknown):
        return True
    if any(base in ALLOWED for base in cls.__mro__) or not hasattr(cls, "__getitem__") or cls.__module__ == "typing":
        return True
    raise Refused(f"a subscript of a {cls.__name__} is not allowed")


def item_failed(run: Run, error: Exception, obj: Any, key: Any) -> Any:
    """A subscript raised: one with an unknown key, or of what is partly unknown, isn't known."""
    if not getattr(error, PASSING, False):
        parts = (key.start, key.stop, key.step) if isinstance(key, slice) else key
        unknown = find_unknown(parts)
        if unknown is not None:
            return unknown.derived(f"{text_of(obj)}[{text_of(key)}]")
        unsure = run.unsure_of(obj)
        if unsure is None and type(error) is KeyError and isinstance(obj, dict):
            unsure = next((other for other in obj if isinstance(other, Unknown)), None)  # it may be the one asked for
        if unsure is not None:
            alike = isinstance(obj, (list, tuple)) and bool(obj)
            return obj[-1] if alike else unsure.derived(f"{text_of(obj)}[{text_of(key)}]")
    return run.failed(error, "subscript", (obj, key))
