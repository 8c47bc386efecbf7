"""Partitioners: functions from a variable's shape and dtype to the number of slices on each axis."""

from __future__ import annotations

import math
from typing import Any

from graphlint.graph.dtypes import DType
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework.tensor_shape import TensorShape

from . import variable_scope


def _element_size(dtype: DType, bytes_per_string: int) -> int:
    return bytes_per_string if dtype.base_dtype.name == "string" else dtype.size


def variable_axis_size_partitioner(max_shard_bytes: Any, axis: int = 0, bytes_per_string_element: int = 16,
                                   max_shards: Any = None) -> Any:
    """As many slices along an axis as keep each below a size in bytes. ValueError for sizes that aren't positive."""
    if max_shard_bytes < 1 or bytes_per_string_element < 1:
        raise ValueError("Both max_shard_bytes and bytes_per_string_element must be positive.")
    if max_shards and max_shards < 1:
        raise ValueError("max_shards must be positive.")

    def _partitioner(shape: Any, dtype: Any) -> list[int]:
        if not isinstance(shape, TensorShape):
            raise ValueError(f"shape is not a TensorShape: {shape}")
        if not shape.is_fully_defined():
            raise ValueError(f"shape is not fully defined: {shape}")
        if not isinstance(dtype, DType):
            raise ValueError(f"dtype is not a DType: {dtype}")
        sizes: list[Any] = shape.as_list()
        if any(isinstance(size, Unknown) for size in sizes):
            return [1] * len(sizes)
        slice_bytes = (shape.num_elements() or 0) / sizes[axis] * _element_size(dtype, bytes_per_string_element)
        per_shard = max(1, math.floor(max_shard_bytes / slice_bytes))
        count = math.ceil(sizes[axis] / per_shard)
        partitions = [1] * len(sizes)
        partitions[axis] = min(max_shards, count) if max_shards else count
        return partitions

    return _partitioner


def min_max_variable_partitioner(max_partitions: int = 1, axis: int = 0, min_slice_size: int = 256 << 10,
                                 bytes_per_string_element: int = 16) -> Any:
    """Slices of at least a size in bytes, and at most so many. ValueError for an axis outside the shape."""

    def _partitioner(shape: Any, dtype: Any) -> list[int]:
        if axis >= len(shape):
            raise ValueError(f"Can not partition variable along axis {axis} when shape is only {shape}")
        if isinstance(shape.num_elements(), Unknown):
            return [1] * len(shape)
        total = shape.num_elements() * _element_size(dtype, bytes_per_string_element)
        partitions = [1] * len(shape)
        partitions[axis] = max(1, min(shape.dims[axis].value, max_partitions, math.ceil(total / min_slice_size)))
        return partitions

    return _partitioner


def fixed_size_partitioner(num_shards: int, axis: int = 0) -> Any:
    def _partitioner(shape: Any, **unused_args: Any) -> list[int]:
        partitions = [1] * len(shape)
        size = shape.dims[axis].value
        # an axis whose size only the data tell is taken to be long enough
        partitions[axis] = min(num_shards, size) if type(size) is int else num_shards
        return partitions

    return _partitioner


def create_partitioned_variables(shape: Any, slicing: Any, initializer: Any, dtype: Any = "float32",
                                 trainable: bool = True, collections: Any = None, name: Any = None,
                                 reuse: Any = None) -> list[Any]:
    """The slices of a variable under a slicing. ValueError where it doesn't fit the shape."""
    if len(shape) != len(slicing):
        raise ValueError("The 'shape' and 'slicing' of a partitioned Variable must have the length: shape: "
                         f"{shape}, slicing: {slicing}")
    if len(shape) < 1:
        raise ValueError(f"A partitioned Variable must have rank at least 1: shape: {shape}")
    with variable_scope.variable_scope(name, "PartitionedVariable", reuse=reuse):
        whole = variable_scope._get_partitioned_variable(
            name=None, shape=shape, dtype=dtype, initializer=initializer, trainable=trainable,
            partitioner=lambda **unused: slicing, collections=collections)
        return list(whole)
