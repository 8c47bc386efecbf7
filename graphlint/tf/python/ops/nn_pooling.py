"""Pooling of one to three dims, dilated pooling, dilation and erosion (ops/nn_ops.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, random_seed
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import array_ops, array_shape, nn_sequences, nn_space_to_batch
from .nn_sequences import channel_axis, get_sequence


def _windowed(op_type: str, default: str, value: Any, ksize: Any, strides: Any, padding: Any, data_format: Any,
              name: Any, n: int = 2, last: str = "NHWC", channel: int | None = None, check: bool = False) -> Tensor:
    """One pooling op in the scope `default`."""
    with ops.name_scope(name, default, [value]) as scope:
        data_format = last if data_format is None else data_format
        if channel is None or data_format.startswith("NC"):
            channel = channel_axis(data_format, n)
        ksize = get_sequence(ksize, n, channel, "ksize")
        strides = get_sequence(strides, n, channel, "strides")
        if check and any(type(size) is int and size == 0 for size in ksize):
            raise ValueError("ksize cannot be zero.")
        return gen.op(op_type, value, ksize=ksize, strides=strides, padding=padding, data_format=data_format, name=scope)  # type: ignore[no-any-return]


def avg_pool(value: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NHWC", name: Any = None,
             input: Any = None) -> Tensor:
    value = deprecated_argument_lookup("input", input, "value", value)
    return _windowed("AvgPool", "AvgPool", value, ksize, strides, padding, data_format, name)


def max_pool(value: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NHWC", name: Any = None,
             input: Any = None) -> Tensor:
    value = deprecated_argument_lookup("input", input, "value", value)
    return _windowed("MaxPool", "MaxPool", value, ksize, strides, padding, data_format, name, check=True)


def avg_pool2d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NHWC", name: Any = None) -> Tensor:
    return _windowed("AvgPool", "AvgPool2D", input, ksize, strides, padding, data_format, name)


def max_pool2d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NHWC", name: Any = None) -> Tensor:
    return _windowed("MaxPool", "MaxPool2d", input, ksize, strides, padding, data_format, name)


def avg_pool3d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NDHWC", name: Any = None) -> Tensor:
    return _windowed("AvgPool3D", "AvgPool3D", input, ksize, strides, padding, data_format, name, 3, "NDHWC", 3)


def max_pool3d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NDHWC", name: Any = None) -> Tensor:
    return _windowed("MaxPool3D", "MaxPool3D", input, ksize, strides, padding, data_format, name, 3, "NDHWC")


def _pool1d(op_type: str, default: str, value: Any, ksize: Any, strides: Any, padding: Any, data_format: Any,
            name: Any) -> Tensor:
    with ops.name_scope(name, default, [value]) as scope:
        data_format = "NWC" if data_format is None else data_format
        channel = channel_axis(data_format, 1)
        ksize = [1, *get_sequence(ksize, 1, channel, "ksize")]
        strides = [1, *get_sequence(strides, 1, channel, "strides")]
        axis, wide = (1, "NHWC") if data_format == "NWC" else (2, "NCHW")
        value = array_shape.expand_dims_v2(value, axis)
        found = gen.op(op_type, value, ksize=ksize, strides=strides, padding=padding, data_format=wide, name=scope)
        return array_shape.squeeze(found, axis)


def avg_pool1d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NWC", name: Any = None) -> Tensor:
    return _pool1d("AvgPool", "AvgPool1D", input, ksize, strides, padding, data_format, name)


def max_pool1d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NWC", name: Any = None) -> Tensor:
    return _pool1d("MaxPool", "MaxPool1d", input, ksize, strides, padding, data_format, name)


def _by_rank(kinds: dict[int, Any], input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any,
             name: Any) -> Tensor:
    """The pooling function or op type of the input's rank."""
    if input.shape is not None:
        n = len(input.shape) - 2
    elif data_format is not None:
        n = len(data_format) - 2
    else:
        raise ValueError("The input must have a rank or a data format must be given.")
    if not 1 <= n <= 3:
        raise ValueError(f"Input tensor must be of rank 3, 4 or 5 but was {n + 2}.")
    channel = channel_axis(data_format, n)
    ksize = get_sequence(ksize, n, channel, "ksize")
    strides = get_sequence(strides, n, channel, "strides")
    kind = kinds[n]
    if not isinstance(kind, str):
        return kind(input, ksize=ksize, strides=strides, padding=padding, data_format=data_format, name=name)  # type: ignore[no-any-return]
    return gen.op(kind, input, ksize=ksize, strides=strides, padding=padding, data_format=data_format, name=name)  # type: ignore[no-any-return]


