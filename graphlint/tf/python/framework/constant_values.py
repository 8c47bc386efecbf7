"""Which tensors TensorFlow's Python code sees as constants (tensor_util._ConstantValue, release 1.15).

Narrower than the folding of shape functions: only the op types below.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph.graph import Operation, Tensor
from graphlint.ops import values


def python_constant(tensor: Tensor) -> Any:
    """The value as numpy array, None where the ops in between are not among those that TensorFlow looks through."""
    op = tensor.op
    if op.type == "Const":
        return op.attrs["value"] if op.attrs.get("value_known", True) else None
    rule = _RULES.get(op.type)
    return rule(op, tensor) if rule is not None else None


def _static(op: Operation, tensor: Tensor) -> Any:
    return values.constant(tensor)


def _through(op: Operation, tensor: Tensor) -> Any:
    """Constant when every input is, by this same narrow rule."""
    for part in op.inputs:
        if python_constant(part) is None:
            return None
    return values.constant(tensor)


def _pack(op: Operation, tensor: Tensor) -> Any:
    parts = [python_constant(part) for part in op.inputs]
    if not parts or any(part is None for part in parts) or op.attrs["axis"] != 0:
        return None
    return np.array(parts)


def _fill(op: Operation, tensor: Tensor) -> Any:
    dims, value = op.outputs[0].dims, python_constant(op.inputs[1])
    if value is None or dims is None or any(not isinstance(dim, int) for dim in dims):
        return None
    return np.broadcast_to(value, [int(dim) for dim in dims])  # type: ignore[arg-type]


def _equal(op: Operation, tensor: Tensor) -> Any:
    parts = [python_constant(part) for part in op.inputs]
    if any(part is None for part in parts):
        return None
    return np.equal(*parts) if op.type == "Equal" else np.not_equal(*parts)


_RULES: dict[str, Callable[[Operation, Tensor], Any]] = {
    "Shape": _static,
    "Size": _static,
    "Rank": _static,
    "Range": _through,
    "Cast": _through,
    "Concat": _through,
    "ConcatV2": _through,
    "ConcatOffset": _through,
    "Pack": _pack,
    "Fill": _fill,
    "Equal": _equal,
    "NotEqual": _equal,
}
