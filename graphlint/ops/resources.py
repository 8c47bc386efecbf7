"""What a resource handle stands for: the shape and dtype of the variable behind it (TensorFlow's handle data)."""

from __future__ import annotations

from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Dims, Operation, Tensor

_PASSING = frozenset({"Identity", "Enter", "Exit", "Switch", "Merge", "NextIteration", "RefIdentity", "StopGradient"})
MAX_STEPS = 100


def source(handle: Tensor) -> Operation:
    """The op that made a handle, behind identities and control flow."""
    op = handle.op
    for _ in range(MAX_STEPS):
        if op.type not in _PASSING or not op.inputs:
            break
        op = op.inputs[0].op
    return op


def variable_dims(tensor: Tensor) -> Dims:
    """The shape of a variable given by reference (the tensor's own) or by resource handle."""
    if tensor.dtype.name != "resource":
        return tensor.dims
    return source(tensor).attrs.get("shape")


def variable_dtype(handle: Tensor) -> DType | None:
    return source(handle).attrs.get("dtype")
