"""Decoders with attention over the states of an encoder (contrib/legacy_seq2seq/python/ops/seq2seq.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.rnn.python.ops.core_rnn_cell import Linear
from graphlint.tf.convert import convert
from graphlint.tf.python.ops import array_ops, math_ops, nn_ops
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.util import nest

from .embedding_loop import argmax_and_embed, lookup


def attention_decoder(decoder_inputs: Any, initial_state: Any, attention_states: Any, cell: Any,
                      output_size: Any = None, num_heads: int = 1, loop_function: Any = None, dtype: Any = None,
                      scope: Any = None, initial_state_attention: bool = False) -> Any:
    """(outputs, state) of a decoder that attends in each step."""
    if not decoder_inputs:
        raise ValueError("Must provide at least 1 input to attention decoder.")
    if num_heads < 1:
        raise ValueError("With less than 1 heads, use a non-attention decoder.")
    if attention_states.get_shape()[2].value is None:
        raise ValueError(f"Shape[2] of attention_states must be known: {attention_states.get_shape()}")
    output_size = cell.output_size if output_size is None else output_size
    with vs.variable_scope(scope or "attention_decoder", dtype=dtype) as opened:
        heads = _Heads(decoder_inputs, attention_states, num_heads, opened.dtype)
        state, outputs, previous = initial_state, [], None
        attns = heads.start(initial_state, initial_state_attention)
        for i, value in enumerate(decoder_inputs):
            if i > 0:
                vs.get_variable_scope().reuse_variables()
            if loop_function is not None and previous is not None:
                with vs.variable_scope("loop_function", reuse=True):
                    value = loop_function(previous, i)
            output, state = cell(heads.inputs(value, attns), state)
            if i == 0 and initial_state_attention:
                with vs.variable_scope(vs.get_variable_scope(), reuse=True):
                    attns = heads.attend(state)
            else:
                attns = heads.attend(state)
            output = heads.output(output, attns, output_size)
            if loop_function is not None:
                previous = output
            outputs.append(output)
    return outputs, state


class _Heads:
    """The features of the encoder's states, for each head."""

    def __init__(self, decoder_inputs: Any, states: Any, count: int, dtype: Any) -> None:
        self.dtype = dtype
        batch_size = array_ops.shape(decoder_inputs[0])[0]
        self.length = states.get_shape()[1].value
        if self.length is None:
            self.length = array_ops.shape(states)[1]
        self.size = size = states.get_shape()[2].value
        self.hidden = array_ops.reshape(states, [-1, self.length, 1, size])
        self.features, self.vectors = [], []
        for head in range(count):
            k = vs.get_variable(f"AttnW_{head}", [1, 1, size, size], dtype=dtype)
            self.features.append(nn_ops.conv2d(self.hidden, k, [1, 1, 1, 1], "SAME"))
            self.vectors.append(vs.get_variable(f"AttnV_{head}", [size], dtype=dtype))
        self.batch_size = batch_size

    def start(self, initial_state: Any, initial_state_attention: bool) -> list[Any]:
        shape = array_ops.stack([self.batch_size, self.size])
        zeros = [array_ops.zeros(shape, dtype=self.dtype) for _ in self.vectors]
        for tensor in zeros:
            tensor.set_shape([None, self.size])
        return self.attend(initial_state) if initial_state_attention else zeros

    def attend(self, query: Any) -> list[Any]:
        if nest.is_nested(query):
            query = array_ops.concat(nest.flatten(query), 1)
        found = []
        for head, (features, vector) in enumerate(zip(self.features, self.vectors, strict=True)):
            with vs.variable_scope(f"Attention_{head}"):
                y = Linear(query, self.size, True)(query)
                y = math_ops.cast(array_ops.reshape(y, [-1, 1, 1, self.size]), self.dtype)
                s = math_ops.reduce_sum_v1(vector * math_ops.tanh(features + y), [2, 3])
                a = math_ops.cast(nn_ops.softmax(math_ops.cast(s, dtype="float32")), self.dtype)
                weighted = array_ops.reshape(a, [-1, self.length, 1, 1]) * self.hidden
                d = math_ops.reduce_sum_v1(weighted, [1, 2])
                found.append(array_ops.reshape(d, [-1, self.size]))
        return found

    def inputs(self, value: Any, attns: list[Any]) -> Any:
        size = value.get_shape().with_rank(2)[1]
        if size.value is None:
            raise ValueError(f"Could not infer input size from input: {value.name}")
        joined = [math_ops.cast(part, self.dtype) for part in [value, *attns]]
        return Linear(joined, size, True)(joined)

    def output(self, output: Any, attns: list[Any], size: Any) -> Any:
        with vs.variable_scope("AttnOutputProjection"):
            joined = [math_ops.cast(output, self.dtype), *attns]
            return Linear(joined, size, True)(joined)


def embedding_attention_decoder(decoder_inputs: Any, initial_state: Any, attention_states: Any, cell: Any,
                                num_symbols: Any, embedding_size: Any, num_heads: int = 1, output_size: Any = None,
                                output_projection: Any = None, feed_previous: Any = False,
                                update_embedding_for_previous: bool = True, dtype: Any = None, scope: Any = None,
                                initial_state_attention: bool = False) -> Any:
    """The same with embedded inputs; `feed_previous` reads the best symbol of the step before."""
    output_size = cell.output_size if output_size is None else output_size
    if output_projection is not None:
        biases = convert(output_projection[1], dtype)
        biases.get_shape().assert_is_compatible_with([num_symbols])  # type: ignore[attr-defined]
    with vs.variable_scope(scope or "embedding_attention_decoder", dtype=dtype):
        embedding = vs.get_variable("embedding", [num_symbols, embedding_size])
        loop = argmax_and_embed(embedding, output_projection, update_embedding_for_previous) if feed_previous else None
        embedded = [lookup(embedding, ids) for ids in decoder_inputs]
        return attention_decoder(embedded, initial_state, attention_states, cell, output_size=output_size,
                                 num_heads=num_heads, loop_function=loop,
                                 initial_state_attention=initial_state_attention)
