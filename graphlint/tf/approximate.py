"""What is modelled as 1.15 builds it, though the release of the trace builds it otherwise: told once for each thing."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.provenance import Chain, capture

_KEY = "approximate"


def as_of_newest(what: str) -> None:
    """The script uses something whose graph in this release is only known from 1.15."""
    release = stack.world.release
    kept: Any = stack.world.notes.setdefault(_KEY, {})
    kept.setdefault(what, (capture(), f"{what} of TensorFlow {release.name} is not modelled: names and ops are those of 1.15"))


def told() -> list[tuple[str, Chain, str]]:
    """What, where first, and what is to be said."""
    kept: Any = stack.world.notes.get(_KEY, {})
    return [(what, place, message) for what, (place, message) in kept.items()]
