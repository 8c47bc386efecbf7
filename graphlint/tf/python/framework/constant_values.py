"""Which tensors TensorFlow's Python code sees as constants (tensor_util._ConstantValue, release 1.15).

Narrower than the folding of shape functions: only the op types below.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims, Operation, Tensor
from graphlint.ops import symbols, values


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


# --- constant_value_as_shape ------------------------------------------------------------------------------------------


def python_shape(tensor: Tensor) -> Dims:
    """The shape that an int vector spells, by the rules of TensorFlow's Python code; the rest stays hidden from it."""
    if tensor.dims == ():
        return _scalar_shape(tensor)
    if tensor.dims is not None and len(tensor.dims) != 1:
        raise ValueError(f"Shape {tensor.shape} must have rank 1")  # type: ignore[attr-defined]
    if tensor.dims == (0,):
        return ()
    rule = _SHAPE_RULES.get(tensor.op.type)
    found = rule(tensor.op) if rule is not None else NotImplemented
    if found is not NotImplemented:
        return found  # type: ignore[no-any-return]
    value = python_constant(tensor)
    if value is not None:
        return tuple(int(size) if size >= 0 else symbols.unknown() for size in np.asarray(value).ravel())
    if tensor.dims is None or not isinstance(tensor.dims[0], int):
        return None
    return _hidden(tensor, tensor.dims[0])


def _scalar_shape(tensor: Tensor) -> Dims:
    value = python_constant(tensor)
    if value is None:
        raise ValueError("Received a scalar with unknown value as shape; require a statically known scalar with value '-1' "
                         "to describe an unknown shape.")
    if value != -1:
        raise ValueError(f"Received a scalar value '{value}' as shape; require a statically known scalar with value '-1' to "
                         "describe an unknown shape.")
    return None


def _hidden(tensor: Tensor, count: int) -> Dims:
    elements = symbols.elements(tensor)
    if elements is None or len(elements) != count:
        return tuple(symbols.unknown() for _ in range(count))
    return tuple(symbols._hide(element) for element in elements)


def _shape_of_shape(op: Operation) -> Dims:
    return op.inputs[0].dims


def _shape_of_pack(op: Operation) -> Any:
    known = [python_constant(part) for part in op.inputs]
    dims = _hidden(op.outputs[0], len(known)) or ()
    return tuple(dim if value is None or value < 0 else int(value) for value, dim in zip(known, dims, strict=True))


def _shape_of_concat(op: Operation) -> Dims:
    found: tuple[Any, ...] = ()
    for part in op.inputs[1:] if op.type == "Concat" else op.inputs[:-1]:
        piece = python_shape(part)
        if piece is None:
            return None
        found += piece
    return found


def _shape_of_slice(op: Operation) -> Any:
    attrs = op.attrs
    bounds = [python_constant(part) for part in op.inputs[1:4]]
    masks = attrs["ellipsis_mask"] or attrs["new_axis_mask"] or attrs["shrink_axis_mask"]
    if any(bound is None for bound in bounds) or masks or attrs["begin_mask"] > 1 or attrs["end_mask"] > 1:
        return NotImplemented
    begin, end, stride = (int(np.ravel(bound)[0]) for bound in bounds)
    source = python_shape(op.inputs[0])
    if source is None:
        return NotImplemented
    return source[None if attrs["begin_mask"] else begin : None if attrs["end_mask"] else end : stride]


_SHAPE_RULES: dict[str, Callable[[Operation], Any]] = {
    "Shape": _shape_of_shape,
    "Pack": _shape_of_pack,
    "Concat": _shape_of_concat,
    "ConcatV2": _shape_of_concat,
    "StridedSlice": _shape_of_slice,
}
