"""Writes what a script built as plain data: the form of `graphlint graph --format json`, without columns.

Runs under an oracle's own Python (3.6 or 3.7), with any release from 1.0 on.
"""

import os
import re
from typing import Any, Dict, List

import numpy as np
from tensorflow.python.framework import dtypes, tensor_util

VARIABLE_OPS = ("Variable", "VariableV2", "VarHandleOp")
_LISTED_ELEMENTS = 24
_TEMPORARY = re.compile(r"_temp_[0-9a-f]{32}/")
_LIST_FIELDS = ("s", "i", "f", "b", "type", "shape", "tensor", "func")


def graph(recorded: Any, root: str) -> Dict[str, Any]:
    """One graph; `source` lines are those of files below `root`, innermost first."""
    ops = recorded.get_operations()
    entry: Dict[str, Any] = {
        "ops": [operation(op, root) for op in ops],
        "variables": variables(recorded, ops),
        "collections": collections(recorded),
    }
    functions = function_library(recorded)
    if functions:
        entry["functions"] = functions
    return entry


def operation(op: Any, root: str) -> Dict[str, Any]:
    """One op with its inputs, outputs, attrs and the script lines that made it."""
    node = op.node_def
    entry: Dict[str, Any] = {
        "name": op.name,
        "op": op.type,
        "inputs": [t.name for t in op.inputs] + control_inputs(op, node),
        "outputs": [{"dtype": o.dtype.base_dtype.name, "shape": shape(o.get_shape())} for o in op.outputs],
        "attrs": {k: attr(v) for k, v in sorted(node.attr.items()) if k != "_output_shapes"},
        "source": source(op, root),
    }
    if op.device:
        entry["device"] = op.device
    return entry


def control_inputs(op: Any, node: Any) -> List[str]:
    """In the order of the NodeDef: `op.control_inputs` of an op with many edges is in the order of addresses."""
    known = ["^" + o.name for o in op.control_inputs]
    listed = [name for name in node.input if name.startswith("^")]
    return listed if sorted(listed) == sorted(known) else known


def shape(static: Any) -> Any:
    """A static shape as a list with null for unknown dims; null for an unknown rank."""
    if static.ndims is None:
        return None
    return [None if d is None else int(d) for d in static.as_list()]


def source(op: Any, root: str) -> List[Dict[str, Any]]:
    """The script's own frames in the op's traceback, innermost first."""
    try:
        frames = op.traceback or []
    except Exception:  # ops imported from a GraphDef have none in some releases
        return []
    found = []
    for frame in frames:
        path, line, function = os.path.abspath(str(frame[0])), int(frame[1]), str(frame[2])
        if str(frame[0]).startswith("<"):
            continue
        if path.startswith(root + os.sep) and os.sep + "site-packages" + os.sep not in path:
            found.append({"file": os.path.relpath(path, root), "line": line, "function": function})
    return found[::-1]


def attr(value: Any) -> Any:
    """An attr value: types by name, shapes with -1, floats to seven digits, tensors by dtype and (short) contents."""
    kind = value.WhichOneof("value")
    if kind is None:
        return None
    if kind != "list":
        return _scalar(kind, getattr(value, kind))
    for field in _LIST_FIELDS:
        items = getattr(value.list, field, ())
        if len(items):
            return [_scalar(field, item) for item in items]
    return []


def _scalar(kind: str, value: Any) -> Any:
    if kind == "tensor":
        return _tensor(value)
    if kind == "type":
        return dtypes.as_dtype(value).name
    if kind == "shape":
        return None if value.unknown_rank else [int(d.size) for d in value.dim]
    if kind == "s":
        return _text(value)
    if kind == "func":
        return "func:" + value.name
    if kind == "f":
        return float("%.7g" % value)
    return value


def _text(value: bytes) -> str:
    try:
        text = value.decode("utf8")
    except UnicodeDecodeError:
        return repr(value)[:200]
    return text if len(text) < 200 else text[:200] + "..."


def _tensor(value: Any) -> Any:
    try:
        return {"dtype": dtypes.as_dtype(value.dtype).name, "v": array(tensor_util.MakeNdarray(value))}
    except Exception as error:
        return "tensor: %s" % error


def array(value: Any) -> Any:
    """Up to 24 elements as lists, else a word on what the array holds."""
    value = np.asarray(value)
    if value.size <= _LISTED_ELEMENTS:
        listed = value.tolist()
        return _TEMPORARY.sub("_temp_*/", repr(listed)) if value.dtype.kind in "SO" else listed
    flat = value.ravel()
    if (flat == flat[0]).all():
        return "all %r shape %r" % (flat[0].item() if hasattr(flat[0], "item") else flat[0], list(value.shape))
    return "array shape %r" % (list(value.shape),)


def variables(recorded: Any, ops: List[Any]) -> List[Dict[str, Any]]:
    """The variables, by the ops that hold them, in creation order."""
    trainable = {item_name(v) for v in recorded.get_collection("trainable_variables")}
    return [
        {
            "name": op.name,
            "shape": attr(op.node_def.attr["shape"]),
            "dtype": attr(op.node_def.attr["dtype"]),
            "trainable": op.name + ":0" in trainable,
        }
        for op in ops
        if op.type in VARIABLE_OPS
    ]


def collections(recorded: Any) -> Dict[str, List[str]]:
    """The collections that hold something, without TensorFlow's private ones."""
    found = {}
    for key in recorded.get_all_collection_keys():
        text = key if isinstance(key, str) else repr(key)
        if text.startswith("__") or (text.startswith("(") and "__" in text):
            continue
        items = recorded.get_collection(key)
        if items:
            found[text] = [item_name(item) for item in items]
    return found


def item_name(item: Any) -> str:
    """How a collection item is written: its name, a plain value, or its type."""
    name = getattr(item, "name", None)
    if name is not None and not callable(name):
        return str(name)
    return repr(item) if isinstance(item, (str, bytes, int, float, bool)) else "<%s>" % type(item).__name__


def function_library(recorded: Any) -> List[Dict[str, Any]]:
    """The functions that the graph has defined."""
    try:
        library = recorded.as_graph_def().library
    except Exception:  # a graph over 2 GB has no GraphDef
        return []
    return [
        {
            "name": f.signature.name,
            "in": [a.name for a in f.signature.input_arg],
            "out": [a.name for a in f.signature.output_arg],
            "ops": [{"name": n.name, "op": n.op, "inputs": list(n.input)} for n in f.node_def],
        }
        for f in library.function
    ]
