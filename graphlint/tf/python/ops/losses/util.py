"""The collections of losses and their sums; weights of samples (ops/losses/util.py)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import (
    array_ops,
    check_ops,
    confusion_matrix,
    control_flow_ops,
    math_ops,
    weights_broadcast_ops,
)


def add_loss(loss: Any, loss_collection: Any = GraphKeys.LOSSES) -> None:
    if loss_collection:
        ops.add_to_collection(loss_collection, loss)


def get_losses(scope: Any = None, loss_collection: Any = GraphKeys.LOSSES) -> list[Any]:
    return ops.get_collection(loss_collection, scope)


def get_regularization_losses(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.REGULARIZATION_LOSSES, scope)


def get_regularization_loss(scope: Any = None, name: Any = "total_regularization_loss") -> Any:
    losses = get_regularization_losses(scope)
    return math_ops.add_n(losses, name=name) if losses else constant_op.constant(0.0)


def get_total_loss(add_regularization_losses: bool = True, name: Any = "total_loss", scope: Any = None) -> Any:
    losses = get_losses(scope=scope)
    if add_regularization_losses:
        losses += get_regularization_losses(scope=scope)
    return math_ops.add_n(losses, name=name)


def squeeze_or_expand_dimensions(y_pred: Any, y_true: Any = None, sample_weight: Any = None) -> Any:
    """Predictions, labels and weights with ranks that go together, by squeezing or adding a last dim."""
    if y_true is not None:
        y_true, y_pred = _matched(y_true, y_pred)
    if sample_weight is None:
        return y_pred, y_true
    return y_pred, y_true, _weights_matched(convert(sample_weight), y_pred)


def _matched(y_true: Any, y_pred: Any) -> Any:
    ranks = y_true.shape.ndims, y_pred.shape.ndims
    if None not in ranks:
        if ranks[1] - ranks[0] != 1 or y_pred.shape[-1] == 1:
            return confusion_matrix.remove_squeezable_dimensions(y_true, y_pred)
        return y_true, y_pred
    difference = array_ops.rank(y_pred) - array_ops.rank(y_true)

    def squeeze() -> Any:
        return confusion_matrix.remove_squeezable_dimensions(y_true, y_pred)

    last_is_one = math_ops.equal(1, array_ops.shape(y_pred)[-1])
    return control_flow_ops.cond(
        math_ops.equal(1, difference),
        lambda: control_flow_ops.cond(last_is_one, squeeze, lambda: (y_true, y_pred)), squeeze)


def _weights_matched(weights: Any, y_pred: Any) -> Any:
    rank, wanted = weights.shape.ndims, y_pred.shape.ndims
    if rank == 0:
        return weights
    if rank is not None and wanted is not None:
        if rank - wanted == 1:
            return array_ops.squeeze(weights, [-1])
        return array_ops.expand_dims(weights, [-1]) if wanted - rank == 1 else weights
    rank_tensor = array_ops.rank(weights)
    difference = rank_tensor - array_ops.rank(y_pred)

    def expand() -> Any:
        return control_flow_ops.cond(math_ops.equal(difference, -1), lambda: array_ops.expand_dims(weights, [-1]),
                                     lambda: weights)

    def adjust() -> Any:
        return control_flow_ops.cond(math_ops.equal(difference, 1), lambda: array_ops.squeeze(weights, [-1]), expand)

    return control_flow_ops.cond(math_ops.equal(rank_tensor, 0), lambda: weights, adjust)


def scale_losses_by_sample_weight(losses: Any, sample_weight: Any) -> Any:
    losses = math_ops.cast(losses, dtypes.float32)
    sample_weight = math_ops.cast(sample_weight, dtypes.float32)
    losses, _, sample_weight = squeeze_or_expand_dimensions(losses, None, sample_weight)
    return math_ops.multiply(losses, weights_broadcast_ops.broadcast_weights(sample_weight, losses))


@contextmanager
def check_per_example_loss_rank(per_example_loss: Any) -> Iterator[None]:
    """ValueError for a scalar; an assertion around the block where the rank isn't known."""
    rank = per_example_loss.shape.rank
    text = "Invalid value passed for `per_example_loss`. Expected a tensor with at least rank 1"
    if rank == 0:
        raise ValueError(f"{text}, received: {per_example_loss}")
    if rank is not None:
        yield
        return
    check = check_ops.assert_greater_equal(array_ops.rank(per_example_loss), math_ops.cast(1, dtype=dtypes.int32),
                                           message=f"{text}.")
    with ops.control_dependencies([check]):
        yield
