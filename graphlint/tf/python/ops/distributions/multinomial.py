"""Multinomial distributions (ops/distributions/multinomial.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, map_fn, math_ops, nn_ops, random_ops

from . import distribution, util


class Multinomial(distribution.Distribution):
    """`tf.distributions.Multinomial`."""

    def __init__(self, total_count: Any, logits: Any = None, probs: Any = None, validate_args: bool = False,
                 allow_nan_stats: bool = True, name: str = "Multinomial") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[total_count, logits, probs]) as name:
            self._total_count = convert(total_count, None, "total_count")
            if validate_args:
                self._total_count = util.embed_check_nonnegative_integer_form(self._total_count)
            self._logits, self._probs = util.get_logits_and_probs(
                logits=logits, probs=probs, multidimensional=True, validate_args=validate_args, name=name)
            self._mean_val = self._total_count[..., None] * self._probs
        super().__init__(dtype=self._probs.dtype, reparameterization_type=distribution.NOT_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=[self._total_count, self._logits, self._probs], name=name)

    total_count = property(lambda self: self._total_count)
    logits = property(lambda self: self._logits)
    probs = property(lambda self: self._probs)

    def _batch_shape_tensor(self) -> Any:
        return array_ops.shape(self._mean_val)[:-1]

    def _batch_shape(self) -> Any:
        return self._mean_val.get_shape().with_rank_at_least(1)[:-1]

    def _event_shape_tensor(self) -> Any:
        return array_ops.shape(self._mean_val)[-1:]

    def _event_shape(self) -> Any:
        return self._mean_val.get_shape().with_rank_at_least(1)[-1:]

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        draws: Any = math_ops.cast(self.total_count, dtype=dtypes.int32)
        k = self.event_shape_tensor()[0]
        draws = array_ops.ones_like(self.logits[..., 0], dtype=draws.dtype) * draws
        logits = array_ops.ones_like(draws[..., None], dtype=self.logits.dtype) * self.logits
        flat_logits = array_ops.reshape(logits, [-1, k])
        flat_draws = n * array_ops.reshape(draws, [-1])

        def single(args: Any) -> Any:
            x = random_ops.multinomial(args[0][None, ...], args[1], seed)
            x = array_ops.reshape(x, shape=[n, -1])
            return math_ops.reduce_sum(array_ops.one_hot(x, depth=k), axis=-2)

        x = map_fn.map_fn(single, [flat_logits, flat_draws], dtype=self.dtype)
        x = array_ops.transpose(x, perm=[1, 0, 2])
        return array_ops.reshape(x, array_ops.concat([[n], self.batch_shape_tensor(), [k]], 0))

    def _log_prob(self, counts: Any) -> Any:
        unnormalized = math_ops.reduce_sum(self._checked(counts) * nn_ops.log_softmax(self.logits), -1)
        return unnormalized - (-util.log_combinations(self.total_count, self._checked(counts)))

    def _mean(self) -> Any:
        return array_ops.identity(self._mean_val)

    def _broadcast_probs(self) -> Any:
        return self.probs * array_ops.ones_like(self.total_count)[..., None]

    def _covariance(self) -> Any:
        probs = self._broadcast_probs()
        product = math_ops.matmul(self._mean_val[..., None], probs[..., None, :])
        return array_ops.matrix_set_diag(-product, self._variance())

    def _variance(self) -> Any:
        return self._mean_val - self._mean_val * self._broadcast_probs()

    def _checked(self, counts: Any) -> Any:
        if not self.validate_args:
            return counts
        counts = util.embed_check_nonnegative_integer_form(counts)
        check = check_ops.assert_equal(self.total_count, math_ops.reduce_sum(counts, -1),
                                       message="counts must sum to `self.total_count`")
        return control_flow_ops.with_dependencies([check], counts)
