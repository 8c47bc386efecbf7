"""Signatures of functions and classes, as JSON.

Runs under an oracle's own Python. The format is described in `tests/oracle/facts.py`.
"""

import ast
import inspect
import textwrap
from typing import Any, Dict, List, Optional, Set

from tensorflow.python.framework import dtypes

from origins import Origin, Origins, plain, unwrap


class Signatures:
    """Signatures of functions and classes, by defining module and name."""

    def __init__(self, origins: Origins) -> None:
        self._origins = origins
        self.functions: Dict[str, Dict[str, Any]] = {}
        self.classes: Dict[str, Dict[str, Any]] = {}
        self.privates: Dict[str, Dict[str, str]] = {}
        self.arg_scoped: List[str] = []

    def add(self, origin: Origin, value: Any) -> None:
        """Record one definition (and the bases of a class)."""
        if isinstance(value, type):
            self._add_class(origin, value)
            return
        if hasattr(value, "_key_op") or hasattr(unwrap(value), "_key_op"):
            self.arg_scoped.append(":".join(origin))
        listed = self.parameters(value)
        if listed is not None:
            self.functions.setdefault(origin[0], {})[origin[1]] = listed

    def _add_class(self, origin: Origin, value: type) -> None:
        known = self.classes.setdefault(origin[0], {})
        if origin[1] in known:
            return
        entry: Dict[str, Any] = {}
        known[origin[1]] = entry
        bases = [(plain(b.__module__), b.__name__, b) for b in value.__bases__ if b is not object]
        entry["bases"] = [[b[0], b[1]] for b in bases]
        methods, properties = {}, []
        for name, member in sorted(vars(value).items()):
            if name.startswith("_") and name not in ("__init__", "__call__", "__new__"):
                continue
            if isinstance(member, property):
                properties.append(name)
                continue
            marker = {classmethod: "@c", staticmethod: "@s"}.get(type(member))
            function = member.__func__ if marker else member
            listed = self.parameters(function) if callable(function) else None
            if listed is not None:
                methods[name] = ([marker] if marker else []) + listed
        entry["methods"], entry["properties"] = methods, properties
        private = _private_names(value)
        if private:
            self.privates.setdefault(origin[0], {})[origin[1]] = " ".join(sorted(private))
        for home, name, base in bases:
            if home.startswith(("tensorflow", "tf_slim")):
                self._add_class((home, name), base)

    def parameters(self, function: Any) -> Optional[List[Any]]:
        """`x` required, [x, default], `*args`, `*` before keyword-only ones, `**kwargs`."""
        try:
            signature = inspect.signature(unwrap(function))
        except (TypeError, ValueError):
            return None
        listed: List[Any] = []
        star = False
        for p in signature.parameters.values():
            if p.kind == p.VAR_POSITIONAL:
                star = True
                listed.append("*" + p.name)
                continue
            if p.kind == p.VAR_KEYWORD:
                listed.append("**" + p.name)
                continue
            if p.kind == p.KEYWORD_ONLY and not star:
                star = True
                listed.append("*")
            listed.append(p.name if p.default is p.empty else [p.name, self.default(p.default)])
        return listed

    def default(self, value: Any) -> Any:
        """A default as JSON: plain values as they are, the rest as a dictionary with one key that says what it is."""
        if isinstance(value, (str, bool, int, type(None))):
            return value
        if isinstance(value, float):
            return value if value == value and abs(value) != float("inf") else {"repr": repr(value)}
        if isinstance(value, dtypes.DType):
            return {"dtype": value.name}
        if isinstance(value, tuple) and type(value) is tuple:
            return {"tuple": [self.default(v) for v in value]}
        if isinstance(value, list):
            return [self.default(v) for v in value]
        origin = self._origins.of(value) if callable(value) and hasattr(value, "__name__") else None
        if origin is not None:
            return {"symbol": list(origin)}
        text = repr(value)
        if " at 0x" in text or " object" in text:
            return {"instance": [plain(type(value).__module__), type(value).__name__]}
        return {"repr": text[:80]}


def _private_names(cls: type) -> Set[str]:
    """The names with one underscore that a class itself defines, or that its methods set on `self`."""
    found = {name for name in vars(cls) if _is_private(name)}
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError, SyntaxError):
        return found
    for node in ast.walk(tree):
        stored = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_private(node.attr)
        if stored and isinstance(node.value, ast.Name) and node.value.id == "self":
            found.add(node.attr)
    return found


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
