"""import_graph_def of a GraphDef whose nodes are known (framework/importer.py, core/graph/graph_constructor.cc).

What was parsed from data isn't known: then the graph says so of itself, and every element asked of it is an Unknown.
"""

from __future__ import annotations

import heapq
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Dims, Graph, Operation, Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import building
from graphlint.tf.convert import convert
from graphlint.tf.protobuf import Message

from . import ops
from .graph_defs import OUTPUT_SHAPES, OUTPUT_TYPES

UNKNOWN_CONTENT = ops.UNKNOWN_CONTENT


def import_graph_def(graph_def: Any, input_map: Any = None, return_elements: Any = None, name: Any = None,
                     op_dict: Any = None, producer_op_list: Any = None) -> Any:
    if not isinstance(graph_def, (Message, Unknown)):
        raise TypeError("graph_def must be a GraphDef proto.")
    mapped = _input_map(input_map)
    if return_elements is not None and not all(isinstance(item, (str, bytes, Unknown)) for item in return_elements):
        raise TypeError("return_elements must be a list of strings.")
    graph = stack.default_graph()
    with ops.name_scope(name, "import", list(mapped.values())) as scope:
        if not all(isinstance(value, Tensor) for value in mapped.values()):
            if name == "":
                raise ValueError("tf.import_graph_def() requires a non-empty `name` if `input_map` contains non-Tensor values. "
                                 "Try calling tf.convert_to_tensor() on `input_map` values before calling "
                                 "tf.import_graph_def().")
            with ops.name_scope("_inputs"):
                mapped = {key: convert(value) for key, value in mapped.items()}
    nodes = None if isinstance(graph_def, Unknown) else list(graph_def.node)
    if not nodes and (isinstance(graph_def, Unknown) or graph_def.__dict__.get("parsed_")):
        graph.extra[UNKNOWN_CONTENT] = True
        return None if return_elements is None else [_unknown(item) for item in return_elements]
    _check_elements(return_elements or (), {node.name for node in nodes or ()})
    importing = _Import(graph, scope[:-1], mapped)
    importing.run(nodes or [])
    importing.check_used()
    return None if return_elements is None else [importing.element(item) for item in return_elements]


def _check_elements(return_elements: Any, names: set[str]) -> None:
    """ValueError before anything is imported."""
    for item in return_elements:
        name = item.decode() if isinstance(item, bytes) else item
        if name.partition(":")[0] not in names:
            kind = "tensor" if ":" in name else "node"
            raise ValueError(f"Requested return {kind} '{name}' not found in graph def")


def _unknown(name: Any) -> Unknown:
    return Unknown("an element of an imported graph whose file isn't read", text=f"imported {name}")


def _input_map(input_map: Any) -> dict[str, Any]:
    if input_map is None:
        return {}
    if not isinstance(input_map, dict) or not all(isinstance(key, (str, bytes)) for key in input_map):
        raise TypeError("input_map must be a dictionary mapping strings to Tensor objects.")
    return {key.decode() if isinstance(key, bytes) else key: value for key, value in input_map.items()}


def _more_known(inferred: Dims, told: Dims) -> Dims:
    """What inference finds, and where it finds nothing what the definition says."""
    if inferred is None or told is None or len(inferred) != len(told):
        return told if inferred is None else inferred
    return tuple(other if isinstance(other, int) else own for own, other in zip(inferred, told, strict=True))


class _Import:
    """Ops of nodes, each made once what it reads is there."""

    def __init__(self, graph: Graph, prefix: str, mapped: dict[str, Any]) -> None:
        self.graph = graph
        self.prefix = prefix
        self.mapped = {key if ":" in key or key.startswith("^") else f"{key}:0": value for key, value in mapped.items()}
        self.used: set[str] = set()
        self.made: dict[str, Operation] = {}
        self.names: dict[str, str] = {}

    def run(self, nodes: list[Any]) -> None:
        self.names = {node.name: self._name(node.name) for node in nodes}
        names = {node.name: number for number, node in enumerate(nodes)}
        waiting = [len({_source(item) for item in _inputs(node) if _source(item) in names}) for node in nodes]
        readers: dict[str, list[int]] = {}
        for number, node in enumerate(nodes):
            for source in {_source(item) for item in _inputs(node)}:
                readers.setdefault(source, []).append(number)
        ready = [number for number, count in enumerate(waiting) if count == 0]
        heapq.heapify(ready)
        while ready:
            node = nodes[heapq.heappop(ready)]
            self.made[node.name] = self.create(node)
            for number in readers.get(node.name, ()):
                waiting[number] -= 1
                if waiting[number] == 0:
                    heapq.heappush(ready, number)

    def create(self, node: Any) -> Operation:
        inputs = [self.tensor(item) for item in _inputs(node) if not item.startswith("^")]
        attrs = {key: self._attr(key, value) for key, value in dict(node.attr).items()}
        name = self.names[node.name]
        shapes, types = attrs.pop(OUTPUT_SHAPES, []), attrs.pop(OUTPUT_TYPES, None)
        if types is None:
            op = building.create(self.graph, node.op, f"{name}/", inputs, attrs)
        else:
            op = self.graph.add(node.op, self.graph.op_name(f"{name}/"), inputs, attrs, types, shapes)
        for tensor, dims in zip(op.outputs, shapes, strict=False):
            tensor.dims = _more_known(tensor.dims, dims)
        self.graph.names.used.setdefault(name.lower() if self.graph.names.fold_case else name, 1)
        op.add_control_inputs([self.made[item[1:]] for item in _inputs(node) if item.startswith("^")])
        if node.device:
            op.device = node.device
        return op

    def _attr(self, key: str, value: Any) -> Any:
        if key == "_class":
            return [f"loc:@{self.names.get(item[5:], item[5:])}" if item.startswith("loc:@") else item for item in value]
        return value

    def _name(self, name: str) -> str:
        wanted = f"{self.prefix}/{name}" if self.prefix else name
        found, number = wanted, 0
        while found in self.graph.by_name:
            number += 1
            found = f"{wanted}_{number}"
        return found

    def tensor(self, item: str) -> Tensor:
        name, _, index = item.partition(":")
        key = f"{name}:{index or 0}"
        if key in self.mapped:
            self.used.add(key)
            return self.mapped[key]  # type: ignore[no-any-return]
        return self.made[name].outputs[int(index or 0)]

    def check_used(self) -> None:
        """ValueError where the map names what the GraphDef doesn't hold."""
        missing = [key for key in self.mapped if key not in self.used and key.lstrip("^").split(":")[0] not in self.made]
        if missing:
            raise ValueError(f"Attempted to map inputs that were not found in graph_def: [{', '.join(missing)}]")

    def element(self, item: Any) -> Any:
        name = item.decode() if isinstance(item, bytes) else item
        op_name, _, index = name.partition(":")
        if not index:
            return self.made[op_name]
        if name in self.mapped:
            return self.mapped[name]
        return self.made[op_name].outputs[int(index)]


def _inputs(node: Any) -> list[str]:
    return list(node.input)


def _source(item: str) -> str:
    return item.lstrip("^").partition(":")[0]
