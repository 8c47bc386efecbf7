"""Diagonal matrices as operators (ops/linalg/linear_operator_diag.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, math_ops

from . import linalg_impl as linalg
from . import linear_operator_util as util
from .linear_operator import LinearOperator


class LinearOperatorDiag(LinearOperator):
    def __init__(self, diag: Any, is_non_singular: Any = None, is_self_adjoint: Any = None, is_positive_definite: Any = None,
                 is_square: Any = None, name: Any = "LinearOperatorDiag") -> None:
        with ops.name_scope(name, values=[diag]):
            self._diag = util.convert_nonref_to_tensor(diag, name="diag")
            if self._diag.get_shape().ndims == 0:
                raise ValueError(f"Argument diag must have at least 1 dimension.  Found: {self._diag}")
            if not self._diag.dtype.is_complex:
                if is_self_adjoint is False:
                    raise ValueError("A real diagonal operator is always self adjoint.")
                is_self_adjoint = True
            if is_square is False:
                raise ValueError("Only square diagonal operators currently supported.")
            super().__init__(dtype=self._diag.dtype, graph_parents=[self._diag], is_non_singular=is_non_singular,
                             is_self_adjoint=is_self_adjoint, is_positive_definite=is_positive_definite, is_square=True,
                             name=name)

    diag = property(lambda self: self._diag)

    def _shape(self) -> Any:
        shape = self._diag.get_shape()
        return shape.concatenate(shape[-1:])

    def _shape_tensor(self) -> Any:
        shape = array_ops.shape(self._diag)
        return array_ops.concat((shape, [shape[-1]]), 0)

    def _assert_non_singular(self) -> Any:
        return util.assert_no_entries_with_modulus_zero(
            self._diag, message="Singular operator:  Diagonal contained zero values.")

    def _assert_positive_definite(self) -> Any:
        message = "Real diagonal operator had non-positive diagonal entries, thus was not positive definite."
        if self.dtype.is_complex:
            message = ("Diagonal operator had diagonal entries with non-positive real part, thus was not positive "
                       "definite.")
        return check_ops.assert_positive(math_ops.real(self._diag), message=message)

    def _assert_self_adjoint(self) -> Any:
        return util.assert_zero_imag_part(
            self._diag,
            message="This diagonal operator contained non-zero imaginary values.   Thus it was not self-adjoint.")

    def _own(self, adjoint: bool) -> Any:
        return math_ops.conj(self._diag) if adjoint else self._diag

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        diagonal = self._own(adjoint)
        x = linalg.adjoint(x) if adjoint_arg else x
        return array_ops.expand_dims(diagonal, -1) * x

    def _matvec(self, x: Any, adjoint: bool = False) -> Any:
        return self._own(adjoint) * x

    def _determinant(self) -> Any:
        return math_ops.reduce_prod(self._diag, axis=[-1])

    def _log_abs_determinant(self) -> Any:
        found = math_ops.reduce_sum(math_ops.log(math_ops.abs(self._diag)), axis=[-1])
        return math_ops.cast(found, dtype=self.dtype) if self.dtype.is_complex else found

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        diagonal = self._own(adjoint)
        rhs = linalg.adjoint(rhs) if adjoint_arg else rhs
        return rhs * array_ops.expand_dims(1.0 / diagonal, -1)

    def _to_dense(self) -> Any:
        return array_ops.matrix_diag(self._diag)

    def _diag_part(self) -> Any:
        return self._diag

    def _add_to_tensor(self, x: Any) -> Any:
        return array_ops.matrix_set_diag(x, self._diag + array_ops.matrix_diag_part(x))
