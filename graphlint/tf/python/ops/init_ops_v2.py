"""Initializers of version 2 (ops/init_ops_v2.py): those of `init_ops`, but a dtype is only told by the call, other
deviations are the default, and numbers for a seed are drawn without a state. Partitioned variables are not told of."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import as_dtype
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op

from . import array_constants, array_shape, init_ops, linalg_eye, random_ops, stateless_random_ops
from .init_ops import compute_fans, float_dtype


@exposed
class Initializer:
    """What makes a value of a given shape and dtype when called; `names` are those of its options."""

    names: tuple[str, ...] = ()
    seed: Any = None

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.names}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        config.pop("dtype", None)
        return cls(**config)

    def _drawn(self, free: Callable[..., Any], seeded: Callable[..., Any], *args: Any, dtype: Any) -> Any:
        """Random numbers; those for a seed are the same each time."""
        if self.seed is None:
            return free(*args, dtype=dtype, seed=None)
        shape, *bounds = args
        return seeded(shape, [self.seed, 0], *bounds, dtype)

    def _uniform(self, *args: Any, dtype: Any) -> Any:
        return self._drawn(random_ops.random_uniform, stateless_random_ops.stateless_random_uniform, *args, dtype=dtype)

    def _normal(self, *args: Any, dtype: Any) -> Any:
        return self._drawn(random_ops.random_normal, stateless_random_ops.stateless_random_normal, *args, dtype=dtype)

    def _truncated(self, *args: Any, dtype: Any) -> Any:
        return self._drawn(random_ops.truncated_normal, stateless_random_ops.stateless_truncated_normal, *args, dtype=dtype)


class Zeros(Initializer):
    def __call__(self, shape: Any, dtype: Any = dtypes.float32) -> Any:
        return array_constants.zeros(shape, as_dtype(dtype))


class Ones(Initializer):
    def __call__(self, shape: Any, dtype: Any = dtypes.float32) -> Any:
        kind = as_dtype(dtype)
        if not kind.is_numpy_compatible or kind == dtypes.string:
            raise ValueError(f"Expected numeric or boolean dtype, got {kind}.")
        return array_constants.ones(shape, kind)


class Constant(Initializer):
    names = ("value",)

    def __init__(self, value: Any = 0) -> None:
        self.value = init_ops.Constant(value).value

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        return constant_op.constant(self.value, None if dtype is None else as_dtype(dtype), shape)


class RandomUniform(Initializer):
    names = ("minval", "maxval", "seed")

    def __init__(self, minval: Any = -0.05, maxval: Any = 0.05, seed: Any = None) -> None:
        self.minval, self.maxval, self.seed = minval, maxval, seed

    def __call__(self, shape: Any, dtype: Any = dtypes.float32) -> Any:
        kind = as_dtype(dtype)
        if not kind.is_floating and not kind.is_integer:
            raise ValueError(f"Expected float or integer dtype, got {kind}.")
        return self._uniform(shape, self.minval, self.maxval, dtype=kind)


class RandomNormal(Initializer):
    names = ("mean", "stddev", "seed")

    def __init__(self, mean: Any = 0.0, stddev: Any = 0.05, seed: Any = None) -> None:
        self.mean, self.stddev, self.seed = mean, stddev, seed

    def __call__(self, shape: Any, dtype: Any = dtypes.float32) -> Any:
        return self._normal(shape, self.mean, self.stddev, dtype=float_dtype(dtype))


class TruncatedNormal(RandomNormal):
    def __call__(self, shape: Any, dtype: Any = dtypes.float32) -> Any:
        return self._truncated(shape, self.mean, self.stddev, dtype=float_dtype(dtype))


class VarianceScaling(Initializer):
    names: tuple[str, ...] = ("scale", "mode", "distribution", "seed")

    def __init__(self, scale: Any = 1.0, mode: str = "fan_in", distribution: str = "truncated_normal",
                 seed: Any = None) -> None:
        first = init_ops.VarianceScaling(scale, mode, distribution, seed)
        self.scale, self.mode, self.distribution, self.seed = scale, mode, first.distribution, seed
        if self.distribution == "normal":
            self.distribution = "truncated_normal"

    def __call__(self, shape: Any, dtype: Any = dtypes.float32) -> Any:
        kind = float_dtype(dtype)
        fan_in, fan_out = compute_fans(shape)
        scale = self.scale / max(1.0, {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode])
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * scale)
            return self._uniform(shape, -limit, limit, dtype=kind)
        if self.distribution == "untruncated_normal":
            return self._normal(shape, 0.0, math.sqrt(scale), dtype=kind)
        return self._truncated(shape, 0.0, math.sqrt(scale) / 0.87962566103423978, dtype=kind)


class GlorotUniform(VarianceScaling):
    names: tuple[str, ...] = ("seed",)

    def __init__(self, seed: Any = None) -> None:
        super().__init__(1.0, "fan_avg", "uniform", seed)


class GlorotNormal(VarianceScaling):
    names: tuple[str, ...] = ("seed",)

    def __init__(self, seed: Any = None) -> None:
        super().__init__(1.0, "fan_avg", "truncated_normal", seed)


class Orthogonal(Initializer):
    names = ("gain", "seed")

    def __init__(self, gain: Any = 1.0, seed: Any = None) -> None:
        self.gain, self.seed = gain, seed

    def __call__(self, shape: Any, dtype: Any = dtypes.float32) -> Any:
        kind = float_dtype(dtype)
        if len(shape) < 2:
            raise ValueError("The tensor to initialize must be at least two-dimensional")
        rows, columns = math.prod(shape[:-1]), shape[-1]
        q, r = gen.Qr(self._normal((max(columns, rows), min(columns, rows)), 0.0, 1, dtype=kind), full_matrices=False)
        q *= gen.Sign(gen.DiagPart(r))
        if rows < columns:
            q = array_shape.matrix_transpose(q)
        return self.gain * array_shape.reshape(q, shape)


class Identity(Initializer):
    names = ("gain",)

    def __init__(self, gain: Any = 1.0) -> None:
        self.gain = gain

    def __call__(self, shape: Any, dtype: Any = dtypes.float32) -> Any:
        kind = float_dtype(dtype)
        if len(shape) != 2:
            raise ValueError("Identity matrix initializer can only be used for 2D matrices.")
        rows, columns = shape
        found: Any = linalg_eye.eye(rows, columns, dtype=kind)
        return self.gain * found


def lecun_normal(seed: Any = None) -> VarianceScaling:
    return VarianceScaling(1.0, "fan_in", "truncated_normal", seed)


def lecun_uniform(seed: Any = None) -> VarianceScaling:
    return VarianceScaling(1.0, "fan_in", "uniform", seed)


def he_normal(seed: Any = None) -> VarianceScaling:
    return VarianceScaling(2.0, "fan_in", "truncated_normal", seed)


def he_uniform(seed: Any = None) -> VarianceScaling:
    return VarianceScaling(2.0, "fan_in", "uniform", seed)


zeros_initializer = zero = zeros = Zeros
ones_initializer = one = ones = Ones
constant_initializer = constant = Constant
random_uniform_initializer = uniform = random_uniform = RandomUniform
random_normal_initializer = normal = random_normal = RandomNormal
truncated_normal_initializer = truncated_normal = TruncatedNormal
variance_scaling_initializer = VarianceScaling
glorot_uniform_initializer = glorot_uniform = GlorotUniform
glorot_normal_initializer = glorot_normal = GlorotNormal
orthogonal_initializer = orthogonal = Orthogonal
identity_initializer = identity = Identity
