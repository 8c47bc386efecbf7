"""Small parts of contrib.layers: collections of outputs, static conditions, sizes (contrib/layers/python/layers/utils.py)."""

from __future__ import annotations

from collections import OrderedDict, namedtuple
from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape, script_size
from graphlint.tf.python.ops import control_flow_ops, variables

NamedOutputs = namedtuple("NamedOutputs", ["name", "outputs"])


def collect_named_outputs(collections: Any, alias: str, outputs: Any) -> Any:
    """Add outputs to collections, known there under an alias."""
    if collections:
        append_tensor_alias(outputs, alias)
        ops.add_to_collections(collections, outputs)
    return outputs


def append_tensor_alias(tensor: Tensor, alias: str) -> Tensor:
    alias = alias[:-1] if alias[-1:] == "/" else alias
    extra = tensor._extra = tensor._extra or {}
    extra.setdefault("aliases", []).append(alias)
    return tensor


def get_tensor_aliases(tensor: Any) -> list[str]:
    aliases = (getattr(tensor, "_extra", None) or {}).get("aliases")
    if aliases:
        return list(aliases)
    return [tensor.op.name] if tensor.name.endswith(":0") else [tensor.name]


def gather_tensors_aliases(tensors: Any) -> list[str]:
    return [alias for tensor in tensors for alias in get_tensor_aliases(tensor)]


def convert_collection_to_dict(collection: Any, clear_collection: bool = False) -> OrderedDict[str, Any]:
    """The tensors of a collection by their aliases."""
    found = OrderedDict((alias, tensor) for tensor in ops.get_collection(collection)
                        for alias in get_tensor_aliases(tensor))
    if clear_collection:
        ops.get_default_graph().collections.pop(collection, None)
    return found


def constant_value(value_or_tensor_or_var: Any, dtype: Any = None) -> Any:
    """A Python value, or that of a constant tensor; None for variables and what is not constant."""
    if value_or_tensor_or_var is None:
        raise ValueError("value_or_tensor_or_var cannot be None")
    if not isinstance(value_or_tensor_or_var, (Tensor, variables.Variable)):
        return value_or_tensor_or_var
    if dtype and value_or_tensor_or_var.dtype != dtype:
        raise ValueError(f"It has the wrong type {value_or_tensor_or_var.dtype} instead of {dtype}")
    if isinstance(value_or_tensor_or_var, variables.Variable):
        return None
    return tensor_util.constant_value(value_or_tensor_or_var)


def static_cond(pred: Any, fn1: Any, fn2: Any) -> Any:
    for label, function in (("fn1", fn1), ("fn2", fn2)):
        if not callable(function):
            raise TypeError(f"{label} must be callable.")
    return fn1() if pred else fn2()


def smart_cond(pred: Any, fn1: Any, fn2: Any, name: Any = None) -> Any:
    """One of the functions where the condition is known, else a cond."""
    known = constant_value(pred)
    return static_cond(known, fn1, fn2) if known is not None else control_flow_ops.cond(pred, fn1, fn2, name=name)


def get_variable_collections(variables_collections: Any, name: str) -> Any:
    return variables_collections.get(name) if isinstance(variables_collections, dict) else variables_collections


def _get_dimension(shape: TensorShape, dim: int, min_rank: int = 1) -> Any:
    if shape.dims is None:
        raise ValueError("dims of shape must be known but is None")
    if len(shape.dims) < min_rank:
        raise ValueError(f"rank of shape must be at least {min_rank} not: {len(shape.dims)}")
    value = script_size(shape.dims[dim])
    if value is None:
        raise ValueError(f"dimension {dim} of shape must be known but is None: {shape}")
    return value


def channel_dimension(shape: TensorShape, data_format: str, min_rank: int = 1) -> Any:
    return _get_dimension(shape, 1 if data_format == "channels_first" else -1, min_rank)


def last_dimension(shape: TensorShape, min_rank: int = 1) -> Any:
    return _get_dimension(shape, -1, min_rank)


def two_element_tuple(int_or_tuple: Any) -> tuple[Any, Any]:
    if isinstance(int_or_tuple, (list, tuple)):
        if len(int_or_tuple) != 2:
            raise ValueError(f"Must be a list with 2 elements: {int_or_tuple}")
        return int(int_or_tuple[0]), int(int_or_tuple[1])
    if isinstance(int_or_tuple, int):
        return int_or_tuple, int_or_tuple
    if isinstance(int_or_tuple, TensorShape) and len(int_or_tuple) == 2:
        return int_or_tuple[0], int_or_tuple[1]
    raise ValueError("Must be an int, a list with 2 elements or a TensorShape of length 2")


def n_positive_integers(n: Any, value: Any) -> tuple[int, ...]:
    """`value` as n positive ints. ValueError as TensorFlow."""
    count = int(n)
    if count < 1 or count != n:
        raise ValueError("n must be a positive integer")
    try:
        single: int | None = int(value)
    except (TypeError, ValueError):
        single = None
    if single is not None:
        if single < 1:
            raise ValueError(f"expected positive integer, but received {single}")
        return (single,) * count
    if len(value) != count:
        raise ValueError(f"Expected sequence of {count} positive integers, but received {value!r}")
    try:
        values = tuple(int(item) for item in value)
    except (TypeError, ValueError):
        raise ValueError(f"Expected sequence of {count} positive integers, but received {value!r}") from None
    for item in values:
        if item < 1:
            raise ValueError(f"expected positive integer, but received {item}")
    return values
