"""Namespaces as scripts see them: `globals()`, `locals()`, `vars()`, without what the sandbox put there.

Not here: which namespace is meant (the built-ins), and those that scripts give to `exec` (`evaluation.py`).
"""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.budget import Refused
from graphlint.sandbox.exact import exact_text

# stands in a namespace that has names which aren't known: those of an unknown library's `import *`, computed ones
UNKNOWN_NAMES = "__gl_unknown_names__"


def visible(namespace: Any) -> dict[str, Any]:
    """A copy of a namespace without what the sandbox put there."""
    return {name: value for name, value in namespace.items() if is_visible(name)}


def is_visible(name: Any) -> bool:
    return isinstance(name, str) and not name.startswith("__gl_") and name not in ("__builtins__", "__loader__", "__spec__")


class Namespace(dict[str, Any]):
    """The names of a module or class as the script sees them: what it writes here is written there."""

    def __init__(self, names: Any) -> None:
        super().__init__(visible(names))
        self._names = names

    def __setitem__(self, name: str, value: Any) -> None:
        if not isinstance(name, str):
            self._names[UNKNOWN_NAMES] = True
            return
        name = exact_text(name)
        if not is_visible(name):
            raise Refused(f"setting {name} is not allowed")
        self._names[name] = value
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        if not isinstance(name, str):
            return
        super().__delitem__(exact_text(name))
        self._names.pop(exact_text(name), None)

    def update(self, *args: Any, **values: Any) -> None:
        for name, value in dict(*args, **values).items():
            self[name] = value

    def setdefault(self, name: str, value: Any = None) -> Any:
        if name not in self:
            self[name] = value
        return self.get(name, value)

    def pop(self, name: str, *default: Any) -> Any:
        if not isinstance(name, str):
            return name
        value = super().pop(exact_text(name), *default)
        self._names.pop(exact_text(name), None)
        return value
