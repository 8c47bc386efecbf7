"""Constant folding as TensorFlow's shape inference does it (core/common_runtime/eval_const_tensor.cc).

A tensor has a constant value when every op it depends on is a Const, a Shape/Rank/Size of a known shape, or stateless
with a numpy kernel. Values are cached on the op.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Operation, Tensor

NOT_CONSTANT: Any = object()
MAX_DEPTH = 200
MAX_ELEMENTS = 1 << 20
_NEVER = frozenset({"Placeholder", "PlaceholderV2", "PlaceholderWithDefault", "Merge", "Enter", "RefEnter",
                    "Exit", "NextIteration", "LoopCond", "RefSwitch", "RefMerge", "RefExit", "RefNextIteration"})
# what tensor_util.constant_value knows: the shape inference of releases up to 1.9 was called from Python with its answers
_FOLDED_IN_PYTHON = frozenset({"Shape", "Size", "Rank", "Range", "Cast", "Concat", "ConcatV2", "ConcatOffset", "Pack",
                               "Fill", "Equal", "NotEqual"})


def constant(tensor: Tensor, depth: int = 0) -> Any:
    """The value of a tensor as numpy array, None where it is not constant."""
    op = tensor.op
    if op.type == "Const":
        return op.attrs["value"] if op.attrs.get("value_known", True) else None
    if op.type == "Enter":
        # only asked for itself; what depends on it would be half in the frame of the loop
        return constant(op.inputs[0], depth + 1) if depth == 0 else None
    if depth == 0 and op.type in ("Size", "Rank") and op.graph.release.folds_in_cpp and constant(op.inputs[0], 1) is None:
        return None  # TensorFlow reads these off a static shape only inside a larger constant sub-graph
    if op.folded is None:
        op.folded = _fold(op, depth) if depth < MAX_DEPTH else NOT_CONSTANT
    if op.folded is NOT_CONSTANT:
        return None
    return op.folded[tensor.value_index]


def _fold(op: Operation, depth: int) -> Any:
    if op.type in _NEVER or (op.type not in _FOLDED_IN_PYTHON and not op.graph.release.folds_in_cpp):
        return NOT_CONSTANT
    if op.type in ("Shape", "Size", "Rank"):
        found = _fold_shape(op)
        if found is not NOT_CONSTANT:
            return found
    from . import kernels  # the kernels import this module

    inputs = []
    for tensor in op.inputs:
        dims = tensor.dims
        value = constant(tensor, depth + 1)
        if value is None or (dims is not None and np.size(value) > MAX_ELEMENTS):
            return NOT_CONSTANT
        inputs.append(value)
    if op.type == "Switch":
        return [None, inputs[0]] if inputs[1] else [inputs[0], None]
    results = kernels.run_stateless(op, inputs)
    return NOT_CONSTANT if results is None else results


def _fold_shape(op: Operation) -> Any:
    found = []
    for tensor, out in zip(op.inputs, op.outputs, strict=True):
        dims = tensor.dims
        if dims is None:
            return NOT_CONSTANT
        kind = out.dtype.numpy_type
        if op.type == "Rank":
            found.append(np.asarray(len(dims), kind))
        elif any(not isinstance(dim, int) for dim in dims):
            return NOT_CONSTANT
        else:
            sizes = [int(dim) for dim in dims]  # type: ignore[arg-type]
            found.append(np.asarray(np.prod(sizes, dtype=np.int64) if op.type == "Size" else sizes, kind))
    return found
