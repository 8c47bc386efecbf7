"""tf.contrib.losses, also slim.losses (contrib/losses/python/losses/loss_ops.py): predictions first, labels second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.tf.contrib.framework.python.ops.arg_scope import add_arg_scope
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import array_ops, math_ops, nn_impl, nn_ops
from graphlint.tf.python.ops.losses.losses_impl import _safe_mean
from graphlint.tf.python.ops.math_basic import library_cast
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup


def _scale_losses(losses: Any, weights: Any) -> Any:
    axis = list(range(max(0, weights.get_shape().ndims), losses.get_shape().ndims))
    reduced = math_ops.reduce_sum_v1(losses, axis=axis)
    return math_ops.reduce_sum_v1(math_ops.multiply(reduced, weights))


def compute_weighted_loss(losses: Any, weights: Any = 1.0, scope: Any = None) -> Any:
    """ValueError where a rank isn't known."""
    with ops.name_scope(scope, "weighted_loss", [losses, weights]):
        losses = convert(losses)
        dtype = losses.dtype
        losses = library_cast(losses, dtypes.float32)
        weights = library_cast(convert(weights), dtypes.float32)
        if losses.get_shape().ndims is None:
            raise ValueError("losses.get_shape().ndims cannot be None")
        shape = weights.get_shape()
        if shape.ndims is None:
            raise ValueError("weights.get_shape().ndims cannot be None")
        if shape.ndims > 1 and shape.dims[-1].is_compatible_with(1):
            weights = array_ops.squeeze(weights, [-1])
        total = _scale_losses(losses, weights)
        count = _num_present(losses, weights)
        mean = _safe_mean(total, count)
        mean = math_ops.cast(mean, dtype)
        add_loss(mean)
        return mean


def _num_present(losses: Any, weights: Any, per_batch: bool = False) -> Any:
    """How many elements have a weight that isn't zero."""
    rank = weights.get_shape().ndims
    if rank == 0:
        number = _num_of_scalar_weight(losses, weights)
    else:
        present = library_cast(math_ops.not_equal(weights, 0), dtypes.float32)
        nonzero = math_ops.reduce_sum_v1(present, axis=list(range(1, rank)))
        rest = array_ops.slice(array_ops.shape(losses), [rank], [-1])
        number = math_ops.multiply(nonzero, library_cast(math_ops.reduce_prod_v1(rest), dtypes.float32))
    return number if per_batch else math_ops.reduce_sum_v1(number)


def _num_of_scalar_weight(losses: Any, weights: Any) -> Any:
    batch = array_ops.reshape(array_ops.slice(array_ops.shape(losses), [0], [1]), [])
    elements = library_cast(array_ops.size(losses), dtypes.float32)
    each = math_ops.div(elements, library_cast(batch, dtypes.float32))
    each = array_ops.where(math_ops.equal(weights, 0), 0.0, each)
    return math_ops.multiply(array_ops.ones(array_ops.reshape(batch, [1])), each)


@add_arg_scope
def add_loss(loss: Any, loss_collection: Any = GraphKeys.LOSSES) -> None:
    if loss_collection:
        ops.add_to_collection(loss_collection, loss)


def get_losses(scope: Any = None, loss_collection: Any = GraphKeys.LOSSES) -> list[Any]:
    return ops.get_collection(loss_collection, scope)


def get_regularization_losses(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.REGULARIZATION_LOSSES, scope)


def get_total_loss(add_regularization_losses: bool = True, name: Any = "total_loss") -> Any:
    losses = get_losses()
    if add_regularization_losses:
        losses += get_regularization_losses()
    return math_ops.add_n(losses, name=name)


@contextmanager
def _floats(scope: Any, default: str, predictions: Any, labels: Any, weights: Any) -> Iterator[tuple[str, Any, Any]]:
    with ops.name_scope(scope, default, [predictions, labels, weights]) as name:
        predictions.get_shape().assert_is_compatible_with(labels.get_shape())
        predictions = library_cast(predictions, dtypes.float32)
        yield name, predictions, library_cast(labels, dtypes.float32)


def absolute_difference(predictions: Any, labels: Any = None, weights: Any = 1.0, scope: Any = None) -> Any:
    with _floats(scope, "absolute_difference", predictions, labels, weights) as (scope, predictions, labels):
        losses = math_ops.abs(math_ops.subtract(predictions, labels))
        return compute_weighted_loss(losses, weights, scope=scope)


def mean_squared_error(predictions: Any, labels: Any = None, weights: Any = 1.0, scope: Any = None) -> Any:
    with _floats(scope, "mean_squared_error", predictions, labels, weights) as (scope, predictions, labels):
        together = stack.world.release.metrics_square_differences
        losses = (math_ops.squared_difference(predictions, labels) if together else
                  math_ops.square(math_ops.subtract(predictions, labels)))
        return compute_weighted_loss(losses, weights, scope=scope)


