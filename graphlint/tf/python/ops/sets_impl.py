"""Set operations on the last dim of dense and sparse tensors (ops/sets_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import sparse_tensor
from graphlint.tf.python.framework.sparse_tensor import SparseTensor

_MEMBERS = (dtypes.int8, dtypes.int16, dtypes.int32, dtypes.int64, dtypes.uint8, dtypes.uint16, dtypes.string)


def set_size(a: Any, validate_indices: bool = True) -> Tensor:
    """The number of elements of each set. TypeError for what isn't sparse, or has another dtype."""
    a = sparse_tensor.convert_to_tensor_or_sparse_tensor(a, name="a")
    if not isinstance(a, SparseTensor):
        raise TypeError(f"Expected `SparseTensor`, got {a}.")
    if a.values.dtype.base_dtype not in _MEMBERS:
        raise TypeError(f"Invalid dtype {a.values.dtype}.")
    return gen.SetSize(*a.to_components(), validate_indices=validate_indices)  # type: ignore[no-any-return]


def _pair(a: Any, b: Any) -> tuple[Any, Any, bool]:
    """Both converted, the sparse one last, and whether they changed places."""
    a = sparse_tensor.convert_to_tensor_or_sparse_tensor(a, name="a")
    if a.dtype.base_dtype not in _MEMBERS:
        raise TypeError(f"'a' invalid dtype {a.dtype}.")
    b = sparse_tensor.convert_to_tensor_or_sparse_tensor(b, name="b")
    if b.dtype.base_dtype is not a.dtype.base_dtype:
        raise TypeError(f"Types don't match, {a.dtype} vs {b.dtype}.")
    flipped = isinstance(a, SparseTensor) and not isinstance(b, SparseTensor)
    return (b, a, True) if flipped else (a, b, False)


def _operation(a: Any, b: Any, which: str, validate_indices: bool) -> SparseTensor:
    kinds = [isinstance(value, SparseTensor) for value in (a, b)]
    op_type = {(True, True): "SparseToSparse", (False, True): "DenseToSparse", (False, False): "DenseToDense"}[
        kinds[0], kinds[1]] + "SetOperation"
    inputs = [part for value in (a, b) for part in (value.to_components() if isinstance(value, SparseTensor) else [value])]
    found = gen.op(op_type, *inputs, set_operation=which, validate_indices=validate_indices)
    return SparseTensor(*found)


def set_intersection(a: Any, b: Any, validate_indices: bool = True) -> SparseTensor:
    a, b, _ = _pair(a, b)
    return _operation(a, b, "intersection", validate_indices)


def set_difference(a: Any, b: Any, aminusb: bool = True, validate_indices: bool = True) -> SparseTensor:
    a, b, flipped = _pair(a, b)
    return _operation(a, b, "a-b" if aminusb is not flipped else "b-a", validate_indices)


def set_union(a: Any, b: Any, validate_indices: bool = True) -> SparseTensor:
    a, b, _ = _pair(a, b)
    return _operation(a, b, "union", validate_indices)
