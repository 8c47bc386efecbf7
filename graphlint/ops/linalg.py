"""Linear algebra over the last two dims: decompositions, inverses, solvers, determinants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import merge

from .dim_checks import same_dim, smaller
from .inference import InferenceContext
from .registry import kernel, shape


def square(c: InferenceContext, dims: Dims) -> Dims:
    """Dims of a batch of square matrices."""
    if dims is None:
        return None
    side = same_dim(dims[-2], dims[-1])
    return (*dims[:-2], side, side)


def at_least_matrix(c: InferenceContext, index: int) -> Dims:
    return c.with_rank_at_least(index, 2)


@shape("Cholesky", "BatchCholesky", "MatrixInverse", "BatchMatrixInverse", "MatrixExponential", "MatrixLogarithm",
       "MatrixSquareRoot")
def square_shape(c: InferenceContext) -> Sequence[Dims]:
    return (square(c, at_least_matrix(c, 0)),)


@kernel("Cholesky", "BatchCholesky")
def cholesky(k: Any, x: Any) -> Any:
    return np.linalg.cholesky(np.tril(x) + np.conj(np.swapaxes(np.tril(x, -1), -1, -2)))


@kernel("MatrixInverse", "BatchMatrixInverse")
def inverse(k: Any, x: Any) -> Any:
    found = np.linalg.inv(x)
    return np.conj(np.swapaxes(found, -1, -2)) if k.attr("adjoint") else found


def _spectral(x: Any, function: Callable[[Any], Any]) -> Any:
    values, vectors = np.linalg.eig(np.asarray(x, np.complex128))
    found = np.matmul(vectors * function(values)[..., None, :], np.linalg.inv(vectors))
    return found if np.asarray(x).dtype.kind == "c" else found.real


@kernel("MatrixExponential")
def exponential(k: Any, x: Any) -> Any:
    return _spectral(x, np.exp)


@kernel("MatrixLogarithm")
def logarithm(k: Any, x: Any) -> Any:
    return _spectral(x, np.log)


@kernel("MatrixSquareRoot")
def square_root(k: Any, x: Any) -> Any:
    return _spectral(x, np.sqrt)


@shape("CholeskyGrad", "BatchCholeskyGrad")
def cholesky_grad_shape(c: InferenceContext) -> Sequence[Dims]:
    return (square(c, at_least_matrix(c, 0)),)


@kernel("CholeskyGrad", "BatchCholeskyGrad")
def cholesky_grad(k: Any, factor: Any, grad: Any) -> Any:
    """Murray's formula: the symmetric part of L^-T phi(L^T gradL) L^-1."""
    inside = np.tril(np.matmul(np.swapaxes(factor, -1, -2), np.tril(grad)))
    side = factor.shape[-1]
    inside = inside * (1 - 0.5 * np.eye(side, dtype=factor.dtype))
    back = np.linalg.inv(factor)
    found = np.matmul(np.matmul(np.swapaxes(back, -1, -2), inside), back)
    return (found + np.swapaxes(found, -1, -2)) / 2


@shape("MatrixDeterminant", "BatchMatrixDeterminant")
def determinant_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = at_least_matrix(c, 0)
    if dims is not None:
        same_dim(dims[-1], dims[-2])
    return (None if dims is None else dims[:-2],)


@kernel("MatrixDeterminant", "BatchMatrixDeterminant")
def determinant(k: Any, x: Any) -> Any:
    return np.linalg.det(x)


@shape("LogMatrixDeterminant")
def log_determinant_shape(c: InferenceContext) -> Sequence[Dims]:
    found = determinant_shape(c)[0]
    return (found, found)


@kernel("LogMatrixDeterminant")
def log_determinant(k: Any, x: Any) -> Any:
    sign, log = np.linalg.slogdet(x)
    return sign, log


@shape("MatrixSolve", "BatchMatrixSolve", "MatrixTriangularSolve", "BatchMatrixTriangularSolve")
def solve_shape(c: InferenceContext) -> Sequence[Dims]:
    return (_solved(c, is_square=True),)


def _solved(c: InferenceContext, is_square: bool) -> Dims:
    left = at_least_matrix(c, 0)
    if is_square:
        left = square(c, left)
    right = at_least_matrix(c, 1)
    batch = merge(None if left is None else left[:-2], None if right is None else right[:-2])
    if left is not None and right is not None:
        rows = same_dim(left[-2], right[-2])
    else:
        rows = left[-2] if left is not None else right[-2] if right is not None else c.unknown()
    if is_square:
        columns = rows
    else:
        columns = c.unknown() if left is None else left[-1]
    if batch is None:
        return None
    return (*batch, columns, c.unknown() if right is None else right[-1])


@shape("MatrixSolveLs", "BatchMatrixSolveLs")
def solve_least_squares_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[2].dims
    if dims:
        c.with_rank(2, 0)
    return (_solved(c, is_square=False),)


