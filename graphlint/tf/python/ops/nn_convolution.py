"""Convolutions of one to three dims, dilated ones by space_to_batch, and transposed ones (ops/nn_ops.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape, dimension_at_index
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import array_shape, nn_sequences
from .nn_sequences import channel_axis, get_sequence
from .nn_space_to_batch import SpaceToBatch


def conv1d(value: Any = None, filters: Any = None, stride: Any = None, padding: Any = None, use_cudnn_on_gpu: Any = None,
           data_format: Any = None, name: Any = None, input: Any = None, dilations: Any = None) -> Tensor:
    value = deprecated_argument_lookup("input", input, "value", value)
    with ops.name_scope(name, "conv1d", [value, filters]) as scope:
        wide, start, channel = nn_sequences.one_dim_format(data_format)
        strides = [1, *get_sequence(stride, 1, channel, "stride")]
        rates = [1, *get_sequence(dilations, 1, channel, "dilations")]
        value = array_shape.expand_dims(value, start)
        filters = array_shape.expand_dims(filters, 0)
        found = gen.Conv2D(value, filters, strides=strides, padding=padding, use_cudnn_on_gpu=use_cudnn_on_gpu,
                           data_format=wide, dilations=rates,
                           name=scope if stack.world.release.conv1d_names_its_op else None)
        return array_shape.squeeze(found, [start])


def conv1d_v2(input: Any, filters: Any, stride: Any, padding: Any, data_format: Any = "NWC", dilations: Any = None,
              name: Any = None) -> Tensor:
    return conv1d(input, filters, stride, padding, use_cudnn_on_gpu=True, data_format=data_format, name=name,
                  dilations=dilations)


def conv2d(input: Any, filter: Any = None, strides: Any = None, padding: Any = None, use_cudnn_on_gpu: Any = True,
           data_format: Any = "NHWC", dilations: Any = (1, 1, 1, 1), name: Any = None, filters: Any = None) -> Tensor:
    filter = deprecated_argument_lookup("filters", filters, "filter", filter)
    padding, explicit = nn_sequences.convert_padding(padding)
    data_format = "NHWC" if data_format is None else data_format
    channel = channel_axis(data_format, 2)
    strides = get_sequence(strides, 2, channel, "strides")
    dilations = get_sequence(dilations, 2, channel, "dilations")
    return gen.Conv2D(input, filter, strides=strides, padding=padding, use_cudnn_on_gpu=use_cudnn_on_gpu,  # type: ignore[no-any-return]
                      explicit_paddings=explicit, data_format=data_format, dilations=dilations, name=name)


def conv2d_v2(input: Any, filters: Any, strides: Any, padding: Any, data_format: Any = "NHWC", dilations: Any = None,
              name: Any = None) -> Tensor:
    return conv2d(input, filters, strides, padding, data_format=data_format, dilations=dilations, name=name)


def conv2d_backprop_filter(input: Any, filter_sizes: Any, out_backprop: Any, strides: Any, padding: Any,
                           use_cudnn_on_gpu: Any = True, data_format: Any = "NHWC", dilations: Any = (1, 1, 1, 1),
                           name: Any = None) -> Tensor:
    padding, explicit = nn_sequences.convert_padding(padding)
    return gen.Conv2DBackpropFilter(  # type: ignore[no-any-return]
        input, filter_sizes, out_backprop, strides=strides, padding=padding, use_cudnn_on_gpu=use_cudnn_on_gpu,
        explicit_paddings=explicit, data_format=data_format, dilations=dilations, name=name)


def conv2d_backprop_input(input_sizes: Any, filter: Any = None, out_backprop: Any = None, strides: Any = None,
                          padding: Any = None, use_cudnn_on_gpu: Any = True, data_format: Any = "NHWC",
                          dilations: Any = (1, 1, 1, 1), name: Any = None, filters: Any = None) -> Tensor:
    filter = deprecated_argument_lookup("filters", filters, "filter", filter)
    padding, explicit = nn_sequences.convert_padding(padding)
    return gen.Conv2DBackpropInput(  # type: ignore[no-any-return]
        input_sizes, filter, out_backprop, strides=strides, padding=padding, use_cudnn_on_gpu=use_cudnn_on_gpu,
        explicit_paddings=explicit, data_format=data_format, dilations=dilations, name=name)


def conv3d_v1(input: Any, filter: Any = None, strides: Any = None, padding: Any = None, data_format: Any = "NDHWC",
              dilations: Any = (1, 1, 1, 1, 1), name: Any = None, filters: Any = None) -> Tensor:
    filter = deprecated_argument_lookup("filters", filters, "filter", filter)
    return _conv3d(input, filter, strides, padding, data_format, dilations, name)


def conv3d_v2(input: Any, filters: Any, strides: Any, padding: Any, data_format: Any = "NDHWC", dilations: Any = None,
              name: Any = None) -> Tensor:
    return _conv3d(input, filters, strides, padding, data_format, dilations, name)


def _conv3d(input: Any, filters: Any, strides: Any, padding: Any, data_format: Any, dilations: Any, name: Any,
            ) -> Tensor:
    return gen.Conv3D(input, filters, strides=strides, padding=padding, data_format=data_format, dilations=dilations,  # type: ignore[no-any-return]
                      name=name)


# --- transposed -------------------------------------------------------------------------------------------------------


def convolution(input: Any, filter: Any, padding: Any, strides: Any = None, dilation_rate: Any = None, name: Any = None,
                data_format: Any = None, filters: Any = None, dilations: Any = None) -> Tensor:
    filter = deprecated_argument_lookup("filters", filters, "filter", filter)
    dilation_rate = deprecated_argument_lookup("dilations", dilations, "dilation_rate", dilation_rate)
    return convolution_internal(input, filter, strides, padding, data_format, dilation_rate, name)


def convolution_v2(input: Any, filters: Any, strides: Any = None, padding: Any = "VALID", data_format: Any = None,
                   dilations: Any = None, name: Any = None) -> Tensor:
    return convolution_internal(input, filters, strides, padding, data_format, dilations, name)


def _spatial_rank(input: Any, filters: Any) -> int:
    for value in (input, filters):
        rank = as_shape(value.shape).ndims
        if rank is not None:
            if not 1 <= rank - 2 <= 3:
                raise ValueError(f"Input tensor must be of rank 3, 4 or 5 but was {rank}.")
            return rank - 2
    raise ValueError("rank of input or filter must be known")


def convolution_internal(input: Any, filters: Any, strides: Any = None, padding: Any = "VALID", data_format: Any = None,
                         dilations: Any = None, name: Any = None, call_from_convolution: bool = True) -> Tensor:
    n = _spatial_rank(input, filters)
    channel = channel_axis(data_format, n)
    strides = get_sequence(strides, n, channel, "strides")
    dilations = get_sequence(dilations, n, channel, "dilations")
    with ops.name_scope(name, "convolution", [input, filters]) as scope:
        if stack.world.release.convolution_reads_filter_shape:
            array_shape.shape(filters)
        if all(rate == 1 for rate in dilations) and not stack.world.release.convolution_plans_always:
            if n == 1:
                return conv1d(input, filters, strides, padding, data_format=data_format, dilations=dilations, name=scope)
            build = gen.Conv2D if n == 2 else gen.Conv3D
            return build(input, filters, strides=strides, padding=padding, data_format=data_format,  # type: ignore[no-any-return]
                         dilations=dilations, name=scope)
        inner = slice(2, None) if channel == 1 else slice(1, -1)
        plan = Convolution(as_shape(input.shape), as_shape(filters.shape), padding, strides=strides[inner],
                           dilation_rate=dilations[inner], name=scope, data_format=data_format)
        return plan(input, filters)


def atrous_conv2d(value: Any, filters: Any, rate: Any, padding: Any, name: Any = None) -> Tensor:
    return convolution(value, filters, padding, dilation_rate=[rate, rate] if np.ndim(rate) == 0 else list(rate), name=name)


class Convolution:
    """A convolution whose shapes are known before it is applied: what the conv layers hold."""

    def __init__(self, input_shape: TensorShape, filter_shape: TensorShape, padding: Any, strides: Any = None,
                 dilation_rate: Any = None, name: Any = None, data_format: Any = None) -> None:
        rank = filter_shape.ndims if filter_shape.ndims is not None else input_shape.ndims
        if rank is None:
            raise ValueError("rank of input or filter must be known")
        for what, shape in (("input", input_shape), ("filter", filter_shape)):
            try:
                shape.with_rank(rank)
            except ValueError:
                raise ValueError(f"{what} tensor must have rank {rank}") from None
        n = rank - 2
        first = data_format is not None and data_format.startswith("NC")
        channels = dimension_at_index(input_shape, 1 if first else n + 1)
        wanted = dimension_at_index(filter_shape, n)
        if not channels.is_compatible_with(wanted):
            raise ValueError("number of input channels does not match corresponding dimension of filter, "
                             f"{channels} != {wanted}")
        strides, rate = nn_sequences.strides_and_rate(n, strides, dilation_rate)
        self._input_shape, self._filter_shape, self._strides = input_shape, filter_shape, strides
        self._name, self._data_format = name, data_format
        axes = range(2, n + 2) if first else range(1, n + 1)
        self._plan = SpaceToBatch(input_shape, np.array(rate, np.int32), padding, self._operation, filter_shape=filter_shape,
                                  spatial_dims=axes, data_format=data_format)

    def _operation(self, _: int, padding: Any) -> Callable[[Any, Any], Tensor]:
        return NonAtrousConvolution(self._input_shape, self._filter_shape, padding, self._data_format, self._strides,
                                    self._name)

    def __call__(self, inp: Any, filter: Any) -> Tensor:
        return self._plan(inp, filter)


class NonAtrousConvolution:
    """A convolution without dilation, of the rank of its input."""

    def __init__(self, input_shape: TensorShape, filter_shape: TensorShape, padding: Any, data_format: Any, strides: Any,
                 name: Any) -> None:
        filter_shape = filter_shape.with_rank(input_shape.ndims) if input_shape.ndims is not None else filter_shape
        rank = filter_shape.ndims
        if rank is None:
            raise ValueError("Rank of convolution must be known")
        input_shape.with_rank(rank)
        if not 3 <= rank <= 5:
            raise ValueError("`input` and `filter` must have rank at least 3 and at most 5")
        n = rank - 2
        if strides is None:
            strides = [1] * n
        elif len(strides) != n:
            raise ValueError(f"len(strides)={len(strides)}, but should be {n}")
        self._n, self._padding, self._name = n, padding, name
        self._strides, self._data_format = _formatted(n, list(strides), data_format)

    def __call__(self, inp: Any, filter: Any) -> Tensor:
        if self._n == 1:
            return conv1d(inp, filter, self._strides, self._padding, data_format=self._data_format, name=self._name)
        if self._n == 2:
            return conv2d(inp, filter, self._strides, self._padding, data_format=self._data_format, name=self._name)
        return gen.Conv3D(inp, filter, strides=self._strides, padding=self._padding, data_format=self._data_format,  # type: ignore[no-any-return]
                          name=self._name)


def _formatted(n: int, strides: list[Any], data_format: Any) -> tuple[Any, Any]:
    """Strides and data format as the op of `n` spatial dims takes them."""
    if n == 1:
        if data_format is not None and data_format not in ("NCW", "NWC", "NCHW", "NHWC"):
            raise ValueError('data_format must be "NWC" or "NCW".')
        return strides[0], data_format or "NWC"
    last, first = ("NHWC", "NCHW") if n == 2 else ("NDHWC", "NCDHW")
    if data_format is None or data_format == last:
        return [1, *strides, 1], last if n == 2 else data_format
    if data_format == first:
        return [1, 1, *strides], data_format
    raise ValueError(f'data_format must be "{last}" or "{first}".{"" if n == 2 else f" Have: {data_format}"}')
