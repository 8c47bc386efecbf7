"""Conditional random fields: scores and likelihood (contrib/crf/python/ops/crf.py). Decoding is apart."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.framework.tensor_shape import dimension_value
from graphlint.tf.python.ops import array_ops, math_ops, rnn
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.control_flow_util import smart_cond
from graphlint.tf.python.ops.rnn_cell_impl import RNNCell

from .crf_decoding import CrfDecodeBackwardRnnCell as CrfDecodeBackwardRnnCell
from .crf_decoding import CrfDecodeForwardRnnCell as CrfDecodeForwardRnnCell
from .crf_decoding import crf_decode as crf_decode
from .crf_decoding import viterbi_decode as viterbi_decode


def _by_length(inputs: Any, single: Any, several: Any) -> Any:
    """One function for sequences of one step, another for longer ones; a cond where the length isn't known."""
    length = dimension_value(inputs.shape[1]) or array_ops.shape(inputs)[1]
    return smart_cond(math_ops.equal(length, 1), true_fn=single, false_fn=several)


def _zero_where_empty(sequence_lengths: Any, values: Any) -> Any:
    return array_ops.where(math_ops.less_equal(sequence_lengths, 0), array_ops.zeros_like(values), values)


def crf_sequence_score(inputs: Any, tag_indices: Any, sequence_lengths: Any, transition_params: Any) -> Any:
    """The score of a sequence of tags, not normalised."""

    def single() -> Any:
        batch_size = array_ops.shape(inputs, out_type=tag_indices.dtype)[0]
        examples = array_ops.reshape(math_ops.range(batch_size, dtype=tag_indices.dtype), [-1, 1])
        scores = array_ops.gather_nd(array_ops.squeeze(inputs, [1]), array_ops.concat([examples, tag_indices], axis=1))
        return _zero_where_empty(sequence_lengths, scores)

    def several() -> Any:
        unary = crf_unary_score(tag_indices, sequence_lengths, inputs)
        return unary + crf_binary_score(tag_indices, sequence_lengths, transition_params)

    return _by_length(inputs, single, several)


def crf_multitag_sequence_score(inputs: Any, tag_bitmap: Any, sequence_lengths: Any, transition_params: Any) -> Any:
    """The score of all sequences that a bitmap of tags allows."""

    def filtered() -> Any:
        return array_ops.where(tag_bitmap, inputs, array_ops.fill(array_ops.shape(inputs), float("-inf")))

    def single() -> Any:
        return math_ops.reduce_logsumexp_v1(filtered(), axis=[1, 2], keepdims=False)

    def several() -> Any:
        return crf_log_norm(filtered(), sequence_lengths, transition_params)

    return _by_length(inputs, single, several)


def crf_log_norm(inputs: Any, sequence_lengths: Any, transition_params: Any) -> Any:
    """The logarithm of the sum over all sequences of tags."""
    first = array_ops.squeeze(array_ops.slice(inputs, [0, 0, 0], [-1, 1, -1]), [1])

    def single() -> Any:
        return _zero_where_empty(sequence_lengths, math_ops.reduce_logsumexp_v1(first, [1]))

    def several() -> Any:
        rest = array_ops.slice(inputs, [0, 1, 0], [-1, -1, -1])
        cell = CrfForwardRnnCell(transition_params)
        shorter = math_ops.maximum(constant_op.constant(0, dtype=sequence_lengths.dtype), sequence_lengths - 1)
        _, alphas = rnn.dynamic_rnn(cell, rest, sequence_length=shorter, initial_state=first, dtype="float32")
        return _zero_where_empty(sequence_lengths, math_ops.reduce_logsumexp_v1(alphas, [1]))

    return _by_length(inputs, single, several)


def crf_log_likelihood(inputs: Any, tag_indices: Any, sequence_lengths: Any, transition_params: Any = None) -> Any:
    """(the log-likelihood of each sequence of tags, the transition parameters)."""
    count = dimension_value(inputs.shape[2])
    if transition_params is None:
        transition_params = vs.get_variable("transitions", [count, count])
    scores = crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params)
    norm = crf_log_norm(inputs, sequence_lengths, transition_params)
    return scores - norm, transition_params


def crf_unary_score(tag_indices: Any, sequence_lengths: Any, inputs: Any) -> Any:
    batch_size = array_ops.shape(inputs)[0]
    steps = array_ops.shape(inputs)[1]
    count = array_ops.shape(inputs)[2]
    flat = array_ops.reshape(inputs, [-1])
    offsets = array_ops.expand_dims(math_ops.range(batch_size) * steps * count, 1)
    offsets += array_ops.expand_dims(math_ops.range(steps) * count, 0)
    if tag_indices.dtype.name == "int64":
        offsets = math_ops.cast(offsets, "int64")
    indices = array_ops.reshape(offsets + tag_indices, [-1])
    scores = array_ops.reshape(array_ops.gather(flat, indices), [batch_size, steps])
    masks = array_ops.sequence_mask(sequence_lengths, maxlen=array_ops.shape(tag_indices)[1], dtype="float32")
    return math_ops.reduce_sum_v1(scores * masks, 1)


def crf_binary_score(tag_indices: Any, sequence_lengths: Any, transition_params: Any) -> Any:
    count = transition_params.get_shape()[0]
    transitions = array_ops.shape(tag_indices)[1] - 1
    starts = array_ops.slice(tag_indices, [0, 0], [-1, transitions])
    ends = array_ops.slice(tag_indices, [0, 1], [-1, transitions])
    indices = starts * count + ends
    scores = array_ops.gather(array_ops.reshape(transition_params, [-1]), indices)
    masks = array_ops.sequence_mask(sequence_lengths, maxlen=array_ops.shape(tag_indices)[1], dtype="float32")
    truncated = array_ops.slice(masks, [0, 1], [-1, -1])
    return math_ops.reduce_sum_v1(scores * truncated, 1)


class CrfForwardRnnCell(RNNCell):
    """One step of the forward algorithm."""

    def __init__(self, transition_params: Any) -> None:
        # TensorFlow does not initialise the layer underneath either
        self._transition_params = array_ops.expand_dims(transition_params, 0)
        self._num_tags = dimension_value(transition_params.shape[0])

    @property
    def state_size(self) -> Any:
        return self._num_tags

    @property
    def output_size(self) -> Any:
        return self._num_tags

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        scores = array_ops.expand_dims(state, 2) + self._transition_params
        alphas = inputs + math_ops.reduce_logsumexp_v1(scores, [1])
        return alphas, alphas
