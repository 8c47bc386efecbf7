"""What row partitions of ragged tensors are checked and converted by (parts of ops/ragged/ragged_tensor.py and _util.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.libs.numpy.array import ShapedArray
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops

SPLITS = (dtypes.int32, dtypes.int64)


def check_flag(validate: Any) -> None:
    if not isinstance(validate, bool):
        raise TypeError("validate must have type bool")


def converted(values: Any, partition: Any, name: str) -> tuple[Any, Tensor]:
    """Values and their partition as tensors. ValueError for other dtypes than int32 and int64."""
    if is_ragged_tensor(values):
        if not isinstance(partition, Tensor):
            return values, convert(partition, values.row_splits.dtype, name)
        if partition.dtype not in SPLITS:
            raise ValueError(f"{name} must have dtype int32 or int64")
        if values.row_splits.dtype is not partition.dtype:
            raise ValueError(f"dtype mismatch: {name} ({partition.dtype}) vs values.row_splits ({values.row_splits.dtype})")
        return values, partition
    values = convert(values, None, "values")
    if isinstance(partition, (np.ndarray, ShapedArray)) and str(partition.dtype) == "int32":
        found = convert(partition, None, name)
    else:
        found = convert(partition, None, name, False, dtypes.int64)
    if found.dtype not in SPLITS:
        raise ValueError(f"{name} must have dtype int32 or int64")
    return values, found


def is_ragged_tensor(value: Any) -> bool:
    return bool(getattr(type(value), "is_ragged_tensor", False))


def rows_of(tensor: Any, out_type: Any = dtypes.int32) -> Any:
    if is_ragged_tensor(tensor):
        return tensor.nrows(out_type=out_type)
    sizes: Any = array_ops.shape(tensor, out_type=out_type)
    return sizes[0]


def increases(tensor: Any, message: str) -> Any:
    return check_ops.assert_non_negative(tensor[1:] - tensor[:-1], message=message)


def starts_at_zero(tensor: Any, message: str) -> Any:
    return check_ops.assert_equal(tensor, constant_op.constant(0, dtype=tensor.dtype), message=message)


def checked(maker: str, values: Any, partition: Any, more: Callable[[str], list[Any]]) -> Any:
    """The partition, once it's checked as all are and as `more` says, which is given the text of its errors."""
    text = f"Arguments to {maker} do not form a valid RaggedTensor"
    checks = [check_ops.assert_rank(partition, 1, message=text), *more(text)]
    if not is_ragged_tensor(values):
        checks.append(check_ops.assert_rank_at_least(values, 1))
    return control_flow_ops.with_dependencies(checks, partition)


def assert_splits_match(nested: list[Any]) -> list[Any]:
    text = "Inputs must have identical ragged splits"
    if any(len(splits) != len(nested[0]) for splits in nested):
        raise ValueError(text)
    return [check_ops.assert_equal(one, other, message=text) for splits in nested[1:]
            for one, other in zip(nested[0], splits, strict=True)]
