"""logdet, adjoint, rank, pseudo-inverse, tridiagonal systems (ops/linalg/linalg_impl.py). Not here: expm."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, from_dims
from graphlint.tf.python.ops import (
    array_gather,
    array_joining,
    array_shape,
    array_slicing,
    array_space,
    check_ops,
    linalg_ops,
    math_basic,
    math_reduce,
)
from graphlint.tf.python.ops.math_matmul import matmul


def logdet(matrix: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "logdet", [matrix]):
        diagonal = math_basic.real(array_space.matrix_diag_part(gen.Cholesky(matrix)))
        return 2.0 * math_reduce.reduce_sum(gen.Log(diagonal), [-1])  # type: ignore[operator]


def adjoint(matrix: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "adjoint", [matrix]):
        return array_shape.matrix_transpose(convert(matrix, name="matrix"), conjugate=True)


def _validated(a: Any, validate_args: bool) -> Any:
    static = from_dims(a.dims)
    if not a.dtype.is_floating:
        raise TypeError(f"Input `a` must have `float`-like `dtype` (saw {a.dtype.name}).")
    checks = []
    if static.ndims is not None:
        if static.ndims < 2:
            raise ValueError(f"Input `a` must have at least 2 dimensions (saw: {static.ndims}).")
    elif validate_args:
        checks.append(check_ops.assert_rank_at_least(a, rank=2, message="Input `a` must have at least 2 dimensions."))
    if not checks:
        return a
    with ops.control_dependencies(checks):
        return array_shape.identity(a)


def matrix_rank(a: Any, tol: Any = None, validate_args: bool = False, name: Any = None) -> Tensor:
    with ops.name_scope(name or "matrix_rank"):
        a = _validated(convert(a, None, "a", preferred=dtypes.float32), validate_args)
        values: Any = linalg_ops.svd(a, compute_uv=False)
        if tol is None:
            static = from_dims(a.dims)[-2:]
            most: Any
            if static.is_fully_defined():
                most = np.max(static.as_list())
            else:
                shape: Any = array_shape.shape(a)
                most = math_reduce.reduce_max(shape[-2:])
            eps = np.finfo(a.dtype.numpy_type).eps
            tol = eps * math_basic.cast(most, a.dtype) * math_reduce.reduce_max(values, -1, True)
        return math_reduce.reduce_sum(math_basic.cast(values > tol, dtypes.int32), -1)


def pinv(a: Any, rcond: Any = None, validate_args: bool = False, name: Any = None) -> Any:
    with ops.name_scope(name or "pinv"):
        a = _validated(convert(a, name="a"), validate_args)
        kind = a.dtype.numpy_type
        if rcond is None:
            rcond = 10.0 * _largest_side(a) * np.finfo(kind).eps
        rcond = convert(rcond, a.dtype, "rcond")
        values, left, right = linalg_ops.svd(a, full_matrices=False, compute_uv=True)
        cutoff = rcond * math_reduce.reduce_max(values, -1)
        kept = array_slicing.where_v2(values > array_shape.expand_dims_v2(cutoff, -1), values, np.array(np.inf, kind))
        found = matmul(right / array_shape.expand_dims_v2(kept, -2), left, adjoint_b=True)
        if a.dims is not None:
            static = from_dims(a.dims)
            found.set_shape(static[:-2].concatenate(TensorShape([static[-1], static[-2]])))
        return found


def _largest_side(a: Any) -> Any:
    static = from_dims(a.dims)
    sizes = []
    for axis in (-2, -1):
        known = static[axis].value
        shape: Any = None if known is not None else array_shape.shape(a)
        sizes.append(known if shape is None else shape[axis])
    if all(isinstance(size, int) for size in sizes):
        return float(max(sizes))
    return math_basic.cast(gen.Maximum(*sizes), a.dtype)


# --- tridiagonal systems ----------------------------------------------------------------------------------------------


def tridiagonal_solve(diagonals: Any, rhs: Any, diagonals_format: str = "compact", transpose_rhs: bool = False,
                      conjugate_rhs: bool = False, name: Any = None, partial_pivoting: bool = True) -> Any:
    if diagonals_format == "sequence":
        if not isinstance(diagonals, (tuple, list)) or len(diagonals) != 3:
            raise ValueError("Expected diagonals to be a sequence of length 3.")
        above, main, below = diagonals
        size = main.shape[-1].value
        below = _padded(below, "subdiagonal", [1, 0], size)
        above = _padded(above, "superdiagonal", [0, 1], size)
        diagonals = array_joining.stack((above, main, below), axis=-2)
    elif diagonals_format == "matrix":
        diagonals = _compact(diagonals)
    elif diagonals_format != "compact":
        raise ValueError(f"Unrecognized diagonals_format: {diagonals_format}")
    return _solved(diagonals, rhs, transpose_rhs, conjugate_rhs, partial_pivoting, name)


def _padded(tensor: Any, which: str, padding: list[int], size: Any) -> Any:
    length = tensor.shape[-1].value
    if not length or length == size:
        return tensor
    if length != size - 1:
        raise ValueError(f"Expected {which} to be have length {size} or {size - 1}, got {length}.")
    return array_space.pad(tensor, [[0, 0] for _ in range(len(tensor.shape) - 1)] + [padding])


def _compact(matrix: Any) -> Tensor:
    columns, rows = matrix.shape[-1].value, matrix.shape[-2].value
    if columns and rows and columns != rows:
        raise ValueError(f"Expected last two dimensions of diagonals to be same, got {columns} and {rows}")
    size = columns or rows
    if not size:
        raise ValueError('The size of the matrix needs to be known for diagonals_format="matrix"')
    none = [0, 0]
    indices = [[[1, 0], [0, 0], none]]
    indices += [[[i + 1, i], [i, i], [i - 1, i]] for i in range(1, size - 1)]
    indices += [[none, [size - 1, size - 1], [size - 2, size - 1]]]
    return array_shape.transpose(array_gather.gather_nd(array_shape.transpose(matrix), indices))


def _solved(diagonals: Any, rhs: Any, transpose_rhs: bool, conjugate_rhs: bool, partial_pivoting: bool, name: Any) -> Any:
    rank, rhs_rank = len(diagonals.shape), len(rhs.shape)
    if rank < 2:
        raise ValueError(f"Expected diagonals to have rank at least 2, got {rank}")
    if rhs_rank not in (rank, rank - 1):
        raise ValueError(f"Expected the rank of rhs to be {rank - 1} or {rank}, got {rhs_rank}")
    if rhs_rank == rank - 1:
        rhs = array_shape.expand_dims(math_basic.conj(rhs) if conjugate_rhs else rhs, -1)
        found = gen.TridiagonalSolve(diagonals, rhs, partial_pivoting=partial_pivoting, name=name)
        return array_shape.squeeze(found, -1)
    if transpose_rhs:
        rhs = array_shape.matrix_transpose(rhs, conjugate=conjugate_rhs)
    elif conjugate_rhs:
        rhs = math_basic.conj(rhs)
    found = gen.TridiagonalSolve(diagonals, rhs, partial_pivoting=partial_pivoting, name=name)
    return array_shape.matrix_transpose(found) if transpose_rhs else found
