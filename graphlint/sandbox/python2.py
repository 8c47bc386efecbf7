"""What Python 2's built-ins and plain types have besides: `xrange`, `unicode`, `dict.iteritems`, `str.decode`.

Used only for Python 2 sources. Not here: its syntax (`graphlint/source/python2.py`), its division (operators).
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from graphlint.sandbox.kinds import served
from graphlint.sandbox.run import Run
from graphlint.sandbox.sizes import bounded
from graphlint.sandbox.unknown import Unknown, text_of


def imports_division(tree: ast.Module) -> bool:
    """Whether a file says `from __future__ import division`."""
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__")
    return any(alias.name == "division" for node in imports for alias in node.names)


def python2_builtins(run: Run, call: Callable[..., Any]) -> dict[str, Any]:
    """The built-ins of Python 2 that Python 3 doesn't have."""

    def reduce(function: Any, values: Any, *start: Any) -> Any:
        return functools.reduce(lambda a, b: call(function, a, b), bounded(run, values), *start)

    def cmp(left: Any, right: Any) -> Any:
        return (left > right) - (left < right)

    def unichr(code: int) -> str:
        return chr(code)

    def raw_input(*prompt: Any) -> Unknown:
        return Unknown("what the user types", text="raw_input()")

    def apply(function: Any, args: Any = (), kwargs: Any = None) -> Any:
        return call(function, *args, **(kwargs or {}))

    def listed(*args: Any) -> Any:
        found = call(range, *args)
        return found if isinstance(found, Unknown) else list(bounded(run, found))

    def execfile(name: Any, *namespaces: Any) -> None:
        run.event("note", f"execfile({text_of(name)}) is not carried out")

    def same(value: Any) -> Any:
        return value

    functions = [reduce, cmp, unichr, raw_input, apply, execfile]
    table: dict[str, Any] = {function.__name__: served(function) for function in functions}
    table["range"] = served(listed)
    table["reload"] = table["intern"] = served(same)
    table["file"] = run.builtins["open"]
    return {**table, "xrange": range, "unicode": str, "basestring": str, "long": int, "buffer": bytes}


def old_method(obj: Any, name: str) -> Any:
    """A method that only Python 2 has on this plain object; None if it has none of that name."""
    if isinstance(obj, (dict, MappingProxyType)):
        parts: dict[str, Any] = {"iteritems": obj.items, "itervalues": obj.values, "iterkeys": obj.keys}
        parts |= {"viewitems": obj.items, "viewkeys": obj.keys, "viewvalues": obj.values}
        if name in parts:
            method = parts[name]
            return served(lambda: iter(method()) if name.startswith("iter") else method())
        if name == "has_key":
            return served(lambda key: key in obj)
    if isinstance(obj, str) and name == "decode":
        return served(lambda *args, **kwargs: obj)
    if isinstance(obj, BaseException) and name == "message":
        return str(obj.args[0]) if obj.args else ""
    if name == "next" and hasattr(obj, "__next__"):
        return served(lambda: next(obj))
    return None
