"""Random tensors (ops/random_ops.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes, stack
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.random_seed import get_seed
from graphlint.tf.python.framework.tensor_shape import dimension_value

from . import array_constants, array_shape, control_flow_ops, math_reduce

UNIFORM_TYPES = (dtypes.float16, dtypes.bfloat16, dtypes.float32, dtypes.float64, dtypes.int32, dtypes.int64)


def shape_tensor(shape: Any) -> Tensor:
    """The int vector of a shape argument."""
    if isinstance(shape, (list, tuple)):
        if not shape:
            return convert(shape, dtypes.int32, "shape")
        shape = tuple(map(dimension_value, shape))
    unsure = isinstance(shape, Unknown) or (isinstance(shape, tuple) and any(isinstance(size, Unknown) for size in shape))
    return convert(shape, dtypes.int32 if unsure else None, "shape")


def _seeds(seed: Any) -> dict[str, Any]:
    first, second = get_seed(seed)
    return {"seed": first, "seed2": second}


def random_normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = dtypes.float32, seed: Any = None,
                  name: Any = None) -> Tensor:
    return _scaled("random_normal", "RandomStandardNormal", shape, mean, stddev, as_dtype(dtype), seed, name)


def truncated_normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = dtypes.float32, seed: Any = None,
                     name: Any = None) -> Tensor:
    return _scaled("truncated_normal", "TruncatedNormal", shape, mean, stddev, as_dtype(dtype), seed, name)


def _scaled(default: str, op_type: str, shape: Any, mean: Any, stddev: Any, dtype: DType, seed: Any, name: Any) -> Tensor:
    with ops.name_scope(name, default, [shape, mean, stddev]) as scope:
        tensor = shape_tensor(shape)
        mean = convert(mean, dtype, "mean")
        stddev = convert(stddev, dtype, "stddev")
        drawn = gen.op(op_type, tensor, dtype=dtype, **_seeds(seed))
        return gen.Add(drawn * stddev, mean, name=scope)  # type: ignore[no-any-return]


def parameterized_truncated_normal(shape: Any, means: Any = 0.0, stddevs: Any = 1.0, minvals: Any = -2.0,
                                   maxvals: Any = 2.0, dtype: Any = dtypes.float32, seed: Any = None,
                                   name: Any = None) -> Tensor:
    kind = as_dtype(dtype)
    given = {"means": means, "stddevs": stddevs, "minvals": minvals, "maxvals": maxvals}
    with ops.name_scope(name, "parameterized_truncated_normal", [shape, *given.values()]):
        tensor = shape_tensor(shape)
        parts = [convert(value, kind, part) for part, value in given.items()]
        return gen.ParameterizedTruncatedNormal(tensor, *parts, **_seeds(seed))  # type: ignore[no-any-return]


def random_uniform(shape: Any, minval: Any = 0, maxval: Any = None, dtype: Any = dtypes.float32, seed: Any = None,
                   name: Any = None) -> Tensor:
    kind = as_dtype(dtype)
    if kind not in UNIFORM_TYPES:
        raise ValueError(f"Invalid dtype {kind!r}")
    if maxval is None:
        if kind.is_integer:
            raise ValueError(f"Must specify maxval for integer dtype {kind!r}")
        maxval = 1
    with ops.name_scope(name, "random_uniform", [shape, minval, maxval]) as scope:
        tensor = shape_tensor(shape)
        low = convert(minval, kind, "min")
        high: Any = convert(maxval, kind, "max")
        if kind.is_integer:
            return gen.RandomUniformInt(tensor, low, high, **_seeds(seed), name=scope)  # type: ignore[no-any-return]
        drawn = gen.RandomUniform(tensor, dtype=kind, **_seeds(seed))
        return gen.Add(drawn * (high - low), low, name=scope)  # type: ignore[no-any-return]


def random_shuffle(value: Any, seed: Any = None, name: Any = None) -> Tensor:
    return gen.RandomShuffle(value, **_seeds(seed), name=name)  # type: ignore[no-any-return]


def random_crop(value: Any, size: Any, seed: Any = None, name: Any = None) -> Tensor:
    with ops.name_scope(name, "random_crop", [value, size]) as scope:
        value = convert(value, name="value")
        size = convert(size, dtypes.int32, "size")
        shape: Any = array_shape.shape(value)
        check = control_flow_ops.Assert(math_reduce.reduce_all(shape >= size), ["Need value.shape >= size, got ", shape, size],
                                 summarize=1000)
        shape = control_flow_ops.with_dependencies([check], shape)
        limit = shape - size + 1
        kind = size.dtype
        offset: Any = random_uniform(array_shape.shape(shape), dtype=kind, maxval=kind.max, seed=seed)
        return gen.Slice(value, offset % limit, size, name=scope)  # type: ignore[no-any-return]


def multinomial(logits: Any, num_samples: Any, seed: Any = None, name: Any = None, output_dtype: Any = None) -> Tensor:
    with ops.name_scope(name, "multinomial", [logits]):
        return multinomial_categorical_impl(logits, num_samples, output_dtype, seed)


def categorical(logits: Any, num_samples: Any, dtype: Any = None, seed: Any = None, name: Any = None) -> Tensor:
    with ops.name_scope(name, "categorical", [logits]):
        return multinomial_categorical_impl(logits, num_samples, dtype, seed)


def multinomial_categorical_impl(logits: Any, num_samples: Any, dtype: Any, seed: Any) -> Tensor:
    return gen.Multinomial(convert(logits, name="logits"), num_samples, **_seeds(seed), output_dtype=dtype)  # type: ignore[no-any-return]


def random_gamma(shape: Any, alpha: Any, beta: Any = None, dtype: Any = dtypes.float32, seed: Any = None,
                 name: Any = None) -> Tensor:
    kind = as_dtype(dtype)
    with ops.name_scope(name, "random_gamma", [shape, alpha, beta]):
        shape = convert(shape, dtypes.int32, "shape")
        alpha = convert(alpha, kind, "alpha")
        beta = convert(beta if beta is not None else 1, kind, "beta")
        broadcast: Any = alpha + array_constants.zeros_like(beta)
        drawn: Any = gen.RandomGamma(shape, broadcast, **_seeds(seed))
        return gen.Maximum(np.finfo(alpha.dtype.numpy_type).tiny, drawn / beta)  # type: ignore[no-any-return]


def random_poisson(lam: Any, shape: Any, dtype: Any = dtypes.float32, seed: Any = None, name: Any = None) -> Tensor:
    return random_poisson_v2(shape, lam, dtype, seed, name)


def random_poisson_v2(shape: Any, lam: Any, dtype: Any = dtypes.float32, seed: Any = None, name: Any = None) -> Tensor:
    with ops.name_scope(name, "random_poisson", [lam, shape]):
        if not stack.world.release.poisson_v2:
            rate = convert(lam, as_dtype(dtype), "lam")
            return gen.RandomPoisson(convert(shape, dtypes.int32, "shape"), rate, **_seeds(seed))  # type: ignore[no-any-return]
        tensor = convert(shape, dtypes.int32, "shape")
        return gen.RandomPoissonV2(tensor, lam, dtype=dtype, **_seeds(seed))  # type: ignore[no-any-return]
