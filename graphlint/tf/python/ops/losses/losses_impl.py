"""tf.losses (ops/losses/losses_impl.py): each loss per element, weighted and reduced, in the collection of losses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import (
    array_ops,
    confusion_matrix,
    control_flow_ops,
    math_ops,
    nn_impl,
    nn_ops,
    weights_broadcast_ops,
)
from graphlint.tf.python.ops.math_basic import library_cast
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import util


@exposed
class Reduction:
    """How the losses of the elements become one."""

    NONE = "none"
    SUM = "weighted_sum"
    SUM_OVER_BATCH_SIZE = "weighted_sum_over_batch_size"
    MEAN = "weighted_mean"
    SUM_BY_NONZERO_WEIGHTS = "weighted_sum_by_nonzero_weights"
    SUM_OVER_NONZERO_WEIGHTS = SUM_BY_NONZERO_WEIGHTS

    @classmethod
    def all(cls) -> tuple[str, ...]:
        return (cls.NONE, cls.SUM, cls.MEAN, cls.SUM_OVER_BATCH_SIZE, cls.SUM_OVER_NONZERO_WEIGHTS,
                cls.SUM_BY_NONZERO_WEIGHTS)

    @classmethod
    def validate(cls, key: Any) -> None:
        if key not in cls.all():
            raise ValueError(f"Invalid Reduction Key {key}.")


_DEFAULT = Reduction.SUM_BY_NONZERO_WEIGHTS


def _safe_mean(losses: Any, count: Any) -> Any:
    return _safe_div(math_ops.reduce_sum_v1(losses), count)


def _safe_div(total: Any, count: Any) -> Any:
    """The quotient, zero where the count is."""
    if stack.world.release.loss_div_no_nan:
        return math_ops.div_no_nan(total, count, name="value")
    positive = math_ops.greater(count, 0)
    divisor = array_ops.where(math_ops.equal(count, 0), array_ops.ones_like(count), count)
    return array_ops.where(positive, math_ops.div(total, divisor), array_ops.zeros_like(total), name="value")


def _num_present(losses: Any, weights: Any, per_batch: bool = False) -> Any:
    """How many elements have a weight that isn't zero."""
    if isinstance(weights, float) and weights != 0.0:
        return _num_elements(losses)
    with ops.name_scope(None, "num_present", (losses, weights)) as scope:
        weights = library_cast(weights, dtypes.float32)
        is_zero = math_ops.equal(weights, 0.0)
        present = array_ops.where(is_zero, array_ops.zeros_like(weights), array_ops.ones_like(weights))
        present = weights_broadcast_ops.broadcast_weights(present, losses)
        if not per_batch:
            return math_ops.reduce_sum_v1(present, name=scope)
        axis = math_ops.range(1, array_ops.rank(present))
        return math_ops.reduce_sum_v1(present, axis=axis, keepdims=True, name=scope)


def _num_elements(losses: Any) -> Any:
    with ops.name_scope(None, "num_elements", values=[losses]) as scope:
        return math_ops.cast(array_ops.size(losses, name=scope), dtype=losses.dtype)


def compute_weighted_loss(losses: Any, weights: Any = 1.0, scope: Any = None, loss_collection: Any = GraphKeys.LOSSES,
                          reduction: Any = _DEFAULT) -> Any:
    Reduction.validate(reduction)
    with ops.name_scope(scope, "weighted_loss", (losses, weights)):
        stack.default_graph().extra["last_loss_reduction"] = reduction
        with ops.control_dependencies((weights_broadcast_ops.assert_broadcastable(weights, losses),)):
            losses = convert(losses)
            dtype = losses.dtype
            losses = library_cast(losses, dtypes.float32)
            weights = library_cast(weights, dtypes.float32)
            loss = math_ops.cast(_reduced(losses, weights, math_ops.multiply(losses, weights), reduction), dtype)
            util.add_loss(loss, loss_collection)
            return loss


def _reduced(losses: Any, weights: Any, weighted: Any, reduction: str) -> Any:
    if reduction == Reduction.NONE:
        return weighted
    loss = math_ops.reduce_sum_v1(weighted)
    if reduction == Reduction.MEAN:
        return _safe_mean(loss, math_ops.reduce_sum_v1(array_ops.ones_like(losses) * weights))
    if reduction == Reduction.SUM_BY_NONZERO_WEIGHTS:
        return _safe_mean(loss, _num_present(losses, weights))
    return _safe_mean(loss, _num_elements(losses)) if reduction == Reduction.SUM_OVER_BATCH_SIZE else loss


def _require(**values: Any) -> None:
    for name, value in values.items():
        if value is None:
            raise ValueError(f"{name} must not be None.")


@contextmanager
def _floats(scope: Any, default: str, first: Any, labels: Any, weights: Any) -> Iterator[tuple[str, Any, Any]]:
    """The scope of a loss, the predictions and the labels as floats of one shape."""
    with ops.name_scope(scope, default, (first, labels, weights)) as name:
        first = library_cast(first, dtypes.float32)
        labels = library_cast(labels, dtypes.float32)
        first.get_shape().assert_is_compatible_with(labels.get_shape())
        yield name, first, labels


