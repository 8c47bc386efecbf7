"""Regularizers of contrib.layers (contrib/layers/python/layers/regularizers.py)."""

from __future__ import annotations

import numbers
from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import math_ops


def _no_loss(_: Any) -> None:
    return None


def _disabled(scale: Any, dot: str) -> bool:
    """Whether a scale of 0 switches a regularizer off. ValueError for integers and negative numbers."""
    if isinstance(scale, numbers.Integral):
        raise ValueError(f"scale cannot be an integer: {scale}")
    if isinstance(scale, numbers.Real):
        if scale < 0.0:
            raise ValueError(f"Setting a scale less than 0 on a regularizer: {float(scale):g}{dot}")
        return scale == 0.0
    return False


def l1_regularizer(scale: Any, scope: Any = None) -> Any:
    if _disabled(scale, ""):
        return _no_loss

    def l1(weights: Any, name: Any = None) -> Any:
        with ops.name_scope(scope, "l1_regularizer", [weights]) as name:
            my_scale = convert(scale, weights.dtype.base_dtype, "scale")
            return gen.Mul(my_scale, math_ops.reduce_sum_v1(math_ops.abs(weights)), name=name)

    return l1


def l2_regularizer(scale: Any, scope: Any = None) -> Any:
    if _disabled(scale, "."):
        return _no_loss

    def l2(weights: Any) -> Any:
        with ops.name_scope(scope, "l2_regularizer", [weights]) as name:
            my_scale = convert(scale, weights.dtype.base_dtype, "scale")
            return gen.Mul(my_scale, gen.L2Loss(weights), name=name)

    return l2


def l1_l2_regularizer(scale_l1: Any = 1.0, scale_l2: Any = 1.0, scope: Any = None) -> Any:
    for label, scale in (("scale_l1", scale_l1), ("scale_l2", scale_l2)):
        if isinstance(scale, numbers.Integral):
            raise ValueError(f"{label} cannot be an integer: {scale}")
    scope = scope or "l1_l2_regularizer"
    if scale_l1 == 0.0:
        return l2_regularizer(scale_l2, scope)
    if scale_l2 == 0.0:
        return l1_regularizer(scale_l1, scope)
    return sum_regularizer([l1_regularizer(scale_l1), l2_regularizer(scale_l2)], scope=scope)


def sum_regularizer(regularizer_list: Any, scope: Any = None) -> Any:
    """The sum of several; None where the list holds none."""
    present = [item for item in regularizer_list if item is not None]
    if not present:
        return None

    def sum_reg(weights: Any) -> Any:
        with ops.name_scope(scope, "sum_regularizer", [weights]) as name:
            losses = [loss for loss in (item(weights) for item in present) if loss is not None]
            return math_ops.add_n(losses, name=name) if losses else None

    return sum_reg


def apply_regularization(regularizer: Any, weights_list: Any = None) -> Any:
    """The summed penalty of weights, added to the regularization losses. ValueError without weights."""
    weights_list = weights_list or ops.get_collection(GraphKeys.WEIGHTS)
    if not weights_list:
        raise ValueError("No weights to regularize.")
    with ops.name_scope("get_regularization_penalty", values=weights_list) as scope:
        found = [regularizer(weights) for weights in weights_list]
        penalties = [constant_op.constant(0.0) if penalty is None else penalty for penalty in found]
        for penalty in penalties:
            rank = penalty.get_shape().ndims
            if rank != 0:
                raise ValueError(f"regularizer must return a scalar Tensor instead of a Tensor with rank {rank}.")
        summed = math_ops.add_n(penalties, name=scope)
        ops.add_to_collection(GraphKeys.REGULARIZATION_LOSSES, summed)
        return summed
