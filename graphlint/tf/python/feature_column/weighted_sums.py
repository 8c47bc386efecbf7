"""A column's part of a linear model (feature_column.py, feature_column_v2.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.ops import array_ops, embedding_ops, math_ops, sparse_ops

from .features import CategoricalColumn, Features


def weighted_sum(column: Any, inputs: Features, sparse_combiner: str, weights: Any) -> Any:
    if isinstance(column, CategoricalColumn):
        return _of_ids(column.sparse(inputs), sparse_combiner, weights)
    tensor = column.dense(inputs)
    count = column.variable_shape.num_elements()
    batch = array_ops.shape(tensor)[0]
    return math_ops.matmul(array_ops.reshape(tensor, shape=(batch, count)), weights, name="weighted_sum")


def _of_ids(pair: Any, sparse_combiner: str, weights: Any) -> Any:
    ids, id_weights = (None if part is None else _rows(part) for part in pair)
    return embedding_ops.safe_embedding_lookup_sparse(weights, ids, sparse_weights=id_weights, combiner=sparse_combiner,
                                                      name="weighted_sum")


def _rows(tensor: Any) -> Any:
    return sparse_ops.sparse_reshape(tensor, [array_ops.shape(tensor)[0], -1])
