"""sequence_loss (contrib/seq2seq/python/ops/loss.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops, nn_ops


def sequence_loss(logits: Any, targets: Any, weights: Any, average_across_timesteps: bool = True,
                  average_across_batch: bool = True, sum_over_timesteps: bool = False, sum_over_batch: bool = False,
                  softmax_loss_function: Any = None, name: Any = None) -> Any:
    """The weighted cross entropy of a batch of sequences."""
    _check(logits, targets, weights)
    if average_across_timesteps and sum_over_timesteps:
        raise ValueError("average_across_timesteps and sum_over_timesteps cannot be set to True at same time.")
    if average_across_batch and sum_over_batch:
        raise ValueError("average_across_batch and sum_over_batch cannot be set to True at same time.")
    with ops.name_scope(name, "sequence_loss", [logits, targets, weights]):
        classes = array_ops.shape(logits)[2]
        flat = array_ops.reshape(logits, [-1, classes])
        targets = array_ops.reshape(targets, [-1])
        function = softmax_loss_function or nn_ops.sparse_softmax_cross_entropy_with_logits
        loss = function(labels=targets, logits=flat)
        loss *= array_ops.reshape(weights, [-1])
        if average_across_timesteps and average_across_batch:
            return _averaged(loss, weights, None)
        if sum_over_timesteps and sum_over_batch:
            return _per_count(loss, weights, None)
        loss = array_ops.reshape(loss, array_ops.shape(logits)[0:2])
        if average_across_timesteps or average_across_batch:
            return _averaged(loss, weights, [0] if average_across_batch else [1])
        if sum_over_timesteps or sum_over_batch:
            return _per_count(loss, weights, [0] if sum_over_batch else [1])
        return loss


def _check(logits: Any, targets: Any, weights: Any) -> None:
    if len(logits.get_shape()) != 3:
        raise ValueError("Logits must be a [batch_size x sequence_length x logits] tensor")
    if len(targets.get_shape()) != 2:
        raise ValueError("Targets must be a [batch_size x sequence_length] tensor")
    if len(weights.get_shape()) != 2:
        raise ValueError("Weights must be a [batch_size x sequence_length] tensor")


def _averaged(loss: Any, weights: Any, axis: Any) -> Any:
    total = math_ops.reduce_sum_v1(loss, axis=axis)
    size = math_ops.reduce_sum_v1(weights, axis=axis)
    if total.graph.release.sequence_loss_div_no_nan:
        return math_ops.div_no_nan(total, size)
    size += 1e-12
    return total / size


def _per_count(loss: Any, weights: Any, axis: Any) -> Any:
    total = math_ops.reduce_sum_v1(loss, axis=axis)
    count = math_ops.cast(math_ops.count_nonzero(weights, axis=axis), total.dtype)
    return math_ops.div_no_nan(total, count)
