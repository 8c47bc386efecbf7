"""Normal distributions of vectors by their covariance (contrib/distributions/python/ops/mvn_full_covariance.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.contrib.distributions.python.ops.mvn_tril import MultivariateNormalTriL
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops


class MultivariateNormalFullCovariance(MultivariateNormalTriL):
    def __init__(self, loc: Any = None, covariance_matrix: Any = None, validate_args: Any = False,
                 allow_nan_stats: Any = True, name: Any = "MultivariateNormalFullCovariance") -> None:
        parameters = dict(locals())
        with ops.name_scope(name) as name, ops.name_scope("init", values=[loc, covariance_matrix]):
            scale_tril = None
            if covariance_matrix is not None:
                matrix = convert(covariance_matrix, None, "covariance_matrix")
                if validate_args:
                    symmetric = check_ops.assert_near(matrix, array_ops.matrix_transpose(matrix),
                                                      message="Matrix was not symmetric")
                    matrix = control_flow_ops.with_dependencies([symmetric], matrix)
                scale_tril = gen.Cholesky(matrix)
            super().__init__(loc=loc, scale_tril=scale_tril, validate_args=validate_args, allow_nan_stats=allow_nan_stats,
                             name=name)
        self._renew_parameters(parameters)
