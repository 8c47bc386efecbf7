"""Shifts and scales of vectors (contrib/distributions/python/ops/bijectors/affine.py). Not here: low-rank updates."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import NotKnown
from graphlint.tf.contrib.distributions.python.ops import distribution_util
from graphlint.tf.contrib.distributions.python.ops.bijectors.affine_linear_operator import OfOperator
from graphlint.tf.contrib.distributions.python.ops.shape import DistributionShape
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import tensor_util
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops


class Affine(OfOperator):
    def __init__(self, shift: Any = None, scale_identity_multiplier: Any = None, scale_diag: Any = None,
                 scale_tril: Any = None, scale_perturb_factor: Any = None, scale_perturb_diag: Any = None,
                 validate_args: Any = False, name: Any = "affine") -> None:
        self._graph_parents = []
        self._name = name
        self._validate_args = validate_args
        if scale_perturb_diag is not None and scale_perturb_factor is None:
            raise ValueError("When scale_perturb_diag is specified, scale_perturb_factor must be specified.")
        if scale_perturb_factor is not None:
            raise NotKnown(unmodelled("tensorflow.contrib.distributions.bijectors.Affine with low-rank updates"))
        self._multiplied = scale_tril is None and scale_diag is None
        with self._name_scope("init", values=[shift, scale_identity_multiplier, scale_diag, scale_tril]):
            self._shift = distribution_util.converted(shift, "shift")
            dtype = dtypes.float32 if shift is None else self._shift.dtype.base_dtype
            if self._multiplied and scale_identity_multiplier is None:
                scale_identity_multiplier = convert(1.0, dtype)
            scale: Any = self._made_scale(scale_identity_multiplier, scale_diag, scale_tril)
            batch_ndims = 0 if self._multiplied else self._batch_ndims(scale)
            self._scale = scale
            self._shaper = DistributionShape(batch_ndims=batch_ndims, event_ndims=1, validate_args=validate_args)
            super().__init__(forward_min_event_ndims=1, graph_parents=self._parents(), is_constant_jacobian=True,
                             dtype=scale.dtype.base_dtype, validate_args=validate_args, name=name)

    def _made_scale(self, multiplier: Any, diag: Any, tril: Any) -> Any:
        multiplier = distribution_util.converted(multiplier, "identity_multiplier")
        diag, tril = distribution_util.converted(diag, "diag"), distribution_util.converted(tril, "tril")
        if not self._multiplied:
            return distribution_util.make_tril_scale(
                loc=self._shift, scale_tril=tril, scale_diag=diag, scale_identity_multiplier=multiplier,
                validate_args=self._validate_args)
        if not self._validate_args:
            return multiplier
        zero = array_ops.zeros([], multiplier.dtype)
        check = check_ops.assert_none_equal(multiplier, zero, ["identity_multiplier should be non-zero."])
        return control_flow_ops.with_dependencies([check], multiplier)

    def _batch_ndims(self, scale: Any) -> Any:
        if self._shift is not None and self._shift.dtype.base_dtype != scale.dtype.base_dtype:
            raise TypeError(f"shift.dtype({self._shift.dtype}) is incompatible with scale.dtype({scale.dtype}).")
        return scale.tensor_rank_tensor() - 2 if scale.tensor_rank is None else scale.tensor_rank - 2

    def _parents(self) -> list[Any]:
        if tensor_util.is_tensor(self._scale):
            return [self._scale]
        return [] if self._shift is None else [*self._scale.graph_parents, self._shift]

    def _forward(self, x: Any) -> Any:
        y = x * self._scale if self._multiplied else self._product(x)
        return y if self._shift is None else y + self._shift

    def _inverse(self, y: Any) -> Any:
        x = y if self._shift is None else y - self._shift
        return x / self._scale if self._multiplied else self._solution(x)

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        if not self._multiplied:
            return self._scale.log_abs_determinant()
        size = math_ops.cast(array_ops.shape(x)[-1], dtype=self._scale.dtype)
        return math_ops.log(math_ops.abs(self._scale)) * size  # type: ignore[operator]
