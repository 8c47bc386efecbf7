"""tensordot (ops/math_ops.py): transposes and reshapes around one matmul."""

from __future__ import annotations

import builtins
from math import prod
from typing import Any

import numpy as np

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import from_dims

from . import array_gather, array_joining, array_shape, array_slicing, math_reduce
from .math_basic import cast
from .math_matmul import matmul

Free = tuple[Tensor, Any, list[Any] | None]


def tensordot(a: Any, b: Any, axes: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "Tensordot", [a, b, axes]) as scope:
        a = convert(a, name="a")
        b = convert(b, name="b")
        a_axes, b_axes = _contracted(a, axes)
        left, left_free, left_static = _as_matrix(a, a_axes, False)
        right, right_free, right_static = _as_matrix(b, b_axes, True)
        product = matmul(left, right)
        if isinstance(left_free, list) and isinstance(right_free, list):
            return array_shape.reshape(product, left_free + right_free, scope)
        left_free = convert(left_free, dtypes.int32)
        right_free = convert(right_free, dtypes.int32)
        found = array_shape.reshape(product, array_joining.concat([left_free, right_free], 0), scope)
        if left_static is not None and right_static is not None:
            found.set_shape(left_static + right_static)  # type: ignore[attr-defined]
        return found


def _contracted(a: Tensor, axes: Any) -> tuple[Any, Any]:
    first: Any
    second: Any
    if isinstance(axes, (int, np.integer)):
        if axes < 0:
            raise ValueError("'axes' must be at least 0.")
        if a.dims is None:
            rank: Any = array_shape.rank(a)
            first = math_reduce.range(rank - axes, rank, dtype=dtypes.int32)
            return first, math_reduce.range(axes, dtype=dtypes.int32)
        count = len(a.dims)
        if axes > count:
            raise ValueError(f"'axes' must not be larger than the number of dimensions of tensor {a}.")
        if not a.graph.release.tensordot_python_axes:
            return math_reduce.range(count - int(axes), count), math_reduce.range(int(axes))
        return list(builtins.range(count - int(axes), count)), list(builtins.range(int(axes)))
    if isinstance(axes, (list, tuple)):
        if len(axes) != 2:
            raise ValueError("'axes' must be an integer or have length 2.")
        first, second = list(axes)
        if isinstance(first, (int, np.integer)) and isinstance(second, (int, np.integer)):
            first, second = [first], [second]
        if len(first) != len(second):
            raise ValueError(f"Different number of contraction axes 'a' and 'b', {len(first)} != {len(second)}.")
        return first, second
    tensor: Any = convert(axes, dtypes.int32, "axes")
    return tensor[0], tensor[1]


def _as_matrix(a: Tensor, axes: Any, flipped: bool) -> Free:
    """The operand as a matrix, its free sizes (a list where all is static), and their static part."""
    static = from_dims(a.dims)
    if not isinstance(axes, (list, tuple)) or a.dims is None:
        return _dynamic(a, axes, flipped)
    sizes = static.as_list()
    axes = [int(axis) if axis >= 0 else int(axis) + len(sizes) for axis in axes]
    free = [axis for axis in builtins.range(len(sizes)) if axis not in axes]
    if not static.is_fully_defined():
        if not a.graph.release.tensordot_selects_axes:
            return *_dynamic(a, axes, flipped)[:2], [sizes[axis] for axis in free]
        return _partly_static(a, axes, free, flipped)
    free_dims: list[Any] = [sizes[axis] for axis in free]
    inner = prod(sizes[axis] for axis in axes)
    outer = prod(free_dims)
    perm = [*axes, *free] if flipped else [*free, *axes]
    shape = [inner, outer] if flipped else [outer, inner]
    return array_shape.reshape(array_shape.transpose(a, perm), shape), free_dims, free_dims


def _partly_static(a: Tensor, axes: list[int], free: list[int], flipped: bool) -> Free:
    sizes = from_dims(a.dims).as_list()
    static: list[Any] = [sizes[axis] for axis in free]
    axes_tensor = convert(axes, dtypes.int32, "axes")
    free_tensor = convert(free, dtypes.int32, "free")
    return *_flattened(a, array_shape.shape(a), axes_tensor, free_tensor, flipped), static


def _dynamic(a: Tensor, axes: Any, flipped: bool) -> Free:
    shape = array_shape.shape(a)
    rank: Any = array_shape.rank(a)
    tensor: Any = convert(axes, dtypes.int32, "axes")
    positive = tensor >= 0
    if stack.world.release.tensordot_selects_axes:
        tensor = array_slicing.where(positive, tensor, tensor + rank)
    else:
        kept: Any = cast(positive, dtypes.int32)
        kept = kept * tensor
        negative: Any = cast(tensor < 0, dtypes.int32)
        tensor = kept + negative * (tensor + rank)
    free = gen.ListDiff(math_reduce.range(rank), tensor)[0]
    return *_flattened(a, shape, tensor, free, flipped), None


def _flattened(a: Tensor, shape: Tensor, axes: Tensor, free: Tensor, flipped: bool) -> tuple[Tensor, Tensor]:
    free_dims = array_gather.gather(shape, free)
    axes_dims = array_gather.gather(shape, axes)
    outer = math_reduce.reduce_prod(free_dims)
    inner = math_reduce.reduce_prod(axes_dims)
    if not stack.world.release.tensordot_selects_axes:
        array_joining.concat([axes_dims, free_dims], 0)  # made and left unused
    perm = array_joining.concat([axes, free] if flipped else [free, axes], 0)
    matrix = array_joining.stack([inner, outer] if flipped else [outer, inner])
    return array_shape.reshape(array_shape.transpose(a, perm), matrix), free_dims
