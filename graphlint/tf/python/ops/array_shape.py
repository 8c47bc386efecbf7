"""Shapes of tensors as tensors, and ops that only rearrange: reshape, expand, squeeze, transpose (ops/array_ops.py)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph import stack as graphs
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import from_dims, script_sizes
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup


def reshape(tensor: Any, shape: Any, name: Any = None) -> Tensor:
    return gen.Reshape(tensor, shape, name=name)  # type: ignore[no-any-return]


def identity(input: Any, name: Any = None) -> Tensor:
    return gen.Identity(input, name=name)  # type: ignore[no-any-return]


def expand_dims(input: Any, axis: Any = None, name: Any = None, dim: Any = None) -> Tensor:
    axis = deprecated_argument_lookup("axis", axis, "dim", dim)
    if axis is None:
        raise ValueError("Must specify an axis argument to tf.expand_dims()")
    return expand_dims_v2(input, axis, name)


def expand_dims_v2(input: Any, axis: Any, name: Any = None) -> Tensor:
    return gen.ExpandDims(input, axis, name=name)  # type: ignore[no-any-return]


def squeeze(input: Any, axis: Any = None, name: Any = None, squeeze_dims: Any = None) -> Tensor:
    axis = deprecated_argument_lookup("axis", axis, "squeeze_dims", squeeze_dims)
    if axis is not None and not isinstance(axis, (list, tuple, np.ndarray)) and not hasattr(axis, "__len__"):
        axis = [axis]
    return gen.Squeeze(input, squeeze_dims=axis, name=name)  # type: ignore[no-any-return]


def squeeze_v2(input: Any, axis: Any = None, name: Any = None) -> Tensor:
    return squeeze(input, axis, name)


# --- shapes as tensors ------------------------------------------------------------------------------------------------
# What isn't a tensor yet is converted to learn what is known of its shape, and once more by the op.


def _is_sparse(value: Any) -> bool:
    return bool(getattr(type(value), "is_sparse_tensor", False))


def shape(input: Any, name: Any = None, out_type: Any = dtypes.int32) -> Tensor:
    return shape_internal(input, name, True, out_type)


def shape_v2(input: Any, out_type: Any = dtypes.int32, name: Any = None) -> Tensor:
    return shape_internal(input, name, True, out_type)


def shape_internal(input: Any, name: Any = None, optimize: bool = True, out_type: Any = dtypes.int32) -> Tensor:
    """A Const where all dims are known, if only to the script."""
    with ops.name_scope(name, "Shape", [input]) as scope:
        if _is_sparse(input):
            return gen.Cast(input.dense_shape, DstT=out_type)  # type: ignore[no-any-return]
        tensor = convert(input)
        sizes = script_sizes(from_dims(tensor.dims))
        if optimize and sizes is not None:
            return constant_op.constant(sizes, out_type, name=scope)
        return gen.Shape(input, out_type=out_type, name=scope)  # type: ignore[no-any-return]


def shape_n(input: Any, out_type: Any = dtypes.int32, name: Any = None) -> list[Tensor]:
    return gen.ShapeN(input, out_type=out_type, name=name)  # type: ignore[no-any-return]


def size(input: Any, name: Any = None, out_type: Any = dtypes.int32) -> Tensor:
    return size_internal(input, name, True, out_type)


def size_v2(input: Any, out_type: Any = dtypes.int32, name: Any = None) -> Tensor:
    return size_internal(input, name, True, out_type)


def size_internal(input: Any, name: Any = None, optimize: bool = True, out_type: Any = dtypes.int32) -> Tensor:
    with ops.name_scope(name, "Size", [input]) as scope:
        if _is_sparse(input):
            return gen.Prod(gen.Cast(input.dense_shape, DstT=out_type), 0, name=scope)  # type: ignore[no-any-return]
        tensor = convert(input)
        sizes = script_sizes(from_dims(tensor.dims))
        if optimize and sizes is not None:
            return constant_op.constant(math.prod(sizes), out_type, name=scope)
        if optimize and tensor.dims is not None and 0 in [dim for dim in tensor.dims if isinstance(dim, int)]:
            return constant_op.constant(0, out_type, name=scope)
        return gen.Size(input, out_type=out_type, name=scope)  # type: ignore[no-any-return]


def rank(input: Any, name: Any = None) -> Tensor:
    return rank_internal(input, name)


def rank_internal(input: Any, name: Any = None, optimize: bool = True) -> Tensor:
    with ops.name_scope(name, "Rank", [input]) as scope:
        if _is_sparse(input):
            return gen.Size(input.dense_shape, name=scope)  # type: ignore[no-any-return]
        tensor = convert(input)
        if optimize and tensor.dims is not None:
            return constant_op.constant(len(tensor.dims), dtypes.int32, name=scope)
        return gen.Rank(input, name=scope)  # type: ignore[no-any-return]


# --- transposes -------------------------------------------------------------------------------------------------------


def transpose(a: Any, perm: Any = None, name: Any = "transpose", conjugate: bool = False) -> Tensor:
    with ops.name_scope(name, "transpose", [a]) as scope:
        op = gen.ConjugateTranspose if conjugate and a.dtype.is_complex else gen.Transpose
        if perm is not None:
            return op(a, perm, name=scope)  # type: ignore[no-any-return]
        if graphs.world.release.static_transpose_perm:
            a = convert(a, name="a")
        found: Tensor = op(a, _reversed_axes(a), name=scope)
        dims = found.op.inputs[0].dims
        if dims is not None:
            found.set_shape(from_dims(dims[::-1]))  # type: ignore[attr-defined]
        return found


def _reversed_axes(a: Tensor) -> Any:
    if graphs.world.release.static_transpose_perm and a.dims:
        return np.arange(len(a.dims))[::-1]
    count: Any = gen.Rank(a)
    last = count - 1
    return last - gen.Range(0, count, 1)


def transpose_v2(a: Any, perm: Any = None, conjugate: bool = False, name: Any = "transpose") -> Tensor:
    return transpose(a, perm, name, conjugate)


def matrix_transpose(a: Any, name: Any = "matrix_transpose", conjugate: bool = False) -> Tensor:
    from . import array_joining  # noqa: PLC0415 - joining needs the shapes of this module

    with ops.name_scope(name, None, [a]):
        a = convert(a, name="a")
        perm: Any
        if a.dims is not None:
            count = len(a.dims)
            if count < 2:
                raise ValueError("Argument 'a' should be a (batch) matrix, with rank >= 2.  Found: "
                                 f"{from_dims(a.dims)}")
            perm = [*range(count - 2), count - 1, count - 2]
        else:
            known: Any = rank(a)
            perm = array_joining.concat((gen.Range(0, known - 2, 1), [known - 1, known - 2]), 0)
        return transpose(a, perm, conjugate=conjugate)


# --- broadcasting -----------------------------------------------------------------------------------------------------


def broadcast_dynamic_shape(shape_x: Any, shape_y: Any) -> Tensor:
    return gen.BroadcastArgs(shape_x, shape_y)  # type: ignore[no-any-return]


def broadcast_static_shape(shape_x: Any, shape_y: Any) -> Any:
    from graphlint.tf.python.framework import common_shapes  # noqa: PLC0415 - rarely needed

    return common_shapes.broadcast_shape(shape_x, shape_y)
