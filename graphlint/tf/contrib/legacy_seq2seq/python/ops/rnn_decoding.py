"""Encoders and decoders without attention (contrib/legacy_seq2seq/python/ops/seq2seq.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.tf.contrib.rnn.python.ops.core_rnn_cell import EmbeddingWrapper, OutputProjectionWrapper
from graphlint.tf.convert import convert
from graphlint.tf.python.layers import base as base_layer
from graphlint.tf.python.ops import array_ops, rnn
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.control_flow_cond import cond
from graphlint.tf.python.util import nest

from .attention_decoding import embedding_attention_decoder
from .embedding_loop import argmax_and_embed, lookup


def copied(cell: Any) -> Any:
    """A cell of its own with the cells inside; tensors and plain values are shared."""
    found: Any = object.__new__(type(cell))
    vars(found).update(vars(cell))
    for name, value in vars(cell).items():
        if isinstance(value, base_layer.Layer):
            setattr(found, name, copied(value))
        elif type(value) in (list, tuple) and any(isinstance(item, base_layer.Layer) for item in value):
            setattr(found, name, type(value)(copied(item) for item in value))
        elif type(value) in (list, dict):
            setattr(found, name, type(value)(value))
    return found


def rnn_decoder(decoder_inputs: Any, initial_state: Any, cell: Any, loop_function: Any = None,
                scope: Any = None) -> Any:
    """(outputs, state)."""
    with vs.variable_scope(scope or "rnn_decoder"):
        state, outputs, previous = initial_state, [], None
        for i, value in enumerate(decoder_inputs):
            if loop_function is not None and previous is not None:
                with vs.variable_scope("loop_function", reuse=True):
                    value = loop_function(previous, i)
            if i > 0:
                vs.get_variable_scope().reuse_variables()
            output, state = cell(value, state)
            outputs.append(output)
            if loop_function is not None:
                previous = output
    return outputs, state


def basic_rnn_seq2seq(encoder_inputs: Any, decoder_inputs: Any, cell: Any, dtype: Any = "float32",
                      scope: Any = None) -> Any:
    with vs.variable_scope(scope or "basic_rnn_seq2seq"):
        _, state = rnn.static_rnn(copied(cell), encoder_inputs, dtype=dtype)
        return rnn_decoder(decoder_inputs, state, cell)


def tied_rnn_seq2seq(encoder_inputs: Any, decoder_inputs: Any, cell: Any, loop_function: Any = None,
                     dtype: Any = "float32", scope: Any = None) -> Any:
    with vs.variable_scope("combined_tied_rnn_seq2seq"):
        scope = scope or "tied_rnn_seq2seq"
        _, state = rnn.static_rnn(cell, encoder_inputs, dtype=dtype, scope=scope)
        vs.get_variable_scope().reuse_variables()
        return rnn_decoder(decoder_inputs, state, cell, loop_function=loop_function, scope=scope)


def _check_projection(projection: Any, dtype: Any, num_symbols: Any) -> None:
    if projection is not None:
        for value, shape in zip(projection, ([None, num_symbols], [num_symbols]), strict=False):
            convert(value, dtype).get_shape().assert_is_compatible_with(shape)  # type: ignore[attr-defined]


def embedding_rnn_decoder(decoder_inputs: Any, initial_state: Any, cell: Any, num_symbols: Any, embedding_size: Any,
                          output_projection: Any = None, feed_previous: Any = False,
                          update_embedding_for_previous: bool = True, scope: Any = None) -> Any:
    with vs.variable_scope(scope or "embedding_rnn_decoder") as opened:
        _check_projection(output_projection, opened.dtype, num_symbols)
        embedding = vs.get_variable("embedding", [num_symbols, embedding_size])
        loop = argmax_and_embed(embedding, output_projection, update_embedding_for_previous) if feed_previous else None
        return rnn_decoder((lookup(embedding, ids) for ids in decoder_inputs), initial_state, cell, loop_function=loop)


def both_ways(feed_previous: Any, count: int, like: Any, decode: Callable[[bool], Any]) -> Any:
    """A decoder for a tensor `feed_previous`: a cond of feeding the last symbol or the input, sharing variables."""

    def branch(feed: bool) -> Any:
        with vs.variable_scope(vs.get_variable_scope(), reuse=None if feed else True):
            outputs, state = decode(feed)
            return outputs + (nest.flatten(state) if nest.is_nested(state) else [state])

    found = cond(feed_previous, lambda: branch(True), lambda: branch(False))
    states = found[count:]
    model = like()
    return found[:count], nest.pack_sequence_as(model, states) if nest.is_nested(model) else states[0]


def embedding_rnn_seq2seq(encoder_inputs: Any, decoder_inputs: Any, cell: Any, num_encoder_symbols: Any,
                          num_decoder_symbols: Any, embedding_size: Any, output_projection: Any = None,
                          feed_previous: Any = False, dtype: Any = None, scope: Any = None) -> Any:
    with vs.variable_scope(scope or "embedding_rnn_seq2seq") as opened:
        if dtype is not None:
            opened.set_dtype(dtype)
        else:
            dtype = opened.dtype
        encoder = EmbeddingWrapper(copied(cell), embedding_classes=num_encoder_symbols, embedding_size=embedding_size)
        _, encoder_state = rnn.static_rnn(encoder, encoder_inputs, dtype=dtype)
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)

        def decode(feed: bool, update: bool = False) -> Any:
            return embedding_rnn_decoder(decoder_inputs, encoder_state, cell, num_decoder_symbols, embedding_size,
                                         output_projection=output_projection, feed_previous=feed,
                                         update_embedding_for_previous=update)

        if isinstance(feed_previous, bool):
            return decode(feed_previous, True)
        return both_ways(feed_previous, len(decoder_inputs), lambda: encoder_state, decode)


def embedding_tied_rnn_seq2seq(encoder_inputs: Any, decoder_inputs: Any, cell: Any, num_symbols: Any,
                               embedding_size: Any, num_decoder_symbols: Any = None, output_projection: Any = None,
                               feed_previous: Any = False, dtype: Any = None, scope: Any = None) -> Any:
    with vs.variable_scope(scope or "embedding_tied_rnn_seq2seq", dtype=dtype) as opened:
        dtype = opened.dtype
        _check_projection(output_projection, dtype, num_symbols)
        embedding = vs.get_variable("embedding", [num_symbols, embedding_size], dtype=dtype)
        encoded = [lookup(embedding, ids) for ids in encoder_inputs]
        decoded = [lookup(embedding, ids) for ids in decoder_inputs]
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_symbols if num_decoder_symbols is None else num_decoder_symbols)

        def decode(feed: bool, update: bool = False) -> Any:
            loop = argmax_and_embed(embedding, output_projection, update) if feed else None
            return tied_rnn_seq2seq(encoded, decoded, cell, loop_function=loop, dtype=dtype)

        if isinstance(feed_previous, bool):
            return decode(feed_previous, True)
        return both_ways(feed_previous, len(decoder_inputs), lambda: _zero_state(cell, encoder_inputs, dtype), decode)


def _zero_state(cell: Any, encoder_inputs: Any, dtype: Any) -> Any:
    known = encoder_inputs[0].get_shape()[0]
    for other in encoder_inputs[1:]:
        known.merge_with(other.get_shape()[0])
    size = array_ops.shape(encoder_inputs[0])[0] if known.value is None else known.value
    return cell.zero_state(size, dtype)


def embedding_attention_seq2seq(encoder_inputs: Any, decoder_inputs: Any, cell: Any, num_encoder_symbols: Any,
                                num_decoder_symbols: Any, embedding_size: Any, num_heads: int = 1,
                                output_projection: Any = None, feed_previous: Any = False, dtype: Any = None,
                                scope: Any = None, initial_state_attention: bool = False) -> Any:
    with vs.variable_scope(scope or "embedding_attention_seq2seq", dtype=dtype) as opened:
        encoder = EmbeddingWrapper(copied(cell), embedding_classes=num_encoder_symbols, embedding_size=embedding_size)
        outputs, encoder_state = rnn.static_rnn(encoder, encoder_inputs, dtype=opened.dtype)
        states = array_ops.concat([array_ops.reshape(out, [-1, 1, cell.output_size]) for out in outputs], 1)
        size = None
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)
            size = num_decoder_symbols

        def decode(feed: bool, update: bool = False) -> Any:
            return embedding_attention_decoder(
                decoder_inputs, encoder_state, states, cell, num_decoder_symbols, embedding_size, num_heads=num_heads,
                output_size=size, output_projection=output_projection, feed_previous=feed,
                update_embedding_for_previous=update, initial_state_attention=initial_state_attention)

        if isinstance(feed_previous, bool):
            return decode(feed_previous, True)
        return both_ways(feed_previous, len(decoder_inputs), lambda: encoder_state, decode)
