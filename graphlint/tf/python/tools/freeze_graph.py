"""Freezing graphs into files (tools/freeze_graph.py): what is imported for it stays in the graph; nothing is written."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework.importer import import_graph_def


def freeze_graph(*args: Any, **kwargs: Any) -> Any:
    """Of files whose content isn't known."""
    return Unknown("a frozen graph", text="freeze_graph(...)")


def freeze_graph_with_def_protos(
    input_graph_def: Any, input_saver_def: Any, input_checkpoint: Any, output_node_names: Any, *args: Any, **kwargs: Any
) -> Any:
    """The graph of `input_graph_def` once more, in the default graph."""
    if not output_node_names:
        raise ValueError("You need to supply the name of a node to --output_node_names.")
    if input_graph_def is not None:
        import_graph_def(input_graph_def, name="")
    return Unknown("a frozen graph", text="freeze_graph_with_def_protos(...)")
