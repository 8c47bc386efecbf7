"""The guard behind `match`: compares a subject with a pattern that is given as data, reading through guards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphlint.sandbox.run import Run
from graphlint.sandbox.unknown import Unknown

_SELF_MATCHING = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)
Bound = dict[str, Any]


def matched_guard(run: Run, read: Callable[[Any, str], Any]) -> Callable[..., Any]:
    """`matched(subject, spec, names, *values)`: the values bound to the names, in order; None if it doesn't match."""

    def matched(subject: Any, spec: Any, names: tuple[str, ...], *values: Any) -> tuple[Any, ...] | None:
        bound: Bound = {}
        try:
            if not _Matcher(run, read, values, bound).matches(subject, spec):
                return None
        except Exception as error:
            run.failed(error, "match", (subject,))
            return None
        return tuple(bound.get(name) for name in names)

    return matched


class _Matcher:
    def __init__(self, run: Run, read: Callable[[Any, str], Any], values: Sequence[Any], bound: Bound) -> None:
        self.run = run
        self.read = read
        self.values = values
        self.bound = bound

    def matches(self, subject: Any, spec: Any) -> bool:
        found: bool = getattr(self, f"match_{spec[0]}")(subject, *spec[1:])
        return found

    def truth(self, value: Any) -> bool:
        return self.run.decide(value) if isinstance(value, Unknown) else bool(value)

    def bind(self, name: str | None, value: Any) -> None:
        if name is not None:
            self.bound[name] = value

    def match_value(self, subject: Any, index: int) -> bool:
        return self.truth(subject == self.values[index])

    def match_is(self, subject: Any, index: int) -> bool:
        return subject is self.values[index]

    def match_as(self, subject: Any, pattern: Any, name: str | None) -> bool:
        if pattern is not None and not self.matches(subject, pattern):
            return False
        self.bind(name, subject)
        return True

    def match_or(self, subject: Any, patterns: Any) -> bool:
        return any(self.matches(subject, pattern) for pattern in patterns)

    def match_sequence(self, subject: Any, patterns: Any) -> bool:
        if not isinstance(subject, Sequence) or isinstance(subject, (str, bytes, bytearray)):
            return False
        star = next((number for number, pattern in enumerate(patterns) if pattern[0] == "star"), None)
        if star is None:
            return len(subject) == len(patterns) and all(map(self.matches, subject, patterns))
        after = len(patterns) - star - 1
        if len(subject) < star + after:
            return False
        middle = len(subject) - after
        self.bind(patterns[star][1], list(subject[star:middle]))
        fits = all(map(self.matches, subject[:star], patterns[:star]))
        return fits and all(map(self.matches, subject[middle:], patterns[star + 1 :]))

    def match_mapping(self, subject: Any, keys: Any, patterns: Any, rest: str | None) -> bool:
        if not isinstance(subject, Mapping):
            return False
        named = [self.values[index] for index in keys]
        for key, pattern in zip(named, patterns, strict=True):
            if key not in subject or not self.matches(subject[key], pattern):
                return False
        self.bind(rest, {key: value for key, value in subject.items() if key not in named})
        return True

    def match_class(self, subject: Any, index: int, patterns: Any, names: Any, named: Any) -> bool:
        cls = self.values[index]
        if isinstance(cls, Unknown):
            return self.truth(cls.derived(f"isinstance(..., {cls.text})"))
        if not isinstance(subject, cls):
            return False
        if patterns and cls in _SELF_MATCHING:
            return self.matches(subject, patterns[0])
        listed = getattr(cls, "__match_args__", ())
        if len(patterns) > len(listed):
            raise TypeError(f"{cls.__name__}() accepts {len(listed)} positional sub-patterns ({len(patterns)} given)")
        for name, pattern in (*zip(listed, patterns, strict=False), *zip(names, named, strict=True)):
            try:
                value = self.read(subject, name)
            except AttributeError:
                return False
            if not self.matches(value, pattern):
                return False
        return True
