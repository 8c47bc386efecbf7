"""Bernoulli distributions (ops/distributions/bernoulli.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops, nn_impl, random_ops

from . import distribution, kullback_leibler, util


class Bernoulli(distribution.ScalarDistribution):
    """`tf.distributions.Bernoulli`."""

    def __init__(self, logits: Any = None, probs: Any = None, dtype: Any = dtypes.int32, validate_args: bool = False,
                 allow_nan_stats: bool = True, name: str = "Bernoulli") -> None:
        parameters = dict(locals())
        with ops.name_scope(name) as name:
            self._logits, self._probs = util.get_logits_and_probs(logits=logits, probs=probs, validate_args=validate_args,
                                                                  name=name)
        super().__init__(dtype=dtype, reparameterization_type=distribution.NOT_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=[self._logits, self._probs], name=name)

    logits = property(lambda self: self._logits)
    probs = property(lambda self: self._probs)

    @staticmethod
    def _param_shapes(sample_shape: Any) -> Any:
        return {"logits": convert(sample_shape, dtypes.int32)}

    def _batch_shape_tensor(self) -> Any:
        return array_ops.shape(self._logits)

    def _batch_shape(self) -> Any:
        return self._logits.get_shape()

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], self.batch_shape_tensor()], 0)
        uniform = random_ops.random_uniform(shape, seed=seed, dtype=self.probs.dtype)
        return math_ops.cast(math_ops.less(uniform, self.probs), self.dtype)

    def _log_prob(self, event: Any) -> Any:
        if self.validate_args:
            event = util.embed_check_integer_casting_closed(event, target_dtype=dtypes.bool_)
        event, logits = math_ops.cast(event, self.logits.dtype), self.logits
        shapes = event.get_shape(), logits.get_shape()
        if not (shapes[0].is_fully_defined() and shapes[1].is_fully_defined() and shapes[0] == shapes[1]):
            logits, event = array_ops.ones_like(event) * logits, array_ops.ones_like(logits) * event
        return -nn_impl.sigmoid_cross_entropy_with_logits(labels=event, logits=logits)

    def _entropy(self) -> Any:
        return -self.logits * (math_ops.sigmoid(self.logits) - 1) + gen.Softplus(-self.logits)

    def _mean(self) -> Any:
        return array_ops.identity(self.probs)

    def _variance(self) -> Any:
        return self._mean() * (1.0 - self.probs)

    def _mode(self) -> Any:
        return math_ops.cast(self.probs > 0.5, self.dtype)


@kullback_leibler.between(Bernoulli)
def _kl_bernoulli_bernoulli(a: Any, b: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "kl_bernoulli_bernoulli", values=[a.logits, b.logits]):
        delta0 = gen.Softplus(-b.logits) - gen.Softplus(-a.logits)
        delta1 = gen.Softplus(b.logits) - gen.Softplus(a.logits)
        return math_ops.sigmoid(a.logits) * delta0 + math_ops.sigmoid(-a.logits) * delta1
