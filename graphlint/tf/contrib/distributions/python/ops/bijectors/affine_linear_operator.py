"""Matrices and shifts (contrib/distributions/python/ops/bijectors/affine_linear_operator.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.contrib.distributions.python.ops.shape import DistributionShape
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops.distributions.bijector_impl import Bijector
from graphlint.tf.python.ops.linalg.linear_operator import LinearOperator


class OfOperator(Bijector):
    """What the two affine bijectors share: a product with an operator, then a shift."""

    _scale: Any
    _shift: Any
    _shaper: DistributionShape

    shift = property(lambda self: self._shift)
    scale = property(lambda self: self._scale)

    def _product(self, x: Any) -> Any:
        x, sample_shape = self._shaper.make_batch_of_event_sample_matrices(x)
        with ops.control_dependencies(self._scale_checks() if self._validate_args else []):
            x = self._scale.matmul(x)
        return self._shaper.undo_make_batch_of_event_sample_matrices(x, sample_shape)

    def _solution(self, x: Any) -> Any:
        x, sample_shape = self._shaper.make_batch_of_event_sample_matrices(x)
        x = self._scale.solve(x)
        return self._shaper.undo_make_batch_of_event_sample_matrices(x, sample_shape)

    def _scale_checks(self) -> list[Any]:
        try:
            return [self._scale.assert_non_singular()]
        except NotImplementedError:
            return []


class AffineLinearOperator(OfOperator):
    def __init__(self, shift: Any = None, scale: Any = None, validate_args: Any = False,
                 name: Any = "affine_linear_operator") -> None:
        self._graph_parents = []
        self._name = name
        self._validate_args = validate_args
        with self._name_scope("init", values=[shift]):
            dtype = dtypes.float32
            if shift is not None:
                shift = convert(shift, None, "shift")
                dtype = shift.dtype.base_dtype
            parents = [] if shift is None else [shift]
            self._shift, self._scale = shift, scale
            batch_ndims: Any = 0
            if scale is not None:
                self._check(shift, scale)
                batch_ndims = _batch_ndims(scale)
                parents += [*scale.graph_parents, *([] if isinstance(batch_ndims, int) else [batch_ndims])]
                dtype = scale.dtype.base_dtype
            self._shaper = DistributionShape(batch_ndims=batch_ndims, event_ndims=1, validate_args=validate_args)
            super().__init__(forward_min_event_ndims=1, graph_parents=parents, is_constant_jacobian=True, dtype=dtype,
                             validate_args=validate_args, name=name)

    def _check(self, shift: Any, scale: Any) -> None:
        if shift is not None and shift.dtype.base_dtype != scale.dtype.base_dtype:
            raise TypeError(f"shift.dtype({shift.dtype}) is incompatible with scale.dtype({scale.dtype}).")
        if not isinstance(scale, LinearOperator):
            raise TypeError("scale is not an instance of tf.LinearOperator")
        if self._validate_args and not scale.is_non_singular:
            raise ValueError("Scale matrix must be non-singular.")

    def _forward(self, x: Any) -> Any:
        y = x if self._scale is None else self._product(x)
        return y if self._shift is None else y + self._shift

    def _inverse(self, y: Any) -> Any:
        x = y if self._shift is None else y - self._shift
        return x if self._scale is None else self._solution(x)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        if self._scale is None:
            return constant_op.constant(0.0, dtype=x.dtype.base_dtype)
        with ops.control_dependencies(self._scale_checks() if self._validate_args else []):
            return self._scale.log_abs_determinant()


def _batch_ndims(scale: Any) -> Any:
    # asked twice, as TensorFlow does: each opens a name scope
    return scale.tensor_rank_tensor() - 2 if scale.tensor_rank is None else scale.tensor_rank - 2
