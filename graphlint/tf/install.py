"""Installs TensorFlow's public methods on the classes of the graph floor, as TensorFlow overrides Tensor's operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.libs.numpy.scalars import LEAVES
from graphlint.sandbox.exposed import exposed, keep
from graphlint.sandbox.unknown import Unknown

F = TypeVar("F", bound=Callable[..., Any])

exposed(also={"_is_ref_dtype"})(DType)
exposed(also={"_seed", "_finalized", "_names_in_use", "_unsafe_unfinalize", "_get_control_flow_context"})(Graph)
exposed(also={
    "_inputs", "_outputs", "_control_inputs", "_node_def", "_get_control_flow_context", "_add_control_inputs",
    "_add_control_input", "_update_input", "_set_device",
})(Operation)  # fmt: skip
exposed(also={"_op", "_dtype", "_value_index", "_shape", "_shape_as_list", "_rank", "_keras_history"})(Tensor)
keep(Graph, (
    "add", "attr_scopes", "burnt_ids", "by_name", "colocation_stack", "container_scope", "control_flow_context",
    "control_inputs_for", "control_stack", "default_entries", "device_stack", "extra", "function", "functions",
    "gradient_overrides", "kernel_labels", "mark_seen", "motifs", "names", "op_name", "ops", "release", "suspended_devices",
), copied=("collections",))  # fmt: skip
keep(Operation, ("add_control_inputs", "attrs", "chain", "control_flow_context", "folded", "update_input"),
     copied=("inputs", "outputs", "control_inputs"))
keep(Tensor, ("consuming", "dims"))
_BINARY = ("add", "and", "div", "floordiv", "matmul", "mod", "mul", "or", "pow", "sub", "truediv", "xor")
_OTHERS = ("abs", "eq", "ge", "getitem", "gt", "invert", "le", "lt", "ne", "neg")
Tensor.OVERLOADABLE_OPERATORS = {  # type: ignore[attr-defined]
    f"__{name}__" for name in (*_BINARY, *(f"r{name}" for name in _BINARY), *_OTHERS)
}


def method(cls: type, *names: str) -> Callable[[F], F]:
    """Make a function a method of `cls`, under its own name or the given ones. ValueError where one stands already."""

    def install(function: F) -> F:
        for name in names or (function.__name__,):
            if name in vars(cls) and not name.startswith("__"):
                raise ValueError(f"{cls.__name__}.{name} is installed twice")
            setattr(cls, name, function)
        return function

    return install


def attribute(cls: type, name: str) -> Callable[[F], F]:
    """Make a function a read-only property of `cls`."""

    def install(function: F) -> F:
        setattr(cls, name, property(function))
        return function

    return install


@attribute(DType, "as_numpy_dtype")
def as_numpy_dtype(dtype: DType) -> Any:
    """numpy's scalar type as scripts know it."""
    if dtype.numpy_type is None:
        return Unknown("numpy has no bfloat16", text="bfloat16")
    found: Any = object if dtype.numpy_type is np.object_ else LEAVES[dtype.numpy_type]
    return found
