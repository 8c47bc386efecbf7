"""Parts of a graph (contrib/framework/python/framework/graph_util.py). Not here: fused ops."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Graph


def get_placeholders(graph: Any) -> list[Any]:
    if not isinstance(graph, Graph):
        raise TypeError(f"Input graph needs to be a Graph: {graph}")
    return [op.outputs[0] for op in graph.ops if op.type == "Placeholder"]
