"""Tensors as a SavedModel names them (saved_model/utils_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.protobuf import message_class
from graphlint.tf.python.framework import ops


def build_tensor_info(tensor: Any) -> Any:
    """Name and dtype of a tensor, or of the three of a sparse one."""
    if isinstance(tensor, Unknown):
        return tensor
    info = message_class("TensorInfo")(dtype=tensor.dtype.base_dtype.as_datatype_enum)
    if ops.is_composite(tensor):
        info.coo_sparse = message_class("TensorInfo.CooSparse")(  # type: ignore[attr-defined]
            values_tensor_name=tensor.values.name, indices_tensor_name=tensor.indices.name,
            dense_shape_tensor_name=tensor.dense_shape.name)
    else:
        info.name = tensor.name  # type: ignore[attr-defined]
    return info


def get_tensor_from_tensor_info(tensor_info: Any, graph: Any = None, import_scope: Any = None) -> Any:
    """The tensor of a name in the graph. KeyError where there is none."""
    if isinstance(tensor_info, Unknown):
        return tensor_info
    name = ops.prepend_name_scope(tensor_info.name, import_scope)
    return ops.graph_element(graph or stack.default_graph(), name, allow_operation=False)
