"""Initializers of contrib.layers (contrib/layers/python/layers/initializers.py)."""

from __future__ import annotations

import math
from typing import Any

from graphlint.graph.dtypes import as_dtype
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.ops import random_ops

__all__ = ["variance_scaling_initializer", "xavier_initializer", "xavier_initializer_conv2d"]


def xavier_initializer(uniform: bool = True, seed: Any = None, dtype: Any = "float32") -> Any:
    return variance_scaling_initializer(factor=1.0, mode="FAN_AVG", uniform=uniform, seed=seed, dtype=dtype)


xavier_initializer_conv2d = xavier_initializer


def variance_scaling_initializer(factor: float = 2.0, mode: str = "FAN_IN", uniform: bool = False, seed: Any = None,
                                 dtype: Any = "float32") -> Any:
    """Random values whose variance is `factor` over the fan of the mode. TypeError, ValueError as TensorFlow."""
    kind = as_dtype(dtype)
    if not kind.is_floating:
        raise TypeError("Cannot create initializer for non-floating point type.")
    if mode not in ("FAN_IN", "FAN_OUT", "FAN_AVG"):
        raise TypeError(f"Unknown mode {mode} [FAN_IN, FAN_OUT, FAN_AVG]")

    def _initializer(shape: Any, dtype: Any = kind, partition_info: Any = None) -> Any:
        if not as_dtype(dtype).is_floating:
            raise TypeError("Cannot create initializer for non-floating point type.")
        size = _fan(list(shape), mode)
        if uniform:
            limit = math.sqrt(3.0 * factor / size)
            return random_ops.random_uniform(shape, -limit, limit, dtype, seed=seed)
        return random_ops.truncated_normal(shape, 0.0, math.sqrt(1.3 * factor / size), dtype, seed=seed)

    return _initializer


def _fan(shape: list[Any], mode: str) -> float:
    fan_in = fan_out = 1.0
    if shape:
        fan_in = _size(shape[-2 if len(shape) > 1 else -1])
        fan_out = _size(shape[-1])
    for dim in shape[:-2]:
        fan_in *= _size(dim)
        fan_out *= _size(dim)
    return {"FAN_IN": fan_in, "FAN_OUT": fan_out, "FAN_AVG": (fan_in + fan_out) / 2.0}[mode]


def _size(dim: Any) -> float:
    """A size as number; 1 where the trace doesn't know it (only a scale depends on it)."""
    return 1.0 if isinstance(dim, Unknown) else float(dim)
