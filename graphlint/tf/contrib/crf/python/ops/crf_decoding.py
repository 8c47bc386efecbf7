"""Viterbi decoding of conditional random fields (contrib/crf/python/ops/crf.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.framework.tensor_shape import dimension_value
from graphlint.tf.python.ops import array_ops, math_ops, rnn
from graphlint.tf.python.ops.control_flow_util import smart_cond
from graphlint.tf.python.ops.rnn_cell_impl import RNNCell


class CrfDecodeForwardRnnCell(RNNCell):
    """One step forward: the best predecessors."""

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
        new_state = inputs + math_ops.reduce_max_v1(scores, [1])
        return math_ops.cast(math_ops.argmax(scores, 1), dtype="int32"), new_state


class CrfDecodeBackwardRnnCell(RNNCell):
    """One step back along the best predecessors."""

    def __init__(self, num_tags: Any) -> None:
        # TensorFlow does not initialise the layer underneath either
        self._num_tags = num_tags

    @property
    def state_size(self) -> Any:
        return 1

    @property
    def output_size(self) -> Any:
        return 1

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        state = array_ops.squeeze(state, axis=[1])
        batch_size = array_ops.shape(inputs)[0]
        indices = array_ops.stack([math_ops.range(batch_size), state], axis=1)
        tags = array_ops.expand_dims(array_ops.gather_nd(inputs, indices), axis=-1)
        return tags, tags


def crf_decode(potentials: Any, transition_params: Any, sequence_length: Any) -> Any:
    """(the best tags, their score)."""

    def single() -> Any:
        squeezed = array_ops.squeeze(potentials, [1])
        tags = array_ops.expand_dims(math_ops.argmax(squeezed, axis=1), 1)
        best = math_ops.reduce_max_v1(squeezed, axis=1)
        return math_ops.cast(tags, dtype="int32"), best

    def several() -> Any:
        return _decode(potentials, transition_params, sequence_length)

    length = dimension_value(potentials.shape[1]) or array_ops.shape(potentials)[1]
    return smart_cond(math_ops.equal(length, 1), true_fn=single, false_fn=several)


def _decode(potentials: Any, transition_params: Any, sequence_length: Any) -> Any:
    count = dimension_value(potentials.shape[2])
    forward = CrfDecodeForwardRnnCell(transition_params)
    state = array_ops.squeeze(array_ops.slice(potentials, [0, 0, 0], [-1, 1, -1]), axis=[1])
    inputs = array_ops.slice(potentials, [0, 1, 0], [-1, -1, -1])
    shorter = math_ops.maximum(constant_op.constant(0, dtype=sequence_length.dtype), sequence_length - 1)
    pointers, last = rnn.dynamic_rnn(forward, inputs, sequence_length=shorter, initial_state=state, dtype="int32")
    pointers = array_ops.reverse_sequence(pointers, shorter, seq_axis=1, batch_axis=0)
    backward = CrfDecodeBackwardRnnCell(count)
    state = math_ops.cast(math_ops.argmax(last, axis=1), dtype="int32")
    state = array_ops.expand_dims(state, axis=-1)
    tags, _ = rnn.dynamic_rnn(backward, pointers, sequence_length=shorter, initial_state=state, dtype="int32")
    tags = array_ops.concat([state, array_ops.squeeze(tags, axis=[2])], axis=1)
    tags = array_ops.reverse_sequence(tags, sequence_length, seq_axis=1, batch_axis=0)
    return tags, math_ops.reduce_max_v1(last, axis=1)


def viterbi_decode(score: Any, transition_params: Any) -> Any:
    """Decoding in numpy, after a session ran: the values are not known."""
    return Unknown("what viterbi_decode finds"), Unknown("the score that viterbi_decode finds")
