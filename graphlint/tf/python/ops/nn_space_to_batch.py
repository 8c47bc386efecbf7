"""Dilated windows by way of space to batch (`with_space_to_batch` of ops/nn_ops.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape, from_dims

from . import array_joining, array_ops, array_shape


def with_space_to_batch(input: Any, dilation_rate: Any, padding: Any, op: Any, filter_shape: Any = None,
                        spatial_dims: Any = None, data_format: Any = None) -> Tensor:
    """`op(input, number of spatial dims, padding)` on the input, or on its batched blocks where it is dilated."""
    tensor = convert(input, name="input")

    def operation(n: int, padding: Any) -> Callable[[Any, Any], Tensor]:
        return lambda inp, _: op(inp, n, padding)

    plan = SpaceToBatch(from_dims(tensor.dims), dilation_rate, padding, operation, filter_shape, spatial_dims, data_format)
    return plan(tensor, None)


class SpaceToBatch:
    """A dilated operation: as the plain one on blocks moved to the batch."""

    def __init__(self, input_shape: TensorShape, dilation_rate: Any, padding: Any, build_op: Any, filter_shape: Any = None,
                 spatial_dims: Any = None, data_format: Any = None) -> None:
        rate = convert(dilation_rate, dtypes.int32, "dilation_rate")
        rate_shape = from_dims(rate.dims)
        if rate_shape.ndims not in (None, 1):
            raise ValueError("rate must be rank 1")
        if not rate_shape.is_fully_defined():
            raise ValueError("rate must have known shape")
        n = rate_shape[0].value
        first = data_format is not None and data_format.startswith("NC")
        axes = _checked_axes(spatial_dims, n, first)
        _check_rank(input_shape, axes[-1] if first else axes[-1] + 1)
        known = tensor_util.constant_value(rate)
        if known is not None and np.any(known < 1):
            raise ValueError("dilation_rate must be positive")
        self._plain = known is not None and bool(np.all(known == 1))
        if self._plain:
            self._op = build_op(n, padding)
            return
        self._n, self._known_rate = n, rate if known is None else known
        self._base_paddings = self._paddings_of(padding, filter_shape)
        self._input_shape, self._axes, self._rate, self._data_format = input_shape, axes, rate, data_format
        self._op = build_op(n, "VALID")

    def _paddings_of(self, padding: Any, filter_shape: Any) -> Any:
        if padding == "VALID":
            return np.zeros([self._n, 2], np.int32)
        if padding != "SAME":
            raise ValueError(f"Invalid padding method {padding!r}")
        if filter_shape is None:
            raise ValueError("filter_shape must be specified for SAME padding")
        known = tensor_util.constant_value(convert(filter_shape, name="filter_shape"))
        return None if known is None else _base_paddings(known, self._n, self._known_rate)

    def __call__(self, inp: Any, filter: Any) -> Tensor:
        return self._op(inp, filter) if self._plain else self._on_blocks(inp, filter)  # type: ignore[no-any-return]

    def _on_blocks(self, inp: Any, filter: Any) -> Tensor:
        sizes: Any = None
        if self._input_shape.ndims is not None:
            sizes = [self._input_shape.as_list()[axis] for axis in self._axes]
        if sizes is None or None in sizes:
            whole = array_shape.shape(inp)
            sizes = array_joining.stack([whole[axis] for axis in self._axes])  # type: ignore[index]
        base = self._base_paddings
        if base is None:
            base = _base_paddings(array_shape.shape(filter), self._n, self._known_rate)
        paddings, crops = array_ops.required_space_to_batch_paddings(sizes, self._rate, base)  # type: ignore[attr-defined]
        rate = _adjusted(self._rate, 1, self._axes)
        paddings, crops = _adjusted(paddings, 0, self._axes), _adjusted(crops, 0, self._axes)
        blocks = gen.SpaceToBatchND(inp, rate, paddings)
        found: Tensor = gen.BatchToSpaceND(self._op(blocks, filter), rate, crops)
        if self._data_format is not None and self._data_format.startswith("NC") and found.dims is not None and (
            filter is not None and not isinstance(found.dims[1], int)
        ):
            found.dims = (found.dims[0], filter.dims[-1], *found.dims[2:])
        return found


def _checked_axes(spatial_dims: Any, n: int, first: bool) -> list[int]:
    if spatial_dims is None:
        spatial_dims = range(2, n + 2) if first else range(1, n + 1)
    given = list(spatial_dims)
    axes = sorted({int(axis) for axis in given})
    if axes != given or any(axis < 1 for axis in axes):
        raise ValueError("spatial_dims must be a montonically increasing sequence of positive integers")
    return axes


def _check_rank(shape: TensorShape, rank: int) -> None:
    if shape.ndims is not None and shape.ndims < rank:
        raise ValueError(f"input tensor must have rank {rank} at least")


def _base_paddings(filter_shape: Any, n: int, rate: Any) -> Tensor:
    sizes = filter_shape[:n]
    extra = sizes + (sizes - 1) * (rate - 1) - 1
    start = extra // 2
    end = extra - start
    return array_joining.stack([[start[i], end[i]] for i in range(n)])


def _adjusted(values: Tensor, fill: int, axes: list[int]) -> Any:
    """Block sizes or paddings with neutral rows for the dims between the spatial ones."""
    known = tensor_util.constant_value(values)
    rows: Any = values if known is None else known
    tail = [int(size) for size in from_dims(values.dims).as_list()[1:] if size is not None]
    parts: list[Any] = []
    before, at = 0, 0
    while at < len(axes):
        start = at
        if axes[start] > 1:
            parts.append(np.full([axes[start] - 1 - before, *tail], fill, dtype=np.int32))
        while at + 1 < len(axes) and axes[at + 1] == axes[at] + 1:
            at += 1
        parts.append(rows[start : at + 1])
        before = axes[at]
        at += 1
    return np.concatenate(parts) if known is not None else array_joining.concat(parts, 0)
