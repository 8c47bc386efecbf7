"""Embeddings of sequences and bags of words (contrib/layers/python/layers/encoders.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops import variables
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.ops import embedding_ops, math_ops, variable_scope

from . import embedding_ops as contrib_embedding_ops


def bow_encoder(ids: Any, vocab_size: Any, embed_dim: Any, sparse_lookup: bool = True, initializer: Any = None,
                regularizer: Any = None, trainable: bool = True, scope: Any = None, reuse: Any = None) -> Any:
    """The mean of the embeddings of each row. ValueError without sizes, TypeError for sparse ids looked up densely."""
    from graphlint.tf.contrib.layers.python.ops import sparse_ops  # noqa: PLC0415

    if not vocab_size or not embed_dim:
        raise ValueError("Must specify vocab size and embedding dimension")
    with variable_scope.variable_scope(scope, "bow_encoder", [ids], reuse=reuse):
        embeddings = variables.model_variable("embeddings", shape=[vocab_size, embed_dim], initializer=initializer,
                                              regularizer=regularizer, trainable=trainable)
        sparse = isinstance(ids, SparseTensor)
        if sparse_lookup:
            sparse_ids = ids if sparse else sparse_ops.dense_to_sparse_tensor(ids)
            return contrib_embedding_ops.safe_embedding_lookup_sparse([embeddings], sparse_ids, combiner="mean",
                                                                      default_id=0)
        if sparse:
            raise TypeError("ids are expected to be dense Tensor, got: %s", ids)
        return math_ops.reduce_mean_v1(embedding_ops.embedding_lookup(embeddings, ids), axis=1)


def embed_sequence(ids: Any, vocab_size: Any = None, embed_dim: Any = None, unique: bool = False,
                   initializer: Any = None, regularizer: Any = None, trainable: bool = True, scope: Any = None,
                   reuse: Any = None) -> Any:
    """The embedding of each id. ValueError without sizes and without reuse."""
    if not (reuse or (vocab_size and embed_dim)):
        raise ValueError("Must specify vocab size and embedding dimension when not reusing. Got "
                         f"vocab_size={vocab_size} and embed_dim={embed_dim}")
    with variable_scope.variable_scope(scope, "EmbedSequence", [ids], reuse=reuse):
        unknown = (reuse and vocab_size is None) or embed_dim is None
        embeddings = variables.model_variable("embeddings", shape=None if unknown else [vocab_size, embed_dim],
                                              initializer=initializer, regularizer=regularizer, trainable=trainable)
        if unique:
            return contrib_embedding_ops.embedding_lookup_unique(embeddings, ids)
        return embedding_ops.embedding_lookup(embeddings, ids)
