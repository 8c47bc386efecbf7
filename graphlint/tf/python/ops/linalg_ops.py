"""Solvers, decompositions and norms (ops/linalg_ops.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup
from graphlint.tf.reexport import inherited

from . import array_joining, array_shape, array_slicing, math_basic, math_reduce
from .linalg_eye import eye as eye
from .math_matmul import matmul

_FAST_BYTES = 256000


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.linalg_ops", name)


def cholesky_solve(chol: Any, rhs: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "cholesky_solve", [chol, rhs]):
        y = gen.MatrixTriangularSolve(chol, rhs, adjoint=False, lower=True)
        return gen.MatrixTriangularSolve(chol, y, adjoint=True, lower=True)  # type: ignore[no-any-return]


def matrix_solve_ls(matrix: Any, rhs: Any, l2_regularizer: Any = 0.0, fast: bool = True, name: Any = None) -> Any:
    matrix = convert(matrix, name="matrix")
    if matrix.dtype is dtypes.complex128 and l2_regularizer != 0:
        raise NotImplementedError("matrix_solve_ls is currently disabled for complex128 and l2_regularizer != 0 due to poor "
                                  "accuracy.")
    if not fast or not _is_composite(matrix):
        return gen.MatrixSolveLs(matrix, rhs, l2_regularizer, fast=fast, name=name)
    with ops.name_scope(name, "matrix_solve_ls", [matrix, rhs, l2_regularizer]):
        static = from_dims(matrix.dims)[-2:]
        if static.is_fully_defined():
            sizes: list[Any] = static.as_list()
            return _composite(matrix, rhs, l2_regularizer, bool(sizes[0] >= sizes[1]))
        from . import control_flow_ops  # noqa: PLC0415 - cond stands there

        shape: Any = array_shape.shape(matrix)
        shape = shape[-2:]
        return control_flow_ops.cond(shape[-2] >= shape[-1], lambda: _composite(matrix, rhs, l2_regularizer, True),
                                     lambda: _composite(matrix, rhs, l2_regularizer, False))


def _is_composite(matrix: Tensor) -> bool:
    static = from_dims(matrix.dims)
    if not all(isinstance(dim, int) for dim in matrix.dims or (None,)):
        return True
    batches = static[:-2].num_elements() or 0
    size = (static.num_elements() or 0) * matrix.dtype.size
    return not (size > _FAST_BYTES and batches > min(int(dim or 0) for dim in static[-2:].as_list()))


def _composite(matrix: Any, rhs: Any, l2_regularizer: Any, tall: bool) -> Tensor:
    chol = _gramian_cholesky(matrix, l2_regularizer, tall)
    if tall:
        return cholesky_solve(chol, matmul(matrix, rhs, adjoint_a=True))
    return matmul(matrix, cholesky_solve(chol, rhs), adjoint_a=True)  # type: ignore[no-any-return]


def _gramian_cholesky(matrix: Any, l2_regularizer: Any, first_kind: bool) -> Tensor:
    gramian = matmul(matrix, matrix, adjoint_a=first_kind, adjoint_b=not first_kind)
    if isinstance(l2_regularizer, Tensor) or l2_regularizer != 0:
        shape: Any = array_shape.shape(matrix)
        batch = shape[:-2]
        identity: Any = eye(shape[-1 if first_kind else -2], batch_shape=batch, dtype=matrix.dtype)
        static = from_dims(matrix.dims)
        small = static[-1 if first_kind else -2]
        identity.set_shape(static[:-2].concatenate([small, small]))
        gramian += l2_regularizer * identity
    return gen.Cholesky(gramian)  # type: ignore[no-any-return]


def self_adjoint_eig(tensor: Any, name: Any = None) -> tuple[Tensor, Tensor]:
    values, vectors = gen.SelfAdjointEigV2(tensor, compute_v=True, name=name)
    return values, vectors


def self_adjoint_eigvals(tensor: Any, name: Any = None) -> Tensor:
    return gen.SelfAdjointEigV2(tensor, compute_v=False, name=name)[0]  # type: ignore[no-any-return]


def svd(tensor: Any, full_matrices: bool = False, compute_uv: bool = True, name: Any = None) -> Any:
    s, u, v = gen.Svd(tensor, compute_uv=compute_uv, full_matrices=full_matrices, name=name)
    return (math_basic.real(s), u, v) if compute_uv else math_basic.real(s)


# --- norms ------------------------------------------------------------------------------------------------------------


def norm(tensor: Any, ord: Any = "euclidean", axis: Any = None, keepdims: Any = None, name: Any = None,
         keep_dims: Any = None) -> Tensor:
    keepdims = deprecated_argument_lookup("keepdims", keepdims, "keep_dims", keep_dims) or False
    is_matrix = isinstance(axis, (list, tuple)) and len(axis) == 2
    _check(ord, axis, is_matrix)
    if axis is not None:
        axis = tuple(axis) if is_matrix else (axis,)
    with ops.name_scope(name, "norm", [tensor]):
        tensor = convert(tensor)
        if not isinstance(ord, str) and ord == 2 and is_matrix:
            found = _largest_singular(tensor, axis)
        elif ord in ("fro", "euclidean", 2):
            found = gen.Sqrt(math_reduce.reduce_sum(tensor * math_basic.conj(tensor), axis, True))
        else:
            found = _of_absolute(math_basic.abs(tensor), ord, axis, is_matrix)
        return found if keepdims else array_shape.squeeze(found, axis)


def norm_v2(tensor: Any, ord: Any = "euclidean", axis: Any = None, keepdims: Any = None, name: Any = None) -> Tensor:
    return norm(tensor, ord, axis, keepdims, name)


def _check(ord: Any, axis: Any, is_matrix: bool) -> None:
    axes = "'axis' must be None, an integer, or a tuple of 2 unique integers"
    if is_matrix:
        if not all(isinstance(part, int) for part in axis) or axis[0] == axis[1]:
            raise ValueError(axes)
        supported = ["euclidean", "fro", 1, 2, np.inf]
        if ord not in supported:
            raise ValueError(f"'ord' must be a supported matrix norm in {supported}, got {ord}")
        return
    if axis is not None and not isinstance(axis, int):
        raise ValueError(axes)
    if (isinstance(ord, str) and ord != "euclidean") or (not isinstance(ord, str) and ord <= 0):
        raise ValueError(f"'ord' must be a supported vector norm, got {ord}")


def _of_absolute(found: Tensor, ord: Any, axis: Any, is_matrix: bool) -> Tensor:
    first = None if axis is None else axis[0]
    if ord == 1:
        found = math_reduce.reduce_sum(found, first, True)
        return math_reduce.reduce_max(found, axis[-1], True) if is_matrix else found
    if ord == np.inf:
        if is_matrix:
            found = math_reduce.reduce_sum(found, axis[1], True)
        return math_reduce.reduce_max(found, first, True)
    return math_basic.pow(math_reduce.reduce_sum(math_basic.pow(found, ord), axis, True), 1.0 / ord)


def _largest_singular(tensor: Tensor, axis: Any) -> Tensor:
    from . import control_flow_ops, map_fn  # noqa: PLC0415 - control flow stands there

    rank: Any = array_shape.rank(tensor)
    positive = map_fn.map_fn(lambda i: control_flow_ops.cond(i >= 0, lambda: i, lambda: i + rank), convert(axis))
    axes = math_reduce.range(rank)
    before = array_joining.concat([gen.ListDiff(axes, positive)[0], positive], axis=0)
    after = map_fn.map_fn(
        lambda i: math_basic.cast(array_shape.squeeze(array_slicing.where_v2(math_basic.equal(before, i))), dtypes.int32),
        axes)
    permed = array_shape.transpose(tensor, perm=before)
    values = gen.Svd(permed, compute_uv=False)[0]
    most = math_reduce.reduce_max(math_basic.abs(values), -1, True)
    return array_shape.transpose(array_shape.expand_dims(most, axis=-1), perm=after)


