"""Initializers of variables (ops/init_ops.py). The convolutional orthogonal ones are in `init_orthogonal`."""

from __future__ import annotations

import math
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.framework.tensor_shape import TensorShape

from . import array_constants, array_shape, random_ops


@exposed
class Initializer:
    """What makes a value of a given shape when called."""

    dtype: DType

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        return cls(**config)

    def _dtype(self, dtype: Any) -> Any:
        return self.dtype if dtype is None else dtype

    def _filled(self, make: Any, value: int, shape: Any, dtype: Any) -> Any:
        dtype = self._dtype(dtype)
        if stack.world.release.named_zeros_initializer:
            return make(shape, dtype)
        return constant_op.constant(bool(value) if as_dtype(dtype).is_bool else value, dtype, shape)


def float_dtype(dtype: Any) -> DType:
    """ValueError where it isn't a floating type."""
    found = as_dtype(dtype)
    if not found.is_floating:
        raise ValueError(f"Expected floating point type, got {found}.")
    return found


class Zeros(Initializer):
    def __init__(self, dtype: Any = dtypes.float32) -> None:
        self.dtype = as_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        return self._filled(array_constants.zeros, 0, shape, dtype)

    def get_config(self) -> dict[str, Any]:
        return {"dtype": self.dtype.name}


class Ones(Initializer):
    def __init__(self, dtype: Any = dtypes.float32) -> None:
        self.dtype = as_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        return self._filled(array_constants.ones, 1, shape, dtype)

    def get_config(self) -> dict[str, Any]:
        return {"dtype": self.dtype.name}


class Constant(Initializer):
    def __init__(self, value: Any = 0, dtype: Any = dtypes.float32, verify_shape: bool = False) -> None:
        plain = isinstance(value, (int, float, complex, str, bytes, list, tuple, Unknown))
        if not plain and (not hasattr(value, "dtype") or hasattr(value, "consumers")):
            raise TypeError(f"Invalid type for initial value: {type(value)} (expected Python scalar, list or tuple of "
                            "values, or numpy.ndarray).")
        self.value = value
        self.dtype = as_dtype(dtype)
        self._verify_shape = verify_shape

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None, verify_shape: Any = None) -> Any:
        verify = self._verify_shape if verify_shape is None else verify_shape
        return constant_op.constant_v1(self.value, self._dtype(dtype), shape, verify_shape=verify)

    def get_config(self) -> dict[str, Any]:
        return {"value": self.value, "dtype": self.dtype.name}


class RandomUniform(Initializer):
    def __init__(self, minval: Any = 0, maxval: Any = None, seed: Any = None, dtype: Any = dtypes.float32) -> None:
        self.minval, self.maxval, self.seed = minval, maxval, seed
        self.dtype = as_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        return random_ops.random_uniform(shape, self.minval, self.maxval, self._dtype(dtype), seed=self.seed)

    def get_config(self) -> dict[str, Any]:
        return {"minval": self.minval, "maxval": self.maxval, "seed": self.seed, "dtype": self.dtype.name}


class RandomNormal(Initializer):
    def __init__(self, mean: Any = 0.0, stddev: Any = 1.0, seed: Any = None, dtype: Any = dtypes.float32) -> None:
        self.mean, self.stddev, self.seed = mean, stddev, seed
        self.dtype = float_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        return random_ops.random_normal(shape, self.mean, self.stddev, self._dtype(dtype), seed=self.seed)

    def get_config(self) -> dict[str, Any]:
        return {"mean": self.mean, "stddev": self.stddev, "seed": self.seed, "dtype": self.dtype.name}


class TruncatedNormal(Initializer):
    def __init__(self, mean: Any = 0.0, stddev: Any = 1.0, seed: Any = None, dtype: Any = dtypes.float32) -> None:
        self.mean, self.stddev, self.seed = mean, stddev, seed
        self.dtype = float_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        return random_ops.truncated_normal(shape, self.mean, self.stddev, self._dtype(dtype), seed=self.seed)

    def get_config(self) -> dict[str, Any]:
        return {"mean": self.mean, "stddev": self.stddev, "seed": self.seed, "dtype": self.dtype.name}


