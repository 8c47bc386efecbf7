"""Decoder and dynamic_decode (contrib/seq2seq/python/ops/decoder.py)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from graphlint.graph.dtypes import as_dtype
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.framework.tensor_util import constant_value
from graphlint.tf.python.ops import array_ops, math_ops, rnn_steps
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.control_flow_while import while_loop
from graphlint.tf.python.ops.rnn_states import zero_state_tensors
from graphlint.tf.python.ops.tensor_array_ops import TensorArray
from graphlint.tf.python.util import nest


@exposed
class Decoder:
    """Made to be subclassed: what happens in one step."""

    @property
    def batch_size(self) -> Any:
        raise NotImplementedError

    @property
    def output_size(self) -> Any:
        raise NotImplementedError

    @property
    def output_dtype(self) -> Any:
        raise NotImplementedError

    def initialize(self, name: Any = None) -> Any:
        raise NotImplementedError

    def step(self, time: Any, inputs: Any, state: Any, name: Any = None) -> Any:
        raise NotImplementedError

    def finalize(self, outputs: Any, final_state: Any, sequence_lengths: Any) -> Any:
        raise NotImplementedError

    @property
    def tracks_own_finished(self) -> bool:
        return False


def dynamic_decode(decoder: Any, output_time_major: bool = False, impute_finished: bool = False,
                   maximum_iterations: Any = None, parallel_iterations: int = 32, swap_memory: bool = False,
                   scope: Any = None, **kwargs: Any) -> Any:
    """Steps of a decoder until all sequences are finished; (outputs, last state, lengths)."""
    if not isinstance(decoder, Decoder):
        raise TypeError(f"Expected decoder to be type Decoder, but saw: {type(decoder)}")
    with vs.variable_scope(scope, "decoder") as var_scope:
        rnn_steps.cache_variables(var_scope)
        limit = None
        if maximum_iterations is not None:
            limit = convert(maximum_iterations, as_dtype("int32"), "maximum_iterations")
            if limit.get_shape().ndims != 0:  # type: ignore[attr-defined]
                raise ValueError("maximum_iterations must be a scalar")
        finished, inputs, state = decoder.initialize()
        loop = _Loop(decoder, impute_finished)
        if limit is not None:
            finished = math_ops.logical_or(finished, limit <= 0)  # type: ignore[operator]
        lengths = array_ops.zeros_like(finished, dtype=as_dtype("int32"))
        time = constant_op.constant(0, dtype="int32")
        arrays = nest.map_structure(loop.array, decoder.output_size, decoder.output_dtype)
        result = while_loop(_goes_on, loop.step, loop_vars=(time, arrays, state, inputs, finished, lengths),
                            parallel_iterations=parallel_iterations, maximum_iterations=limit, swap_memory=swap_memory)
        outputs, final_state, lengths = nest.map_structure(lambda array: array.stack(), result[1]), result[2], result[5]
        with suppress(NotImplementedError):
            outputs, final_state = decoder.finalize(outputs, final_state, lengths)
        if not output_time_major:
            outputs = nest.map_structure(rnn_steps.transpose_batch_time, outputs)
    return outputs, final_state, lengths


def _goes_on(time: Any, arrays: Any, state: Any, inputs: Any, finished: Any, lengths: Any) -> Any:
    return math_ops.logical_not(math_ops.reduce_all_v1(finished))


class _Loop:
    """The zeros for finished sequences, and the body."""

    def __init__(self, decoder: Any, impute_finished: bool) -> None:
        self.decoder = decoder
        self.impute_finished = impute_finished
        batch_size = decoder.batch_size
        self.zero_outputs = nest.map_structure(
            lambda size, dtype: zero_state_tensors(size, batch_size, dtype), decoder.output_size, decoder.output_dtype)

    def array(self, size: Any, dtype: Any) -> TensorArray:
        shape, batch_size = None, self.decoder.batch_size
        if isinstance(size, TensorShape) and size.ndims != 0:
            known = constant_value(convert(batch_size, name="batch_size"))
            shape = TensorShape([None if known is None else int(known)]).concatenate(size)
        return TensorArray(dtype=dtype, size=0, dynamic_size=True, element_shape=shape)

    def step(self, time: Any, arrays: Any, state: Any, inputs: Any, finished: Any, lengths: Any) -> Any:
        outputs, new_state, next_inputs, done = self.decoder.step(time, inputs, state)
        next_finished = done if self.decoder.tracks_own_finished else math_ops.logical_or(done, finished)
        going = math_ops.logical_not(finished)
        next_lengths = array_ops.where(going, array_ops.fill(array_ops.shape(lengths), time + 1), lengths)
        nest.assert_same_structure(state, new_state)
        nest.assert_same_structure(arrays, outputs)
        nest.assert_same_structure(inputs, next_inputs)
        emitted = outputs
        if self.impute_finished:
            emitted = nest.map_structure(lambda out, zero: array_ops.where(finished, zero, out), outputs,
                                         self.zero_outputs)

            def copied(new: Any, current: Any) -> Any:
                if isinstance(current, TensorArray):
                    return new
                new.set_shape(current.shape)
                return new if new.shape.ndims == 0 else array_ops.where(finished, current, new)

            new_state = nest.map_structure(copied, new_state, state)
        arrays = nest.map_structure(lambda array, out: array.write(time, out), arrays, emitted)
        return time + 1, arrays, new_state, next_inputs, next_finished, next_lengths
