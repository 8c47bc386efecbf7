"""Embedding lookups of contrib.layers (contrib/layers/python/layers/embedding_ops.py): safe, unique.

The scattered lookups, which hash through sparse feature crosses, are not modelled.
"""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.framework.tensor_shape import Dimension, dimension_value, unknown_shape
from graphlint.tf.python.ops import array_ops, check_ops, embedding_ops, math_ops, sparse_ops
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
    return weights


def safe_embedding_lookup_sparse(embedding_weights: Any, sparse_ids: Any, sparse_weights: Any = None,
                                 combiner: Any = None, default_id: Any = None, name: Any = None,
                                 partition_strategy: str = "div", max_norm: Any = None) -> Any:
    """Combined embeddings of each row; empty rows and invalid ids give the default's embedding or zeros."""
    dtype = sparse_weights.dtype if sparse_weights is not None else None
    weights = [convert(part, dtype) for part in _parts(embedding_weights)]
    check_ops.assert_same_float_dtype([*weights, sparse_weights])
    combiner = combiner or "mean"
    with ops.name_scope(name, "embedding_lookup", [*weights, sparse_ids, sparse_weights]) as scope:
        shape = sparse_ids.dense_shape
        static_rank = Dimension(dimension_value(shape.get_shape()[0]))
        rank = array_ops.size(shape) if static_rank.value is None else static_rank.value
        rows = math_ops.reduce_prod_v1(array_ops.slice(shape, [0], [rank - 1]))
        sparse_ids = sparse_ops.sparse_reshape(sparse_ids, [rows, array_ops.gather(shape, rank - 1)])
        if sparse_weights is not None:
            sparse_weights = SparseTensor(sparse_ids.indices, sparse_weights.values, sparse_ids.dense_shape)
        sparse_ids, sparse_weights = _pruned(sparse_ids, sparse_weights, combiner)
        sparse_ids, is_empty = sparse_ops.sparse_fill_empty_rows(sparse_ids, default_id or 0)
        if sparse_weights is not None:
            sparse_weights, _ = sparse_ops.sparse_fill_empty_rows(sparse_weights, 1.0)
        result = embedding_ops.embedding_lookup_sparse(
            weights, sparse_ids, sparse_weights, combiner=combiner, partition_strategy=partition_strategy,
            name=None if default_id is None else scope, max_norm=max_norm)
        if default_id is None:
            spread = array_ops.reshape(is_empty, [-1, 1])
            spread = array_ops.tile(spread, array_ops.stack([1, array_ops.shape(result)[1]]))
            result = array_ops.where(spread, array_ops.zeros_like(result), result, name=scope)
        outer = array_ops.slice(math_ops.cast(shape, dtypes.int32), [0], [rank - 1])
        inner = array_ops.slice(array_ops.shape(result), [1], [-1])
        final = array_ops.reshape(result, array_ops.concat([outer, inner], 0))
        final.set_shape(unknown_shape((static_rank - 1).value).concatenate(result.get_shape()[1:]))
        return final


def _pruned(ids: Any, weights: Any, combiner: str) -> tuple[Any, Any]:
    """Without negative ids and, unless sums are wanted, without weights that aren't positive."""
    valid = math_ops.greater_equal(ids.values, 0)
    if weights is None:
        return sparse_ops.sparse_retain(ids, valid), None
    valid = math_ops.logical_and(valid, array_ops.ones_like(weights.values, dtype=dtypes.bool_))
    ids, weights = sparse_ops.sparse_retain(ids, valid), sparse_ops.sparse_retain(weights, valid)
    if combiner == "sum":
        return ids, weights
    positive = math_ops.greater(weights.values, 0)
    return sparse_ops.sparse_retain(ids, positive), sparse_ops.sparse_retain(weights, positive)


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
