"""Whether two lists are equal of which parts aren't known: surely not where known parts differ, else that isn't known.

Python itself would ask each pair of parts for its truth, and take the answers together for a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graphlint.sandbox.failures import holds_unknown
from graphlint.sandbox.unknown import Decider, Unknown, text_of

_LONGEST = 1_000
_DEEPEST = 8


def negated(unknown: Unknown) -> Unknown:
    """`not x` of an Unknown: an Unknown that is decided together with it."""
    return unknown.derived(f"not {unknown.text}", ("not", unknown, None))


def equality(plain: Callable[[Any, Any], Any], negative: bool) -> Callable[[Any, Any], Any]:
    """`==` or `!=`, which of two lists that aren't wholly known is as little known; `plain` is that of all else."""

    def guard(left: Any, right: Any, /) -> Any:
        if type(left) in (list, tuple):
            found = _of_lists(left, right)
            if found is not None:
                return found if not negative else negated(found) if isinstance(found, Unknown) else not found
        return plain(left, right)

    return guard


def _of_lists(left: Any, right: Any) -> Unknown | bool | None:
    """Whether two lists or tuples with Unknowns among their parts are equal; None for anything else."""
    kind = type(left)
    if (kind is not list and kind is not tuple) or type(right) is not kind:
        return None
    if not any(len(side) <= _LONGEST and holds_unknown(side, _DEEPEST) for side in (left, right)):
        return None
    met: list[Unknown] = []
    if not _alike(left, right, met, 0):
        return False
    return met[0].derived(f"{text_of(left)} == {text_of(right)}") if met else True


def _alike(left: Sequence[Any], right: Sequence[Any], met: list[Unknown], depth: int) -> bool:
    """Whether no pair of parts differs; the Unknowns that were met on the way are noted."""
    if len(left) != len(right):
        unknown = Decider.length_of(left) or Decider.length_of(right)
        if unknown is not None:
            met.append(unknown)
        return unknown is not None
    for one, other in zip(left, right, strict=True):
        unknown = one if isinstance(one, Unknown) else other if isinstance(other, Unknown) else None
        if one is other:
            continue
        if unknown is not None:
            if one is None or other is None:  # what isn't known is hardly None
                return False
            met.append(unknown)
        elif type(one) is type(other) and type(one) in (list, tuple) and depth < _DEEPEST:
            if not _alike(one, other, met, depth + 1):
                return False
        elif not one == other:  # noqa: SIM201 - a class of the script may define only one of the two
            return False
    return True
