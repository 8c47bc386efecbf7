"""Embedding lookups of contrib.layers (contrib/layers/python/layers/embedding_ops.py): safe, unique.

The scattered lookups, which hash through sparse feature crosses, are not modelled.
"""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, embedding_ops, math_ops
from graphlint.tf.python.ops.partitioned import PartitionedVariable


def _parts(weights: Any) -> list[Any]:
    if weights is None:
        raise ValueError(f"Missing embedding_weights {weights}.")
    if isinstance(weights, PartitionedVariable):
        weights = list(weights)
    if not isinstance(weights, list):
        weights = [weights]
    if not weights:
        raise ValueError(f"Missing embedding_weights {weights}.")
    return list(weights)


def safe_embedding_lookup_sparse(embedding_weights: Any, sparse_ids: Any, sparse_weights: Any = None,
                                 combiner: Any = None, default_id: Any = None, name: Any = None,
                                 partition_strategy: str = "div", max_norm: Any = None) -> Any:
    """Combined embeddings of each row; empty rows and invalid ids give the default's embedding or zeros."""
    dtype = sparse_weights.dtype if sparse_weights is not None else None
    weights = [convert(part, dtype) for part in _parts(embedding_weights)]
    check_ops.assert_same_float_dtype([*weights, sparse_weights])
    return embedding_ops.safe_embedding_lookup_sparse(weights, sparse_ids, sparse_weights, combiner or "mean", default_id,
                                                      name, partition_strategy, max_norm)


def embedding_lookup_unique(params: Any, ids: Any, partition_strategy: str = "mod", name: Any = None) -> Any:
    """Each different id looked up once."""
    with ops.name_scope(name, "EmbeddingLookupUnique", [params, ids]):
        ids = convert(ids)
        shape = array_ops.shape(ids)
        flat = array_ops.reshape(ids, math_ops.reduce_prod_v1(shape, keepdims=True))
        unique, index = array_ops.unique(flat)
        found = embedding_ops.embedding_lookup(params, unique, partition_strategy)
        embeds = array_ops.gather(found, index)
        embeds = array_ops.reshape(embeds, array_ops.concat([shape, array_ops.shape(found)[1:]], 0))
        embeds.set_shape(ids.get_shape().concatenate(found.get_shape()[1:]))
        return embeds
