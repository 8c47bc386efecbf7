"""Dense tensors as sparse ones (contrib/layers/python/ops/sparse_ops.py): the part that encoders use."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.ops import array_ops, math_ops


def dense_to_sparse_tensor(dense_tensor: Any, ignore_value: Any = None) -> SparseTensor:
    """Without the elements that have the ignored value, by default zero or the empty string."""
    with ops.name_scope("DenseToSparseTensor"):
        tensor = convert(dense_tensor)
        if ignore_value is None:
            ignore_value = "" if tensor.dtype == dtypes.string else tensor.dtype.numpy_type(0)
        ignored = math_ops.cast(ignore_value, tensor.dtype, name="ignore_value")
        indices = array_ops.where(math_ops.not_equal(tensor, ignored), name="indices")
        values = array_ops.gather_nd(tensor, indices, name="values")
        shape = array_ops.shape(tensor, out_type=dtypes.int64, name="dense_shape")
        return SparseTensor(indices=indices, values=values, dense_shape=shape)