def absolute_difference(labels: Any, predictions: Any, weights: Any = 1.0, scope: Any = None,
                        loss_collection: Any = GraphKeys.LOSSES, reduction: Any = _DEFAULT) -> Any:
    _require(labels=labels, predictions=predictions)
    with _floats(scope, "absolute_difference", predictions, labels, weights) as (scope, predictions, labels):
        losses = math_ops.abs(math_ops.subtract(predictions, labels))
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def cosine_distance(labels: Any, predictions: Any, axis: Any = None, weights: Any = 1.0, scope: Any = None,
                    loss_collection: Any = GraphKeys.LOSSES, reduction: Any = _DEFAULT, dim: Any = None) -> Any:
    axis = deprecated_argument_lookup("axis", axis, "dim", dim)
    if axis is None:
        raise ValueError("You must specify 'axis'.")
    _require(labels=labels, predictions=predictions)
    with _floats(scope, "cosine_distance_loss", predictions, labels, weights) as (scope, predictions, labels):
        products = math_ops.multiply(predictions, labels)
        losses = 1 - math_ops.reduce_sum_v1(products, axis=(axis,), keepdims=True)
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def hinge_loss(labels: Any, logits: Any, weights: Any = 1.0, scope: Any = None,
               loss_collection: Any = GraphKeys.LOSSES, reduction: Any = _DEFAULT) -> Any:
    _require(labels=labels, logits=logits)
    with _floats(scope, "hinge_loss", logits, labels, weights) as (scope, logits, labels):
        ones = array_ops.ones_like(labels)
        signs = math_ops.subtract(2 * labels, ones)
        losses = nn_ops.relu(math_ops.subtract(ones, math_ops.multiply(signs, logits)))
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def huber_loss(labels: Any, predictions: Any, weights: Any = 1.0, delta: Any = 1.0, scope: Any = None,
               loss_collection: Any = GraphKeys.LOSSES, reduction: Any = _DEFAULT) -> Any:
    _require(labels=labels, predictions=predictions)
    with _floats(scope, "huber_loss", predictions, labels, weights) as (scope, predictions, labels):
        size = math_ops.abs(math_ops.subtract(predictions, labels))
        inner = math_ops.minimum(size, delta)
        if not stack.world.release.huber_named_arithmetic:
            outer = size - inner
            losses = 0.5 * inner**2 + delta * outer
            return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)
        outer = math_ops.subtract(size, inner)
        half = convert(0.5, inner.dtype)
        square = math_ops.multiply(half, math_ops.multiply(inner, inner))
        losses = math_ops.add(square, math_ops.multiply(delta, outer))
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def log_loss(labels: Any, predictions: Any, weights: Any = 1.0, epsilon: Any = 1e-7, scope: Any = None,
             loss_collection: Any = GraphKeys.LOSSES, reduction: Any = _DEFAULT) -> Any:
    _require(labels=labels, predictions=predictions)
    with _floats(scope, "log_loss", predictions, labels, weights) as (scope, predictions, labels):
        hits = -math_ops.multiply(labels, math_ops.log(predictions + epsilon))
        rest = 1 - labels
        losses = hits - math_ops.multiply(rest, math_ops.log(1 - predictions + epsilon))
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def mean_squared_error(labels: Any, predictions: Any, weights: Any = 1.0, scope: Any = None,
                       loss_collection: Any = GraphKeys.LOSSES, reduction: Any = _DEFAULT) -> Any:
    _require(labels=labels, predictions=predictions)
    with _floats(scope, "mean_squared_error", predictions, labels, weights) as (scope, predictions, labels):
        if stack.world.release.losses_square_differences:
            losses = math_ops.squared_difference(predictions, labels)
        else:
            losses = math_ops.square(math_ops.subtract(predictions, labels))
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def mean_pairwise_squared_error(labels: Any, predictions: Any, weights: Any = 1.0, scope: Any = None,
                                loss_collection: Any = GraphKeys.LOSSES) -> Any:
    _require(labels=labels, predictions=predictions)
    with ops.name_scope(scope, "mean_pairwise_squared_error", (predictions, labels, weights)):
        weights = library_cast(weights, dtypes.float32)
        labels = library_cast(labels, dtypes.float32)
        with ops.control_dependencies((weights_broadcast_ops.assert_broadcastable(weights, labels),)):
            predictions = library_cast(predictions, dtypes.float32)
            predictions.get_shape().assert_is_compatible_with(labels.get_shape())
            pairs, count = _pair_differences(math_ops.subtract(predictions, labels), weights)
            loss = math_ops.reduce_sum_v1(math_ops.multiply(pairs, weights))
            any_present = math_ops.reduce_sum_v1(count) > 0
            mean = array_ops.where(any_present, loss, array_ops.zeros_like(loss), name="value")
            util.add_loss(mean, loss_collection)
            return mean


