"""`--explain-unknown`: every unknown that mattered, every unmodelled API, and what share of the ops depends on them."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from graphlint.graph.graph import Operation


def write(report: Any, options: argparse.Namespace) -> None:
    out = sys.stderr if options.format != "text" else sys.stdout
    for trace in report.traces:
        print(f"{trace.path}: {share_text(trace)}", file=out)
        for path, count in sorted(trace.unmodelled.items(), key=lambda item: (-item[1], item[0])):
            print(f"  unmodelled API: {path}, used {count} time{'' if count == 1 else 's'}", file=out)
        for decision in trace.assumptions:
            place = decision.place
            where = f" at line {place.line}" if place else ""
            reason = getattr(decision.unknown, "reason", "")
            print(f"  assumed{where}: {decision.text} is {decision.value} ({reason})", file=out)
        for event in trace.events:
            if event.kind in ("budget", "refused", "loop"):
                place = event.place
                print(f"  {event.kind}{f' at line {place.line}' if place else ''}: {event.message}", file=out)


def share_text(trace: Any) -> str:
    """How many of the ops rest on a value that the trace doesn't know."""
    ops = [op for graph in trace.graphs for op in graph.ops]
    if not ops:
        return "no ops"
    tainted = dependent(ops)
    return f"{len(ops)} ops, {len(tainted)} of them ({len(tainted) / len(ops):.0%}) rest on values that are not known"


def dependent(ops: list[Operation]) -> set[Operation]:
    """Constants of unknown value, and all ops that take them in, directly or not."""
    found: set[Operation] = set()
    for op in ops:
        unknown = op.type == "Const" and not op.attrs.get("value_known", True)
        if unknown or any(tensor.op in found for tensor in op.inputs):
            found.add(op)
    return found