class UniformUnitScaling(Initializer):
    def __init__(self, factor: Any = 1.0, seed: Any = None, dtype: Any = dtypes.float32) -> None:
        self.factor, self.seed = factor, seed
        self.dtype = float_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        input_size = 1.0
        for dim in (shape if partition_info is None else partition_info.full_shape)[:-1]:
            input_size *= _number(dim)
        limit = math.sqrt(3 / max(input_size, 1.0)) * self.factor
        return random_ops.random_uniform(shape, -limit, limit, self._dtype(dtype), seed=self.seed)

    def get_config(self) -> dict[str, Any]:
        return {"factor": self.factor, "seed": self.seed, "dtype": self.dtype.name}


class VarianceScaling(Initializer):
    def __init__(self, scale: Any = 1.0, mode: str = "fan_in", distribution: str = "truncated_normal", seed: Any = None,
                 dtype: Any = dtypes.float32) -> None:
        if not isinstance(scale, Unknown) and scale <= 0.0:
            raise ValueError("`scale` must be positive float.")
        if mode not in {"fan_in", "fan_out", "fan_avg"}:
            raise ValueError("Invalid `mode` argument:", mode)
        distribution = distribution.lower()
        if distribution not in {"normal", "uniform", "truncated_normal", "untruncated_normal"}:
            raise ValueError("Invalid `distribution` argument:", distribution)
        self.scale, self.mode, self.distribution, self.seed = scale, mode, distribution, seed
        self.dtype = float_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        dtype = self._dtype(dtype)
        scale = self._scale(shape if partition_info is None else partition_info.full_shape)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * scale)
            return random_ops.random_uniform(shape, -limit, limit, dtype, seed=self.seed)
        if self.distribution == "untruncated_normal":
            return random_ops.random_normal(shape, 0.0, math.sqrt(scale), dtype, seed=self.seed)
        # what a normal loses in variance when it is cut off at two deviations
        kept = 0.87962566103423978 if stack.world.release.truncated_variance_corrected else 1.0
        stddev = math.sqrt(scale) / kept
        return random_ops.truncated_normal(shape, 0.0, stddev, dtype, seed=self.seed)

    def _scale(self, shape: Any) -> float:
        if isinstance(self.scale, Unknown):
            return 1.0
        fan_in, fan_out = compute_fans(shape)
        count = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2.0}[self.mode]
        return self.scale / max(1.0, count)  # type: ignore[no-any-return]

    def get_config(self) -> dict[str, Any]:
        return {"scale": self.scale, "mode": self.mode, "distribution": self.distribution, "seed": self.seed,
                "dtype": self.dtype.name}


class GlorotUniform(VarianceScaling):
    def __init__(self, seed: Any = None, dtype: Any = dtypes.float32) -> None:
        super().__init__(1.0, "fan_avg", "uniform", seed)

    def get_config(self) -> dict[str, Any]:
        return {"seed": self.seed, "dtype": self.dtype.name}


class GlorotNormal(VarianceScaling):
    def __init__(self, seed: Any = None, dtype: Any = dtypes.float32) -> None:
        super().__init__(1.0, "fan_avg", "truncated_normal", seed)

    def get_config(self) -> dict[str, Any]:
        return {"seed": self.seed, "dtype": self.dtype.name}


