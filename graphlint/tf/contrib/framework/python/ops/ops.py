"""Graphs and name scopes of contrib.framework (contrib/framework/python/ops/ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Graph
from graphlint.tf import building
from graphlint.tf.python.framework import ops


def get_graph_from_inputs(op_input_list: Any, graph: Any = None) -> Graph:
    return graph or building.graph_of({"values": list(op_input_list)}) or stack.default_graph()


def get_name_scope(graph: Any = None) -> str:
    with (graph or stack.default_graph()).as_default():  # type: ignore[union-attr]
        return ops.get_name_scope()
