"""Graphs and name scopes of contrib.framework (contrib/framework/python/ops/ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.tf import building
from graphlint.tf.python.framework import ops


def get_graph_from_inputs(op_input_list: Any, graph: Any = None) -> Graph:
    """ValueError for inputs of another graph than the given one."""
    values = list(op_input_list)
    if graph is None:
        return building.graph_of({"values": values}) or stack.default_graph()
    for value in values:
        if isinstance(value, (Tensor, Operation)) and value.graph is not graph:
            raise ValueError(f"{value} is not from the passed-in graph.")
    return graph  # type: ignore[no-any-return]


def get_name_scope(graph: Any = None) -> str:
    with (graph or stack.default_graph()).as_default():  # type: ignore[union-attr]
        return ops.get_name_scope()
