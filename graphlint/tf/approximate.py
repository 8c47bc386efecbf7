"""What is modelled as a later release builds it, though that of the trace builds it otherwise: told once each."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.provenance import Chain, capture

_KEY = "approximate"


def as_of_newest(what: str) -> None:
    """The script uses something whose graph is only known from a later release."""
    release = stack.world.release
    kept: Any = stack.world.notes.setdefault(_KEY, {})
    message = f"{what} of TensorFlow {release.name} is not modelled: names and ops are those of a later one"
    kept.setdefault(what, (capture(), message))


def told() -> list[tuple[str, Chain, str]]:
    """What, where first, and what is to be said."""
    kept: Any = stack.world.notes.get(_KEY, {})
    return [(what, place, message) for what, (place, message) in kept.items()]
