"""Geometric distributions (contrib/distributions/python/ops/geometric.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops, random_ops
from graphlint.tf.python.ops.distributions import distribution
from graphlint.tf.python.ops.distributions.util import embed_check_nonnegative_integer_form, get_logits_and_probs


class Geometric(distribution.ScalarDistribution):
    def __init__(self, logits: Any = None, probs: Any = None, validate_args: Any = False, allow_nan_stats: Any = True,
                 name: Any = "Geometric") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[logits, probs]) as name:
            self._logits, found = get_logits_and_probs(logits, probs, validate_args=validate_args, name=name)
            with ops.control_dependencies([check_ops.assert_positive(found)] if validate_args else []):
                self._probs: Any = array_ops.identity(found, name="probs")
        super().__init__(dtype=self._probs.dtype, reparameterization_type=distribution.NOT_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=[self._probs, self._logits], name=name)

    logits = property(lambda self: self._logits)
    probs = property(lambda self: self._probs)

    def _batch_shape_tensor(self) -> Any:
        return array_ops.shape(self._probs)

    def _batch_shape(self) -> Any:
        return self._probs.get_shape()

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], array_ops.shape(self._probs)], 0)
        uniform = random_ops.random_uniform(shape, minval=np.finfo(self.dtype.numpy_type).tiny, maxval=1.0, seed=seed,
                                            dtype=self.dtype)
        return math_ops.floor(math_ops.log(uniform) / math_ops.log1p(-self._probs))

    def _counted(self, x: Any) -> Any:
        x = embed_check_nonnegative_integer_form(x) if self._validate_args else math_ops.floor(x)
        return x * array_ops.ones_like(self._probs)

    def _cdf(self, x: Any) -> Any:
        x = self._counted(x)
        below = x < 0.0
        zeros = array_ops.zeros_like(x)
        return array_ops.where(below, zeros, -math_ops.expm1((1.0 + x) * math_ops.log1p(-self._probs)))

    def _log_prob(self, x: Any) -> Any:
        x = self._counted(x)
        probs = self._probs * array_ops.ones_like(x)
        safe: Any = array_ops.where(math_ops.equal(x, 0.0), array_ops.zeros_like(probs), probs)
        return x * math_ops.log1p(-safe) + math_ops.log(probs)

    def _entropy(self) -> Any:
        probs = self._probs
        if self._validate_args:
            one = constant_op.constant(1.0, probs.dtype)
            check = check_ops.assert_less(probs, one, message="Entropy is undefined when logits = inf or probs = 1.")
            probs = control_flow_ops.with_dependencies([check], probs)
        return gen.Softplus(self._logits) / probs - self._logits

    def _mean(self) -> Any:
        return math_ops.exp(-self._logits)

    def _variance(self) -> Any:
        return self._mean() / self._probs

    def _mode(self) -> Any:
        return array_ops.zeros(self.batch_shape_tensor(), dtype=self.dtype)
