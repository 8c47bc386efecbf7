"""Normal distributions of vectors with a diagonal scale (contrib/distributions/python/ops/mvn_diag.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.contrib.distributions.python.ops import distribution_util
from graphlint.tf.contrib.distributions.python.ops.mvn_linear_operator import MultivariateNormalLinearOperator
from graphlint.tf.python.framework import ops


class MultivariateNormalDiag(MultivariateNormalLinearOperator):
    def __init__(self, loc: Any = None, scale_diag: Any = None, scale_identity_multiplier: Any = None,
                 validate_args: Any = False, allow_nan_stats: Any = True, name: Any = "MultivariateNormalDiag") -> None:
        parameters = dict(locals())
        with ops.name_scope(name) as name, ops.name_scope("init", values=[loc, scale_diag, scale_identity_multiplier]):
            scale = distribution_util.make_diag_scale(loc=loc, scale_diag=scale_diag,
                                                      scale_identity_multiplier=scale_identity_multiplier)
        super().__init__(loc=loc, scale=scale, validate_args=validate_args, allow_nan_stats=allow_nan_stats, name=name)
        self._renew_parameters(parameters)


class MultivariateNormalDiagWithSoftplusScale(MultivariateNormalDiag):
    def __init__(self, loc: Any, scale_diag: Any, validate_args: Any = False, allow_nan_stats: Any = True,
                 name: Any = "MultivariateNormalDiagWithSoftplusScale") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[scale_diag]) as name:
            super().__init__(loc=loc, scale_diag=gen.Softplus(scale_diag), validate_args=validate_args,
                             allow_nan_stats=allow_nan_stats, name=name)
        self._renew_parameters(parameters)
