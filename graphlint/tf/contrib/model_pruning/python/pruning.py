"""Masks over weights, as they are applied (contrib/model_pruning/python/pruning.py).

Not here: how masks and thresholds are updated (`Pruning`), layers and cells with masks.
"""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import init_ops, math_ops, nn_impl, variable_scope

_MASKS, _THRESHOLDS, _MASKED_WEIGHTS, _WEIGHTS = "masks", "thresholds", "masked_weights", "kernel"
_MASKED_WEIGHT = "weights/masked_weight"


def apply_mask(x: Any, scope: Any = "") -> Any:
    """The weights where a mask of ones and zeros keeps them; a mask is collected once."""
    mask = _untrained("mask", x, scope, x.get_shape(), init_ops.ones_initializer())
    threshold = _untrained("threshold", x, scope, [], init_ops.zeros_initializer())
    masked = math_ops.multiply(mask, x, _MASKED_WEIGHT)
    if not any(mask is known for known in ops.get_collection_ref(_MASKS)):
        for key, value in ((_THRESHOLDS, threshold), (_MASKS, mask), (_MASKED_WEIGHTS, masked), (_WEIGHTS, x)):
            ops.add_to_collection(key, value)
    return masked


def _untrained(name: str, weights: Any, scope: Any, shape: Any, initializer: Any) -> Any:
    with variable_scope.variable_scope(scope):
        return variable_scope.get_variable(
            name, shape, initializer=initializer, trainable=False, dtype=weights.dtype)


def get_masked_weights() -> Any:
    return ops.get_collection(_MASKED_WEIGHTS)


def get_masks() -> Any:
    return ops.get_collection(_MASKS)


def get_thresholds() -> Any:
    return ops.get_collection(_THRESHOLDS)


def get_weights() -> Any:
    return ops.get_collection(_WEIGHTS)


def get_weight_sparsity() -> Any:
    return [nn_impl.zero_fraction(mask) for mask in get_masks()]