class Orthogonal(Initializer):
    def __init__(self, gain: Any = 1.0, seed: Any = None, dtype: Any = dtypes.float32) -> None:
        self.gain, self.seed = gain, seed
        self.dtype = float_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        if len(shape) < 2:
            raise ValueError("The tensor to initialize must be at least two-dimensional")
        rows = 1
        for dim in shape[:-1]:
            rows *= int(_number(dim))
        cols = int(_number(shape[-1]))
        if any(isinstance(dim, Unknown) for dim in shape):
            rows = cols = Unknown("a size that isn't known here")  # type: ignore[assignment]
        flat = (cols, rows) if rows < cols else (rows, cols)
        drawn = random_ops.random_normal(flat, dtype=self._dtype(dtype), seed=self.seed)
        q, r = gen.Qr(drawn, full_matrices=False)
        diagonal = gen.DiagPart(r)
        q *= gen.Sign(diagonal) if stack.world.release.orthogonal_by_sign else diagonal / gen.Abs(diagonal)
        if rows < cols:
            q = array_shape.matrix_transpose(q)
        return self.gain * array_shape.reshape(q, shape)

    def get_config(self) -> dict[str, Any]:
        return {"gain": self.gain, "seed": self.seed, "dtype": self.dtype.name}


class Identity(Initializer):
    def __init__(self, gain: Any = 1.0, dtype: Any = dtypes.float32) -> None:
        self.gain = gain
        self.dtype = float_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        from . import linalg_eye  # noqa: PLC0415 - rarely needed

        full = shape if partition_info is None else partition_info.full_shape
        if len(full) != 2:
            raise ValueError("Identity matrix initializer can only be used for 2D matrices.")
        sizes = full.as_list() if isinstance(full, TensorShape) else full
        rows, columns = sizes
        found: Any = linalg_eye.eye(rows, columns, dtype=self._dtype(dtype))
        if partition_info is not None:
            found = gen.Slice(found, partition_info.var_offset, shape)
        return self.gain * found

    def get_config(self) -> dict[str, Any]:
        return {"gain": self.gain, "dtype": self.dtype.name}


def lecun_normal(seed: Any = None) -> VarianceScaling:
    return VarianceScaling(1.0, "fan_in", "truncated_normal", seed)


def lecun_uniform(seed: Any = None) -> VarianceScaling:
    return VarianceScaling(1.0, "fan_in", "uniform", seed)


def he_normal(seed: Any = None) -> VarianceScaling:
    return VarianceScaling(2.0, "fan_in", "truncated_normal", seed)


def he_uniform(seed: Any = None) -> VarianceScaling:
    return VarianceScaling(2.0, "fan_in", "uniform", seed)


def _number(dim: Any) -> float:
    """A dim as number; 1 where the trace doesn't know it (only a scale depends on it)."""
    value = getattr(dim, "value", dim)
    return 1 if value is None or isinstance(value, Unknown) or not hasattr(value, "__int__") else int(value)


def compute_fans(shape: Any) -> tuple[int, int]:
    """The number of inputs and outputs that one unit of a weight of this shape sees."""
    sizes = [int(_number(dim)) for dim in shape]
    if len(sizes) < 2:
        only = sizes[0] if sizes else 1
        return only, only
    field = math.prod(sizes[:-2])
    return sizes[-2] * field, sizes[-1] * field


_compute_fans = compute_fans
_assert_float_dtype = float_dtype
zeros_initializer = Zeros
ones_initializer = Ones
constant_initializer = Constant
random_uniform_initializer = RandomUniform
random_normal_initializer = RandomNormal
truncated_normal_initializer = TruncatedNormal
uniform_unit_scaling_initializer = UniformUnitScaling
variance_scaling_initializer = VarianceScaling
glorot_uniform_initializer = GlorotUniform
glorot_normal_initializer = GlorotNormal
orthogonal_initializer = Orthogonal
identity_initializer = Identity


from . import init_orthogonal  # noqa: E402 - built on the classes above

convolutional_delta_orthogonal = ConvolutionDeltaOrthogonal = init_orthogonal.ConvolutionDeltaOrthogonal
convolutional_orthogonal_1d = ConvolutionOrthogonal1D = init_orthogonal.ConvolutionOrthogonal1D
convolutional_orthogonal_2d = ConvolutionOrthogonal2D = init_orthogonal.ConvolutionOrthogonal2D
convolutional_orthogonal_3d = ConvolutionOrthogonal3D = init_orthogonal.ConvolutionOrthogonal3D
