"""Unpacking: `a, (b, *c) = value`, `*values`, `**mapping`; what is unknown becomes as many Unknowns as are needed."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.run import Run
from graphlint.sandbox.sizes import bounded
from graphlint.sandbox.unknown import SomeArguments, Unknown
from graphlint.sandbox.unknown_text import UnknownText
from graphlint.sandbox.unsure import taken


class Unpacking:
    """The unpacking guards of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def unpack(self, value: Any, pattern: Any) -> Any:
        """A value in the form that a target takes apart: what is unknown becomes as many Unknowns as are needed."""
        if pattern is None or pattern == "*":
            return value
        if isinstance(value, Unknown):
            return self.unknown_parts(value, pattern)
        try:
            fixed = len(pattern) - ("*" in pattern)
            parts = self.parts(value, fixed)
            unsure = self.run.unsure_of(parts) or self.run.unsure_of(value)
            if unsure is not None and len(parts) != fixed:
                return self.unknown_parts(unsure, pattern)
            if len(parts) != fixed and ("*" not in pattern or len(parts) < fixed):
                raise ValueError(_unpack_message(len(parts), fixed, "*" in pattern))
        except Exception as error:
            found = self.run.failed(error, "unpack", (value,))
            if isinstance(found, Unknown):
                return self.unknown_parts(found, pattern)
            return found
        if all(part is None or part == "*" for part in pattern):
            return parts
        return self.nested(parts, pattern)

    def parts(self, value: Any, wanted: int) -> Any:
        """What stands in a value; an array whose length isn't known (`_rows_unknown`) has as many rows as are wanted."""
        if type(value) in (tuple, list):
            return value
        if getattr(value, "_rows_unknown", False) is True:
            return [value[number] for number in range(wanted)]
        return taken(self.run, value, lambda value: list(bounded(self.run, iter(value))))

    def nested(self, parts: Any, pattern: tuple[Any, ...]) -> list[Any]:
        star = pattern.index("*") if "*" in pattern else len(pattern)
        after = len(pattern) - star - 1 if star < len(pattern) else 0
        head = [self.unpack(part, item) for part, item in zip(parts, pattern[:star], strict=False)]
        if star == len(pattern):
            return head
        middle = list(parts[star : len(parts) - after])
        tail = [self.unpack(part, item) for part, item in zip(parts[len(parts) - after :], pattern[star + 1 :], strict=True)]
        return [*head, *middle, *tail]

    def unknown_parts(self, value: Unknown, pattern: tuple[Any, ...]) -> list[Any]:
        parts: list[Any] = []
        for number, item in enumerate(pattern):
            part = value[number] if isinstance(value, UnknownText) else value.derived(f"{value.text}[{number}]")
            if item == "*":
                parts.append(part)
            else:
                parts.append(self.unpack(part, item))
        return parts

    def star(self, values: Any) -> Any:
        length = self.run.length_of(values) if self.run.unsure and not values else None
        if length is not None:
            return (length.element(),)
        if type(values) in (tuple, list):
            if self.run.unsure and self.run.unsure_of(values) is not None:
                self.run.starred = values
            return values
        if isinstance(values, Unknown):
            one = values.element()
            return (SomeArguments(one.reason, text=one.text, kind=one.kind, path=one.path, site=one.site),)
        try:
            return taken(self.run, values, lambda values: tuple(bounded(self.run, values)))
        except Exception as error:
            found = self.run.failed(error, "*", (values,))
            return (found.element(),) if isinstance(found, Unknown) else tuple(found)

    def mapping(self, values: Any) -> Any:
        if type(values) is dict:
            return values
        if isinstance(values, Unknown):
            self.run.tainted = True  # who gets none of its values may miss them
            return {}
        try:
            return dict(values)
        except Exception as error:
            self.run.failed(error, "**", (values,))
            return {}


def _unpack_message(found: int, wanted: int, starred: bool) -> str:
    if found > wanted:
        return f"too many values to unpack (expected {wanted})"
    return f"not enough values to unpack (expected {'at least ' if starred else ''}{wanted}, got {found})"
