"""Values of tensors: the numpy array that a Const gets from Python values, and constant_value (framework/tensor_util.py)."""

from __future__ import annotations

import numbers
from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Tensor
from graphlint.libs.numpy.array import ShapedArray, unknown_array
from graphlint.libs.numpy.convert import to_numpy
from graphlint.libs.numpy.scalars import generic
from graphlint.tf.protobuf import message_class

from .tensor_shape import Dimension, TensorShape, from_dims

MAX_BYTES = 1 << 31
_INT32 = 1 << 31


def _is_bool(value: Any) -> bool:
    return isinstance(value, (bool, np.bool_))


def _is_int(value: Any) -> bool:
    return type(value) is int or isinstance(value, (numbers.Integral, np.integer, Dimension))


def _is_float(value: Any) -> bool:
    return type(value) in (float, int) or isinstance(value, (numbers.Real, np.integer, np.floating))


def _is_complex(value: Any) -> bool:
    return isinstance(value, (numbers.Complex, np.number))


def _is_text(value: Any) -> bool:
    return isinstance(value, (str, bytes))


def _not_tensor(value: Any) -> bool:
    return not isinstance(value, Tensor)


def _check_of(dtype: DType | None) -> Callable[[Any], bool]:
    if dtype is None:
        return _not_tensor
    if dtype.is_bool:
        return _is_bool
    if dtype.is_integer or dtype.is_quantized:
        return _is_int
    if dtype.is_floating:
        return _is_float
    if dtype.is_complex:
        return _is_complex
    return _is_text if dtype.name == "string" else _not_tensor


def _mismatch(values: Any, fits: Callable[[Any], bool]) -> list[Any]:
    """The first element that doesn't fit, boxed; empty where all do."""
    if isinstance(values, (list, tuple)):
        for value in values:
            found = _mismatch(value, fits)
            if found:
                return found
        return []
    if isinstance(values, (ShapedArray, np.ndarray)) or fits(values):
        return []
    return [] if isinstance(values, generic) and fits(values._number) else [values]


def assert_compatible(values: Any, dtype: DType | None) -> None:
    """TypeError with TensorFlow's text where Python values don't fit a dtype."""
    found = _mismatch(values, _check_of(dtype))
    if not found:
        return
    if dtype is None:
        raise TypeError("List of Tensors when single Tensor expected")
    raise TypeError(f"Expected {dtype.name}, got {found[0]!r} of type '{type(found[0]).__name__}' instead.")


def dense_dims(values: Any) -> list[int]:
    """The shape that nested lists spell by their first elements."""
    if not isinstance(values, (list, tuple)):
        return []  # an array among lists is one element to TensorFlow, which then refuses what it gets
    return [len(values)] + (dense_dims(values[0]) if values else [])


def plain(values: Any) -> Any:
    """Nested values as numpy may see them: numbers, bytes, and arrays for what the numpy model holds.

    An object of the script is refused with a TypeError: numpy would ask it for its memory.
    """
    if isinstance(values, (list, tuple)):
        return [plain(value) for value in values]
    if isinstance(values, str):
        return values.encode("utf8")
    if isinstance(values, Dimension):
        return int(values)
    if isinstance(values, (ShapedArray, generic)):
        return to_numpy(values)
    if type(values) in (bool, int, float, complex, bytes) or isinstance(values, (np.generic, np.ndarray)):
        return values
    if isinstance(values, (int, float)):
        return float(values) if isinstance(values, float) else int(values)
    raise _not_convertible(values)


def array_of(values: Any, dtype: DType | None) -> np.ndarray[Any, Any]:
    """The numpy array that TensorFlow makes of Python or numpy values. TypeError, ValueError as make_tensor_proto."""
    kind = _plain_kind(values, dtype)
    if kind is not None:
        return np.array(values, kind)
    if isinstance(values, (ShapedArray, generic)):
        values = to_numpy(values)
    if isinstance(values, (np.ndarray, np.generic)):
        array = np.asarray(values)
        if array.dtype.kind in "SUO":
            return _text_array(array)
        return array.astype(dtype.numpy_type) if dtype is not None and dtype.numpy_type is not None else array
    if values is None:
        raise ValueError("None values not supported.")
    if isinstance(values, TensorShape):
        raise ValueError(f"Argument must be a dense tensor: {values} - got shape [{len(values)}], but wanted [].")
    assert_compatible(values, dtype)
    kind = dtype.numpy_type if dtype is not None else None
    if kind is None and isinstance(values, (list, tuple)) and _has_dimension(values):
        raise _not_convertible(values)  # numpy takes Dimensions for objects unless told that they are ints
    try:
        array = _to_numpy(plain(values), kind)
    except TypeError:
        raise _not_convertible(values) from None
    except ValueError:
        if kind not in (None, np.object_):
            raise ValueError("setting an array element with a sequence.") from None
        array = None  # type: ignore[assignment]
    if array is None or list(array.shape) != dense_dims(values):
        shape = [len(values)] if array is None else list(array.shape)
        raise ValueError(f"Argument must be a dense tensor: {values} - got shape {shape}, but wanted "
                         f"{dense_dims(values)}.")
    if array.dtype == object and not _all_text(values):
        raise _not_convertible(values)
    return _default_type(array, values) if dtype is None else array


