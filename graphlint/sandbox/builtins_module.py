"""`builtins` as a module that a script imports, under all its names: of Python 2, of `future` and of `past`.

Its functions are those that the script finds without importing it. Not here: their bodies.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from graphlint.sandbox.library import Library
from graphlint.sandbox.python2 import python2_builtins
from graphlint.sandbox.run import Run
from graphlint.sandbox.unknown import Unknown

NAMES = frozenset({"builtins", "__builtin__", "future.builtins", "past.builtins", "six.moves.builtins"})


class BuiltinsModule(Library):
    """The built-ins of one run by name; the guards among them, whose names begin with an underscore, stay hidden."""

    def __init__(self, name: str, run: Run, call: Callable[..., Any]) -> None:
        super().__init__(name)
        self._table = {**run.builtins, **(python2_builtins(run, call) if name == "past.builtins" else {})}

    def attribute(self, name: str) -> Any:
        if name in self._table and not name.startswith("_"):
            return self._table[name]
        if hasattr(builtins, name):
            return Unknown(f"{name} is not given to scripts", kind="refused", text=name)
        return super().attribute(name)

    def names(self) -> list[str]:
        return [name for name in self._table if not name.startswith("_")]
