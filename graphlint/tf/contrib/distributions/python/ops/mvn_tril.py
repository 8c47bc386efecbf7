"""Normal distributions of vectors with a triangular scale (contrib/distributions/python/ops/mvn_tril.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.distributions.python.ops import distribution_util
from graphlint.tf.contrib.distributions.python.ops.mvn_linear_operator import MultivariateNormalLinearOperator
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops.distributions.util import dimension_size
from graphlint.tf.python.ops.linalg.linear_operator import LinearOperator
from graphlint.tf.python.ops.linalg.linear_operator_identity import LinearOperatorIdentity
from graphlint.tf.python.ops.linalg.linear_operator_lower_triangular import LinearOperatorLowerTriangular


class MultivariateNormalTriL(MultivariateNormalLinearOperator):
    def __init__(self, loc: Any = None, scale_tril: Any = None, validate_args: Any = False, allow_nan_stats: Any = True,
                 name: Any = "MultivariateNormalTriL") -> None:
        parameters = dict(locals())
        if loc is None and scale_tril is None:
            raise ValueError("Must specify one or both of `loc`, `scale_tril`.")
        with ops.name_scope(name) as name, ops.name_scope("init", values=[loc, scale_tril]):
            loc = distribution_util.converted(loc, "loc")
            scale_tril = distribution_util.converted(scale_tril, "scale_tril")
            scale: LinearOperator
            if scale_tril is None:
                scale = LinearOperatorIdentity(num_rows=dimension_size(loc, -1), dtype=loc.dtype, is_self_adjoint=True,
                                               is_positive_definite=True, assert_proper_shapes=validate_args)
            else:
                scale = LinearOperatorLowerTriangular(scale_tril, is_non_singular=True, is_self_adjoint=False,
                                                      is_positive_definite=False)
        super().__init__(loc=loc, scale=scale, validate_args=validate_args, allow_nan_stats=allow_nan_stats, name=name)
        self._renew_parameters(parameters)
