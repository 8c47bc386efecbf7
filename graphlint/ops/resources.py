"""What a resource handle stands for: the shape and dtype of the variable behind it (TensorFlow's handle data)."""

from __future__ import annotations

from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Dims, Operation, Tensor

_PASSING = frozenset({"Identity", "Enter", "Exit", "Switch", "Merge", "NextIteration", "RefIdentity", "StopGradient"})
MAX_STEPS = 100


def source(handle: Tensor) -> Operation:
    """The op that made a handle, behind identities, control flow and captures of functions."""
    op = handle.op
    for _ in range(MAX_STEPS):
        if op.type == "Placeholder" and op.graph.function is not None:
            outer = op.graph.function.outside(op.outputs[0])
            if outer is None:
                break
            op = outer.op
        elif op.type in _PASSING and op.inputs:
            op = op.inputs[0].op
        else:
            break
    return op


def variable_dims(tensor: Tensor) -> Dims:
    """The shape of a variable given by reference (the tensor's own) or by resource handle."""
    if tensor.dtype.name != "resource":
        return tensor.dims
    return source(tensor).attrs.get("shape")


def variable_dtype(handle: Tensor) -> DType | None:
    return source(handle).attrs.get("dtype")
