"""One encoder for several decoders (contrib/legacy_seq2seq/python/ops/seq2seq.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.rnn.python.ops.core_rnn_cell import EmbeddingWrapper, OutputProjectionWrapper
from graphlint.tf.python.ops import rnn
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.rnn_cell_impl import RNNCell

from .rnn_decoding import both_ways, embedding_rnn_decoder


def one2many_rnn_seq2seq(encoder_inputs: Any, decoder_inputs_dict: Any, enc_cell: Any, dec_cells_dict: Any,
                         num_encoder_symbols: Any, num_decoder_symbols_dict: Any, embedding_size: Any,
                         feed_previous: Any = False, dtype: Any = None, scope: Any = None) -> Any:
    """(outputs by name, states by name)."""
    if not isinstance(enc_cell, RNNCell):
        raise TypeError(f"enc_cell is not an RNNCell: {type(enc_cell)}")
    if set(dec_cells_dict) != set(decoder_inputs_dict):
        raise ValueError("keys of dec_cells_dict != keys of decodre_inputs_dict")
    for cell in dec_cells_dict.values():
        if not isinstance(cell, RNNCell):
            raise TypeError(f"dec_cell is not an RNNCell: {type(cell)}")
    outputs, states = {}, {}
    with vs.variable_scope(scope or "one2many_rnn_seq2seq", dtype=dtype) as opened:
        encoder = EmbeddingWrapper(enc_cell, embedding_classes=num_encoder_symbols, embedding_size=embedding_size)
        _, encoder_state = rnn.static_rnn(encoder, encoder_inputs, dtype=opened.dtype)
        for name, inputs in decoder_inputs_dict.items():
            with vs.variable_scope(f"one2many_decoder_{name}"):
                outputs[name], states[name] = _decoded(inputs, encoder_state, dec_cells_dict[name],
                                                       num_decoder_symbols_dict[name], embedding_size, feed_previous)
    return outputs, states


def _decoded(inputs: Any, state: Any, cell: Any, symbols: Any, embedding_size: Any, feed_previous: Any) -> Any:
    wrapped = OutputProjectionWrapper(cell, symbols)

    def decode(feed: bool) -> Any:
        return embedding_rnn_decoder(inputs, state, wrapped, symbols, embedding_size, feed_previous=feed)

    if isinstance(feed_previous, bool):
        return decode(feed_previous)
    return both_ways(feed_previous, len(inputs), lambda: state, decode)
