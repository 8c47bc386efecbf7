"""What a layer's `call` takes, found once per function: hot, for every layer call asks."""

from __future__ import annotations

import inspect
from typing import Any, NamedTuple


class CallArguments(NamedTuple):
    names: tuple[str, ...]
    accepts_any: bool

    def expects(self, name: str) -> bool:
        return name in self.names or self.accepts_any


_known: dict[Any, CallArguments] = {}


def of(layer: Any) -> CallArguments:
    """The parameters of `layer.call` without self."""
    function = layer.call
    inner = getattr(function, "__func__", function)
    key = getattr(inner, "__code__", None) or inner
    found = _known.get(key)
    if found is None:
        found = _known[key] = _read(function)
    return found


def _read(function: Any) -> CallArguments:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return CallArguments((), True)
    names = tuple(p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD))
    return CallArguments(names, any(p.kind is p.VAR_KEYWORD for p in parameters))


def own_settings(kind: type) -> tuple[str, ...]:
    """The arguments of a modelled layer's constructors: what its config holds. Script layers say theirs themselves."""
    if not kind.__module__.startswith("graphlint."):
        return ()
    found: dict[str, None] = {}
    for base in kind.__mro__:
        init = vars(base).get("__init__")
        if init is None or base.__name__ in ("Layer", "LayerContents", "object"):
            continue
        for name, parameter in inspect.signature(init).parameters.items():
            if name != "self" and parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
                found[name] = None
        if not any(p.kind is p.VAR_KEYWORD for p in inspect.signature(init).parameters.values()):
            break
    return tuple(name for name in found if name not in ("name", "trainable", "dtype", "rank", "pool_function"))
