"""Partly known int tensors: TensorFlow's partial shapes (`RULES`) and the symbolic arrays that go beyond them.

`RULES` mirrors ShapeRefiner::ConstantPartialShape (core/common_runtime/shape_refiner.cc): which ops a shape may flow
through so that TensorFlow still sees some of its dims. `symbolic` evaluates more ops; its dims stay hidden from TensorFlow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims, Tensor
from shapecalc import Expr, dmax, dmin, floor_div

from . import symbols, values

MAX_DEPTH = 60


def _shape(tensor: Tensor) -> Dims:
    return tensor.op.inputs[0].dims


def _shapes(tensor: Tensor) -> Dims:
    return tensor.op.inputs[tensor.value_index].dims


def _const(tensor: Tensor) -> Dims:
    """A Const with numbers that the script knows and the trace doesn't: its other elements are static."""
    known = tensor.op.attrs.get("elements")
    if known is None or known.ndim != 1:
        return None
    return tuple(item if type(item) is int and item >= 0 else symbols._hide(item) for item in known)


def _pack(tensor: Tensor) -> Dims:
    found: list[Any] = []
    for part in tensor.op.inputs:
        value = values.constant(part)
        if value is not None and np.ndim(value) == 0:
            found.append(symbols.unknown() if int(value) < 0 else int(value))
            continue
        element = symbols.elements(part)
        found.append(symbols._hide(element[0]) if element is not None and len(element) == 1 else symbols.unknown())
    return tuple(found)


def _concat(tensor: Tensor) -> Dims:
    op = tensor.op
    parts = op.inputs[1:] if op.type == "Concat" else op.inputs[:-1]
    found: tuple[Any, ...] = ()
    for part in parts:
        if part.dims is None or len(part.dims) != 1:
            return None
        piece = symbols.as_shape(part)
        if piece is None:
            return None
        found += piece
    return found


def _strided_slice(tensor: Tensor) -> Dims:
    op = tensor.op
    attrs = op.attrs
    if attrs["ellipsis_mask"] or attrs["new_axis_mask"] or attrs["shrink_axis_mask"]:
        return None
    if attrs["begin_mask"] not in (0, 1) or attrs["end_mask"] not in (0, 1):
        return None
    source = symbols.static_elements(op.inputs[0])
    bounds = _bounds(op)
    return None if source is None or bounds is None else source[bounds]


def _bounds(op: Any) -> slice | None:
    parts = [values.constant(part) for part in op.inputs[1:4]]
    if any(part is None for part in parts) or any(np.size(part) != 1 for part in parts):
        return None
    begin, end, stride = (int(np.ravel(part)[0]) for part in parts)
    if stride == 0:
        return None
    return slice(None if op.attrs["begin_mask"] & 1 else begin, None if op.attrs["end_mask"] & 1 else end, stride)


RULES: dict[str, Callable[[Tensor], Dims]] = {
    "Const": _const,
    "Shape": _shape,
    "ShapeN": _shapes,
    "Pack": _pack,
    "Concat": _concat,
    "ConcatV2": _concat,
    "StridedSlice": _strided_slice,
}


def symbolic(tensor: Tensor, depth: int = 0) -> Any:
    """An object array of ints, Exprs and None (unknown elements); None where nothing is known or the tensor is large."""
    value = values.constant(tensor)
    if value is not None:
        array = np.asarray(value)
        if array.dtype.kind not in "iub" or array.size > symbols.MAX_SYMBOLIC:
            return None
        return np.array([int(element) for element in array.ravel()], dtype=object).reshape(array.shape)
    rule = _SYMBOLIC.get(tensor.op.type)
    if rule is None or depth > MAX_DEPTH or not tensor.dtype.base_dtype.is_integer:
        return None
    return rule(tensor, depth + 1)


def _object(items: Any) -> Any:
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def _symbolic_const(tensor: Tensor, depth: int) -> Any:
    return tensor.op.attrs.get("elements")


def _symbolic_shape(tensor: Tensor, depth: int) -> Any:
    dims = tensor.op.inputs[tensor.value_index].dims
    return None if dims is None else _object(list(dims))


def _symbolic_size(tensor: Tensor, depth: int) -> Any:
    dims = tensor.op.inputs[0].dims
    return None if dims is None else np.array(_product(dims), dtype=object)


