"""Writing graphs to files (framework/graph_io.py): nothing is written."""

from __future__ import annotations

import posixpath
from typing import Any

from graphlint.sandbox.unknown import Unknown


def write_graph(graph_or_graph_def: Any, logdir: Any, name: Any, as_text: bool = True) -> Any:
    """The path of the file."""
    if isinstance(logdir, str) and isinstance(name, str):
        return posixpath.join(logdir, name)
    return Unknown("where a graph is written", text="write_graph(...)")
