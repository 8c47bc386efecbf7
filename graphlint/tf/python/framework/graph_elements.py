"""Tensors and ops by object or by name: what `Graph.as_graph_element` finds (framework/ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.sandbox.unknown import NotKnown, Unknown

# a key of `Graph.extra`: the graph holds what a file that isn't read says
UNKNOWN_CONTENT = "unknown_content"


def element_of(value: Any) -> Tensor | Operation | None:
    """The Tensor or Operation that stands for a graph element (a variable's, a collective's), else None."""
    if isinstance(value, (Tensor, Operation)):
        return value
    convert_element = getattr(value, "as_graph_element", None)
    return convert_element() if convert_element is not None else None


def op_of(value: Any) -> Operation:
    """The op that a control dependency on `value` waits for. TypeError where it isn't one."""
    if isinstance(value, Operation):
        return value
    if isinstance(value, Tensor):
        return value.op
    if isinstance(value, Unknown):
        raise NotKnown(value)
    direct = getattr(value, "control_op", None)
    if direct is not None:
        return direct  # type: ignore[no-any-return]
    found = graph_element(stack.default_graph(), value)
    return found.op if isinstance(found, Tensor) else found


def graph_element(graph: Graph, obj: Any, allow_tensor: bool = True, allow_operation: bool = True) -> Any:
    """`Graph.as_graph_element`: a tensor or operation by object or by name; TypeError, ValueError, KeyError as TensorFlow."""
    kinds = " or ".join(kind for kind, allowed in (("Tensor", allow_tensor), ("Operation", allow_operation)) if allowed)
    found = element_of(obj)
    if found is not None:
        obj = found
    if isinstance(obj, bytes):
        obj = obj.decode("utf8")
    if isinstance(obj, str):
        return _named_element(graph, obj, allow_tensor, allow_operation)
    if (isinstance(obj, Tensor) and allow_tensor) or (isinstance(obj, Operation) and allow_operation):
        if obj.graph is not graph:
            raise ValueError(f"{'Tensor' if isinstance(obj, Tensor) else 'Operation'} {obj} is not an element of this graph.")
        return obj
    raise TypeError(f"Can not convert a {type(obj).__name__} into a {kinds}.")


def _named_element(graph: Graph, name: str, allow_tensor: bool, allow_operation: bool) -> Any:
    if ":" in name and allow_tensor:
        try:
            op_name, index_text = name.split(":")
            index = int(index_text)
        except ValueError:
            raise ValueError(f"The name {name!r} looks a like a Tensor name, but is not a valid one. Tensor names must be "
                             "of the form \"<op_name>:<output_index>\".") from None
        op = graph.by_name.get(op_name)
        if op is None and UNKNOWN_CONTENT in graph.extra:
            return Unknown("an element of an imported graph whose file isn't read", text=f"imported {name}")
        if op is None:
            raise KeyError(f"The name {name!r} refers to a Tensor which does not exist. The operation, {op_name!r}, does "
                           "not exist in the graph.")
        if index >= len(op.outputs):
            raise KeyError(f"The name {name!r} refers to a Tensor which does not exist. The operation, {op_name!r}, "
                           f"exists but only has {len(op.outputs)} outputs.")
        return op.outputs[index]
    if ":" in name:
        raise ValueError(f"Name {name!r} appears to refer to a Tensor, not a Operation.")
    if allow_operation:
        if name not in graph.by_name and UNKNOWN_CONTENT in graph.extra:
            return Unknown("an element of an imported graph whose file isn't read", text=f"imported {name}")
        if name not in graph.by_name:
            raise KeyError(f"The name {name!r} refers to an Operation not in the graph.")
        return graph.by_name[name]
    if name in graph.by_name:
        raise ValueError(f"The name {name!r} refers to an Operation, not a Tensor. Tensor names must be of the form "
                         "\"<op_name>:<output_index>\".")
    raise ValueError(f"The name {name!r} looks like an (invalid) Operation name, not a Tensor. Tensor names must be of the "
                     "form \"<op_name>:<output_index>\".")
