"""Losses over lists of steps, and models with buckets (contrib/legacy_seq2seq/python/ops/seq2seq.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops, nn_ops
from graphlint.tf.python.ops import variable_scope as vs


def sequence_loss_by_example(logits: Any, targets: Any, weights: Any, average_across_timesteps: bool = True,
                             softmax_loss_function: Any = None, name: Any = None) -> Any:
    """The weighted cross entropy of each example."""
    if len(targets) != len(logits) or len(weights) != len(logits):
        raise ValueError("Lengths of logits, weights, and targets must be the same "
                         f"{len(logits)}, {len(weights)}, {len(targets)}.")
    with ops.name_scope(name, "sequence_loss_by_example", logits + targets + weights):
        losses = []
        for logit, target, weight in zip(logits, targets, weights, strict=True):
            if softmax_loss_function is None:
                target = array_ops.reshape(target, [-1])
                loss = nn_ops.sparse_softmax_cross_entropy_with_logits(labels=target, logits=logit)
            else:
                loss = softmax_loss_function(labels=target, logits=logit)
            losses.append(loss * weight)
        total = math_ops.add_n(losses)
        if average_across_timesteps:
            size = math_ops.add_n(weights)
            size += 1e-12
            total /= size
    return total


def sequence_loss(logits: Any, targets: Any, weights: Any, average_across_timesteps: bool = True,
                  average_across_batch: bool = True, softmax_loss_function: Any = None, name: Any = None) -> Any:
    """The same over a batch."""
    with ops.name_scope(name, "sequence_loss", logits + targets + weights):
        cost = math_ops.reduce_sum_v1(sequence_loss_by_example(
            logits, targets, weights, average_across_timesteps=average_across_timesteps,
            softmax_loss_function=softmax_loss_function))
        if not average_across_batch:
            return cost
        batch_size = array_ops.shape(targets[0])[0]
        return cost / math_ops.cast(batch_size, cost.dtype)


def model_with_buckets(encoder_inputs: Any, decoder_inputs: Any, targets: Any, weights: Any, buckets: Any, seq2seq: Any,
                       softmax_loss_function: Any = None, per_example_loss: bool = False, name: Any = None) -> Any:
    """(outputs, losses), one of each a bucket."""
    encoder_length, decoder_length = buckets[-1][0], buckets[-1][1]
    for values, length, what in ((encoder_inputs, encoder_length, "encoder_inputs"),
                                 (targets, decoder_length, "targets"), (weights, decoder_length, "weights")):
        if len(values) < length:
            raise ValueError(f"Length of {what} ({len(values)}) must be at least that of last bucket ({length}).")
    loss_of = sequence_loss_by_example if per_example_loss else sequence_loss
    losses, outputs = [], []
    with ops.name_scope(name, "model_with_buckets", encoder_inputs + decoder_inputs + targets + weights):
        for number, bucket in enumerate(buckets):
            with vs.variable_scope(vs.get_variable_scope(), reuse=True if number > 0 else None):
                found, _ = seq2seq(encoder_inputs[: bucket[0]], decoder_inputs[: bucket[1]])
                outputs.append(found)
                losses.append(loss_of(found, targets[: bucket[1]], weights[: bucket[1]],
                                      softmax_loss_function=softmax_loss_function))
    return outputs, losses
