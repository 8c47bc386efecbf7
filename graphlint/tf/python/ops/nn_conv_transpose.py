"""Transposed convolutions (ops/nn_ops.py)."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

import numpy as np

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import dimension_at_index, from_dims
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import array_joining, array_shape, nn_sequences
from .nn_sequences import channel_axis, get_sequence


def conv1d_transpose(input: Any, filters: Any, output_shape: Any, strides: Any, padding: Any = "SAME",
                     data_format: Any = "NWC", dilations: Any = None, name: Any = None) -> Tensor:
    with ops.name_scope(name, "conv1d_transpose", [input, filters]) as scope:
        wide, start, channel = nn_sequences.one_dim_format(data_format)
        strides = [1, *get_sequence(strides, 1, channel, "stride")]
        rates = [1, *get_sequence(dilations, 1, channel, "dilations")]
        input = array_shape.expand_dims(input, start)
        filters = array_shape.expand_dims(filters, 0)
        sizes = output_shape if isinstance(output_shape, Tensor) else list(output_shape)
        wide_shape = array_joining.concat([sizes[:start], [1], sizes[start:]], 0)  # type: ignore[index]
        found = gen.Conv2DBackpropInput(wide_shape, filters, input, strides=strides, padding=padding, data_format=wide,
                                        dilations=rates, name=scope)
        return array_shape.squeeze(found, start)


def conv2d_transpose(value: Any = None, filter: Any = None, output_shape: Any = None, strides: Any = None,
                     padding: Any = "SAME", data_format: Any = "NHWC", name: Any = None, input: Any = None,
                     filters: Any = None, dilations: Any = None) -> Tensor:
    value = deprecated_argument_lookup("input", input, "value", value)
    filter = deprecated_argument_lookup("filters", filters, "filter", filter)
    with ops.name_scope(name, "conv2d_transpose", [value, filter, output_shape]) as scope:
        if stack.world.release.conv2d_transpose_checks_shapes:
            value, filter = convert(value, name="value"), convert(filter, name="filter")
            output_shape = _checked_output(value, filter, output_shape, 1 if data_format == "NCHW" else 3)
        return conv2d_transpose_v2(value, filter, output_shape, strides, padding, data_format, dilations, scope)


def _checked_output(value: Tensor, filter: Tensor, output_shape: Any, axis: int) -> Tensor:
    """output_shape as a tensor. ValueError where the channels clash."""
    inner, outer = from_dims(value.dims)[axis], from_dims(filter.dims)[3]
    if not inner.is_compatible_with(outer):
        raise ValueError(f"input channels does not match filter's input channels, {inner} != {outer}")
    tensor = convert(output_shape, name="output_shape")
    if not from_dims(tensor.dims).is_compatible_with([4]):
        raise ValueError(f"output_shape must have shape (4,), got {from_dims(tensor.dims)}")
    made = from_dims(filter.dims)[2]
    if isinstance(output_shape, (list, np.ndarray)) and not made.is_compatible_with(output_shape[axis]):
        raise ValueError(f"output_shape does not match filter's output channels, {output_shape[axis]} != {made}")
    return tensor


def conv2d_transpose_v2(input: Any, filters: Any, output_shape: Any, strides: Any, padding: Any = "SAME",
                        data_format: Any = "NHWC", dilations: Any = None, name: Any = None) -> Tensor:
    return _transposed(gen.Conv2DBackpropInput, 2, input, filters, output_shape, strides, padding,
                       "NHWC" if data_format is None else data_format, dilations, name)


def conv3d_transpose(value: Any, filter: Any = None, output_shape: Any = None, strides: Any = None,
                     padding: Any = "SAME", data_format: Any = "NDHWC", name: Any = None, input: Any = None,
                     filters: Any = None, dilations: Any = None) -> Tensor:
    filter = deprecated_argument_lookup("filters", filters, "filter", filter)
    value = deprecated_argument_lookup("input", input, "value", value)
    return conv3d_transpose_v2(value, filter, output_shape, strides, padding, data_format, dilations, name)


def conv3d_transpose_v2(input: Any, filters: Any, output_shape: Any, strides: Any, padding: Any = "SAME",
                        data_format: Any = "NDHWC", dilations: Any = None, name: Any = None) -> Tensor:
    return _transposed(gen.Conv3DBackpropInputV2, 3, input, filters, output_shape, strides, padding,
                       "NDHWC" if data_format is None else data_format, dilations, name)


def _transposed(build: Any, rank: int, input: Any, filters: Any, output_shape: Any, strides: Any, padding: Any,
                data_format: Any, dilations: Any, name: Any) -> Tensor:
    with ops.name_scope(name, f"conv{rank}d_transpose", [input, output_shape]) as scope:
        channel = channel_axis(data_format, rank)
        strides = get_sequence(strides, rank, channel, "strides")
        rates = get_sequence(dilations, rank, channel, "dilations")
        return build(output_shape, filters, input, strides=strides, padding=padding,  # type: ignore[no-any-return]
                     data_format=data_format, dilations=rates, name=scope)


def conv_transpose(input: Any, filters: Any, output_shape: Any, strides: Any, padding: Any = "SAME",
                   data_format: Any = None, dilations: Any = None, name: Any = None) -> Tensor:
    with ops.name_scope(name, "conv_transpose", [input, output_shape]) as scope:
        if isinstance(output_shape, Tensor):
            n = dimension_at_index(from_dims(output_shape.dims), 0).value
            n = 2 if n is None else n - 2
        elif isinstance(output_shape, Sized):
            n = len(output_shape) - 2
        else:
            raise ValueError("output_shape must be a tensor or sized collection.")
        if not 1 <= n <= 3:
            raise ValueError(f"output_shape must be of length 3, 4 or 5 but was {n + 2}.")
        function = (conv1d_transpose, conv2d_transpose_v2, conv3d_transpose_v2)[n - 1]
        return function(input, filters, output_shape, strides, padding, data_format, dilations, scope)


# --- convolution over any number of dims ------------------------------------------------------------------------------