def _product(items: Any) -> Any:
    total: Any = 1
    for item in items:
        if item is None:
            return None
        total = total * item
    return total


def _inputs(tensor: Tensor, depth: int) -> list[Any] | None:
    found = [symbolic(part, depth) for part in tensor.op.inputs]
    return None if any(part is None for part in found) else found


def _first(tensor: Tensor, depth: int) -> Any:
    return symbolic(tensor.op.inputs[0], depth)


def _symbolic_pack(tensor: Tensor, depth: int) -> Any:
    parts = [symbolic(part, depth) for part in tensor.op.inputs]
    if any(part is not None and part.ndim for part in parts):
        return None
    return _object([None if part is None else part[()] for part in parts])


def _symbolic_concat(tensor: Tensor, depth: int) -> Any:
    op = tensor.op
    parts = [symbolic(part, depth) for part in (op.inputs[1:] if op.type == "Concat" else op.inputs[:-1])]
    if any(part is None or part.ndim != 1 for part in parts):
        return None
    return np.concatenate(parts)


def _symbolic_slice(tensor: Tensor, depth: int) -> Any:
    op = tensor.op
    source = symbolic(op.inputs[0], depth)
    bounds = _bounds(op)
    if source is None or source.ndim != 1 or bounds is None or op.attrs["new_axis_mask"] or op.attrs["ellipsis_mask"]:
        return None
    if op.attrs["shrink_axis_mask"] & 1:
        index = bounds.start or 0
        return np.array(source[index], dtype=object) if -len(source) <= index < len(source) else None
    return source[bounds]


def _symbolic_gather(tensor: Tensor, depth: int) -> Any:
    source, index = symbolic(tensor.op.inputs[0], depth), values.constant(tensor.op.inputs[1])
    if source is None or source.ndim != 1 or index is None:
        return None
    return np.array(source[int(index)], dtype=object) if np.ndim(index) == 0 else source[np.asarray(index)]


def _symbolic_prod(tensor: Tensor, depth: int) -> Any:
    source = _first(tensor, depth)
    if source is None or source.ndim > 1:
        return None
    return np.array(_product(source.ravel()), dtype=object).reshape([1] * source.ndim if tensor.op.attrs["keep_dims"] else [])


def _symbolic_reshape(tensor: Tensor, depth: int) -> Any:
    source, dims = _first(tensor, depth), tensor.dims
    if source is None or dims is None or any(isinstance(dim, Expr) for dim in dims):
        return None
    return source.reshape(dims) if _product(dims) == source.size else None


def _binary(function: Callable[[Any, Any], Any]) -> Callable[[Tensor, int], Any]:
    def rule(tensor: Tensor, depth: int) -> Any:
        parts = _inputs(tensor, depth)
        if parts is None:
            return None
        left, right = np.broadcast_arrays(*parts)
        items = [None if a is None or b is None else function(a, b) for a, b in zip(left.ravel(), right.ravel())]
        return _object(items).reshape(left.shape)

    return rule


def _divide(a: Any, b: Any) -> Any:
    return None if isinstance(b, int) and b == 0 else floor_div(a, b)


def _modulo(a: Any, b: Any) -> Any:
    return None if isinstance(b, int) and b == 0 else a % b


_SYMBOLIC: dict[str, Callable[[Tensor, int], Any]] = {
    "Const": _symbolic_const,
    "Shape": _symbolic_shape,
    "ShapeN": _symbolic_shape,
    "Size": _symbolic_size,
    "Cast": _first,
    "Identity": _first,
    "StopGradient": _first,
    "Pack": _symbolic_pack,
    "ConcatV2": _symbolic_concat,
    "Concat": _symbolic_concat,
    "StridedSlice": _symbolic_slice,
    "GatherV2": _symbolic_gather,
    "Gather": _symbolic_gather,
    "Prod": _symbolic_prod,
    "Reshape": _symbolic_reshape,
    "Squeeze": _symbolic_reshape,
    "ExpandDims": _symbolic_reshape,
    "Add": _binary(lambda a, b: a + b),
    "AddV2": _binary(lambda a, b: a + b),
    "Sub": _binary(lambda a, b: a - b),
    "Mul": _binary(lambda a, b: a * b),
    "FloorDiv": _binary(_divide),
    "Div": _binary(_divide),
    "FloorMod": _binary(_modulo),
    "Maximum": _binary(dmax),
    "Minimum": _binary(dmin),
}


