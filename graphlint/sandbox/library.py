"""The model of an importable module: `Library`, and the plain kind that is a table of values.

A script's `import numpy as np` gives a Library; `np.zeros` asks `attribute("zeros")`. Not here: which libraries
there are (`libraries.py`), nor what they do (the floors above).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown


@exposed
class Library:
    """One module object that a script can import. Subclasses say what its attributes are."""

    def __init__(self, name: str) -> None:
        self.name = name

    def attribute(self, name: str) -> Any:
        """The value of `module.name`; AttributeError says that the real module has no such name.

        A name which the real module has, and which isn't modelled, is an `unmodelled(...)`.
        A submodule is another Library.
        """
        raise AttributeError(f"module '{self.name}' has no attribute '{name}'")

    def submodule(self, path: str) -> Library | None:
        """The library of a dotted name below this one, where its attributes don't say it; None to ask those."""
        return None

    def has_model(self) -> bool:
        """False for a module that is only known by name: a file of the project is then the better source."""
        return True

    def names(self) -> list[str]:
        """What `from module import *` binds."""
        return []

    def set_attribute(self, name: str, value: Any) -> None:
        """A script writes `module.name = value`. Libraries outlive a trace, so this is dropped by default."""

    def __repr__(self) -> str:
        return f"<module '{self.name}'>"


class TableLibrary(Library):
    """A library whose names stand in a table.

    `missing` answers for names that aren't in the table: None means that the real module has no other names
    (AttributeError), a function is asked, and by default every other name is unmodelled.
    """

    def __init__(
        self,
        name: str,
        table: Mapping[str, Any],
        missing: Callable[[str], Any] | str | None = "unmodelled",
    ) -> None:
        super().__init__(name)
        self.table = dict(table)
        self.missing = missing

    def attribute(self, name: str) -> Any:
        if name in self.table:
            return self.table[name]
        if callable(self.missing):
            return self.missing(name)
        if self.missing is None or name.startswith("__"):
            return super().attribute(name)
        return unmodelled(f"{self.name}.{name}")

    def names(self) -> list[str]:
        return [name for name in self.table if not name.startswith("_")]


class UnknownLibrary(Library):
    """A library that graphlint has no model of: every name in it is an Unknown."""

    def attribute(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            return super().attribute(name)
        return Unknown(f"library {self.name.partition('.')[0]} is not modelled", path=f"{self.name}.{name}", kind="unknown")


def unmodelled(path: str, reason: str | None = None) -> Unknown:
    """What stands for an API that exists and that graphlint has no model of; calls of it are counted."""
    return Unknown(reason or f"{path} is not modelled", path=path, kind="unmodelled")
