"""Sizes: operations whose result could be huge are measured before they run, or right after.

`TooLarge` is raised; the guard that asked turns it into an event and an Unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Any

from graphlint.sandbox.budget import TooLarge
from graphlint.sandbox.run import Run
from graphlint.sandbox.unknown import Unknown


def check_length(run: Run, length: int, text: bool = False) -> None:
    """Refuse a sequence of this many items (or characters)."""
    limit = run.limits.characters if text else run.limits.items
    if length > limit:
        raise TooLarge(f"a value of {length:,} {'characters' if text else 'items'} is larger than the budget of {limit:,}")


def check_bits(run: Run, bits: float) -> None:
    """Refuse an integer of this many bits."""
    if bits > run.limits.bits:
        raise TooLarge(f"an integer of {bits:,.0f} bits is larger than the budget of {run.limits.bits:,}")


def bounded(run: Run, values: Any) -> Any:
    """An iterable that C code may consume: what has a length is measured, what hasn't is counted as it goes."""
    if isinstance(values, Unknown):
        return values
    if not isinstance(values, Iterable):
        return counted(run, iter(values)) if hasattr(type(values), "__getitem__") else values
    if isinstance(values, (list, tuple, dict, set, frozenset, str, bytes, range)):
        check_length(run, length_of(values))
        run.steps += len(values) >> 4
        return values
    if isinstance(values, Sized) and not hasattr(values, "__next__"):
        try:
            check_length(run, length_of(values))
        except TypeError:  # as Python does where an iterable's length can't be had
            return counted(run, iter(values))
        return values
    return counted(run, iter(values))


def length_of(values: Any) -> int:
    try:
        return len(values)
    except OverflowError:
        return 1 << 62


def counted(run: Run, values: Iterator[Any]) -> Iterator[Any]:
    """The same values, with a step and a size counted for each."""
    limit = run.limits.items
    for number, value in enumerate(values):
        run.steps += 1
        if run.steps > run.checkpoint:
            run.check()
        if number > limit:
            raise TooLarge(f"an iteration of more than {limit:,} items is larger than the budget")
        yield value


def check_arguments(run: Run, name: str, owner: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments of a method whose result may be large."""
    if name in ("replace", "translate", "join", "expandtabs") and isinstance(owner, (str, bytes)):
        return _text_arguments(run, name, owner, args)
    checked = []
    for arg in args:
        if (type(arg) is int and name not in ("__init__", "pop", "insert")) or (type(arg) is int and owner in (bytes, bytearray)):
            check_length(run, arg, text=True)
        checked.append(bounded(run, arg) if not isinstance(arg, (str, bytes, int)) else arg)
    return tuple(checked)


def _text_arguments(run: Run, name: str, owner: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
    if name == "replace" and len(args) >= 2 and isinstance(args[0], type(owner)) and isinstance(args[1], type(owner)):
        hits = owner.count(args[0])
        check_length(run, len(owner) + hits * max(0, len(args[1]) - len(args[0])), text=True)
    elif name == "join" and args:
        parts = args[0]
        if not isinstance(parts, (list, tuple, str, dict, set)):
            parts = list(bounded(run, parts)) if isinstance(parts, Iterable) and not isinstance(parts, Unknown) else parts
        if isinstance(parts, (list, tuple)):
            total = sum(len(part) for part in parts if isinstance(part, (str, bytes)))
            check_length(run, total + len(owner) * len(parts), text=True)
        return (parts,)
    elif name == "expandtabs" and args and isinstance(args[0], int):
        check_length(run, len(owner) * max(args[0], 1), text=True)
    elif name == "translate":
        check_length(run, len(owner) * 64, text=True)
    return args
