"""Regular expressions that a script hands to TensorFlow (`get_collection(scope=...)`), matched in bounded time."""

from __future__ import annotations

import re
from collections.abc import Callable

_PLAIN = re.compile(r"^\^?[A-Za-z0-9_/\-]*\Z")
_NESTED_REPEAT = re.compile(r"[*+}][^|()]*\)[*+{]|\([^()]*[*+}]\)[*+{]")


def matcher(pattern: str) -> Callable[[str], bool]:
    """Whether names match `pattern` from their start, as `re.match`.

    ValueError for a pattern with nested repeats, whose matching may take exponential time.
    """
    if _PLAIN.match(pattern):
        prefix = pattern.removeprefix("^")
        return lambda name: name.startswith(prefix)
    if _NESTED_REPEAT.search(pattern):
        raise ValueError(f"the pattern {pattern!r} repeats a repetition: graphlint does not match it")
    compiled = re.compile(pattern)
    return lambda name: compiled.match(name) is not None


def searcher(pattern: str) -> Callable[[str], bool]:
    """The same for `re.search`."""
    if _NESTED_REPEAT.search(pattern):
        raise ValueError(f"the pattern {pattern!r} repeats a repetition: graphlint does not match it")
    compiled = re.compile(pattern)
    return lambda name: compiled.search(name) is not None
