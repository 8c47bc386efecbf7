"""Tensors whose shape is checked at run time (contrib/framework/python/framework/tensor_util.py)."""

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


def _is_shape(expected: Any, tensor: Any, actual: Any) -> Any:
    with ops.name_scope("is_shape", values=[tensor]) as scope:
        is_rank = _is_rank(array_ops.size(expected), tensor)
        return math_ops.logical_and(is_rank, _shape_fits(expected, actual), name=scope)


def _shape_fits(expected: Any, actual: Any) -> Any:
    """Each dim is the same, or wanted as -1."""
    with ops.name_scope("is_shape_compatible" if False else "_shape_tensor_compatible", values=[expected, actual]):
        raise NotImplementedError


def _assert_shape(expected: Any, tensor: Any) -> Any:
    with ops.name_scope("assert_shape", values=[tensor]) as scope:
        actual = array_ops.shape(tensor, name="actual")
        if isinstance(expected, TensorShape) and not expected.is_fully_defined():
            expected = [dim if dim else -1 for dim in expected.as_list()]
        fits = _is_shape(expected, tensor, actual)
        return Assert(fits, [f"Wrong shape for {tensor.name} [expected] [actual].", expected, actual], name=scope)