def avg_pool_v2(input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = None, name: Any = None) -> Tensor:
    return _by_rank({1: avg_pool1d, 2: "AvgPool", 3: "AvgPool3D"}, input, ksize, strides, padding, data_format, name)


def max_pool_v2(input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = None, name: Any = None) -> Tensor:
    return _by_rank({1: max_pool1d, 2: "MaxPool", 3: "MaxPool3D"}, input, ksize, strides, padding, data_format, name)


def max_pool_with_argmax_v2(input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NHWC",
                            output_dtype: Any = dtypes.int64, include_batch_in_index: bool = False,
                            name: Any = None) -> Any:
    if data_format != "NHWC":
        raise ValueError("Data formats other than 'NHWC' are not yet supported")
    ksize = get_sequence(ksize, 2, 3, "ksize")
    strides = get_sequence(strides, 2, 3, "strides")
    return _with_argmax(input, ksize, strides, padding, output_dtype, include_batch_in_index, name)


def max_pool_with_argmax_v1(input: Any, ksize: Any, strides: Any, padding: Any, data_format: Any = "NHWC",
                            Targmax: Any = None, name: Any = None, output_dtype: Any = None,  # noqa: N803
                            include_batch_in_index: bool = False) -> Any:
    if data_format != "NHWC":
        raise ValueError("Data formats other than 'NHWC' are not yet supported")
    kind = deprecated_argument_lookup("output_dtype", output_dtype, "Targmax", Targmax)
    kind = dtypes.int64 if kind is None else kind
    return _with_argmax(input, ksize, strides, padding, kind, include_batch_in_index, name)


def _with_argmax(input: Any, ksize: Any, strides: Any, padding: Any, kind: Any, with_batch: bool, name: Any) -> Any:
    return gen.MaxPoolWithArgmax(input, ksize=ksize, strides=strides, padding=padding, Targmax=kind,
                                 include_batch_in_index=with_batch, name=name)


_POOLS: dict[tuple[str, int], Any] = {
    ("MAX", 1): max_pool, ("MAX", 2): max_pool, ("MAX", 3): max_pool3d,
    ("AVG", 1): avg_pool, ("AVG", 2): avg_pool, ("AVG", 3): avg_pool3d,
}  # fmt: skip


def pool(input: Any, window_shape: Any, pooling_type: Any, padding: Any, dilation_rate: Any = None, strides: Any = None,
         name: Any = None, data_format: Any = None, dilations: Any = None) -> Tensor:
    dilation_rate = deprecated_argument_lookup("dilations", dilations, "dilation_rate", dilation_rate)
    with ops.name_scope(name, f"{pooling_type.lower()}_pool", [input]) as scope:
        tensor = convert(input, name="input")
        n = len(window_shape)
        if not 1 <= n <= 3:
            raise ValueError("It is required that 1 <= num_spatial_dims <= 3.")
        from_dims(tensor.dims).with_rank(n + 2)
        strides, rate = nn_sequences.strides_and_rate(n, strides, dilation_rate)
        if padding == "SAME" and any(r > 1 for r in rate):
            raise ValueError("pooling with SAME padding is not implemented for dilation_rate > 1")
        if any(s > w for s, w in zip(strides, window_shape, strict=True)):
            raise ValueError("strides > window_shape not supported due to inconsistency between CPU and GPU "
                             "implementations")
        if (pooling_type, n) not in _POOLS:
            raise ValueError(f"{n}-D {pooling_type} pooling is not supported.")
        step, axes = _pooling_step(pooling_type, n, window_shape, strides, data_format, scope)
        return nn_space_to_batch.with_space_to_batch(tensor, np.array(rate, np.int32), padding, step, spatial_dims=axes,
                                                  filter_shape=window_shape)


def _pooling_step(kind: str, n: int, window: Any, strides: list[Any], data_format: Any,
                  scope: str) -> tuple[Callable[[Any, int, Any], Tensor], range]:
    first = data_format is not None and data_format.startswith("NC")
    axes = range(2, n + 2) if first else range(1, n + 1)
    around: tuple[list[int], list[int]] = ([1, 1], []) if first else ([1], [1])
    window, strides = [*around[0], *window, *around[1]], [*around[0], *strides, *around[1]]
    if n == 1:
        if data_format not in (None, "NWC", "NCW"):
            raise ValueError('data_format must be either "NWC" or "NCW".')
        window, strides, data_format = [1, *window], [1, *strides], "NCHW" if first else "NHWC"

    def step(value: Any, _: int, padding: Any) -> Tensor:
        if n == 1:
            value = array_shape.expand_dims(value, axes[0])
        found: Tensor = _POOLS[kind, n](value, window, strides, padding, name=scope, data_format=data_format)
        return array_shape.squeeze(found, [axes[0]]) if n == 1 else found

    return step, axes


