"""Losses on embeddings (contrib/losses/python/metric_learning/metric_loss_ops.py). Not here: the cluster loss."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.ops import array_ops, logging_ops, math_ops, nn_ops, sparse_ops


def pairwise_distance(feature: Any, squared: bool = False) -> Any:
    rows: Any = math_ops.reduce_sum(math_ops.square(feature), axis=[1], keepdims=True)
    columns = math_ops.reduce_sum(math_ops.square(array_ops.transpose(feature)), axis=[0], keepdims=True)
    both: Any = math_ops.add(rows, columns)
    found: Any = both - 2.0 * math_ops.matmul(feature, array_ops.transpose(feature))
    found = math_ops.maximum(found, 0.0)
    error = math_ops.less_equal(found, 0.0)
    if not squared:
        found = math_ops.sqrt(found + math_ops.cast(error, dtypes.float32) * 1e-16)  # type: ignore[operator]
    found = math_ops.multiply(found, math_ops.cast(math_ops.logical_not(error), dtypes.float32))
    number = array_ops.shape(feature)[0]
    apart = array_ops.ones_like(found) - array_ops.diag(array_ops.ones([number]))
    return math_ops.multiply(found, apart)


def contrastive_loss(labels: Any, embeddings_anchor: Any, embeddings_positive: Any, margin: Any = 1.0) -> Any:
    squares = math_ops.squared_difference(embeddings_anchor, embeddings_positive)
    distances: Any = math_ops.sqrt(math_ops.reduce_sum(squares, 1))
    near = math_ops.cast(labels, distances.dtype) * math_ops.square(distances)
    other: Any = 1.0 - math_ops.cast(labels, distances.dtype)
    far = other * math_ops.square(math_ops.maximum(margin - distances, 0.0))
    return math_ops.reduce_mean(near + far, name="contrastive_loss")


def masked_maximum(data: Any, mask: Any, dim: int = 1) -> Any:
    least = math_ops.reduce_min(data, dim, keepdims=True)
    return math_ops.reduce_max(math_ops.multiply(data - least, mask), dim, keepdims=True) + least


def masked_minimum(data: Any, mask: Any, dim: int = 1) -> Any:
    most = math_ops.reduce_max(data, dim, keepdims=True)
    return math_ops.reduce_min(math_ops.multiply(data - most, mask), dim, keepdims=True) + most


def _column(labels: Any) -> Any:
    """Labels as a column. AssertionError for what is no vector."""
    shape = array_ops.shape(labels)
    if shape.get_shape() != 1:
        raise AssertionError
    return array_ops.reshape(labels, [shape[0], 1])


def _same(labels: Any) -> Any:
    return math_ops.equal(labels, array_ops.transpose(labels))


def _positives(adjacency: Any, batch_size: Any) -> Any:
    same: Any = math_ops.cast(adjacency, dtype=dtypes.float32)
    return same - array_ops.diag(array_ops.ones([batch_size]))


def triplet_semihard_loss(labels: Any, embeddings: Any, margin: Any = 1.0) -> Any:
    labels = _column(labels)
    distances = pairwise_distance(embeddings, squared=True)
    adjacency = _same(labels)
    others: Any = math_ops.logical_not(adjacency)
    batch_size = array_ops.size(labels)
    tiled = array_ops.tile(distances, [batch_size, 1])
    tiled_others = array_ops.tile(others, [batch_size, 1])
    beyond = math_ops.greater(tiled, array_ops.reshape(array_ops.transpose(distances), [-1, 1]))
    mask: Any = math_ops.logical_and(tiled_others, beyond)
    count = math_ops.reduce_sum(math_ops.cast(mask, dtype=dtypes.float32), 1, keepdims=True)
    any_beyond = array_ops.reshape(math_ops.greater(count, 0.0), [batch_size, batch_size])
    any_beyond = array_ops.transpose(any_beyond)
    others, mask = math_ops.cast(others, dtype=dtypes.float32), math_ops.cast(mask, dtype=dtypes.float32)
    outside = array_ops.reshape(masked_minimum(tiled, mask), [batch_size, batch_size])
    outside = array_ops.transpose(outside)
    inside = array_ops.tile(masked_maximum(distances, others), [1, batch_size])
    negatives = array_ops.where(any_beyond, outside, inside)
    losses = math_ops.add(margin, distances - negatives)
    positives = _positives(adjacency, batch_size)
    number = math_ops.reduce_sum(positives)
    total = math_ops.reduce_sum(math_ops.maximum(math_ops.multiply(losses, positives), 0.0))
    return math_ops.truediv(total, number, name="triplet_semihard_loss")


def _l2_and_similarity(anchor: Any, positive: Any, reg_lambda: Any) -> tuple[Any, Any]:
    sizes: Any = [math_ops.reduce_mean(math_ops.reduce_sum(math_ops.square(one), 1)) for one in (anchor, positive)]
    l2 = math_ops.multiply(0.25 * reg_lambda, sizes[0] + sizes[1], name="l2loss")
    return l2, math_ops.matmul(anchor, positive, transpose_a=False, transpose_b=True)


def _cross_entropy(similarity: Any, labels: Any, l2: Any, print_losses: Any) -> Any:
    labels /= math_ops.reduce_sum(labels, 1, keepdims=True)
    loss = nn_ops.softmax_cross_entropy_with_logits(logits=similarity, labels=labels)
    loss = math_ops.reduce_mean(loss, name="xentropy")
    if print_losses:
        loss = logging_ops.Print(loss, ["cross entropy:", loss, "l2loss:", l2])
    return l2 + loss


def npairs_loss(labels: Any, embeddings_anchor: Any, embeddings_positive: Any, reg_lambda: Any = 0.002,
                print_losses: Any = False) -> Any:
    l2, similarity = _l2_and_similarity(embeddings_anchor, embeddings_positive, reg_lambda)
    same = math_ops.cast(_same(_column(labels)), dtypes.float32)
    return _cross_entropy(similarity, same, l2, print_losses)


def _adjacency(sparse_labels: Any) -> Any:
    """How many labels each pair shares."""
    count = len(sparse_labels)
    matrix: Any = array_ops.zeros([count, count])
    for i, one in enumerate(sparse_labels):
        for j, other in enumerate(sparse_labels):
            shared = sparse_ops.sparse_reduce_sum(sparse_ops.sparse_minimum(one, other))
            shared = array_ops.expand_dims(math_ops.cast(shared, dtypes.float32), 0)
            shared = array_ops.expand_dims(shared, 1)
            matrix += array_ops.pad(shared, [[i, count - i - 1], [j, count - j - 1]], "CONSTANT")
    return matrix


def npairs_loss_multilabel(sparse_labels: Any, embeddings_anchor: Any, embeddings_positive: Any, reg_lambda: Any = 0.002,
                           print_losses: Any = False) -> Any:
    if not all(isinstance(one, SparseTensor) for one in sparse_labels):
        raise TypeError(f"sparse_labels must be a list of SparseTensors, but got {sparse_labels}")
    with ops.name_scope("NpairsLossMultiLabel"):
        l2, similarity = _l2_and_similarity(embeddings_anchor, embeddings_positive, reg_lambda)
        shared = math_ops.cast(_adjacency(sparse_labels), dtypes.float32)
        return _cross_entropy(similarity, shared, l2, print_losses)


def lifted_struct_loss(labels: Any, embeddings: Any, margin: Any = 1.0) -> Any:
    labels = _column(labels)
    distances = pairwise_distance(embeddings)
    adjacency = _same(labels)
    others = math_ops.logical_not(adjacency)
    batch_size = array_ops.size(labels)
    within = margin - distances
    mask = math_ops.cast(others, dtype=dtypes.float32)
    least = math_ops.reduce_min(within, 1, keepdims=True)
    hardest = math_ops.reduce_max(math_ops.multiply(within - least, mask), 1, keepdims=True) + least
    most: Any = math_ops.maximum(hardest, array_ops.transpose(hardest))
    tiled = array_ops.tile(within, [batch_size, 1])
    tiled_mask = array_ops.tile(mask, [batch_size, 1])
    column = array_ops.reshape(array_ops.transpose(most), [-1, 1])
    summed = math_ops.reduce_sum(math_ops.multiply(math_ops.exp(tiled - column), tiled_mask), 1, keepdims=True)
    left: Any = array_ops.reshape(summed, [batch_size, batch_size])
    losses = most + math_ops.log(left + array_ops.transpose(left))
    losses += distances
    positives = _positives(adjacency, batch_size)
    number: Any = math_ops.reduce_sum(positives) / 2.0  # type: ignore[operator]
    squares = math_ops.square(math_ops.maximum(math_ops.multiply(losses, positives), 0.0))
    return math_ops.truediv(0.25 * math_ops.reduce_sum(squares), number, name="liftedstruct_loss")  # type: ignore[operator]
