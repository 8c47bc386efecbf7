"""`with`, and writes through targets: small stand-ins that Python's own statements talk to.

Python looks up `__enter__`, `__setitem__` and the like natively; these objects hand it to guards.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import _GeneratorContextManager
from typing import Any

from graphlint.sandbox.exposed import allow
from graphlint.sandbox.failures import PASSING, describe
from graphlint.sandbox.run import Run
from graphlint.sandbox.sizes import bounded
from graphlint.sandbox.unknown import Unknown
from graphlint.sandbox.unsure import may_replace

# scripts that keep a scope open over several methods enter and leave it by hand
allow(_GeneratorContextManager, {"__enter__", "__exit__"})


class ContextGuard:
    """A context manager of a model (or of contextlib around the script's generator)."""

    __slots__ = ("entered", "manager", "run")

    def __init__(self, run: Run, manager: Any) -> None:
        self.run = run
        self.manager = manager
        self.entered = False

    def __enter__(self) -> Any:
        try:
            enter = getattr(type(self.manager), "__enter__", None)
            if enter is None or not hasattr(type(self.manager), "__exit__"):
                raise TypeError(f"'{type(self.manager).__name__}' object does not support the context manager protocol")
            value = enter(self.manager)
            self.entered = True
            return value
        except Exception as error:
            value = self.run.failed(error, "with", (self.manager,))
            return Unknown(describe(error), kind="error", text="with ...") if value is None else value

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> Any:
        if not self.entered:
            return None
        try:
            return self.manager.__exit__(kind, error, traceback)
        except Exception as raised:
            if raised is error:
                return None
            self.run.failed(raised, "with", (self.manager,))
            return None


class AttributeTarget:
    """What `obj.name = value` and `del obj.name` write to, where the object isn't a plain one of the script."""

    __slots__ = ("_attributes", "_obj", "_run")

    def __init__(self, run: Run, attributes: Any, obj: Any) -> None:
        object.__setattr__(self, "_run", run)
        object.__setattr__(self, "_attributes", attributes)
        object.__setattr__(self, "_obj", obj)

    def __setattr__(self, name: str, value: Any) -> None:
        run, attributes, obj = (object.__getattribute__(self, key) for key in ("_run", "_attributes", "_obj"))
        try:
            attributes.write(obj, name, value)
        except Exception as error:
            run.failed(error, f"setting {name}", (obj, value))

    def __delattr__(self, name: str) -> None:
        run, attributes, obj = (object.__getattribute__(self, key) for key in ("_run", "_attributes", "_obj"))
        try:
            attributes.delete(obj, name)
        except Exception as error:
            run.failed(error, f"deleting {name}", (obj,))


class ItemTarget:
    """What `obj[key] = value` and `del obj[key]` write to."""

    __slots__ = ("obj", "run")

    def __init__(self, run: Run, obj: Any) -> None:
        self.run = run
        self.obj = obj

    def __setitem__(self, key: Any, value: Any) -> None:
        run = self.run
        obj = self.obj
        if isinstance(obj, dict) and (run.in_unknown or isinstance(key, Unknown)) and (key not in obj or has_default(obj)):
            run.mark_unsure(self.obj, Unknown("it is filled with unknown data", text="len(...)"))
        if type(obj) is dict and isinstance(key, Unknown):
            may_replace(obj, key)
        try:
            if type(key) is slice and isinstance(self.obj, (list, bytearray)):
                value = bounded(run, value)
            self.obj[key] = value
        except Exception as error:
            if not _hangs_on_unknown(error, key) and run.unsure_of(self.obj) is None:
                run.failed(error, "setting an item", (self.obj, key, value))

    def __delitem__(self, key: Any) -> None:
        try:
            del self.obj[key]
        except Exception as error:
            if not _hangs_on_unknown(error, key):
                self.run.failed(error, "deleting an item", (self.obj, key))


def has_default(obj: Any) -> bool:
    """Whether `obj[key] += 1` fills a dict: reading it made the key."""
    return isinstance(obj, (defaultdict, Counter))


def _hangs_on_unknown(error: BaseException, key: Any) -> bool:
    parts = (key.start, key.stop, key.step) if isinstance(key, slice) else (key,)
    return any(isinstance(part, Unknown) for part in parts) and not getattr(error, PASSING, False)
