"""A whole trace as JSON, and the lines that say how far it got (for `graph`, `shapes` and `vars`)."""

from __future__ import annotations

import sys
from typing import Any

from graphlint.report.graph_json import graphs_json
from graphlint.trace import Trace


def trace_json(trace: Trace) -> dict[str, Any]:
    """The object of `graphlint graph --format json`."""
    at = trace.at
    place = None if at is None else {"file": at.file, "line": at.line, "column": at.column}
    return {"schema": 1, "tf": trace.release, "status": trace.status, "reason": trace.reason, "at": place,
            "graphs": graphs_json(trace.graphs)}


def tell_status(trace: Trace) -> None:
    """One line to stderr where the trace is not complete."""
    if trace.status in ("error", "incomplete"):
        where = f"{trace.at}: " if trace.at else ""
        print(f"graphlint: {trace.status}: {where}{trace.reason}", file=sys.stderr)
    for entry in trace.inferred:
        print(f"graphlint: entry inferred: {entry}", file=sys.stderr)