def log_loss(predictions: Any, labels: Any = None, weights: Any = 1.0, epsilon: Any = 1e-7, scope: Any = None) -> Any:
    with _floats(scope, "log_loss", predictions, labels, weights) as (scope, predictions, labels):
        hits = -math_ops.multiply(labels, math_ops.log(predictions + epsilon))
        rest = 1 - labels
        losses = hits - math_ops.multiply(rest, math_ops.log(1 - predictions + epsilon))
        return compute_weighted_loss(losses, weights, scope=scope)


def cosine_distance(predictions: Any, labels: Any = None, axis: Any = None, weights: Any = 1.0, scope: Any = None,
                    dim: Any = None) -> Any:
    axis = deprecated_argument_lookup("axis", axis, "dim", dim)
    if axis is None:
        raise ValueError("You must specify 'axis'.")
    with _floats(scope, "cosine_distance_loss", predictions, labels, weights) as (scope, predictions, labels):
        losses = 1 - math_ops.reduce_sum_v1(math_ops.multiply(predictions, labels), axis=[axis])
        return compute_weighted_loss(losses, weights, scope=scope)


def hinge_loss(logits: Any, labels: Any = None, scope: Any = None) -> Any:
    with ops.name_scope(scope, "hinge_loss", [logits, labels]):
        logits.get_shape().assert_is_compatible_with(labels.get_shape())
        labels = library_cast(labels, dtypes.float32)
        ones = array_ops.ones_like(labels)
        signs = math_ops.subtract(2 * labels, ones)
        return nn_ops.relu(math_ops.subtract(ones, math_ops.multiply(signs, logits)))


def mean_pairwise_squared_error(predictions: Any, labels: Any = None, weights: Any = 1.0, scope: Any = None) -> Any:
    with _floats(scope, "mean_pairwise_squared_error", predictions, labels, weights) as (scope, predictions, labels):
        weights = library_cast(convert(weights), dtypes.float32)
        diffs = math_ops.subtract(predictions, labels)
        for label, value in (("diffs", diffs), ("weights", weights)):
            if value.get_shape().ndims is None:
                raise ValueError(f"{label}.get_shape().ndims cannot be None")
        axis = list(range(1, diffs.get_shape().ndims))
        squares = math_ops.reduce_sum_v1(math_ops.square(diffs), axis=axis)
        count = _num_present(diffs, weights, per_batch=True)
        first = 2.0 * math_ops.div_no_nan(squares, count, name="value")
        total = math_ops.square(math_ops.reduce_sum_v1(diffs, axis=axis))
        second = 2.0 * math_ops.div_no_nan(total, math_ops.square(count), name="value")
        loss = _scale_losses(first - second, weights)
        any_present = math_ops.reduce_sum_v1(count) > 0
        mean = array_ops.where(any_present, loss, array_ops.zeros_like(loss), name="value")
        add_loss(mean)
        return mean


def sigmoid_cross_entropy(logits: Any, multi_class_labels: Any, weights: Any = 1.0, label_smoothing: Any = 0,
                          scope: Any = None) -> Any:
    labels = multi_class_labels
    with ops.name_scope(scope, "sigmoid_cross_entropy_loss", [logits, labels, weights]) as scope:
        logits.get_shape().assert_is_compatible_with(labels.get_shape())
        labels = math_ops.cast(labels, logits.dtype)
        if label_smoothing > 0:
            labels = labels * (1 - label_smoothing) + 0.5 * label_smoothing
        losses = nn_impl.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits, name="xentropy")  # type: ignore[attr-defined]
        return compute_weighted_loss(losses, weights, scope=scope)


def softmax_cross_entropy(logits: Any, onehot_labels: Any, weights: Any = 1.0, label_smoothing: Any = 0,
                          scope: Any = None) -> Any:
    labels = onehot_labels
    with ops.name_scope(scope, "softmax_cross_entropy_loss", [logits, labels, weights]) as scope:
        logits.get_shape().assert_is_compatible_with(labels.get_shape())
        labels = math_ops.cast(labels, logits.dtype)
        if label_smoothing > 0:
            classes = math_ops.cast(array_ops.shape(labels)[1], logits.dtype)
            rest = label_smoothing / classes
            labels = labels * (1.0 - label_smoothing) + rest
        losses = nn_ops.softmax_cross_entropy_with_logits(labels=labels, logits=logits, name="xentropy")
        return compute_weighted_loss(losses, weights, scope=scope)


def sparse_softmax_cross_entropy(logits: Any, labels: Any, weights: Any = 1.0, scope: Any = None) -> Any:
    with ops.name_scope(scope, "sparse_softmax_cross_entropy_loss", [logits, labels, weights]) as scope:
        labels = array_ops.reshape(labels, shape=[array_ops.shape(labels)[0]])
        losses = nn_ops.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name="xentropy")
        return compute_weighted_loss(losses, weights, scope=scope)