def _plain_kind(values: Any, dtype: DType | None) -> Any:
    """The numpy type of the most frequent constants, which nothing speaks against; None for all others."""
    if type(values) is float and (dtype is None or dtype is dtypes.float32):
        return np.float32
    if dtype is not None and dtype is not dtypes.int32:
        return None
    items = values if type(values) in (list, tuple) else (values,)
    if items and all(type(item) is int and -_INT32 <= item < _INT32 for item in items):
        return np.int32
    return None


def _not_convertible(values: Any) -> TypeError:
    kind = str(type(values)).replace("graphlint.tf.", "tensorflow.")
    return TypeError(f"Failed to convert object of type {kind} to Tensor. Contents: {values}. Consider casting elements to "
                     "a supported type.")


def _has_dimension(values: Any) -> bool:
    return any(isinstance(v, Dimension) or (isinstance(v, (list, tuple)) and _has_dimension(v)) for v in values)


def _all_text(values: Any) -> bool:
    if isinstance(values, (list, tuple)):
        return all(map(_all_text, values))
    return isinstance(values, (str, bytes)) or not isinstance(values, (int, float, complex, np.number))


def _to_numpy(leaves: Any, kind: Any) -> np.ndarray[Any, Any]:
    try:
        array = np.array(leaves, dtype=kind)
    except OverflowError:
        if kind is not None and np.array(leaves).dtype.kind == "i":
            return np.array(leaves).astype(kind)  # as numpy before 2.0, which wraps around
        raise OverflowError("Python int too large to convert to C long") from None
    return _text_array(array) if array.dtype.kind in "SU" else array


def _text_array(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    flat = [item.encode("utf8") if isinstance(item, str) else item for item in array.ravel().tolist()]
    found = np.empty(len(flat), dtype=object)
    found[:] = flat
    return found.reshape(array.shape)


def _default_type(array: np.ndarray[Any, Any], values: Any) -> np.ndarray[Any, Any]:
    if array.dtype == np.float64:
        return array.astype(np.float32)
    if array.dtype == np.int64:
        small = array.astype(np.int32)
        return small if np.array_equal(small, array) else array
    if array.dtype == object and any(not isinstance(item, bytes) for item in array.ravel()):
        raise _not_convertible(values)
    return array


def constant_value(tensor: Any, partial: bool = False) -> Any:
    """`tf.get_static_value`: the array of a tensor that Python code of TensorFlow sees as constant, else None."""
    from .constant_values import python_constant  # noqa: PLC0415

    return python_constant(tensor) if isinstance(tensor, Tensor) else tensor


def constant_value_as_shape(tensor: Tensor) -> TensorShape:
    """The static shape that an int vector spells, as far as it is known."""
    from .constant_values import python_shape  # noqa: PLC0415

    return from_dims(python_shape(tensor))


def is_tensor(x: Any) -> bool:
    return isinstance(x, Tensor) or getattr(type(x), "is_tensor_like", False)


def same_numpy_kind(array: np.ndarray[Any, Any]) -> DType:
    """The DType of an array; TypeError where TensorFlow has none."""
    found = dtypes.from_numpy(array.dtype)
    if found is None:
        raise TypeError(f"Unrecognized data type: {array.dtype}")
    return found


def make_tensor_proto(values: Any, dtype: Any = None, shape: Any = None, verify_shape: bool = False,
                      allow_broadcast: bool = False) -> Any:
    """A message with the values of an array, as a request to a served model has them."""
    return message_class("TensorProto")(values=values)


def MakeNdarray(tensor: Any) -> Any:
    """The array of such a message: what a request gave isn't known."""
    return unknown_array("the values of a TensorProto", None, None)


make_ndarray = MakeNdarray
