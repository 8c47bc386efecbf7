"""Findings that the source itself silences: `# noqa: GL101`, `# graphlint: ignore[GL101]`."""

from __future__ import annotations

from typing import Any

from graphlint.source.comments import Suppression, read_comments
from graphlint.trace import Trace


def suppressed(finding: Any, trace: Trace) -> bool:
    """Whether a comment on one of the finding's lines silences it."""
    lines = range(finding.place.line, finding.place.end_line + 1)
    return any(
        comment.line in lines and (comment.codes is None or _names(comment.codes, finding))
        for comment in _comments(trace, finding.place.file)
    )


def _names(codes: frozenset[str], finding: Any) -> bool:
    return any(finding.code.startswith(code.upper()) or finding.name == code.lower() for code in codes)


def _comments(trace: Trace, file: str) -> list[Suppression]:
    source = trace.source(file)
    return [] if source is None else read_comments(source.text).suppressions