@kernel("MatrixSolve", "BatchMatrixSolve")
def solve(k: Any, matrix: Any, right: Any) -> Any:
    return np.linalg.solve(np.conj(np.swapaxes(matrix, -1, -2)) if k.attr("adjoint") else matrix, right)


@kernel("MatrixTriangularSolve", "BatchMatrixTriangularSolve")
def solve_triangular(k: Any, matrix: Any, right: Any) -> Any:
    half = np.tril(matrix) if k.attr("lower") else np.triu(matrix)
    return np.linalg.solve(np.conj(np.swapaxes(half, -1, -2)) if k.attr("adjoint") else half, right)


@kernel("MatrixSolveLs", "BatchMatrixSolveLs")
def solve_least_squares(k: Any, matrix: Any, right: Any, regularizer: Any) -> Any:
    turned = np.conj(np.swapaxes(matrix, -1, -2))
    rows, columns = matrix.shape[-2:]
    if rows >= columns:
        normal = np.matmul(turned, matrix) + float(regularizer) * np.eye(columns, dtype=matrix.dtype)
        return np.linalg.solve(normal, np.matmul(turned, right))
    normal = np.matmul(matrix, turned) + float(regularizer) * np.eye(rows, dtype=matrix.dtype)
    return np.matmul(turned, np.linalg.solve(normal, right))


@shape("Qr")
def qr_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = at_least_matrix(c, 0)
    if dims is None:
        return (None, None)
    *batch, rows, columns = dims
    if c.attr("full_matrices"):
        return ((*batch, rows, rows), dims)
    inner = smaller(rows, columns)
    return ((*batch, rows, inner), (*batch, inner, columns))


@kernel("Qr")
def qr(k: Any, x: Any) -> Any:
    parts = [np.linalg.qr(matrix, "complete" if k.attr("full_matrices") else "reduced")
             for matrix in x.reshape((-1, *x.shape[-2:]))]
    return [np.stack(side).reshape((*x.shape[:-2], *side[0].shape)) for side in zip(*parts, strict=True)]


@shape("Svd", "BatchSvd")
def svd_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = at_least_matrix(c, 0)
    if dims is None:
        return (None, None, None) if c.attr("compute_uv") else (None, (0,), (0,))
    *batch, rows, columns = dims
    inner = smaller(rows, columns)
    values = (*batch, inner)
    if not c.attr("compute_uv"):
        return (values, (0,), (0,))
    if c.attr("full_matrices"):
        return (values, (*batch, rows, rows), (*batch, columns, columns))
    return (values, (*batch, rows, inner), (*batch, columns, inner))


@kernel("Svd", "BatchSvd")
def svd(k: Any, x: Any) -> Any:
    if not k.attr("compute_uv"):
        empty = np.zeros([0], x.dtype)
        return np.linalg.svd(x, compute_uv=False), empty, empty
    left, values, right = np.linalg.svd(x, full_matrices=k.attr("full_matrices"))
    return values, left, np.conj(np.swapaxes(right, -1, -2))


@shape("SelfAdjointEig", "BatchSelfAdjointEig")
def eigen_v1_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = square(c, at_least_matrix(c, 0))
    if dims is None:
        return (None,)
    side = dims[-1]
    return ((*dims[:-2], side + 1, side),)


@kernel("SelfAdjointEig", "BatchSelfAdjointEig")
def eigen_v1(k: Any, x: Any) -> Any:
    values, vectors = np.linalg.eigh(x)
    return np.concatenate([values[..., None, :], vectors], axis=-2)


@shape("SelfAdjointEigV2", "BatchSelfAdjointEigV2")
def eigen_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = square(c, at_least_matrix(c, 0))
    if dims is None:
        return (None, None) if c.attr("compute_v") else (None, (0,))
    return (dims[:-1], dims if c.attr("compute_v") else (0,))


@kernel("SelfAdjointEigV2", "BatchSelfAdjointEigV2")
def eigen(k: Any, x: Any) -> Any:
    values, vectors = np.linalg.eigh(x)
    return values, vectors if k.attr("compute_v") else np.zeros([0], x.dtype)


@shape("Lu")
def lu_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = square(c, at_least_matrix(c, 0))
    return (dims, None if dims is None else dims[:-1])


@kernel("Lu")
def lu(k: Any, x: Any) -> Any:
    """With partial pivoting; the permutation lists the rows of x."""
    packed = np.array(x)
    order = np.broadcast_to(np.arange(x.shape[-1]), x.shape[:-1]).copy()
    for at in np.ndindex(*x.shape[:-2]):
        _eliminate(packed[at], order[at])
    return packed, order


def _eliminate(matrix: Any, order: Any) -> None:
    for column in range(matrix.shape[0]):
        pivot = column + int(np.argmax(np.abs(matrix[column:, column])))
        matrix[[column, pivot]] = matrix[[pivot, column]]
        order[[column, pivot]] = order[[pivot, column]]
        below = matrix[column + 1 :]
        below[:, column] /= matrix[column, column]
        below[:, column + 1 :] -= below[:, column : column + 1] * matrix[column, column + 1 :]
