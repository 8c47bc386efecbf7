"""Normal distributions of vectors by a location and an operator (contrib/distributions/python/ops/mvn_linear_operator.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.distributions.python.ops import distribution_util
from graphlint.tf.contrib.distributions.python.ops.bijectors.affine_linear_operator import AffineLinearOperator
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops
from graphlint.tf.python.ops.distributions import kullback_leibler, normal
from graphlint.tf.python.ops.distributions.transformed_distribution import TransformedDistribution


class MultivariateNormalLinearOperator(TransformedDistribution):
    def __init__(self, loc: Any = None, scale: Any = None, validate_args: Any = False, allow_nan_stats: Any = True,
                 name: Any = "MultivariateNormalLinearOperator") -> None:
        parameters = dict(locals())
        if scale is None:
            raise ValueError("Missing required `scale` parameter.")
        if not scale.dtype.is_floating:
            raise TypeError("`scale` parameter must have floating-point dtype.")
        with ops.name_scope(name, values=[loc, *scale.graph_parents]) as name:
            loc = distribution_util.converted(loc, "loc")
            batch_shape, event_shape = distribution_util.shapes_from_loc_and_scale(loc, scale)
        zero, one = array_ops.zeros([], dtype=scale.dtype), array_ops.ones([], dtype=scale.dtype)
        super().__init__(
            distribution=normal.Normal(loc=zero, scale=one),
            bijector=AffineLinearOperator(shift=loc, scale=scale, validate_args=validate_args), batch_shape=batch_shape,
            event_shape=event_shape, validate_args=validate_args, name=name)
        self._renew_parameters(parameters)

    def _renew_parameters(self, parameters: dict[str, Any]) -> None:
        self._parameters = {key: value for key, value in parameters.items() if key not in ("self", "__class__")}

    loc = property(lambda self: self.bijector.shift)
    scale = property(lambda self: self.bijector.scale)

    def _mean(self) -> Any:
        shape: Any = self.batch_shape.concatenate(self.event_shape)
        known = shape.is_fully_defined()
        if not known:
            shape = array_ops.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0)
        if self.loc is None:
            return array_ops.zeros(shape, self.dtype)
        if known and shape == self.loc.get_shape():
            return array_ops.identity(self.loc)
        return array_ops.identity(self.loc) + array_ops.zeros(shape, self.dtype)  # type: ignore[operator]

    _mode = _mean

    def _product(self) -> Any:
        return self.scale.matmul(self.scale.to_dense(), adjoint_arg=True)

    def _covariance(self) -> Any:
        if distribution_util.is_diagonal_scale(self.scale):
            return array_ops.matrix_diag(math_ops.square(self.scale.diag_part()))
        return self._product()

    def _variance(self) -> Any:
        if distribution_util.is_diagonal_scale(self.scale):
            return math_ops.square(self.scale.diag_part())
        return array_ops.matrix_diag_part(self._product())

    def _stddev(self) -> Any:
        if distribution_util.is_diagonal_scale(self.scale):
            return math_ops.abs(self.scale.diag_part())
        return math_ops.sqrt(array_ops.matrix_diag_part(self._product()))


def _squared_norm(x: Any) -> Any:
    return math_ops.reduce_sum(math_ops.square(x), axis=[-2, -1])


@kullback_leibler.between(MultivariateNormalLinearOperator)
def _kl_mvn(a: Any, b: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "kl_mvn", values=[a.loc, b.loc, *a.scale.graph_parents, *b.scale.graph_parents]):
        if distribution_util.is_diagonal_scale(a.scale) and distribution_util.is_diagonal_scale(b.scale):
            ratio = (a.stddev() / b.stddev())[..., None]
        else:
            ratio = b.scale.solve(a.scale.to_dense())
        determinants = b.scale.log_abs_determinant() - a.scale.log_abs_determinant()
        size = -math_ops.cast(a.scale.domain_dimension_tensor(), a.dtype)  # type: ignore[operator]
        spread = size + _squared_norm(ratio)
        found = determinants + 0.5 * (spread + _squared_norm(b.scale.solve((b.mean() - a.mean())[..., None])))
        found.set_shape(array_ops.broadcast_static_shape(a.batch_shape, b.batch_shape))
        return found
