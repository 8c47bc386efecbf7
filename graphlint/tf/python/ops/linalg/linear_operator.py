"""Matrices that are known by what they do (ops/linalg/linear_operator.py).

Not here: products and inverses of two operators, which give operators again; asked for one, an operator says that it
isn't modelled.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from graphlint.graph.dtypes import as_dtype
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import Dimension
from graphlint.tf.python.ops import array_ops, check_ops, linalg_ops, math_ops

from . import linalg_impl as linalg
from . import linear_operator_util as util


@exposed
class LinearOperator:
    """What all operators share: names of their ops, hints, and quantities that are derived from a dense matrix."""

    def __init__(self, dtype: Any, graph_parents: Any = None, is_non_singular: Any = None, is_self_adjoint: Any = None,
                 is_positive_definite: Any = None, is_square: Any = None, name: Any = None) -> None:
        if is_positive_definite:
            if is_non_singular is False:
                raise ValueError("A positive definite matrix is always non-singular.")
            is_non_singular = True
        for hint, what in ((is_non_singular, "non-singular"), (is_self_adjoint, "self-adjoint")):
            if hint:
                if is_square is False:
                    raise ValueError(f"A {what} matrix is always square.")
                is_square = True
        self._square_hint = is_square
        self._dtype = as_dtype(dtype).base_dtype if dtype else dtype
        self._graph_parents = graph_parents or []
        self._is_non_singular = is_non_singular
        self._is_self_adjoint = is_self_adjoint
        self._is_positive_definite = is_positive_definite
        self._name = name or type(self).__name__

    dtype: Any = property(lambda self: self._dtype)
    name: Any = property(lambda self: self._name)
    graph_parents: Any = property(lambda self: self._graph_parents)
    is_non_singular: Any = property(lambda self: self._is_non_singular)
    is_self_adjoint: Any = property(lambda self: self._is_self_adjoint)
    is_positive_definite: Any = property(lambda self: self._is_positive_definite)

    @contextmanager
    def _name_scope(self, name: str) -> Iterator[str]:
        with ops.name_scope(f"{self._name}/{name}") as scope:
            yield scope

    @property
    def is_square(self) -> Any:
        square = self.domain_dimension == self.range_dimension
        if self._square_hint is False and square:
            raise ValueError("User set is_square hint to False, but the operator was square.")
        return square if self._square_hint is None else self._square_hint

    # --- shapes -------------------------------------------------------------------------------------------------------

    def _shape(self) -> Any:
        raise NotImplementedError("_shape is not implemented.")

    def _shape_tensor(self) -> Any:
        raise NotImplementedError("_shape_tensor is not implemented.")

    @property
    def shape(self) -> Any:
        return self._shape()

    def shape_tensor(self, name: str = "shape_tensor") -> Any:
        with self._name_scope(name):
            shape = self.shape
            return util.shape_tensor(shape.as_list()) if shape.is_fully_defined() else self._shape_tensor()

    @property
    def batch_shape(self) -> Any:
        return self.shape[:-2]

    def batch_shape_tensor(self, name: str = "batch_shape_tensor") -> Any:
        with self._name_scope(name):
            shape = self.batch_shape
            if shape.is_fully_defined():
                return util.shape_tensor(shape.as_list(), name="batch_shape")
            return self.shape_tensor()[:-2]

    @property
    def tensor_rank(self) -> Any:
        with self._name_scope("tensor_rank"):  # the scope's name is used up
            return self.shape.ndims

    def tensor_rank_tensor(self, name: str = "tensor_rank_tensor") -> Any:
        with self._name_scope(name):
            if self.tensor_rank is not None:
                return convert(self.tensor_rank)
            return array_ops.size(self.shape_tensor())

    @property
    def domain_dimension(self) -> Any:
        return Dimension(None) if self.shape.ndims is None else self.shape[-1]

    @property
    def range_dimension(self) -> Any:
        return self.shape[-2] if self.shape.ndims else Dimension(None)

    def domain_dimension_tensor(self, name: str = "domain_dimension_tensor") -> Any:
        return self._size(name, self.domain_dimension, -1)

    def range_dimension_tensor(self, name: str = "range_dimension_tensor") -> Any:
        return self._size(name, self.range_dimension, -2)

    def _size(self, name: str, dimension: Any, axis: int) -> Any:
        with self._name_scope(name):
            return self.shape_tensor()[axis] if dimension.value is None else convert(dimension.value)

    # --- checks -------------------------------------------------------------------------------------------------------

    def _assert_non_singular(self) -> Any:
        if self._can_use_cholesky():
            return self.assert_positive_definite()
        values: Any = linalg_ops.svd(self.to_dense(), compute_uv=False)
        condition = math_ops.reduce_max(values, axis=-1) / math_ops.reduce_min(values, axis=-1)
        return check_ops.assert_less(condition, self._largest_condition(),
                                     message="Singular matrix up to precision epsilon.")

    def _largest_condition(self) -> Any:
        with ops.name_scope("max_nonsingular_condition_number"):
            sizes = [100.0, math_ops.cast(self.range_dimension_tensor(), self.dtype),
                     math_ops.cast(self.domain_dimension_tensor(), self.dtype)]
            most = math_ops.cast(math_ops.reduce_max(sizes), self.dtype)
            return 1.0 / (most * np.finfo(self.dtype.numpy_type).eps)

    def assert_non_singular(self, name: str = "assert_non_singular") -> Any:
        with self._name_scope(name):
            return self._assert_non_singular()

    def _assert_positive_definite(self) -> Any:
        if not self.is_self_adjoint:
            raise NotImplementedError("assert_positive_definite is not implemented.")
        return check_ops.assert_positive(array_ops.matrix_diag_part(gen.Cholesky(self.to_dense())),
                                         message="Matrix was not positive definite.")

    def assert_positive_definite(self, name: str = "assert_positive_definite") -> Any:
        with self._name_scope(name):
            return self._assert_positive_definite()

    def _assert_self_adjoint(self) -> Any:
        dense = self.to_dense()
        return check_ops.assert_equal(dense, linalg.adjoint(dense), message="Matrix was not equal to its adjoint.")

    def assert_self_adjoint(self, name: str = "assert_self_adjoint") -> Any:
        with self._name_scope(name):
            return self._assert_self_adjoint()

    def _checked(self, value: Any, name: str, own_axis: int, axis: int) -> Any:
        """An argument as a tensor. TypeError for another dtype, ValueError for a size that doesn't fit."""
        value = convert(value, None, name)
        if value.dtype.base_dtype != self.dtype:
            raise TypeError(f"Expected argument to have dtype {self.dtype}.  Found: {value.dtype} in tensor {value}")
        shape = self.shape
        own = Dimension(None) if shape.ndims is None else shape[own_axis]
        own.assert_is_compatible_with(value.get_shape()[axis])
        return value

    # --- products and solutions ---------------------------------------------------------------------------------------

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        raise NotImplementedError("_matmul is not implemented.")

    def matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False, name: str = "matmul") -> Any:
        if isinstance(x, LinearOperator):
            return unmodelled("tensorflow.linalg.LinearOperator.matmul of two operators")
        with self._name_scope(name):
            x = self._checked(x, "x", -2 if adjoint else -1, -1 if adjoint_arg else -2)
            return self._matmul(x, adjoint=adjoint, adjoint_arg=adjoint_arg)

    def _matvec(self, x: Any, adjoint: bool = False) -> Any:
        found = self.matmul(array_ops.expand_dims(x, axis=-1), adjoint=adjoint)
        return array_ops.squeeze(found, axis=-1)

    def matvec(self, x: Any, adjoint: bool = False, name: str = "matvec") -> Any:
        with self._name_scope(name):
            return self._matvec(self._checked(x, "x", -2 if adjoint else -1, -1), adjoint=adjoint)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        rhs = linalg.adjoint(rhs) if adjoint_arg else rhs
        if self._can_use_cholesky():
            return util.cholesky_solve_with_broadcast(gen.Cholesky(self.to_dense()), rhs)
        return util.matrix_solve_with_broadcast(self.to_dense(), rhs, adjoint=adjoint)

    def solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False, name: str = "solve") -> Any:
        for hint, what in ((self.is_non_singular, "be singular"), (self.is_square, "not be square")):
            if hint is False:
                raise NotImplementedError(f"Exact solve not implemented for an operator that is expected to {what}.")
        if isinstance(rhs, LinearOperator):
            return unmodelled("tensorflow.linalg.LinearOperator.solve of two operators")
        with self._name_scope(name):
            rhs = self._checked(rhs, "rhs", -1 if adjoint else -2, -1 if adjoint_arg else -2)
            return self._solve(rhs, adjoint=adjoint, adjoint_arg=adjoint_arg)

    def _solvevec(self, rhs: Any, adjoint: bool = False) -> Any:
        found = self.solve(array_ops.expand_dims(rhs, axis=-1), adjoint=adjoint)
        return array_ops.squeeze(found, axis=-1)

    def solvevec(self, rhs: Any, adjoint: bool = False, name: str = "solve") -> Any:
        with self._name_scope(name):
            return self._solvevec(self._checked(rhs, "rhs", -1 if adjoint else -2, -1), adjoint=adjoint)

    def adjoint(self, name: str = "adjoint") -> Any:
        return self if self.is_self_adjoint is True else unmodelled("tensorflow.linalg.LinearOperator.adjoint")

    H = property(adjoint)

    def inverse(self, name: str = "inverse") -> Any:
        for hint, what in ((self.is_square, "non square"), (self.is_non_singular, "singular")):
            if hint is False:
                raise ValueError(f"Cannot take the Inverse: This operator represents a {what} matrix.")
        return unmodelled("tensorflow.linalg.LinearOperator.inverse")

    def cholesky(self, name: str = "cholesky") -> Any:
        if not self._can_use_cholesky():
            raise ValueError("Cannot take the Cholesky decomposition: Not a positive definite self adjoint matrix.")
        return unmodelled("tensorflow.linalg.LinearOperator.cholesky")

    # --- quantities ---------------------------------------------------------------------------------------------------

    def _check_square(self) -> None:
        if self.is_square is False:
            raise NotImplementedError("Determinant not implemented for an operator that is expected to not be square.")

    def _determinant(self) -> Any:
        if self._can_use_cholesky():
            return math_ops.exp(self.log_abs_determinant())
        return gen.MatrixDeterminant(self.to_dense())

    def determinant(self, name: str = "det") -> Any:
        self._check_square()
        with self._name_scope(name):
            return self._determinant()

    def _log_abs_determinant(self) -> Any:
        if self._can_use_cholesky():
            diagonal = array_ops.matrix_diag_part(gen.Cholesky(self.to_dense()))
            return 2 * math_ops.reduce_sum(math_ops.log(diagonal), axis=[-1])
        return gen.LogMatrixDeterminant(self.to_dense())[1]

    def log_abs_determinant(self, name: str = "log_abs_det") -> Any:
        self._check_square()
        with self._name_scope(name):
            return self._log_abs_determinant()

    def _to_dense(self) -> Any:
        batch_shape = self.batch_shape
        if not batch_shape.is_fully_defined():
            batch_shape = self.batch_shape_tensor()
        size = self.domain_dimension.value
        if size is None:
            size = self.domain_dimension_tensor()
        return self.matmul(linalg_ops.eye(num_rows=size, batch_shape=batch_shape, dtype=self.dtype))

    def to_dense(self, name: str = "to_dense") -> Any:
        with self._name_scope(name):
            return self._to_dense()

    def _diag_part(self) -> Any:
        return array_ops.matrix_diag_part(self.to_dense())

    def diag_part(self, name: str = "diag_part") -> Any:
        with self._name_scope(name):
            return self._diag_part()

    def _trace(self) -> Any:
        return math_ops.reduce_sum(self.diag_part(), axis=-1)

    def trace(self, name: str = "trace") -> Any:
        with self._name_scope(name):
            return self._trace()

    def _add_to_tensor(self, x: Any) -> Any:
        return self.to_dense() + x

    def add_to_tensor(self, x: Any, name: str = "add_to_tensor") -> Any:
        with self._name_scope(name):
            x = convert(x, None, "x")
            if x.dtype.base_dtype != self.dtype:
                raise TypeError(f"Expected argument to have dtype {self.dtype}.  Found: {x.dtype} in tensor {x}")
            return self._add_to_tensor(x)

    def _can_use_cholesky(self) -> Any:
        return self.is_self_adjoint and self.is_positive_definite
