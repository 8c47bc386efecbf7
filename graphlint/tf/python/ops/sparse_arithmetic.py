"""Operators of SparseTensor, and sums and extrema of sparse tensors (ops/sparse_ops.py, ops/math_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import common_shapes, ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor, SparseTensorValue
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import division
from .math_basic import cast
from .math_reduce import reduction_axes as axes_of


def sparse_of(value: Any) -> SparseTensor:
    """TypeError for what is no sparse tensor."""
    if isinstance(value, SparseTensorValue):
        return SparseTensor.from_value(value)
    if not isinstance(value, SparseTensor):
        raise TypeError("Input must be a SparseTensor.")
    return value


def parts(sparse: SparseTensor) -> list[Tensor]:
    return [sparse.indices, sparse.values, sparse.dense_shape]


def _elementwise(op_type: str, scope_name: str, sparse: SparseTensor, y: Any) -> SparseTensor:
    with ops.name_scope(None, scope_name, [sparse, y]) as scope:
        y = convert(y, sparse.dtype.base_dtype, "y")
        return SparseTensor(sparse.indices, gen.op(op_type, *parts(sparse), y, name=scope), sparse.dense_shape)


def multiply(sparse: SparseTensor, y: Any) -> SparseTensor:
    return _elementwise("SparseDenseCwiseMul", "mul", sparse, y)


def divide(sparse: SparseTensor, y: Any) -> SparseTensor:
    return _elementwise("SparseDenseCwiseDiv", "div", sparse, y)


def true_divide(sparse: SparseTensor, y: Any) -> SparseTensor:
    with ops.name_scope(None, "truediv", [sparse, y]) as outer:
        y = convert(y, sparse.dtype.base_dtype, "y")
        with ops.name_scope(outer, "truediv", [sparse, y]) as scope:
            values = sparse.values
            dtype = division.truediv_type(values, y)
            if dtype is not None:
                values, y = cast(values, dtype), cast(y, dtype)
            found = gen.SparseDenseCwiseDiv(sparse.indices, values, sparse.dense_shape, y, name=scope)
        return SparseTensor(sparse.indices, found, sparse.dense_shape)


def sparse_dense_cwise_add(sp_t: Any, dense_t: Any) -> SparseTensor:
    return SparseTensor(sp_t.indices, gen.SparseDenseCwiseAdd(*parts(sp_t), dense_t), sp_t.dense_shape)


def sparse_add(a: Any, b: Any, threshold: Any = None, thresh: Any = None) -> Any:
    threshold = deprecated_argument_lookup("threshold", threshold, "thresh", thresh)
    return sparse_add_v2(a, b, 0 if threshold is None else threshold)


def sparse_add_v2(a: Any, b: Any, threshold: Any = 0) -> Any:
    sparse = [isinstance(value, (SparseTensor, SparseTensorValue)) for value in (a, b)]
    if not any(sparse):
        raise TypeError("At least one input should be SparseTensor; do you mean to use tf.add()?")
    if not all(sparse):
        if sparse[1]:
            a, b = b, a
        return gen.SparseTensorDenseAdd(*parts(a), b)
    a, b = sparse_of(a), sparse_of(b)
    threshold = convert(threshold, a.values.dtype.real_dtype.base_dtype, "threshold")
    indices, values, shape = gen.SparseAdd(*parts(a), *parts(b), threshold)
    a.get_shape().assert_is_compatible_with(b.get_shape())
    static = common_shapes.broadcast_shape(a.get_shape(), b.get_shape())
    return SparseTensor(indices, values, static.as_list() if static.is_fully_defined() else shape)


def sparse_maximum(sp_a: Any, sp_b: Any, name: Any = None) -> SparseTensor:
    return _extremum("SparseSparseMaximum", sp_a, sp_b, name)


def sparse_minimum(sp_a: Any, sp_b: Any, name: Any = None) -> SparseTensor:
    return _extremum("SparseSparseMinimum", sp_a, sp_b, name)


def _extremum(op_type: str, sp_a: Any, sp_b: Any, name: Any) -> SparseTensor:
    with ops.name_scope(name, op_type, [sp_a.indices, sp_a.values, sp_b.indices, sp_b.values]) as scope:
        indices, values = gen.op(op_type, *parts(sp_a), *parts(sp_b), name=scope)
    return SparseTensor(indices, values, sp_a.dense_shape)


# --- reductions -------------------------------------------------------------------------------------------------------


def _reduced(op_type: str, sp_input: Any, axis: Any, keepdims: Any, name: Any = None) -> Any:
    axes = axes_of(sp_input, axis)
    found = gen.op(op_type, *parts(sp_input), axes, keep_dims=False if keepdims is None else keepdims, name=name)
    return SparseTensor(*found) if op_type.endswith("Sparse") else found


def _reduced_v1(op_type: str, sp_input: Any, axis: Any, keepdims: Any, reduction_axes: Any, keep_dims: Any) -> Any:
    keepdims = deprecated_argument_lookup("keepdims", keepdims, "keep_dims", keep_dims)
    if reduction_axes is not None:
        if axis is not None:
            raise ValueError("Can't specify both axis' and 'reduction_indices'.")
        axis = reduction_axes
    return _reduced(op_type, sp_input, axis, keepdims)


def sparse_reduce_sum(sp_input: Any, axis: Any = None, keepdims: Any = None, reduction_axes: Any = None,
                      keep_dims: Any = None) -> Any:
    return _reduced_v1("SparseReduceSum", sp_input, axis, keepdims, reduction_axes, keep_dims)


def sparse_reduce_sum_sparse(sp_input: Any, axis: Any = None, keepdims: Any = None, reduction_axes: Any = None,
                             keep_dims: Any = None) -> Any:
    return _reduced_v1("SparseReduceSumSparse", sp_input, axis, keepdims, reduction_axes, keep_dims)


def sparse_reduce_max(sp_input: Any, axis: Any = None, keepdims: Any = None, reduction_axes: Any = None,
                      keep_dims: Any = None) -> Any:
    return _reduced_v1("SparseReduceMax", sp_input, axis, keepdims, reduction_axes, keep_dims)


def sparse_reduce_max_sparse(sp_input: Any, axis: Any = None, keepdims: Any = None, reduction_axes: Any = None,
                             keep_dims: Any = None) -> Any:
    return _reduced_v1("SparseReduceMaxSparse", sp_input, axis, keepdims, reduction_axes, keep_dims)


def sparse_reduce_sum_v2(sp_input: Any, axis: Any = None, keepdims: Any = None, output_is_sparse: bool = False,
                         name: Any = None) -> Any:
    return _reduced("SparseReduceSumSparse" if output_is_sparse else "SparseReduceSum", sp_input, axis, keepdims, name)


def sparse_reduce_max_v2(sp_input: Any, axis: Any = None, keepdims: Any = None, output_is_sparse: bool = False,
                         name: Any = None) -> Any:
    return _reduced("SparseReduceMaxSparse" if output_is_sparse else "SparseReduceMax", sp_input, axis, keepdims, name)


def sparse_softmax(sp_input: Any, name: Any = None) -> SparseTensor:
    with ops.name_scope(name, "SparseSoftmax", [sp_input.indices, sp_input.values]):
        return SparseTensor(sp_input.indices, gen.SparseSoftmax(*parts(sp_input)), sp_input.dense_shape)


def sparse_tensor_dense_matmul(sp_a: Any, b: Any, adjoint_a: bool = False, adjoint_b: bool = False,
                               name: Any = None) -> Tensor:
    sp_a = sparse_of(sp_a)
    with ops.name_scope(name, "SparseTensorDenseMatMul", [sp_a.indices, sp_a.values, b]):
        return gen.SparseTensorDenseMatMul(*parts(sp_a), convert(b, name="b"), adjoint_a=adjoint_a, adjoint_b=adjoint_b)  # type: ignore[no-any-return]
