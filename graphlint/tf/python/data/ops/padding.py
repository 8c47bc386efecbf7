"""The shapes and values that padded_batch pads to (data/ops/dataset_ops.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.data.util import nest
from graphlint.tf.python.framework import tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape, from_dims


def default_values(source: Any) -> Any:
    """Zeros and empty strings, in the nesting of the elements."""
    return nest.map_structure(lambda dtype: "" if dtype.base_dtype is dtypes.string else _Zero(dtype), source.output_types)


class _Zero:
    """A zero of a dtype: a leaf that isn't converted by Python's rules."""

    def __init__(self, dtype: Any) -> None:
        self.dtype = dtype


def shapes_as_tensors(source: Any, padded_shapes: Any) -> list[Tensor]:
    shapes = source.output_shapes
    given = nest.flatten_up_to(shapes, padded_shapes)
    return [_shape_as_tensor(padded, shape) for padded, shape in zip(given, nest.flatten(shapes), strict=True)]


def _shape_as_tensor(padded: Any, shape: TensorShape) -> Tensor:
    """ValueError where an element doesn't fit into the padded shape."""
    if isinstance(padded, Tensor) or (isinstance(padded, list) and any(isinstance(size, Tensor) for size in padded)):
        found = convert(padded, preferred=dtypes.int64)
        known = tensor_util.constant_value_as_shape(found)
    else:
        known = as_shape(padded)
        found = shape_tensor(known)
    if not _fits(known, shape):
        raise ValueError(f"The padded shape {known} is not compatible with the corresponding input component shape {shape}.")
    return found


def shape_tensor(shape: TensorShape) -> Tensor:
    """A shape as int64, -1 where a dim isn't known."""
    return convert([-1 if size is None else size for size in shape.as_list()], dtypes.int64)


def _fits(padded: TensorShape, shape: TensorShape) -> bool:
    if padded.ndims is None or shape.ndims is None:
        return True
    if padded.ndims != shape.ndims:
        return False
    return all(a is None or b is None or a >= b for a, b in zip(padded.as_list(), shape.as_list(), strict=True))


def values_as_tensors(source: Any, values: Any) -> list[Tensor]:
    types = source.output_types
    given = nest.flatten_up_to(types, values)
    return [_value_as_tensor(value, dtype) for value, dtype in zip(given, nest.flatten(types), strict=True)]


def _value_as_tensor(value: Any, dtype: Any) -> Tensor:
    """ValueError for what isn't a scalar, TypeError for another dtype than the element's."""
    if isinstance(value, _Zero):
        return convert(np.zeros((), value.dtype.numpy_type), value.dtype, "padding_value")
    found = convert(value, None, "padding_value")
    if not from_dims(found.dims).is_compatible_with(TensorShape([])):
        raise ValueError(f"Padding value should be a scalar, but is not: {found}")
    if found.dtype != dtype:
        raise TypeError(f"Padding value tensor ({found}) does not match output type: {dtype}")
    return found
