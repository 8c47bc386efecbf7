"""What `tensorflow.python.ops.check_ops` holds: the assertions of its families, dtype checks and monotonic vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.reexport import collect

from . import array_shape, array_slicing, check_ranks, check_shapes, check_values, control_flow_ops, math_reduce

if TYPE_CHECKING:  # the checker does not see what `collect` puts here
    from .check_ranks import *  # noqa: F403
    from .check_shapes import *  # noqa: F403
    from .check_values import *  # noqa: F403

collect(globals(), check_ranks, check_shapes, check_values)

NUMERIC_TYPES = frozenset(
    DType.by_name[name]
    for name in ("float32", "float64", "int8", "int16", "int32", "int64", "uint8", "qint8", "qint32", "quint8", "complex64"))


def is_numeric_tensor(tensor: Any) -> bool:
    return isinstance(tensor, Tensor) and tensor.dtype in NUMERIC_TYPES


def assert_proper_iterable(values: Any) -> None:
    single = isinstance(values, (Tensor, np.ndarray, bytes, str)) or hasattr(values, "constant_array")
    if single or getattr(type(values), "is_sparse_tensor", False):
        raise TypeError(f'Expected argument "values" to be a "proper" iterable.  Found: {type(values)}')
    if not hasattr(values, "__iter__"):
        raise TypeError(f'Expected argument "values" to be iterable.  Found: {type(values)}')


def assert_same_float_dtype(tensors: Any = None, dtype: Any = None) -> DType:
    """The float type that all tensors share; float32 where there are none. ValueError where they differ."""
    first: Any = None
    for item in tensors or ():
        if item is None:
            continue
        kind = item.dtype.base_dtype
        if dtype is None:
            dtype, first = kind, item
        elif dtype is not kind:
            known = f" as {getattr(first, 'name', first)}" if first is not None else ""
            raise ValueError(f"{getattr(item, 'name', item)}, type={kind}, must be of the same type ({dtype}){known}.")
    if dtype is None:
        return dtypes.float32
    if not dtype.is_floating:
        raise ValueError(f"Expected floating point type, got {dtype}.")
    return dtype  # type: ignore[no-any-return]


def _differences(x: Any) -> Any:
    x = array_shape.reshape(x, [-1])
    if not is_numeric_tensor(x):
        raise TypeError(f"Expected x to be numeric, instead found: {x}")
    short = gen.Less(array_shape.size(x), 2)
    shape: Any = array_shape.shape(x)
    length = shape - 1

    def steps() -> Any:
        later = array_slicing.strided_slice(x, [1], [1] + length)
        return later - array_slicing.strided_slice(x, [0], length)  # type: ignore[operator]

    return control_flow_ops.cond(short, lambda: convert([], x.dtype), steps)


def is_non_decreasing(x: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "is_non_decreasing", [x]):
        steps = _differences(x)
        zero = convert(0, steps.dtype)
        return math_reduce.reduce_all(gen.LessEqual(zero, steps))


def is_strictly_increasing(x: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "is_strictly_increasing", [x]):
        steps = _differences(x)
        zero = convert(0, steps.dtype)
        return math_reduce.reduce_all(gen.Less(zero, steps))
