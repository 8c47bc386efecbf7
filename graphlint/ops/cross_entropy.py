"""SoftmaxCrossEntropyWithLogits, its sparse form and InTopK: shapes and kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes, ShapeError, broadcast

from .activation import log_softmax_of
from .inference import InferenceContext
from .registry import kernel, shape
from .spatial import merged


@shape("SoftmaxCrossEntropyWithLogits")
def softmax_cross_entropy_shape(c: InferenceContext) -> list[Dims]:
    logits, labels = c.inputs[0].dims, c.inputs[1].dims
    clashes = Clashes()
    if logits is None or len(logits) == 2:
        try:
            found = merged(c.with_rank(0, 2), labels, clashes)
        except ShapeError:
            found = None
        if found is not None:
            return clashes.finish([(found[0],), found])
    try:
        found = broadcast(logits, labels)
    except ShapeError as error:
        if error.static:
            raise
        error.result = [(error.result[0],), error.result]  # type: ignore[index]
        raise
    if found is None:
        raise ShapeError("Shape must be broadcasted with rank 2, but is rank is unknown.")
    if len(found) != 2:
        raise ShapeError(f"Shape must be broadcasted with rank 2, but is rank {len(found)}")
    return [(found[0],), found]


@shape("SparseSoftmaxCrossEntropyWithLogits")
def sparse_softmax_cross_entropy_shape(c: InferenceContext) -> list[Dims]:
    features, labels = c.with_rank(0, 2), c.with_rank(1, 1)
    assert features is not None
    assert labels is not None
    clashes = Clashes()
    batch = clashes.equal(features[0], labels[0], 0)
    return clashes.finish([(batch,), (batch, features[1])])


@shape("InTopK", "InTopKV2")
def in_top_k_shape(c: InferenceContext) -> list[Dims]:
    predictions, targets = c.with_rank(0, 2), c.with_rank(1, 1)
    assert predictions is not None
    assert targets is not None
    clashes = Clashes()
    batch = clashes.equal(predictions[0], targets[0], 0)
    return clashes.finish([(batch,)])


@kernel("SoftmaxCrossEntropyWithLogits")
def softmax_cross_entropy(k: Any, logits: Any, labels: Any) -> Any:
    logits, labels = np.broadcast_arrays(logits, labels)
    logs = log_softmax_of(logits)
    return -(labels * logs).sum(-1), np.exp(logs) - labels


@kernel("SparseSoftmaxCrossEntropyWithLogits")
def sparse_softmax_cross_entropy(k: Any, logits: Any, labels: Any) -> Any:
    classes = logits.shape[-1]
    if len(labels) and (labels.min() < 0 or labels.max() >= classes):
        bad = int(labels[(labels < 0) | (labels >= classes)][0])
        raise ValueError(f"Received a label value of {bad} which is outside the valid range of [0, {classes}).")
    logs = log_softmax_of(logits)
    rows = np.arange(len(labels))
    grad = np.exp(logs)
    grad[rows, labels] -= 1
    return -logs[rows, labels], grad


@kernel("InTopK", "InTopKV2")
def in_top_k(k: Any, predictions: Any, targets: Any, count: Any = None) -> Any:
    count = k.attr("k") if count is None else int(count)
    wanted = np.take_along_axis(predictions, np.asarray(targets)[:, None].astype(np.int64), 1)
    return ((predictions > wanted).sum(1) < count) & np.isfinite(wanted[:, 0])
