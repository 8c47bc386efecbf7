"""The transposed dilated convolution (ops/nn_ops.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import from_dims

from . import array_ops, array_shape, nn_conv_transpose


def atrous_conv2d_transpose(value: Any, filters: Any, output_shape: Any, rate: Any, padding: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "atrous_conv2d_transpose", [value, filters, output_shape]):
        value, weights = convert(value, name="value"), convert(filters, name="filters")
        shape = from_dims(weights.dims)
        channels = from_dims(value.dims)[3]
        if not channels.is_compatible_with(shape[3]):
            raise ValueError(f"value's input channels does not match filters' input channels, {channels} != {shape[3]}")
        if rate < 1:
            raise ValueError(f"rate {rate} cannot be less than one")
        if rate == 1:
            return nn_conv_transpose.conv2d_transpose(value, weights, output_shape, strides=[1, 1, 1, 1], padding=padding,
                                                   data_format="NHWC")
        _check_output(convert(output_shape, name="output_shape"), output_shape, shape)
        pads = _pads(weights, padding, rate)
        return _on_blocks(value, weights, output_shape, rate, pads)


def _check_output(tensor: Tensor, output_shape: Any, filters: Any) -> None:
    if not from_dims(tensor.dims).is_compatible_with([4]):
        raise ValueError(f"output_shape must have shape (4,), got {from_dims(tensor.dims)}")
    if isinstance(output_shape, (list, tuple, np.ndarray)) and not filters[2].is_compatible_with(output_shape[3]):
        raise ValueError(f"output_shape does not match filter's output channels, {output_shape[3]} != {filters[2]}")


def _pads(weights: Any, padding: Any, rate: Any) -> list[tuple[Any, Any]]:
    """Before and after, of height and width."""
    if padding == "VALID":
        return [(0, 0), (0, 0)]
    if padding != "SAME":
        raise ValueError(f"padding must be either VALID or SAME: {padding}")
    shape = from_dims(weights.dims)
    sizes: Any = shape.as_list() if shape.is_fully_defined() else array_shape.shape(weights)
    found = []
    for size in (sizes[0], sizes[1]):
        whole = size + (size - 1) * (rate - 1) - 1
        before = whole // 2
        found.append((before, whole - before))
    return found


def _on_blocks(value: Any, weights: Any, output_shape: Any, rate: Any, pads: list[tuple[Any, Any]]) -> Any:
    (top, bottom), (left, right) = pads
    height = output_shape[1] + top + bottom
    width = output_shape[2] + left + right
    below = (rate - height % rate) % rate
    beside = (rate - width % rate) % rate
    value = array_ops.space_to_batch(input=value, paddings=[[0, below], [0, beside]], block_size=rate)
    sizes = [rate * rate * output_shape[0], (height + below) // rate, (width + beside) // rate, output_shape[3]]
    value = gen.Conv2DBackpropInput(sizes, weights, value, strides=[1, 1, 1, 1], padding="VALID", data_format="NHWC")
    crops = [[top, bottom + below], [left, right + beside]]
    return array_ops.batch_to_space(input=value, crops=crops, block_size=rate)
