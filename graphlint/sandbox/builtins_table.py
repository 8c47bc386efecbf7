"""The built-ins that a script finds: which names there are, and which are native, guarded or refused.

Not here: the bodies of the guarded ones (`builtins_guarded.py`).
"""

from __future__ import annotations

import builtins
from typing import Any

from graphlint.sandbox.exposed import CALLABLE

# Native functions that are called as they are: their cost is bounded by their arguments.
NATIVE = (
    "abs", "callable", "chr", "divmod", "id", "ord", "hash", "ascii", "bin", "hex", "oct", "aiter", "anext",
)  # fmt: skip
TYPES = (
    "bool", "bytearray", "bytes", "classmethod", "complex", "dict", "enumerate", "filter", "float", "frozenset", "int",
    "list", "map", "object", "property", "range", "reversed", "set", "slice", "staticmethod", "str", "super", "tuple",
    "type", "zip",
)  # fmt: skip
CONSTANTS = ("None", "True", "False", "Ellipsis", "NotImplemented", "__debug__")
EXCEPTIONS = tuple(name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException))


def plain_builtins() -> dict[str, Any]:
    """The part of the table that is the same in all runs."""
    table = {name: getattr(builtins, name) for name in (*NATIVE, *TYPES, *CONSTANTS, *EXCEPTIONS)}
    for name in NATIVE:
        CALLABLE.add(table[name])
    return table
