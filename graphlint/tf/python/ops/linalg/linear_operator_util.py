"""What linear operators share (ops/linalg/linear_operator_util.py): conversion, checks, solving with broadcast batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, linalg_ops, math_ops
from graphlint.tf.python.ops.variables import Variable

from .linalg_impl import adjoint as adjoint_of


def convert_nonref_to_tensor(value: Any, name: Any = None) -> Any:
    """A tensor; variables stay what they are."""
    return value if value is None or isinstance(value, Variable) else convert(value, None, name)


def assert_not_ref_type(x: Any, arg_name: str) -> None:
    if isinstance(x, Variable):
        raise TypeError(f"Argument {arg_name} cannot be reference type. Found: {type(x)}")


def assert_no_entries_with_modulus_zero(x: Any, message: Any = None,
                                        name: Any = "assert_no_entries_with_modulus_zero") -> Any:
    with ops.name_scope(name, values=[x]):
        x = convert(x, None, "x")
        modulus = math_ops.abs(x)
        zero = convert(0, x.dtype.base_dtype.real_dtype)
        return check_ops.assert_less(zero, modulus, message=message)


def assert_zero_imag_part(x: Any, message: Any = None, name: Any = "assert_zero_imag_part") -> Any:
    with ops.name_scope(name, values=[x]):
        x = convert(x, None, "x")
        if x.dtype.base_dtype.is_floating:
            return control_flow_ops.no_op()
        zero = convert(0, x.dtype.base_dtype.real_dtype)
        return check_ops.assert_equal(zero, math_ops.imag(x), message=message)


def assert_compatible_matrix_dimensions(operator: Any, x: Any) -> Any:
    return check_ops.assert_equal(
        array_ops.shape(x)[-2], operator.domain_dimension_tensor(),
        message="Dimensions are not compatible.  shape[-2] of argument to be the same as this operator")


def shape_tensor(shape: Any, name: Any = None) -> Any:
    empty = isinstance(shape, (tuple, list)) and not shape
    return ops.convert_to_tensor(shape, dtype="int32" if empty else None, name=name)


def broadcast_matrix_batch_dims(batch_matrices: Any, name: Any = None) -> list[Any]:
    """All matrices with the batch shape of all. ValueError for less than two dims."""
    with ops.name_scope(name or "broadcast_matrix_batch_dims", values=batch_matrices):
        matrices = [_matrix(matrix) for matrix in batch_matrices]
        if len(matrices) < 2:
            return matrices
        static = matrices[0].get_shape()[:-2]
        for matrix in matrices[1:]:
            static = array_ops.broadcast_static_shape(static, matrix.get_shape()[:-2])
        if static.is_fully_defined():
            return [matrix if matrix.get_shape()[:-2] == static else _broadcast(matrix, static.as_list())
                    for matrix in matrices]
        shape = array_ops.shape(matrices[0])[:-2]
        for matrix in matrices[1:]:
            shape = array_ops.broadcast_dynamic_shape(shape, array_ops.shape(matrix)[:-2])
        return [_broadcast(matrix, shape) for matrix in matrices]


def _matrix(value: Any) -> Any:
    matrix = convert(value)
    if matrix.dims is not None and len(matrix.dims) < 2:
        raise ValueError(f"Expected [batch] matrix to have at least two dimensions.  Found: {matrix}")
    return matrix


def _broadcast(matrix: Any, batch_shape: Any) -> Any:
    shape = array_ops.concat([batch_shape, array_ops.shape(matrix)[-2:]], axis=0)
    return gen.BroadcastTo(matrix, shape)


def cholesky_solve_with_broadcast(chol: Any, rhs: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "CholeskySolveWithBroadcast", [chol, rhs]):
        chol, rhs = broadcast_matrix_batch_dims([chol, rhs])
        return linalg_ops.cholesky_solve(chol, rhs)


def matrix_solve_with_broadcast(matrix: Any, rhs: Any, adjoint: bool = False, name: Any = None) -> Any:
    with ops.name_scope(name, "MatrixSolveWithBroadcast", [matrix, rhs]):
        matrix, rhs, restored, left = _efficient(*_pair(matrix, rhs), adjoint)
        matrix, rhs = broadcast_matrix_batch_dims([matrix, rhs])
        return restored(gen.MatrixSolve(matrix, rhs, adjoint=adjoint and left))


def matrix_triangular_solve_with_broadcast(matrix: Any, rhs: Any, lower: bool = True, adjoint: bool = False,
                                           name: Any = None) -> Any:
    with ops.name_scope(name, "MatrixTriangularSolve", [matrix, rhs]):
        matrix, rhs, restored, left = _efficient(*_pair(matrix, rhs), adjoint)
        if adjoint and not left:
            lower = not lower
        matrix, rhs = broadcast_matrix_batch_dims([matrix, rhs])
        return restored(gen.MatrixTriangularSolve(matrix, rhs, lower=lower, adjoint=adjoint and left))


def _pair(matrix: Any, rhs: Any) -> tuple[Any, Any]:
    matrix = convert(matrix, None, "matrix")
    return matrix, convert(rhs, matrix.dtype, "rhs")


def _efficient(a: Any, b: Any, adjoint: bool) -> tuple[Any, Any, Callable[[Any], Any], bool]:
    """Both sides, the batch dims that only `b` has moved to its columns where that is less work; what moves them back;
    whether the adjoint is still to be taken."""
    if a.dims is None or b.dims is None or len(a.dims) >= len(b.dims):
        return a, b, lambda y: y, True
    extra = len(b.dims) - len(a.dims)
    _sizes(b, extra)
    domain, equations = a.get_shape()[-2 if adjoint else -1].value, b.get_shape()[-1].value
    outer = b.get_shape()[:extra]
    count = np.prod(outer.as_list()) if outer.is_fully_defined() else None
    if domain is not None and equations is not None and count is not None and (count < 2 or domain <= equations):
        return a, b, lambda y: y, True
    if adjoint:
        a = adjoint_of(a)
    extra_shape, main_shape = _sizes(b, extra)
    order = np.concatenate((np.arange(extra, len(b.dims)), np.arange(0, extra)), 0)
    moved = array_ops.transpose(b, perm=order)
    squashed = array_ops.reshape(moved, array_ops.concat((main_shape[:-1], [-1]), 0))

    def restored(y: Any) -> Any:
        shape = array_ops.concat((array_ops.shape(y)[:-1], [main_shape[-1]], extra_shape), 0)
        return array_ops.transpose(array_ops.reshape(y, shape), perm=np.argsort(order))

    return a, squashed, restored, False


def _sizes(b: Any, extra: int) -> tuple[Any, Any]:
    return array_ops.shape(b)[:extra], array_ops.shape(b)[extra:]
