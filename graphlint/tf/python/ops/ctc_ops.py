"""Connectionist temporal classification (ops/ctc_ops.py). Not here: ctc_loss_v2 on dense labels."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import array_shape


def ctc_loss(labels: Any, inputs: Any = None, sequence_length: Any = None, preprocess_collapse_repeated: bool = False,
             ctc_merge_repeated: bool = True, ignore_longer_outputs_than_inputs: bool = False, time_major: bool = True,
             logits: Any = None) -> Tensor:
    if not isinstance(labels, SparseTensor):
        raise TypeError("Expected labels (first argument) to be a SparseTensor")
    inputs = deprecated_argument_lookup("logits", logits, "inputs", inputs)
    if not time_major:
        inputs = array_shape.transpose(inputs, [1, 0, 2])
    found = gen.CTCLoss(inputs, labels.indices, labels.values, sequence_length,
                        preprocess_collapse_repeated=preprocess_collapse_repeated, ctc_merge_repeated=ctc_merge_repeated,
                        ignore_longer_outputs_than_inputs=ignore_longer_outputs_than_inputs)
    return found[0]  # type: ignore[no-any-return]


def ctc_greedy_decoder(inputs: Any, sequence_length: Any, merge_repeated: bool = True) -> tuple[list[Any], Any]:
    indices, values, shape, log_probabilities = gen.CTCGreedyDecoder(inputs, sequence_length, merge_repeated=merge_repeated)
    return [SparseTensor(indices, values, shape)], log_probabilities


def ctc_beam_search_decoder(inputs: Any, sequence_length: Any, beam_width: Any = 100, top_paths: Any = 1,
                            merge_repeated: bool = True) -> tuple[list[Any], Any]:
    indices, values, shapes, log_probabilities = gen.CTCBeamSearchDecoder(
        inputs, sequence_length, beam_width=beam_width, top_paths=top_paths, merge_repeated=merge_repeated)
    return [SparseTensor(*parts) for parts in zip(indices, values, shapes, strict=True)], log_probabilities


def ctc_beam_search_decoder_v2(inputs: Any, sequence_length: Any, beam_width: Any = 100,
                               top_paths: Any = 1) -> tuple[list[Any], Any]:
    return ctc_beam_search_decoder(inputs, sequence_length, beam_width, top_paths, merge_repeated=False)
