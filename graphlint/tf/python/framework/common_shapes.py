"""Static broadcasting, and what Python code of TensorFlow asks of shapes (framework/common_shapes.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor

from .tensor_shape import Dimension, TensorShape, as_shape, from_dims, static_size, unknown_shape


def has_fully_defined_shape(tensor: Tensor) -> bool:
    return from_dims(tensor.dims).is_fully_defined()


def rank(tensor: Any) -> int | None:
    return len(tensor.dims) if isinstance(tensor, Tensor) and tensor.dims is not None else None


def _pairs(shape_x: TensorShape, shape_y: TensorShape) -> list[tuple[Dimension, Dimension]]:
    left, right = list(shape_x), list(shape_y)
    length = max(len(left), len(right))
    one = Dimension(1)
    left = [one] * (length - len(left)) + left
    right = [one] * (length - len(right)) + right
    return list(zip(left, right, strict=True))


def _broadcast_dim(x: Dimension, y: Dimension) -> Dimension | None:
    """The dim of a broadcast; None where the two clash."""
    left, right = static_size(x), static_size(y)
    if left is None or right is None:
        known, size = (x, left) if left is not None else (y, right)
        return known if size is not None and size > 1 else Dimension(None)
    if right in (left, 1):
        return x
    return y if left == 1 else None


def is_broadcast_compatible(shape_x: Any, shape_y: Any) -> bool:
    x, y = as_shape(shape_x), as_shape(shape_y)
    if x.ndims is None or y.ndims is None:
        return False
    return all(_broadcast_dim(a, b) is not None for a, b in _pairs(x, y))


def broadcast_shape(shape_x: Any, shape_y: Any) -> TensorShape:
    """The shape of an elementwise op. ValueError where the two don't broadcast."""
    if shape_x.ndims is None or shape_y.ndims is None:
        return unknown_shape()
    found = [_broadcast_dim(a, b) for a, b in _pairs(shape_x, shape_y)]
    if any(dim is None for dim in found):
        raise ValueError(f"Incompatible shapes for broadcasting: {shape_x} and {shape_y}")
    return TensorShape(found)
