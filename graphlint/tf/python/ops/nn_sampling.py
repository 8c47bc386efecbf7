"""Sampled losses: nce_loss and sampled_softmax_loss (ops/nn_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import ops

from . import array_constants, array_joining, array_ops, array_shape, math_basic, math_ops, nn_impl_losses, nn_xent
from .variables import PartitionedVariable


def _sum_rows(x: Any) -> Tensor:
    columns = array_shape.shape(x)[1]  # type: ignore[index]
    ones = array_constants.ones(array_joining.stack([columns, 1]), x.dtype)
    return array_shape.reshape(math_ops.matmul(x, ones), [-1])  # type: ignore[attr-defined]


def _looked_up(params: Any, ids: Any, strategy: Any, dtype: Any) -> Any:
    from . import embedding_ops  # noqa: PLC0415

    found = embedding_ops.embedding_lookup(params, ids, partition_strategy=strategy)
    return found if found.dtype is dtype else math_basic.cast(found, dtype)


def _compute_sampled_logits(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: Any, num_classes: Any,
                            num_true: int = 1, sampled_values: Any = None, subtract_log_q: bool = True,
                            remove_accidental_hits: bool = False, partition_strategy: Any = "mod", name: Any = None,
                            seed: Any = None) -> tuple[Any, Any]:
    from . import candidate_sampling_ops  # noqa: PLC0415

    weights = list(weights) if isinstance(weights, (PartitionedVariable, list)) else [weights]
    with ops.name_scope(name, "compute_sampled_logits", [*weights, biases, inputs, labels]):
        if labels.dtype is not dtypes.int64:
            labels = math_basic.cast(labels, dtypes.int64)
        flat = array_shape.reshape(labels, [-1])
        if sampled_values is None:
            sampled_values = candidate_sampling_ops.log_uniform_candidate_sampler(
                labels, num_true, num_sampled, True, num_classes, seed=seed)
        sampled, true_expected, sampled_expected = (gen.StopGradient(value) for value in sampled_values)
        sampled = math_basic.cast(sampled, dtypes.int64)
        all_ids = array_joining.concat([flat, sampled], 0)
        true_logits, sampled_logits = _logits(weights, biases, inputs, flat, all_ids, num_true, partition_strategy)
        if remove_accidental_hits:
            hits = candidate_sampling_ops.compute_accidental_hits(labels, sampled, num_true=num_true)
            sampled_logits = _without_hits(sampled_logits, hits, labels, num_sampled)
        if subtract_log_q:
            true_logits = true_logits - gen.Log(true_expected)
            sampled_logits = sampled_logits - gen.Log(sampled_expected)
        out_logits = array_joining.concat([true_logits, sampled_logits], 1)
        ones = array_constants.ones_like(true_logits) / num_true  # type: ignore[operator]
        out_labels = array_joining.concat([ones, array_constants.zeros_like(sampled_logits)], 1)
        return out_logits, out_labels


def _logits(weights: Any, biases: Any, inputs: Any, flat: Any, all_ids: Any, num_true: int, strategy: Any,
            ) -> tuple[Any, Any]:
    slice_ = array_ops.slice
    shape, stack = array_shape.shape, array_joining.stack
    all_w = _looked_up(weights, all_ids, strategy, inputs.dtype)
    true_w = slice_(all_w, [0, 0], stack([shape(flat)[0], -1]))  # type: ignore[index]
    sampled_w = slice_(all_w, stack([shape(flat)[0], 0]), [-1, -1])  # type: ignore[index]
    sampled_logits = math_ops.matmul(inputs, sampled_w, transpose_b=True)  # type: ignore[attr-defined]
    all_b = _looked_up(biases, all_ids, strategy, inputs.dtype)
    true_b = slice_(all_b, [0], shape(flat))
    sampled_b = slice_(all_b, shape(flat), [-1])
    dim = shape(true_w)[1:2]  # type: ignore[index]
    true_shape = array_joining.concat([[-1, num_true], dim], 0)
    dots = gen.Mul(array_shape.expand_dims(inputs, 1), array_shape.reshape(true_w, true_shape))
    rows = array_shape.reshape(dots, array_joining.concat([[-1], dim], 0))
    true_logits: Any = array_shape.reshape(_sum_rows(rows), [-1, num_true])
    true_b = array_shape.reshape(true_b, [-1, num_true])
    true_logits = true_logits + true_b
    return true_logits, sampled_logits + sampled_b


def _without_hits(sampled_logits: Any, hits: Any, labels: Any, num_sampled: Any) -> Any:
    """The logits with a very small number added where a sampled class is a true one."""
    indices, ids, weights = hits
    rows = array_shape.reshape(indices, [-1, 1])
    columns = array_shape.reshape(math_basic.cast(ids, dtypes.int32), [-1, 1])
    places = array_joining.concat([rows, columns], 1, "sparse_indices")
    shape = array_joining.concat([array_shape.shape(labels)[:1], array_shape.expand_dims(num_sampled, 0)], 0)  # type: ignore[index]
    if sampled_logits.dtype is not weights.dtype:
        weights = math_basic.cast(weights, sampled_logits.dtype)
    return sampled_logits + gen.SparseToDense(places, shape, weights, default_value=0.0, validate_indices=False)


def nce_loss(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: Any, num_classes: Any, num_true: int = 1,
             sampled_values: Any = None, remove_accidental_hits: bool = False, partition_strategy: Any = "mod",
             name: Any = "nce_loss") -> Tensor:
    logits, targets = _compute_sampled_logits(
        weights, biases, labels, inputs, num_sampled, num_classes, num_true, sampled_values, True, remove_accidental_hits,
        partition_strategy, name)
    losses = nn_impl_losses.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits, name="sampled_losses")
    return _sum_rows(losses)


def nce_loss_v2(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: Any, num_classes: Any,
                num_true: int = 1, sampled_values: Any = None, remove_accidental_hits: bool = False,
                name: Any = "nce_loss") -> Tensor:
    return nce_loss(weights, biases, labels, inputs, num_sampled, num_classes, num_true, sampled_values,
                    remove_accidental_hits, "div", name)


def sampled_softmax_loss(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: Any, num_classes: Any,
                         num_true: int = 1, sampled_values: Any = None, remove_accidental_hits: bool = True,
                         partition_strategy: Any = "mod", name: Any = "sampled_softmax_loss", seed: Any = None) -> Tensor:
    logits, targets = _compute_sampled_logits(
        weights, biases, labels, inputs, num_sampled, num_classes, num_true, sampled_values, True, remove_accidental_hits,
        partition_strategy, name, seed)
    if not stack.world.release.sampled_labels_stop_gradient:
        return nn_xent.softmax_cross_entropy_with_logits(labels=targets, logits=logits)
    targets = gen.StopGradient(targets, name="labels_stop_gradient")
    return nn_xent.softmax_cross_entropy_with_logits_v2(labels=targets, logits=logits)


def sampled_softmax_loss_v2(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: Any, num_classes: Any,
                            num_true: int = 1, sampled_values: Any = None, remove_accidental_hits: bool = True,
                            seed: Any = None, name: Any = "sampled_softmax_loss") -> Tensor:
    return sampled_softmax_loss(weights, biases, labels, inputs, num_sampled, num_classes, num_true, sampled_values,
                                remove_accidental_hits, "div", name, seed)
