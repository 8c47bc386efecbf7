"""Sampled losses beside those of tf.nn (contrib/nn/python/ops/sampling_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.ops import array_ops, nn_ops, nn_sampling


def sampled_sparse_softmax_loss(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: Any, num_classes: Any,
                                sampled_values: Any = None, remove_accidental_hits: Any = True,
                                partition_strategy: Any = "mod", name: Any = "sampled_sparse_softmax_loss") -> Any:
    logits, _ = nn_sampling._compute_sampled_logits(
        weights=weights, biases=biases, labels=labels, inputs=inputs, num_sampled=num_sampled, num_classes=num_classes,
        num_true=1, sampled_values=sampled_values, subtract_log_q=True, remove_accidental_hits=remove_accidental_hits,
        partition_strategy=partition_strategy, name=name)
    first = array_ops.zeros([array_ops.shape(logits)[0], 1], dtype=dtypes.int64)
    return nn_ops.sparse_softmax_cross_entropy_with_logits(labels=array_ops.squeeze(first), logits=logits)