def _pair_differences(diffs: Any, weights: Any) -> tuple[Any, Any]:
    """The squared differences of all pairs of a batch element, and how many elements have weight."""
    axis = math_ops.range(1, array_ops.rank(diffs))
    squares = math_ops.reduce_sum_v1(math_ops.square(diffs), axis=axis, keepdims=True)
    count = _num_present(diffs, weights, per_batch=True)
    release = stack.world.release

    def bounded(number: Any) -> Any:
        return math_ops.maximum(number, 0) if release.loss_div_no_nan else number

    first = 2.0 * _safe_div(squares, bounded(count - 1) if release.pairwise_loss_counts_pairs else count)
    total = math_ops.square(math_ops.reduce_sum_v1(diffs, axis=axis, keepdims=True))
    if release.pairwise_loss_counts_pairs:
        pairs = bounded(math_ops.multiply(count, count - 1))
    else:
        pairs = math_ops.square(count)
    return first - 2.0 * _safe_div(total, pairs), count


def sigmoid_cross_entropy(multi_class_labels: Any, logits: Any, weights: Any = 1.0, label_smoothing: Any = 0,
                          scope: Any = None, loss_collection: Any = GraphKeys.LOSSES,
                          reduction: Any = _DEFAULT) -> Any:
    _require(multi_class_labels=multi_class_labels, logits=logits)
    labels = multi_class_labels
    with ops.name_scope(scope, "sigmoid_cross_entropy_loss", (logits, labels, weights)) as scope:
        logits = convert(logits)
        labels = math_ops.cast(labels, logits.dtype)
        logits.get_shape().assert_is_compatible_with(labels.get_shape())
        if label_smoothing > 0:
            labels = labels * (1 - label_smoothing) + 0.5 * label_smoothing
        losses = nn_impl.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits, name="xentropy")  # type: ignore[attr-defined]
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def softmax_cross_entropy(onehot_labels: Any, logits: Any, weights: Any = 1.0, label_smoothing: Any = 0,
                          scope: Any = None, loss_collection: Any = GraphKeys.LOSSES,
                          reduction: Any = _DEFAULT) -> Any:
    _require(onehot_labels=onehot_labels, logits=logits)
    labels = onehot_labels
    with ops.name_scope(scope, "softmax_cross_entropy_loss", (logits, labels, weights)) as scope:
        logits = convert(logits)
        labels = math_ops.cast(labels, logits.dtype)
        logits.get_shape().assert_is_compatible_with(labels.get_shape())
        if label_smoothing > 0:
            axis = -1 if stack.world.release.smoothing_counts_last_dim else 1
            classes = math_ops.cast(array_ops.shape(labels)[axis], logits.dtype)
            rest = label_smoothing / classes
            labels = labels * (1.0 - label_smoothing) + rest
        if stack.world.release.softmax_loss_stops_labels:
            labels = array_ops.stop_gradient(labels, name="labels_stop_gradient")
            losses = nn_ops.softmax_cross_entropy_with_logits_v2(labels=labels, logits=logits, name="xentropy")
        else:
            losses = nn_ops.softmax_cross_entropy_with_logits(labels=labels, logits=logits, name="xentropy")
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def sparse_softmax_cross_entropy(labels: Any, logits: Any, weights: Any = 1.0, scope: Any = None,
                                 loss_collection: Any = GraphKeys.LOSSES, reduction: Any = _DEFAULT) -> Any:
    _require(labels=labels, logits=logits)
    with ops.name_scope(scope, "sparse_softmax_cross_entropy_loss", (logits, labels, weights)) as scope:
        labels, logits, weights = _remove_squeezable_dimensions(labels, logits, weights, expected_rank_diff=1)
        losses = nn_ops.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name="xentropy")
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def _remove_squeezable_dimensions(labels: Any, predictions: Any, weights: Any = None,
                                  expected_rank_diff: int = 0) -> tuple[Any, Any, Any]:
    """Labels, predictions and weights without a last dim of one that stands in the way."""
    labels, predictions = confusion_matrix.remove_squeezable_dimensions(labels, predictions,
                                                                        expected_rank_diff=expected_rank_diff)
    if weights is None:
        return labels, predictions, weights
    weights = convert(weights)
    rank, labels_rank = weights.get_shape().ndims, labels.get_shape().ndims
    if labels_rank is not None and rank is not None:
        if rank - labels_rank == 1:
            weights = array_ops.squeeze(weights, [-1])
        return labels, predictions, weights
    weights_rank: Any = array_ops.rank(weights)
    difference = weights_rank - array_ops.rank(labels)
    if rank is None or (rank > 0 and weights.get_shape().dims[-1].is_compatible_with(1)):
        original = weights
        weights = control_flow_ops.cond(math_ops.equal(1, difference), lambda: array_ops.squeeze(original, [-1]),
                                        lambda: original)
    return labels, predictions, weights
