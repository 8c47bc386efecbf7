"""Freezing graphs into files (tools/freeze_graph.py): the frozen graph is one of its own, and nothing is written."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown


def freeze_graph(*args: Any, **kwargs: Any) -> Any:
    return Unknown("a frozen graph", text="freeze_graph(...)")


freeze_graph_with_def_protos = freeze_graph
