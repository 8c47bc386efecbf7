"""Row splits and segment ids, one from the other (ops/ragged/segment_id_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape, dimension_value
from graphlint.tf.python.ops import array_joining, array_ops, math_ops


def row_splits_to_segment_ids(splits: Any, name: Any = None, out_type: Any = None) -> Tensor:
    """ValueError for splits that are no vector of int32 or int64, or empty."""
    with ops.name_scope(name, "RaggedSplitsToSegmentIds", [splits]):
        splits = convert(splits, None, "splits", False, dtypes.int64)
        if splits.dtype not in (dtypes.int32, dtypes.int64):
            raise ValueError("splits must have dtype int32 or int64")
        splits.shape.assert_has_rank(1)
        if dimension_value(splits.shape[0]) == 0:
            raise ValueError("Invalid row_splits: []")
        kind = splits.dtype if out_type is None else as_dtype(out_type)
        lengths = splits[1:] - splits[:-1]
        sizes: Any = array_ops.shape(splits, out_type=kind)
        indices = math_ops.range(sizes[-1] - 1)
        return array_joining.repeat_with_axis(indices, lengths, 0)


def segment_ids_to_row_splits(segment_ids: Any, num_segments: Any = None, out_type: Any = None, name: Any = None) -> Tensor:
    given = next((value.dtype for value in (segment_ids, num_segments) if isinstance(value, Tensor)), dtypes.int64)
    kind = given if out_type is None else as_dtype(out_type)
    with ops.name_scope(name, "SegmentIdsToRaggedSplits", [segment_ids]):
        ids = as_integers(segment_ids, "segment_ids", dtypes.int32)
        ids.shape.assert_has_rank(1)
        if num_segments is not None:
            num_segments = as_integers(num_segments, "num_segments", dtypes.int32)
            num_segments.shape.assert_has_rank(0)
        lengths = math_ops.bincount(ids, minlength=num_segments, maxlength=num_segments, dtype=kind)
        splits = array_ops.concat([[0], math_ops.cumsum(lengths)], axis=0)
        count = None if num_segments is None else tensor_util.constant_value(num_segments)
        if count is not None:
            splits.set_shape(TensorShape([int(count) + 1]))
        return splits  # type: ignore[no-any-return]


def as_integers(value: Any, name: str, dtype: Any) -> Tensor:
    """Always cast, if only to what it is. TypeError for a tensor of other numbers."""
    tensor = convert(value, None, name, False, dtype)
    if not tensor.dtype.is_integer:
        raise TypeError(f"{name} must be an integer tensor; dtype={tensor.dtype}")
    return gen.Cast(tensor, dtype)  # type: ignore[no-any-return]
