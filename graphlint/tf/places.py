"""Which of TensorFlow's functions and classes an object of ours stands for: "module:name" as the facts list it."""

from __future__ import annotations

from functools import cache
from typing import Any

from . import facts
from .module import holder_of, place_of

_OURS = "graphlint.tf."


@cache
def _homes() -> dict[str, list[str]]:
    """name -> TensorFlow's modules that define a function or class of the name."""
    found: dict[str, list[str]] = {}
    recorded = facts.signatures()
    for kind in ("functions", "classes"):
        for module, names in recorded[kind].items():
            for name in names:
                found.setdefault(name, []).append(module)
    return found


def key_of(target: Any) -> str | None:
    """The place of the function or class that a model stands for; None where it stands for none."""
    wrapper = getattr(target, "api_path", None)
    if isinstance(wrapper, str):
        return ":".join(wrapper.rpartition(".")[::2])
    name, module = getattr(target, "__name__", None), getattr(target, "__module__", None)
    if not isinstance(name, str) or not isinstance(module, str) or not module.startswith("graphlint."):
        return None
    own = "tensorflow." + module.removeprefix(_OURS)
    homes = _homes().get(name, [])
    for home in sorted(homes, key=lambda home: (home != own, _distance(home, own), home)):
        holder = holder_of(place_of(home))
        if holder is not None and vars(holder).get(name) is target:
            return f"{home}:{name}"
    return None


def _distance(home: str, own: str) -> int:
    """How far apart two modules are, so that near ones are asked first: asking imports a file of models."""
    one, other = home.split("."), own.split(".")
    shared = sum(1 for _ in _common(one, other))
    return len(one) + len(other) - 2 * shared


def _common(one: list[str], other: list[str]) -> Any:
    for first, second in zip(one, other, strict=False):
        if first != second:
            return
        yield first
