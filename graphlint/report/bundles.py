"""Findings that say the same of one place, as those of a helper's line or of a loop's turns do, are told as one.

Not here: which findings there are. What differs between them is their `subject`, or numbers in their messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from graphlint.rules.finding import listed

_MOST_LISTED = 8
_NUMBER = re.compile(r"\d+")
_SUFFIX = re.compile(r"_\d+\b")


def bundled(findings: Iterable[Any]) -> list[Any]:
    """The first finding of each group, in order, with what the others are about at the end of its message."""
    return _firsts(_firsts(findings, _group, _others_text), _place_of_error, _other_values_text)


def _firsts(findings: Iterable[Any], key: Callable[[Any], Any], text: Callable[[Any, list[Any]], str]) -> list[Any]:
    groups: dict[Any, list[Any]] = {}
    for finding in findings:
        groups.setdefault(key(finding), []).append(finding)
    for first, *others in groups.values():
        if others:
            first.message += text(first, others)
    return [group[0] for group in groups.values()]


def _place_of_error(finding: Any) -> Any:
    """Errors of one kind at one place, all with the same advice, are as many values that come to it."""
    place = finding.place
    where = (finding.code, place.file, place.line, place.column, finding.help)
    return where if finding.severity == "error" else id(finding)


def _other_values_text(first: Any, others: list[Any]) -> str:
    return f"; {len(others)} other error{'' if len(others) == 1 else 's'} of this kind here, with other values"


def _group(finding: Any) -> tuple[Any, ...]:
    place = finding.place
    if finding.once:
        return finding.code, place.file, finding.once
    text = "" if finding.subject else _NUMBER.sub("#", _SUFFIX.sub("", finding.message))
    return finding.code, finding.severity, place.file, place.line, place.column, text


def _others_text(first: Any, others: list[Any]) -> str:
    if first.once:
        lines = sorted({finding.place.line for finding in others} - {first.place.line})
        shown = listed([str(line) for line in lines], _MOST_LISTED)
        return f"; the same happens in line{'' if len(lines) == 1 else 's'} {shown}" if lines else ""
    names = [name for name in dict.fromkeys(finding.subject for finding in others) if name and name != first.subject]
    if not names:
        return f"; the same happens {len(others)} more time{'' if len(others) == 1 else 's'} here"
    return f"; the same happens to {listed(names, _MOST_LISTED)}"
