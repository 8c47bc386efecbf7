"""Categories as one-hot vectors (contrib/distributions/python/ops/onehot_categorical.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops, nn_ops, random_ops
from graphlint.tf.python.ops.distributions import distribution, kullback_leibler
from graphlint.tf.python.ops.distributions.util import batch_rank, get_logits_and_probs


class OfLogits(distribution.Distribution):
    """What distributions over the classes of some logits share: their shapes."""

    _logits: Any
    _probs: Any

    def _keep_sizes(self) -> None:
        self._batch_rank = batch_rank(self._logits)
        with ops.name_scope(name="event_size"):
            self._event_size = array_ops.shape(self._logits)[-1]

    event_size = property(lambda self: self._event_size)
    logits = property(lambda self: self._logits)
    probs = property(lambda self: self._probs)

    def _batch_shape_tensor(self) -> Any:
        return array_ops.shape(self._logits)[:-1]

    def _batch_shape(self) -> Any:
        return self._logits.get_shape()[:-1]

    def _event_shape_tensor(self) -> Any:
        return array_ops.shape(self._logits)[-1:]

    def _event_shape(self) -> Any:
        return self._logits.get_shape().with_rank_at_least(1)[-1:]

    def _broadcast(self, x: Any) -> tuple[Any, Any]:
        """A value and the logits, both of the shape of both."""
        if self._validate_args:
            checks = [check_ops.assert_non_positive(x)]
            zero = array_ops.zeros([], dtype=self.dtype)
            checks.append(check_ops.assert_near(zero, math_ops.reduce_logsumexp(x, axis=[-1])))
            x = control_flow_ops.with_dependencies(checks, x)
        logits = self._logits
        of_x, of_logits = x.get_shape(), logits.get_shape()
        if not of_x.is_fully_defined() or not of_logits.is_fully_defined() or of_x != of_logits:
            logits = array_ops.ones_like(x, dtype=logits.dtype) * logits
            x = array_ops.ones_like(logits, dtype=x.dtype) * x
        return x, logits


class OneHotCategorical(OfLogits):
    def __init__(self, logits: Any = None, probs: Any = None, dtype: Any = dtypes.int32, validate_args: Any = False,
                 allow_nan_stats: Any = True, name: Any = "OneHotCategorical") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[logits, probs]) as name:
            self._logits, self._probs = get_logits_and_probs(name=name, logits=logits, probs=probs,
                                                             validate_args=validate_args, multidimensional=True)
            self._keep_sizes()
        super().__init__(dtype=dtype, reparameterization_type=distribution.NOT_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=[self._logits, self._probs], name=name)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], array_ops.shape(self._logits)], 0)
        flat = self._logits
        if flat.get_shape().ndims != 2:
            flat = array_ops.reshape(flat, [-1, self._event_size])
        drawn = array_ops.transpose(random_ops.multinomial(flat, n, seed=seed))
        return array_ops.reshape(array_ops.one_hot(drawn, self._event_size, dtype=self.dtype), shape)

    def _log_prob(self, x: Any) -> Any:
        x, logits = self._broadcast(x)
        shape = array_ops.shape(math_ops.reduce_sum(logits, -1))
        flat = array_ops.reshape(logits, [-1, self._event_size])
        flat_x = array_ops.reshape(x, [-1, self._event_size])
        found = -nn_ops.softmax_cross_entropy_with_logits(labels=flat_x, logits=flat)
        return array_ops.reshape(found, shape)

    def _entropy(self) -> Any:
        return -math_ops.reduce_sum(nn_ops.log_softmax(self._logits) * self._probs, axis=-1)  # type: ignore[operator]

    def _mode(self) -> Any:
        found = array_ops.one_hot(math_ops.argmax(self._logits, axis=self._batch_rank), self._event_size, dtype=self.dtype)
        found.set_shape(self._logits.get_shape())
        return found

    def _covariance(self) -> Any:
        p = self._probs
        found = -math_ops.matmul(p[..., None], p[..., None, :])
        return array_ops.matrix_set_diag(found, self._variance())

    def _variance(self) -> Any:
        return self._probs * (1.0 - self._probs)


@kullback_leibler.between(OneHotCategorical)
def _kl_categorical_categorical(a: Any, b: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "kl_categorical_categorical", values=[a.logits, b.logits]):
        of_a = nn_ops.softmax(a.logits)
        delta = nn_ops.log_softmax(a.logits) - nn_ops.log_softmax(b.logits)
        return math_ops.reduce_sum(of_a * delta, axis=-1)
