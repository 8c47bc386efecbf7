"""TensorFlow's unique names and name scopes (tensorflow/python/framework/ops.py, Graph.unique_name and name_scope)."""

from __future__ import annotations

import re

VALID_OP_NAME = re.compile(r"^[A-Za-z0-9.][A-Za-z0-9_.\-/]*$")
VALID_SCOPE_NAME = re.compile(r"^[A-Za-z0-9_.\-/]*$")


class Names:
    """The names used in one graph, and the current name scope."""

    __slots__ = ("fold_case", "scope", "used")

    def __init__(self, fold_case: bool) -> None:
        self.fold_case = fold_case
        self.used: dict[str, int] = {}
        self.scope = ""

    def unique(self, name: str, mark: bool = True) -> str:
        """`name` below the current scope, with `_1`, `_2`, ... where it is taken; case matters up to release 1.8."""
        if self.scope:
            name = f"{self.scope}/{name}"
        used = self.used
        key = name.lower() if self.fold_case else name
        count = used.get(key, 0)
        if mark:
            used[key] = count + 1
        if count == 0:
            return name
        candidate = key
        while candidate in used:
            candidate = f"{key}_{count}"
            count += 1
        if mark:
            used[candidate] = 1
        return f"{name}_{count - 1}"

    def enter(self, name: str | None) -> str:
        """Open a name scope; returns what `with ... as scope` yields (`a/b/`, or '' at the root).

        The caller keeps the old `scope` and puts it back. ValueError for an invalid name.
        """
        if not name:
            self.scope = ""
            return ""
        if name[-1] == "/":
            if name[0] == "/" and not self.scope:
                raise ValueError(f"'{name}' is not a valid scope name")
            self.scope = name[:-1]
            return name
        pattern = VALID_SCOPE_NAME if self.scope else VALID_OP_NAME
        if not pattern.match(name):
            raise ValueError(f"'{name}' is not a valid scope name")
        self.scope = self.unique(name)
        return self.scope + "/"

    def op_name(self, name: str) -> str:
        """The final name of an op asked for as `name`; a trailing slash means verbatim and unregistered."""
        if name and name[-1] == "/":
            return name[:-1]
        return self.unique(name)
