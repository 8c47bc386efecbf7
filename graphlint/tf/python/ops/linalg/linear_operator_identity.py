"""Multiples of the identity as operators (ops/linalg/linear_operator_identity.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.dtypes import as_dtype
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops

from . import linalg_impl as linalg
from . import linear_operator_util as util
from .linear_operator import LinearOperator


class BaseLinearOperatorIdentity(LinearOperator):
    """What both share: the number of rows, which is an argument."""

    _assert_proper_shapes: bool

    def _keep_rows(self, num_rows: Any) -> None:
        util.assert_not_ref_type(num_rows, "num_rows")
        self._num_rows = util.shape_tensor(num_rows, name="num_rows")
        static = self._num_rows_static = tensor_util.constant_value(self._num_rows)
        self._num_rows = self._kept("num_rows", self._num_rows, static, 0)

    def _kept(self, name: str, value: Any, static: Any, rank: int) -> Any:
        """A size argument, with checks that run; TypeError and ValueError for what is wrong already."""
        if self._assert_proper_shapes:
            value = control_flow_ops.with_dependencies([
                check_ops.assert_rank(value, rank, message=f"Argument {name} must be a {rank}-D Tensor."),
                check_ops.assert_non_negative(value, message=f"Argument {name} must be non-negative.")], value)
        if not value.dtype.is_integer:
            raise TypeError(f"Argument {name} must be integer type.  Found: {value}")
        if static is None:
            return value
        if static.ndim != rank:
            raise ValueError(f"Argument {name} must be a {rank}-D Tensor.  Found: {static}")
        if np.any(static < 0):
            raise ValueError(f"Argument {name} must be non-negative.  Found:{' ' * (1 - rank)}{static}")
        return value

    def _min_matrix_dim(self) -> Any:
        sizes = [self.domain_dimension.value, self.range_dimension.value]
        return None if None in sizes else min(sizes)

    def _min_matrix_dim_tensor(self) -> Any:
        return math_ops.reduce_min(self.shape_tensor()[-2:])

    def _ones_diag(self) -> Any:
        shape: Any
        if self.shape.is_fully_defined():
            shape = self.batch_shape.concatenate([self._min_matrix_dim()])
        else:
            shape = array_ops.concat([self.batch_shape_tensor(), [self._min_matrix_dim_tensor()]], axis=0)
        return array_ops.ones(shape=shape, dtype=self.dtype)

    def _compatible(self, x: Any, adjoint_arg: bool) -> Any:
        x = linalg.adjoint(x) if adjoint_arg else x
        if not self._assert_proper_shapes:
            return x
        return control_flow_ops.with_dependencies([util.assert_compatible_matrix_dimensions(self, x)], x)

    def _trace_of(self, multiplier: Any) -> Any:
        shape = self.batch_shape if self.batch_shape.is_fully_defined() else self.batch_shape_tensor()
        ones = array_ops.ones(shape=shape, dtype=self.dtype)
        size = self._min_matrix_dim()
        if size is None:
            size = math_ops.cast(self._min_matrix_dim_tensor(), self.dtype)
        return (size if multiplier is None else multiplier * size) * ones


class LinearOperatorIdentity(BaseLinearOperatorIdentity):
    def __init__(self, num_rows: Any, batch_shape: Any = None, dtype: Any = None, is_non_singular: Any = True,
                 is_self_adjoint: Any = True, is_positive_definite: Any = True, is_square: Any = True,
                 assert_proper_shapes: Any = False, name: Any = "LinearOperatorIdentity") -> None:
        self._assert_proper_shapes = assert_proper_shapes
        with ops.name_scope(name):
            for hint, what in ((is_self_adjoint, "self adjoint"), (is_non_singular, "non-singular"),
                               (is_positive_definite, "positive-definite"), (is_square, "square")):
                if not hint:
                    raise ValueError(f"An identity operator is always {what}.")
            super().__init__(dtype=as_dtype(dtype or dtypes.float32), is_non_singular=is_non_singular,
                             is_self_adjoint=is_self_adjoint, is_positive_definite=is_positive_definite,
                             is_square=is_square, name=name)
            util.assert_not_ref_type(batch_shape, "batch_shape")
            self._keep_rows(num_rows)
            self._batch_shape_arg: Any = None
            if batch_shape is not None:
                given = util.shape_tensor(batch_shape, name="batch_shape_arg")
                self._batch_shape_static = tensor_util.constant_value(given)
                self._batch_shape_arg = self._kept("batch_shape", given, self._batch_shape_static, 1)

    def _shape(self) -> Any:
        matrix = TensorShape((self._num_rows_static, self._num_rows_static))
        return matrix if self._batch_shape_arg is None else TensorShape(self._batch_shape_static).concatenate(matrix)

    def _shape_tensor(self) -> Any:
        matrix = array_ops.stack((self._num_rows, self._num_rows), axis=0)
        return matrix if self._batch_shape_arg is None else array_ops.concat((self._batch_shape_arg, matrix), 0)

    def _assert_non_singular(self) -> Any:
        return control_flow_ops.no_op("assert_non_singular")

    def _assert_positive_definite(self) -> Any:
        return control_flow_ops.no_op("assert_positive_definite")

    def _assert_self_adjoint(self) -> Any:
        return control_flow_ops.no_op("assert_self_adjoint")

    def _broadcast(self, x: Any) -> Any:
        if self._batch_shape_arg is None:
            return x
        special: Any = self.batch_shape.concatenate([1, 1])
        static = array_ops.broadcast_static_shape(x.get_shape(), special)
        if special.is_fully_defined():
            if static == x.get_shape():
                return x
        else:
            special = array_ops.concat((self.batch_shape_tensor(), [1, 1]), 0)
        return x + array_ops.zeros(shape=special, dtype=self.dtype)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._broadcast(self._compatible(x, adjoint_arg))

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._matmul(rhs, adjoint_arg=adjoint_arg)

    def _determinant(self) -> Any:
        return array_ops.ones(shape=self.batch_shape_tensor(), dtype=self.dtype)

    def _log_abs_determinant(self) -> Any:
        return array_ops.zeros(shape=self.batch_shape_tensor(), dtype=self.dtype)

    def _trace(self) -> Any:
        return self._trace_of(None)

    def _diag_part(self) -> Any:
        return self._ones_diag()

    def add_to_tensor(self, mat: Any, name: str = "add_to_tensor") -> Any:
        with self._name_scope(name):
            mat = convert(mat, None, "mat")
            return array_ops.matrix_set_diag(mat, 1 + array_ops.matrix_diag_part(mat))


class LinearOperatorScaledIdentity(BaseLinearOperatorIdentity):
    def __init__(self, num_rows: Any, multiplier: Any, is_non_singular: Any = None, is_self_adjoint: Any = None,
                 is_positive_definite: Any = None, is_square: Any = True, assert_proper_shapes: Any = False,
                 name: Any = "LinearOperatorScaledIdentity") -> None:
        self._assert_proper_shapes = assert_proper_shapes
        with ops.name_scope(name, values=[multiplier, num_rows]):
            self._multiplier = util.convert_nonref_to_tensor(multiplier, name="multiplier")
            if not self._multiplier.dtype.is_complex:
                if is_self_adjoint is False:
                    raise ValueError("A real diagonal operator is always self adjoint.")
                is_self_adjoint = True
            if not is_square:
                raise ValueError("A ScaledIdentity operator is always square.")
            util.assert_not_ref_type(num_rows, "num_rows")
            super().__init__(dtype=self._multiplier.dtype.base_dtype, is_non_singular=is_non_singular,
                             is_self_adjoint=is_self_adjoint, is_positive_definite=is_positive_definite,
                             is_square=is_square, name=name)
            self._keep_rows(num_rows)
            self._rows_in_dtype = math_ops.cast(self._num_rows, self.dtype)
            self._rows_in_real_dtype = math_ops.cast(self._num_rows, self.dtype.real_dtype)

    multiplier = property(lambda self: self._multiplier)

    def _shape(self) -> Any:
        return self._multiplier.get_shape().concatenate(TensorShape((self._num_rows_static, self._num_rows_static)))

    def _shape_tensor(self) -> Any:
        matrix = array_ops.stack((self._num_rows, self._num_rows), axis=0)
        return array_ops.concat((array_ops.shape(self._multiplier), matrix), 0)

    def _assert_non_singular(self) -> Any:
        return check_ops.assert_positive(math_ops.abs(self._multiplier), message="LinearOperator was singular")

    def _assert_positive_definite(self) -> Any:
        return check_ops.assert_positive(math_ops.real(self._multiplier),
                                         message="LinearOperator was not positive definite.")

    def _assert_self_adjoint(self) -> Any:
        imaginary = math_ops.imag(self._multiplier)
        return check_ops.assert_equal(array_ops.zeros_like(imaginary), imaginary,
                                      message="LinearOperator was not self-adjoint")

    def _as_matrix(self, conjugate: bool) -> Any:
        matrix = array_ops.expand_dims(array_ops.expand_dims(self._multiplier, -1), -1)
        return math_ops.conj(matrix) if conjugate else matrix

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._compatible(x, adjoint_arg) * self._as_matrix(adjoint)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._compatible(rhs, adjoint_arg) / self._as_matrix(adjoint)

    def _determinant(self) -> Any:
        return self._multiplier**self._rows_in_dtype

    def _log_abs_determinant(self) -> Any:
        return self._rows_in_real_dtype * math_ops.log(math_ops.abs(self._multiplier))

    def _trace(self) -> Any:
        return self._trace_of(self._multiplier)

    def _diag_part(self) -> Any:
        return self._ones_diag() * self._multiplier[..., None]

    def add_to_tensor(self, mat: Any, name: str = "add_to_tensor") -> Any:
        with self._name_scope(name):
            vector = array_ops.expand_dims(self._multiplier, -1)
            mat = convert(mat, None, "mat")
            return array_ops.matrix_set_diag(mat, vector + array_ops.matrix_diag_part(mat))
