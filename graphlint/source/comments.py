"""The comments that graphlint reads: `# noqa`, `# graphlint: ignore[...]`, `# graphlint: entry EXPR`.

Read with `tokenize`, so a string that looks like a comment isn't one. Not here: what a suppression does to a finding.
"""

from __future__ import annotations

import contextlib
import io
import re
import tokenize
from dataclasses import dataclass, field

_NOQA = re.compile(r"#\s*noqa(?!\w)(?:\s*:\s*(?P<codes>[A-Za-z]+[0-9]+(?:[\s,]+[A-Za-z]+[0-9]+)*))?", re.IGNORECASE)
_IGNORE = re.compile(r"#\s*graphlint:\s*ignore(?:\[(?P<codes>[^\]]*)\])?")
_ENTRY = re.compile(r"#\s*graphlint:\s*entry\s+(?P<code>.+?)\s*$")


@dataclass(frozen=True)
class Suppression:
    """One comment that silences findings of its line; `codes` is None for all of them."""

    line: int
    column: int
    codes: frozenset[str] | None


@dataclass(frozen=True)
class Entry:
    """One `# graphlint: entry EXPR` comment."""

    line: int
    column: int
    code: str


@dataclass
class Comments:
    """What the comments of one file ask for."""

    suppressions: list[Suppression] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def read_comments(text: str) -> Comments:
    """All graphlint comments of a source text."""
    found = Comments()
    if "graphlint:" not in text and "noqa" not in text.lower():
        return found
    for line, column, comment in _comments(text):
        entry = _ENTRY.match(comment)
        if entry:
            found.entries.append(Entry(line, column, entry["code"]))
            continue
        for pattern in (_NOQA, _IGNORE):
            match = pattern.search(comment)
            if match:
                found.suppressions.append(Suppression(line, column, _codes(match["codes"])))
                break
    return found


def _codes(text: str | None) -> frozenset[str] | None:
    if text is None:
        return None
    codes = frozenset(code.strip() for code in re.split(r"[\s,]+", text) if code.strip())
    return codes or None


def _comments(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    # what was read before an error counts; the parser tells of the error
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        found.extend((t.start[0], t.start[1] + 1, t.string) for t in tokens if t.type == tokenize.COMMENT)
    return found
