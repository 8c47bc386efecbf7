"""Categorical distributions (ops/distributions/categorical.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import dimension_value
from graphlint.tf.python.ops import array_ops, math_ops, nn_ops, random_ops

from . import distribution, kullback_leibler, util


class Categorical(distribution.ScalarDistribution):
    """`tf.distributions.Categorical`."""

    def __init__(self, logits: Any = None, probs: Any = None, dtype: Any = dtypes.int32, validate_args: bool = False,
                 allow_nan_stats: bool = True, name: str = "Categorical") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[logits, probs]) as name:
            self._logits, self._probs = util.get_logits_and_probs(
                logits=logits, probs=probs, validate_args=validate_args, multidimensional=True, name=name)
            if validate_args:
                self._logits = util.embed_check_categorical_event_shape(self._logits)
            self._keep_sizes()
        super().__init__(dtype=dtype, reparameterization_type=distribution.NOT_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=[self._logits, self._probs], name=name)

    def _keep_sizes(self) -> None:
        """Rank and shape of the batch and number of classes: constants where TensorFlow knows them."""
        known = self._logits.get_shape().with_rank_at_least(1)
        self._batch_rank = util.batch_rank(self._logits)
        shape = array_ops.shape(self._logits, name="logits_shape")
        classes = None if known.ndims is None else dimension_value(known[-1])
        if classes is not None:
            self._event_size = convert(classes, dtypes.int32, "event_size")
        else:
            with ops.name_scope(name="event_size"):
                self._event_size = shape[self._batch_rank]
        if known[:-1].is_fully_defined():
            self._batch_shape_val = constant_op.constant(known[:-1].as_list(), dtype=dtypes.int32, name="batch_shape")
        else:
            with ops.name_scope(name="batch_shape"):
                self._batch_shape_val = shape[:-1]

    logits = property(lambda self: self._logits)
    probs = property(lambda self: self._probs)
    event_size = property(lambda self: self._event_size)

    def _batch_shape_tensor(self) -> Any:
        return array_ops.identity(self._batch_shape_val)

    def _batch_shape(self) -> Any:
        return self.logits.get_shape()[:-1]

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        flat = self.logits if self.logits.get_shape().ndims == 2 else array_ops.reshape(self.logits, [-1, self.event_size])
        kind = dtypes.int64 if self.dtype.size > 4 else dtypes.int32
        draws = random_ops.multinomial(flat, n, seed=seed, output_dtype=kind)
        draws = array_ops.reshape(array_ops.transpose(draws), array_ops.concat([[n], self.batch_shape_tensor()], 0))
        return math_ops.cast(draws, self.dtype)

    def _event_and(self, k: Any, params: Any) -> tuple[Any, Any]:
        k = convert(k, None, "k")
        if self.validate_args:
            k = util.embed_check_integer_casting_closed(k, target_dtype=dtypes.int32)
        return _broadcast(k, params, self.dtype.base_dtype)

    def _cdf(self, k: Any) -> Any:
        k, probs = self._event_and(k, self.probs)
        flat_probs = array_ops.reshape(probs, (-1, self._event_size))
        flat_k = array_ops.reshape(k, [-1])
        below = array_ops.sequence_mask(flat_k, self._event_size)
        summed = array_ops.where(below, flat_probs, array_ops.zeros_like(flat_probs))
        return array_ops.reshape(math_ops.reduce_sum(summed, axis=-1), array_ops.shape(k))

    def _log_prob(self, k: Any) -> Any:
        k, logits = self._event_and(k, self.logits)
        return -nn_ops.sparse_softmax_cross_entropy_with_logits(labels=k, logits=logits)

    def _entropy(self) -> Any:
        return -math_ops.reduce_sum(nn_ops.log_softmax(self.logits) * self.probs, axis=-1)

    def _mode(self) -> Any:
        found = math_ops.cast(math_ops.argmax(self.logits, axis=self._batch_rank), self.dtype)
        found.set_shape(self.batch_shape)
        return found


def _broadcast(event: Any, params: Any, dtype: Any) -> tuple[Any, Any]:
    """Events and parameters of one batch shape. TypeError for events that are no numbers."""
    if event.dtype.is_floating:
        event = math_ops.cast(event, dtype=dtypes.int32)
    elif not event.dtype.is_integer:
        raise TypeError(f"`value` should have integer `dtype` or `self.dtype` ({dtype})")
    rank = params.shape.ndims
    known = rank is not None and params.shape[:-1].is_fully_defined() and event.shape.is_fully_defined()
    if not known or params.shape[:-1] != event.shape:
        params *= array_ops.ones_like(event[..., None], dtype=params.dtype)
        event *= array_ops.ones(array_ops.shape(params)[:-1], dtype=event.dtype)
        if params.shape.ndims is not None:
            event.set_shape(params.shape[:-1])
    return event, params


@kullback_leibler.between(Categorical)
def _kl_categorical_categorical(a: Any, b: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "kl_categorical_categorical", values=[a.logits, b.logits]):
        delta = nn_ops.log_softmax(a.logits) - nn_ops.log_softmax(b.logits)
        return math_ops.reduce_sum(nn_ops.softmax(a.logits) * delta, axis=-1)
