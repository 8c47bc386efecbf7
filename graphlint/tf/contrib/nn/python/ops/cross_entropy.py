"""Cross entropies with their arguments in the order of old releases (contrib/nn/python/ops/cross_entropy.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.ops import nn_impl, nn_ops


def deprecated_flipped_softmax_cross_entropy_with_logits(logits: Any, labels: Any, dim: Any = -1, name: Any = None) -> Any:
    return nn_ops.softmax_cross_entropy_with_logits(labels=labels, logits=logits, dim=dim, name=name)


def deprecated_flipped_sparse_softmax_cross_entropy_with_logits(logits: Any, labels: Any, name: Any = None) -> Any:
    return nn_ops.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name=name)


def deprecated_flipped_sigmoid_cross_entropy_with_logits(logits: Any, targets: Any, name: Any = None) -> Any:
    return nn_impl.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits, name=name)
