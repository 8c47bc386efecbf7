"""Lists of tensors in one variant tensor (ops/list_ops.py): what TensorArrays are made of in functions."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework.tensor_shape import Dimension, TensorShape


def empty_tensor_list(element_shape: Any, element_dtype: Any, max_num_elements: Any = None, name: Any = None) -> Any:
    most = -1 if max_num_elements is None else max_num_elements
    return gen.EmptyTensorList(_spelled(element_shape), most, element_dtype=element_dtype, name=name)


def tensor_list_reserve(element_shape: Any, num_elements: Any, element_dtype: Any, name: Any = None) -> Any:
    return gen.TensorListReserve(_spelled(element_shape), num_elements, element_dtype=element_dtype, name=name)


def tensor_list_from_tensor(tensor: Any, element_shape: Any, name: Any = None) -> Any:
    return gen.TensorListFromTensor(tensor, _spelled(element_shape), name=name)


def tensor_list_get_item(input_handle: Any, index: Any, element_dtype: Any, element_shape: Any = None, name: Any = None) -> Any:
    return gen.TensorListGetItem(input_handle, index, _spelled(element_shape), element_dtype=element_dtype, name=name)


def tensor_list_pop_back(input_handle: Any, element_dtype: Any, name: Any = None) -> Any:
    return gen.TensorListPopBack(input_handle, -1, element_dtype=element_dtype, name=name)


def tensor_list_push_back(input_handle: Any, tensor: Any, name: Any = None) -> Any:
    return gen.TensorListPushBack(input_handle, tensor, name=name)


def tensor_list_length(input_handle: Any, name: Any = None) -> Any:
    return gen.TensorListLength(input_handle, name=name)


def tensor_list_gather(input_handle: Any, indices: Any, element_dtype: Any, element_shape: Any = None, name: Any = None) -> Any:
    return gen.TensorListGather(input_handle, indices, _spelled(element_shape), element_dtype=element_dtype, name=name)


def tensor_list_scatter(tensor: Any, indices: Any, element_shape: Any = None, input_handle: Any = None, name: Any = None) -> Any:
    if input_handle is not None:
        return gen.TensorListScatterIntoExistingList(input_handle, tensor, indices, name=name)
    return gen.TensorListScatterV2(tensor, indices, _spelled(element_shape), -1, name=name)


def tensor_list_stack(input_handle: Any, element_dtype: Any, num_elements: int = -1, element_shape: Any = None,
                      name: Any = None) -> Any:
    return gen.TensorListStack(input_handle, _spelled(element_shape), element_dtype=element_dtype, num_elements=num_elements,
                               name=name)


def tensor_list_concat(input_handle: Any, element_dtype: Any, element_shape: Any = None, name: Any = None) -> Any:
    shape = _spelled(element_shape)
    return gen.TensorListConcatV2(input_handle, shape, convert([], dtypes.int64), element_dtype=element_dtype, name=name)[0]


def tensor_list_split(tensor: Any, element_shape: Any, lengths: Any, name: Any = None) -> Any:
    return gen.TensorListSplit(tensor, _spelled(element_shape), lengths, name=name)


def tensor_list_set_item(input_handle: Any, index: Any, item: Any, resize_if_index_out_of_bounds: bool = False,
                         name: Any = None) -> Any:
    if resize_if_index_out_of_bounds:
        from .control_flow_cond import cond  # noqa: PLC0415 - conds may hold arrays

        handle, count = input_handle, gen.TensorListLength(input_handle)
        input_handle = cond(index >= count, lambda: gen.TensorListResize(handle, index + 1), lambda: handle)
    return gen.TensorListSetItem(input_handle, index, item, name=name)


def _spelled(shape: Any) -> Any:
    """A shape as the input of these ops: -1 for an unknown rank or dim, a Const of no elements for a scalar's."""
    if isinstance(shape, Tensor):
        return shape
    if isinstance(shape, TensorShape):
        shape = shape.as_list() if shape.dims is not None else None
    if shape is None:
        return -1
    if not shape:
        return convert(shape, dtypes.int32)
    return [_size(dim) for dim in shape]


def _size(dim: Any) -> Any:
    size = dim.value if isinstance(dim, Dimension) else dim
    return -1 if size is None else size
