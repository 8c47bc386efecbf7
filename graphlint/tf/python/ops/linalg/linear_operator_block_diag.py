"""Operators along the diagonal of one (ops/linalg/linear_operator_block_diag.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, control_flow_ops

from . import linear_operator_util as util
from .linear_operator import LinearOperator


def _hint(operators: list[Any], attribute: str, given: Any, what: str, always: str) -> Any:
    if not all(getattr(operator, attribute) for operator in operators):
        return given
    if given is False:
        raise ValueError(f"The direct sum of {what} operators is always {always}.")
    return True


class LinearOperatorBlockDiag(LinearOperator):
    def __init__(self, operators: Any, is_non_singular: Any = None, is_self_adjoint: Any = None,
                 is_positive_definite: Any = None, is_square: Any = True, name: Any = None) -> None:
        operators = list(operators)
        if not operators:
            raise ValueError(f"Expected a non-empty list of operators. Found: {operators}")
        self._operators = operators
        if any(operator.dtype != operators[0].dtype for operator in operators):
            found = "   ".join(str((operator.name, operator.dtype)) for operator in operators)
            raise TypeError(f"Expected all operators to have the same dtype.  Found {found}")
        non_singular = _hint(operators, "is_non_singular", is_non_singular, "non-singular", "non-singular")
        self_adjoint = _hint(operators, "is_self_adjoint", is_self_adjoint, "self-adjoint", "self-adjoint")
        positive = _hint(operators, "is_positive_definite", is_positive_definite, "positive definite", "positive definite")
        if not (is_square and all(operator.is_square for operator in operators)):
            raise ValueError("Can only represent a block diagonal of square matrices.")
        parents = [parent for operator in operators for parent in operator.graph_parents]
        name = "_ds_".join(operator.name for operator in operators) if name is None else name
        with ops.name_scope(name, values=parents):
            super().__init__(dtype=operators[0].dtype, graph_parents=parents, is_non_singular=non_singular,
                             is_self_adjoint=self_adjoint, is_positive_definite=positive, is_square=True, name=name)

    operators = property(lambda self: self._operators)

    def _shape(self) -> Any:
        first, *others = self._operators
        domain, reach, batch_shape = first.domain_dimension, first.range_dimension, first.batch_shape
        for operator in others:
            domain += operator.domain_dimension
            reach += operator.range_dimension
            batch_shape = array_ops.broadcast_static_shape(batch_shape, operator.batch_shape)
        return batch_shape.concatenate(TensorShape([domain, reach]))

    def _shape_tensor(self) -> Any:
        if self.shape.is_fully_defined():
            return convert(self.shape.as_list(), None, "shape")
        first, *others = self._operators
        domain, reach = first.domain_dimension_tensor(), first.range_dimension_tensor()
        for operator in others:
            domain += operator.domain_dimension_tensor()
            reach += operator.range_dimension_tensor()
        matrix = array_ops.stack([domain, reach])
        zeros: Any = array_ops.zeros(shape=first.batch_shape_tensor())
        for operator in others:
            zeros += array_ops.zeros(shape=operator.batch_shape_tensor())
        return array_ops.concat((array_ops.shape(zeros), matrix), 0)

    def _blocks(self, x: Any, adjoint_arg: bool) -> Any:
        if self.shape.is_fully_defined():
            sizes = [operator.domain_dimension.value for operator in self._operators]
        else:
            sizes = [operator.domain_dimension_tensor() for operator in self._operators]
        return array_ops.split(x, sizes, axis=-1 if adjoint_arg else -2)

    def _by_blocks(self, what: str, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        found = [getattr(operator, what)(block, adjoint=adjoint, adjoint_arg=adjoint_arg)
                 for operator, block in zip(self._operators, self._blocks(x, adjoint_arg), strict=True)]
        return array_ops.concat(util.broadcast_matrix_batch_dims(found), axis=-2)

    def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._by_blocks("matmul", x, adjoint, adjoint_arg)

    def _solve(self, rhs: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
        return self._by_blocks("solve", rhs, adjoint, adjoint_arg)

    def _combined(self, what: str, combine: Callable[[Any, Any], Any]) -> Any:
        found = getattr(self._operators[0], what)()
        for operator in self._operators[1:]:
            found = combine(found, getattr(operator, what)())
        return found

    def _determinant(self) -> Any:
        return self._combined("determinant", lambda a, b: a * b)

    def _log_abs_determinant(self) -> Any:
        return self._combined("log_abs_determinant", lambda a, b: a + b)

    def _trace(self) -> Any:
        return self._combined("trace", lambda a, b: a + b)

    def _diag_part(self) -> Any:
        parts = util.broadcast_matrix_batch_dims([operator.diag_part()[..., None] for operator in self._operators])
        return array_ops.squeeze(array_ops.concat(parts, axis=-2), axis=-1)

    def _to_dense(self) -> Any:
        before: Any = 0
        rows = []
        for block in util.broadcast_matrix_batch_dims([operator.to_dense() for operator in self._operators]):
            outer = array_ops.shape(block)[:-1]
            left = array_ops.zeros(shape=array_ops.concat([outer, [before]], axis=-1), dtype=block.dtype)
            before += array_ops.shape(block)[-1]
            shape = array_ops.concat([outer, [self.domain_dimension_tensor() - before]], axis=-1)
            right = array_ops.zeros(shape=shape, dtype=block.dtype)
            rows.append(array_ops.concat([left, block, right], axis=-1))
        matrix = array_ops.concat(rows, axis=-2)
        matrix.set_shape(self.shape)
        return matrix

    def _asserted(self, what: str) -> Any:
        return control_flow_ops.group([getattr(operator, what)() for operator in self._operators])

    def _assert_non_singular(self) -> Any:
        return self._asserted("assert_non_singular")

    def _assert_self_adjoint(self) -> Any:
        return self._asserted("assert_self_adjoint")

    def _assert_positive_definite(self) -> Any:
        return self._asserted("assert_positive_definite")
