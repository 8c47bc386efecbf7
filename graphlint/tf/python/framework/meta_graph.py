"""Meta graphs (framework/meta_graph.py): a graph with its collections, exported and imported within one trace.

Kept are variables, tensors, operations and plain values of collections; contexts of control flow, queue runners and
what else a collection may hold are not taken along. What stands in a file that the script didn't write isn't known.
"""

from __future__ import annotations

import copy
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf.protobuf import Message, message_class
from graphlint.tf.python.ops.resource_variable_ops import BaseResourceVariable
from graphlint.tf.python.ops.variables import Variable

from . import ops
from .graph_defs import NodeDef
from .importer import import_graph_def
from .ops import GraphKeys

_WRITTEN = "meta_graphs"


@exposed
class MetaGraphDef(Message):
    """A graph as it was when it was exported."""

    def __init__(self, graph: Graph | None = None, saver_def: Any = None, **fields: Any) -> None:
        super().__init__(**fields)
        if graph is None:
            return
        self.__dict__["graph_"] = graph
        self.__dict__["count_"] = len(graph.ops)
        self.__dict__["collections_"] = {key: list(items) for key, items in graph.collections.items()}
        if saver_def is not None:
            self.saver_def = saver_def

    def graph_nodes(self, clear_devices: bool) -> Any:
        """The GraphDef of the ops that there were."""
        made: Any = message_class("GraphDef")()
        made.node = [NodeDef(op, add_shapes=True) for op in self.__dict__["graph_"].ops[: self.__dict__["count_"]]]
        if clear_devices:
            for node in made.node:
                node.device = ""
        return made


def note_written(path: str, meta_graph: MetaGraphDef) -> None:
    """The script writes a meta graph to this file."""
    stack.world.notes.setdefault(_WRITTEN, {})[path] = meta_graph  # type: ignore[index]


def written(path: Any) -> MetaGraphDef | None:
    """What the script wrote to a file, None where it wrote nothing."""
    files: Any = stack.world.notes.get(_WRITTEN, {})
    return files.get(path) if isinstance(path, str) else None


def import_scoped_meta_graph_with_return_elements(
        meta_graph_def: MetaGraphDef, clear_devices: bool = False, import_scope: Any = None, input_map: Any = None,
        return_elements: Any = None) -> tuple[dict[str, Any], Any]:
    """Ops and collections of the meta graph, made again below a scope; returns (variables by their old names, elements)."""
    graph = stack.default_graph()
    prefix = graph.unique_name(import_scope or "", mark_as_used=False)
    found = import_graph_def(meta_graph_def.graph_nodes(clear_devices), name=import_scope or prefix, input_map=input_map,
                             return_elements=return_elements)
    taken: dict[int, Any] = {}
    collections = meta_graph_def.__dict__["collections_"]
    for key in sorted(collections, key=lambda key: (key != GraphKeys.TRAINABLE_VARIABLES, str(key))):
        for item in collections[key]:
            if id(item) not in taken:
                taken[id(item)] = _counterpart(graph, item, prefix)
            if taken[id(item)] is not None:
                graph.add_to_collection(key, taken[id(item)])
    variables = ops.graph_collection(graph, GraphKeys.GLOBAL_VARIABLES, prefix)
    return {ops.strip_name_scope(v.name, prefix): v for v in variables}, found


def _counterpart(graph: Graph, item: Any, prefix: str) -> Any:
    """What stands in the importing graph for an item of a collection; None for what isn't taken along."""
    if isinstance(item, (Tensor, Operation)):
        return ops.graph_element(graph, ops.prepend_name_scope(item.name, prefix))
    if isinstance(item, Variable):
        made: Any = copy.copy(item)
        for name, value in vars(item).items():
            if isinstance(value, (Tensor, Operation)):
                setattr(made, name, ops.graph_element(graph, ops.prepend_name_scope(value.name, prefix)))
        if isinstance(item, BaseResourceVariable):
            made._handle_name = ops.prepend_name_scope(made._handle_name, prefix)
        return made
    if isinstance(item, (str, bytes)):
        text = item if isinstance(item, str) else item.decode()
        return ops.prepend_name_scope(text, prefix) if prefix else text.encode()
    return item if isinstance(item, (int, float)) else None
