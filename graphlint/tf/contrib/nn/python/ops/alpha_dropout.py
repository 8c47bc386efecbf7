"""Dropout that keeps mean and variance of self-normalizing networks (contrib/nn/python/ops/alpha_dropout.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.ops import array_ops, math_ops, random_ops

_ALPHA = -1.7580993408473766


def alpha_dropout(x: Any, keep_prob: Any, noise_shape: Any = None, seed: Any = None, name: Any = None) -> Any:
    with ops.name_scope(name, "alpha_dropout", [x]):
        x = convert(x, None, "x")
        if isinstance(keep_prob, (int, float)) and not 0 < keep_prob <= 1.0:
            raise ValueError(f"keep_prob must be a scalar tensor or a float in the range (0, 1], got {keep_prob:g}")
        keep: Any = convert(keep_prob, x.dtype, "keep_prob")
        keep.get_shape().assert_has_rank(0)
        if tensor_util.constant_value(keep) == 1:
            return x
        shape = array_ops.shape(x) if noise_shape is None else noise_shape
        noise = random_ops.random_uniform(shape, seed=seed, dtype=x.dtype)
        kept: Any = math_ops.cast(math_ops.greater_equal(noise, 1 - keep), x.dtype)
        x = x * kept + _ALPHA * (1 - kept)
        a = (keep + keep * (1 - keep) * _ALPHA**2) ** -0.5
        b = -a * _ALPHA * (1 - keep)
        return a * x + b
