"""Lookups in decoders (contrib/legacy_seq2seq/python/ops/seq2seq.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.ops import array_ops, math_ops, nn_ops


def lookup(embedding: Any, ids: Any) -> Any:
    from graphlint.tf.python.ops import embedding_ops  # noqa: PLC0415 - only where an embedding is wanted

    return embedding_ops.embedding_lookup(embedding, ids)


def argmax_and_embed(embedding: Any, output_projection: Any = None, update_embedding: bool = True) -> Any:
    """`_extract_argmax_and_embed`: a loop function that embeds the best symbol."""

    def loop_function(previous: Any, _: Any) -> Any:
        if output_projection is not None:
            previous = nn_ops.xw_plus_b(previous, output_projection[0], output_projection[1])
        found = lookup(embedding, math_ops.argmax(previous, 1))
        return found if update_embedding else array_ops.stop_gradient(found)

    return loop_function
