"""TensorArrays in functions: their flow is a list of tensors (ops/tensor_array_ops.py, `_GraphTensorArrayV2`)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape, from_dims
from graphlint.tf.python.framework.tensor_util import constant_value

from . import list_ops
from .tensor_array_ops import TensorArray, build_ta_with_new_flow


class ListTensorArray(TensorArray):
    """An array that is a list of tensors. It has no handle."""

    def __init__(self, dtype: Any, size: Any = None, dynamic_size: Any = None, clear_after_read: Any = None,
                 tensor_array_name: Any = None, handle: Any = None, flow: Any = None, infer_shape: bool = True,
                 element_shape: Any = None, colocate_with_first_write_call: bool = True, name: Any = None) -> None:
        _check_arguments(handle, flow, size, element_shape)
        self._dynamic_size = dynamic_size
        self._dtype = as_dtype(dtype).base_dtype
        self._shapes = [as_shape(element_shape)]
        self._infer_shape = infer_shape
        self._colocate_first = False
        self._colocated = []
        self._handle = None
        with ops.name_scope(name, "TensorArrayV2", [size, flow]) as scope:
            self._flow = flow if flow is not None else list_ops.tensor_list_reserve(
                element_shape, size, self._dtype, name=scope)

    def identity(self) -> TensorArray:
        return self._with_flow(gen.Identity(self._flow))

    def _with_flow(self, flow: Tensor) -> TensorArray:
        return build_ta_with_new_flow(self, flow)

    def grad(self, source: Any, flow: Any = None, name: Any = None) -> TensorArray:
        raise NotImplementedError

    def read(self, index: Any, name: Any = None) -> Tensor:
        with ops.name_scope(name, "TensorArrayV2Read", [self._flow, index]):
            return list_ops.tensor_list_get_item(  # type: ignore[no-any-return]
                self._flow, index, self._dtype, self.element_shape, name=name)

    def write(self, index: Any, value: Any, name: Any = None) -> TensorArray:
        with ops.name_scope(name, "TensorArrayV2Write", [self._flow, index, value]):
            value = convert(value, None, "value", preferred=self._dtype)
            self._check_element_shape(from_dims(value.dims))
            flow = list_ops.tensor_list_set_item(self._flow, index, value, bool(self._dynamic_size), name=name)
            return self._with_flow(flow)

    def stack(self, name: Any = None) -> Tensor:
        with ops.name_scope(name, "TensorArrayV2Stack", [self._flow]):
            return list_ops.tensor_list_stack(  # type: ignore[no-any-return]
                self._flow, self._dtype, element_shape=self.element_shape)

    def gather(self, indices: Any, name: Any = None) -> Tensor:
        return list_ops.tensor_list_gather(  # type: ignore[no-any-return]
            self._flow, indices, self._dtype, self.element_shape, name=name)

    def concat(self, name: Any = None) -> Tensor:
        dims = self.element_shape.dims
        shape = None if dims is None else [None, *dims[1:]]
        return list_ops.tensor_list_concat(self._flow, self._dtype, shape, name=name)  # type: ignore[no-any-return]

    def unstack(self, value: Any, name: Any = None) -> TensorArray:
        with ops.name_scope(name, "TensorArrayUnstack", [self._flow, value]):
            value = convert(value, None, "value", preferred=self._dtype)
            elements = from_dims(value.dims)[1:]
            self._check_element_shape(elements)
            return self._with_flow(list_ops.tensor_list_from_tensor(value, elements))

    def scatter(self, indices: Any, value: Any, name: Any = None) -> TensorArray:
        with ops.name_scope(name, "TensorArrayScatter", [self._flow, value, indices]):
            value = convert(value, None, "value", preferred=self._dtype)
            self._check_element_shape(from_dims(value.dims)[1:])
            return self._with_flow(list_ops.tensor_list_scatter(value, indices, self.element_shape, self._flow))

    def split(self, value: Any, lengths: Any, name: Any = None) -> TensorArray:
        from . import math_basic  # noqa: PLC0415 - it may need control flow

        with ops.name_scope(name, "TensorArraySplit", [self._flow, value, lengths]):
            value = convert(value, None, "value", preferred=self._dtype)
            lengths_64 = math_basic.cast(lengths, dtypes.int64)
            known = constant_value(lengths_64)
            if value.dims is not None and known is not None and known.shape and known.max() == known.min():
                rest = from_dims(value.dims)[1:]
                self._check_element_shape(TensorShape([int(known[0])]).concatenate(rest))
            return self._with_flow(list_ops.tensor_list_split(value, self.element_shape, lengths_64, name=name))

    def size(self, name: Any = None) -> Tensor:
        return list_ops.tensor_list_length(self._flow, name=name)  # type: ignore[no-any-return]

    def close(self, name: Any = None) -> Any:
        return gen.NoOp(name=name)


def _check_arguments(handle: Any, flow: Any, size: Any, element_shape: Any) -> None:
    if handle is not None:
        raise AssertionError
    if flow is not None and (not isinstance(flow, Tensor) or flow.dtype != dtypes.variant):
        raise TypeError("flow must be a variant tensor")
    if flow is None and size is None:
        raise ValueError("Size must be provided if flow is not provided")
    if flow is not None and size is not None:
        raise ValueError("Cannot provide both a flow and size at the same time")
    if flow is not None and element_shape is not None:
        raise ValueError("Cannot provide both a flow and element_shape at the same time")
