"""Dense matrices as operators (ops/linalg/linear_operator_full_matrix.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops

from . import linear_operator_util as util
from .linear_operator import LinearOperator

_ALLOWED = [dtypes.float16, dtypes.float32, dtypes.float64, dtypes.complex64, dtypes.complex128]


class LinearOperatorFullMatrix(LinearOperator):
    def __init__(self, matrix: Any, is_non_singular: Any = None, is_self_adjoint: Any = None,
                 is_positive_definite: Any = None, is_square: Any = None, name: Any = "LinearOperatorFullMatrix") -> None:
        with ops.name_scope(name, values=[matrix]):
            self._matrix = util.convert_nonref_to_tensor(matrix, name="matrix")
            self._check(convert(self._matrix, None, "matrix"))
            super().__init__(dtype=self._matrix.dtype, graph_parents=[self._matrix], is_non_singular=is_non_singular,
                             is_self_adjoint=is_self_adjoint, is_positive_definite=is_positive_definite,
                             is_square=is_square, name=name)

    @staticmethod
    def _check(matrix: Any) -> None:
        if matrix.dtype not in _ALLOWED:
            raise TypeError(f"Argument matrix must have dtype in {_ALLOWED}.  Found: {matrix.dtype}")
        if matrix.dims is not None and len(matrix.dims) < 2:
            raise ValueError(f"Argument matrix must have at least 2 dimensions.  Found: {matrix}")

    def _shape(self) -> Any:
        return self._matrix.get_shape()

    def _shape_tensor(self) -> Any:
        return array_ops.shape(self._matrix)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return math_ops.matmul(self._matrix, x, adjoint_a=adjoint, adjoint_b=adjoint_arg)

    def _to_dense(self) -> Any:
        return self._matrix
