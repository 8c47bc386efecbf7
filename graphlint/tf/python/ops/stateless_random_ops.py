"""Random tensors of a seed given as a tensor (ops/stateless_random_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops

from .random_ops import UNIFORM_TYPES, shape_tensor


def stateless_random_uniform(shape: Any, seed: Any, minval: Any = 0, maxval: Any = None, dtype: Any = dtypes.float32,
                             name: Any = None) -> Tensor:
    kind = as_dtype(dtype)
    if kind not in UNIFORM_TYPES:
        raise ValueError(f"Invalid dtype {kind!r}")
    if maxval is None:
        if kind.is_integer:
            raise ValueError(f"Must specify maxval for integer dtype {kind!r}")
        maxval = 1
    with ops.name_scope(name, "stateless_random_uniform", [shape, seed, minval, maxval]) as scope:
        tensor = shape_tensor(shape)
        low = convert(minval, kind, "min")
        high: Any = convert(maxval, kind, "max")
        if kind.is_integer:
            return gen.StatelessRandomUniformInt(tensor, seed, low, high, name=scope)  # type: ignore[no-any-return]
        drawn = gen.StatelessRandomUniform(tensor, seed, dtype=kind)
        return gen.Add(drawn * (high - low), low, name=scope)  # type: ignore[no-any-return]


def _scaled(default: str, op_type: str, shape: Any, seed: Any, mean: Any, stddev: Any, dtype: Any, name: Any) -> Tensor:
    kind = as_dtype(dtype)
    with ops.name_scope(name, default, [shape, seed, mean, stddev]) as scope:
        tensor = shape_tensor(shape)
        mean = convert(mean, kind, "mean")
        stddev = convert(stddev, kind, "stddev")
        drawn = gen.op(op_type, tensor, seed, dtype=kind)
        return gen.Add(drawn * stddev, mean, name=scope)  # type: ignore[no-any-return]


def stateless_random_normal(shape: Any, seed: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = dtypes.float32,
                            name: Any = None) -> Tensor:
    return _scaled("stateless_random_normal", "StatelessRandomNormal", shape, seed, mean, stddev, dtype, name)


def stateless_truncated_normal(shape: Any, seed: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = dtypes.float32,
                               name: Any = None) -> Tensor:
    return _scaled("stateless_truncated_normal", "StatelessTruncatedNormal", shape, seed, mean, stddev, dtype, name)


def stateless_multinomial(logits: Any, num_samples: Any, seed: Any, output_dtype: Any = dtypes.int64,
                          name: Any = None) -> Tensor:
    with ops.name_scope(name, "stateless_multinomial", [logits, seed]):
        return gen.StatelessMultinomial(convert(logits, name="logits"), num_samples, seed, output_dtype=output_dtype)  # type: ignore[no-any-return]


def stateless_categorical(logits: Any, num_samples: Any, seed: Any, dtype: Any = dtypes.int64, name: Any = None) -> Tensor:
    with ops.name_scope(name, "stateless_categorical", [logits, seed]):
        return gen.StatelessMultinomial(convert(logits, name="logits"), num_samples, seed, output_dtype=dtype)  # type: ignore[no-any-return]
