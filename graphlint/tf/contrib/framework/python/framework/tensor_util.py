"""Tensors and their types (contrib/framework/python/framework/tensor_util.py); checks of shapes are apart."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import (
    convert_to_tensor_or_sparse_tensor as convert_to_tensor_or_sparse_tensor,
)
from graphlint.tf.python.framework.tensor_util import is_tensor as is_tensor
from graphlint.tf.python.ops import check_ops, confusion_matrix, math_ops
from graphlint.tf.python.ops.check_ops import assert_same_float_dtype as assert_same_float_dtype

from .shape_checks import with_same_shape as with_same_shape
from .shape_checks import with_shape as with_shape

assert_scalar = check_ops.assert_scalar


def reduce_sum_n(tensors: Any, name: Any = None) -> Any:
    """The sum of all elements of all tensors. ValueError for none."""
    if not tensors:
        raise ValueError("No tensors provided.")
    with ops.name_scope(name, "reduce_sum_n", tensors) as scope:
        sums = [math_ops.reduce_sum_v1(tensor, name=f"{tensor.op.name}/sum") for tensor in tensors]
        return sums[0] if len(sums) == 1 else math_ops.add_n(sums, name=scope)


def remove_squeezable_dimensions(predictions: Any, labels: Any, name: Any = None) -> tuple[Any, Any]:
    labels, predictions = confusion_matrix.remove_squeezable_dimensions(labels, predictions, name=name)
    return predictions, labels


def assert_scalar_int(tensor: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "assert_scalar_int", [tensor]) as scope:
        tensor = convert(tensor)
        if not tensor.dtype.base_dtype.is_integer:
            raise ValueError(f"Expected integer type for {tensor.name}, received type: {tensor.dtype}.")
        return check_ops.assert_scalar(tensor, name=scope)
