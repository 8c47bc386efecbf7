"""Tensors whose shape is checked, when the graph is built or when it runs (contrib/framework/.../tensor_util.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, math_ops
from graphlint.tf.python.ops.control_flow_assert import Assert


def _is_rank(expected: Any, actual: Any) -> Any:
    with ops.name_scope("is_rank", values=[actual]) as scope:
        wanted = convert(expected, name="expected")
        return math_ops.equal(wanted, array_ops.rank(actual, name="actual"), name=scope)


def _fits(expected: Any, actual: Any) -> Any:
    """Each dim is the same, or wanted as -1."""
    with ops.name_scope("shape_tensor_equal", values=[expected, actual]) as scope:
        free = math_ops.equal(expected, -1)
        same = math_ops.logical_or(free, math_ops.equal(expected, actual, "equal"), name="exclude_partial_shape")
        return math_ops.reduce_all_v1(same, name=scope)


def _is_shape(expected: Any, tensor: Any, actual: Any) -> Any:
    with ops.name_scope("is_shape", values=[tensor]) as scope:
        is_rank = _is_rank(array_ops.size(expected), tensor)
        return math_ops.logical_and(is_rank, _fits(expected, actual), name=scope)


def _assert_shape(expected: Any, tensor: Any) -> Any:
    with ops.name_scope("assert_shape", values=[tensor]) as scope:
        actual = array_ops.shape(tensor, name="actual")
        if isinstance(expected, TensorShape) and not expected.is_fully_defined():
            expected = [dim if dim else -1 for dim in expected.as_list()]
        fits = _is_shape(expected, tensor, actual)
        return Assert(fits, [f"Wrong shape for {tensor.name} [expected] [actual].", expected, actual], name=scope)


def with_same_shape(expected_tensor: Any, tensor: Any) -> Any:
    """The tensor, asserted to have the shape of another."""
    with ops.name_scope(f"{tensor.op.name}/", values=[expected_tensor, tensor]):
        shape = expected_tensor.get_shape()
        known = shape.is_fully_defined()
        return with_shape(shape.as_list() if known else array_ops.shape(expected_tensor, name="expected_shape"), tensor)


def with_shape(expected_shape: Any, tensor: Any) -> Any:
    """The tensor, asserted to have a shape. ValueError where it is known to have another."""
    if isinstance(expected_shape, (list, tuple)):
        expected_shape = np.asarray(expected_shape, dtype=np.int32)
    dynamic = isinstance(expected_shape, Tensor)
    actual = tensor.get_shape()
    if not actual.is_fully_defined() or dynamic:
        with ops.name_scope(f"{tensor.op.name}/", values=[tensor]):
            if not dynamic and len(expected_shape) < 1:
                return array_ops.reshape(tensor, [])
            with ops.control_dependencies([_assert_shape(expected_shape, tensor)]):
                result = array_ops.identity(tensor)
            if not dynamic:
                result.set_shape(TensorShape([int(dim) for dim in expected_shape]))
            return result
    if not actual.is_compatible_with(TensorShape([int(dim) for dim in expected_shape])):
        if len(expected_shape) < 1 and actual.is_compatible_with([1]):
            with ops.name_scope(f"{tensor.op.name}/", values=[tensor]):
                return array_ops.reshape(tensor, [])
        raise ValueError(f"Invalid shape for tensor {tensor.name}, expected {expected_shape}, got {actual}.")
    return tensor