def pool_v2(input: Any, window_shape: Any, pooling_type: Any, strides: Any = None, padding: Any = "VALID",
            data_format: Any = None, dilations: Any = None, name: Any = None) -> Tensor:
    return pool(input, window_shape, pooling_type, padding, dilations, strides, name, data_format)


# --- fractional -------------------------------------------------------------------------------------------------------


def fractional_max_pool(value: Any, pooling_ratio: Any, pseudo_random: bool = False, overlapping: bool = False,
                        deterministic: bool = False, seed: Any = 0, seed2: Any = 0, name: Any = None) -> Any:
    return _fractional("FractionalMaxPool", value, pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2, name)


def fractional_avg_pool(value: Any, pooling_ratio: Any, pseudo_random: bool = False, overlapping: bool = False,
                        deterministic: bool = False, seed: Any = 0, seed2: Any = 0, name: Any = None) -> Any:
    return _fractional("FractionalAvgPool", value, pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2, name)


def fractional_max_pool_v2(value: Any, pooling_ratio: Any, pseudo_random: bool = False, overlapping: bool = False,
                           seed: Any = 0, name: Any = None) -> Any:
    ratio = get_sequence(pooling_ratio, 2, 3, "pooling_ratio")
    return _seeded("FractionalMaxPool", value, ratio, pseudo_random, overlapping, seed, name)


def fractional_avg_pool_v2(value: Any, pooling_ratio: Any, pseudo_random: bool = False, overlapping: bool = False,
                           seed: Any = 0, name: Any = None) -> Any:
    return _seeded("FractionalAvgPool", value, pooling_ratio, pseudo_random, overlapping, seed, name)


def _seeded(op_type: str, value: Any, ratio: Any, pseudo_random: bool, overlapping: bool, seed: Any, name: Any) -> Any:
    if seed == 0:
        return _fractional(op_type, value, ratio, pseudo_random, overlapping, False, 0, 0, name)
    seed1, seed2 = random_seed.get_seed(seed)
    return _fractional(op_type, value, ratio, pseudo_random, overlapping, True, seed1, seed2, name)


def _fractional(op_type: str, value: Any, ratio: Any, pseudo_random: bool, overlapping: bool, deterministic: bool,
                seed: Any, seed2: Any, name: Any) -> Any:
    return gen.op(op_type, value, pooling_ratio=ratio, pseudo_random=pseudo_random, overlapping=overlapping,
                  deterministic=deterministic, seed=seed, seed2=seed2, name=name)


# --- morphology -------------------------------------------------------------------------------------------------------


def dilation2d_v1(input: Any, filter: Any = None, strides: Any = None, rates: Any = None, padding: Any = None,
                  name: Any = None, filters: Any = None, dilations: Any = None) -> Tensor:
    filter = deprecated_argument_lookup("filters", filters, "filter", filter)
    rates = deprecated_argument_lookup("dilations", dilations, "rates", rates)
    return gen.Dilation2D(input, filter, strides=strides, rates=rates, padding=padding, name=name)  # type: ignore[no-any-return]


def dilation2d_v2(input: Any, filters: Any, strides: Any, padding: Any, data_format: Any, dilations: Any,
                  name: Any = None) -> Tensor:
    if data_format != "NHWC":
        raise ValueError("Data formats other than NHWC are not yet supported")
    return gen.Dilation2D(input, filters, strides=strides, rates=dilations, padding=padding, name=name)  # type: ignore[no-any-return]


def erosion2d(value: Any, kernel: Any, strides: Any, rates: Any, padding: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "erosion2d", [value, kernel]) as scope:
        negated = gen.Neg(value)
        flipped = array_ops.reverse_v2(kernel, [0, 1])  # type: ignore[attr-defined]
        return gen.Neg(gen.Dilation2D(negated, flipped, strides=strides, rates=rates, padding=padding, name=scope))  # type: ignore[no-any-return]


def erosion2d_v2(value: Any, filters: Any, strides: Any, padding: Any, data_format: Any, dilations: Any,
                 name: Any = None) -> Tensor:
    if data_format != "NHWC":
        raise ValueError("Data formats other than NHWC are not yet supported")
    return erosion2d(value, filters, strides, dilations, padding, name)


