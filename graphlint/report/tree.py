"""The predicted graph as a tree of its name scopes."""

from __future__ import annotations

import argparse
from typing import Any

from graphlint.graph.graph import Graph, Operation
from graphlint.ops.inference import show
from graphlint.report.traced import tell_status
from graphlint.trace import Trace
from shapecalc import dims_text


def write(trace: Trace, options: argparse.Namespace) -> None:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    console = Console(no_color=options.color == "never", force_terminal=options.color == "always" or None, soft_wrap=True)
    for number, graph in enumerate(trace.graphs):
        title = f"graph {number}" if len(trace.graphs) > 1 else "graph"
        root = Tree(Text(f"{title}: {len(graph.ops)} ops (TensorFlow {trace.release})"), highlight=False)
        _grow(root, scopes_of(graph), Text)
        console.print(root)
    tell_status(trace)


def scopes_of(graph: Graph) -> dict[str, Any]:
    """Nested dicts by name scope; an op sits under its own last name, beside the scope of that name if there is one."""
    root: dict[str, Any] = {}
    for op in graph.ops:
        *scopes, _ = op.name.split("/")
        level = root
        for scope in scopes:
            level = level.setdefault(scope + "/", {})
        level[op.name.rpartition("/")[2]] = op
    return root


def _grow(node: Any, level: dict[str, Any], text: Any) -> None:
    for name, item in level.items():
        if isinstance(item, Operation):
            node.add(text(f"{name}  {item.type}  {outputs_text(item)}"))
        else:
            _grow(node.add(text(f"{name} ({count(item)})", style="bold")), item, text)


def count(level: dict[str, Any]) -> int:
    return sum(1 if isinstance(item, Operation) else count(item) for item in level.values())


def outputs_text(op: Operation) -> str:
    """`float32[?,28,28,32] = [B,28,28,32]`: TensorFlow's view, and graphlint's where it knows more."""
    parts = []
    for tensor in op.outputs:
        shown = show(tensor.dims)
        known = "" if tensor.dims is None or "?" not in shown else f" = {dims_text(tensor.dims)}"
        parts.append(f"{tensor.dtype.base_dtype.name}{shown}{known}")
    return ", ".join(parts)
