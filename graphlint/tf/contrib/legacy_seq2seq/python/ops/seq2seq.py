"""What `tensorflow.contrib.legacy_seq2seq.python.ops.seq2seq` holds: re-exports."""

from __future__ import annotations

from .attention_decoding import attention_decoder as attention_decoder
from .attention_decoding import embedding_attention_decoder as embedding_attention_decoder
from .embedding_loop import argmax_and_embed as _extract_argmax_and_embed  # noqa: F401 - TensorFlow's own name
from .one_to_many import one2many_rnn_seq2seq as one2many_rnn_seq2seq
from .rnn_decoding import basic_rnn_seq2seq as basic_rnn_seq2seq
from .rnn_decoding import embedding_attention_seq2seq as embedding_attention_seq2seq
from .rnn_decoding import embedding_rnn_decoder as embedding_rnn_decoder
from .rnn_decoding import embedding_rnn_seq2seq as embedding_rnn_seq2seq
from .rnn_decoding import embedding_tied_rnn_seq2seq as embedding_tied_rnn_seq2seq
from .rnn_decoding import rnn_decoder as rnn_decoder
from .rnn_decoding import tied_rnn_seq2seq as tied_rnn_seq2seq
from .sequence_losses import model_with_buckets as model_with_buckets
from .sequence_losses import sequence_loss as sequence_loss
from .sequence_losses import sequence_loss_by_example as sequence_loss_by_example
