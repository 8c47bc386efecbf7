"""Ragged tensors of dense and sparse ones, and back (ops/ragged/ragged_tensor.py). Not here: rows told by padding."""

from __future__ import annotations

from typing import Any

from graphlint.graph.dtypes import as_dtype
from graphlint.sandbox.library import unmodelled
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor, is_sparse
from graphlint.tf.python.ops import array_ops, control_flow_ops, math_ops

from . import segment_id_ops
from .ragged_tensor import RaggedTensor, is_ragged
from .row_partitions import rows_of


def from_tensor(tensor: Any, lengths: Any, padding: Any, ragged_rank: Any, name: Any, splits_type: Any) -> Any:
    """ValueError for both lengths and padding, and a rank that is none; TypeError for a rank that is no int."""
    kind = as_dtype(splits_type)
    if lengths is not None and padding is not None:
        raise ValueError("Specify lengths or padding, but not both")
    if not isinstance(ragged_rank, int):
        raise TypeError(f"ragged_rank expected int, got {ragged_rank!r}")
    if ragged_rank <= 0:
        raise ValueError(f"ragged_rank must be greater than 0; got {ragged_rank}")
    if padding is not None or (isinstance(lengths, (list, tuple)) and lengths and not isinstance(lengths[0], (int, float))):
        return unmodelled("tensorflow.RaggedTensor.from_tensor with padding or nested lengths")
    with ops.name_scope(name, "RaggedFromTensor", [tensor, lengths, padding]):
        tensor = convert(tensor, None, "tensor")
        tensor.shape.with_rank_at_least(ragged_rank + 1)
        sizes: Any = array_ops.shape(tensor, out_type=kind)
        columns = sizes[1]
        if ragged_rank > 1:
            return _nested(tensor, lengths, ragged_rank, sizes, kind)
        if lengths is not None:
            return _of_lengths(tensor, lengths, columns, kind)
        count = sizes[0]
        total = count * columns
        splits = math_ops.range(count + 1) * columns
        shape = array_ops.concat([[total], sizes[2:]], axis=0)
        return RaggedTensor.from_row_splits(array_ops.reshape(tensor, shape), splits, validate=False)


def _nested(tensor: Any, lengths: Any, ragged_rank: int, sizes: Any, kind: Any) -> Any:
    shape = array_ops.concat([constant_op.constant([-1], kind), sizes[ragged_rank:]], axis=0)
    values = from_tensor(array_ops.reshape(tensor, shape), lengths, None, 1, None, kind)
    products: Any = math_ops.cumprod(sizes)
    splits = [math_ops.range(0, products[dim - 1] + 1) * sizes[dim] for dim in range(1, ragged_rank)]
    return RaggedTensor.from_nested_row_splits(values, splits, validate=False)


def _of_lengths(tensor: Any, lengths: Any, columns: Any, kind: Any) -> Any:
    lengths = segment_id_ops.as_integers(lengths, "lengths", kind)
    lengths.shape.assert_has_rank(1)
    lengths = math_ops.maximum(math_ops.minimum(lengths, columns), 0)
    limits = math_ops.cumsum(lengths)
    splits = array_ops.concat([array_ops.zeros([1], kind), limits], axis=0)
    mask = array_ops.sequence_mask(lengths, maxlen=columns)
    return RaggedTensor.from_row_splits(array_ops.boolean_mask(tensor, mask), splits, validate=False)


def to_tensor(ragged: RaggedTensor, default_value: Any, name: Any) -> Any:
    """All rows as long as the longest."""
    splits = ragged.row_splits
    with ops.name_scope(name, "RaggedToTensor", [*ragged.to_components(), default_value]):
        if default_value is not None:
            default_value = convert(default_value, ragged.dtype, "default_value")
        values = ragged.values
        if is_ragged(values):
            values = values.to_tensor(default_value)
        if default_value is not None:
            default_value = _fitted(default_value, values)
        lengths = [splits[1:] - splits[:-1]]
        count = rows_of(splits, splits.dtype) - 1
        columns = math_ops.maximum(math_ops.reduce_max(lengths), 0)
        shape: Any = array_ops.shape(values, out_type=splits.dtype)
        inner, total = shape[1:], shape[0]
        if default_value is None:
            default_value = array_ops.zeros(inner, dtype=values.dtype)
        default_value.shape.assert_is_compatible_with(values.shape[1:])
        default_value.set_shape(values.shape[1:])
        starts: Any = array_ops.expand_dims(splits[:-1], 1)
        limits = array_ops.expand_dims(splits[1:], 1)
        places: Any = array_ops.expand_dims(math_ops.range(0, columns), 0)
        with_default = array_ops.concat([values, array_ops.stack([default_value])], axis=0)
        index: Any = starts + places
        has_value = index < limits
        rest = array_ops.fill(array_ops.stack([count, columns]), total)
        return array_ops.gather(with_default, array_ops.where(has_value, index, rest))


def _fitted(default: Any, values: Any) -> Any:
    rank = values.shape.ndims
    if rank is not None:
        default.shape.with_rank_at_most(rank - 1)
    if rank is None or default.shape.ndims is None or rank != default.shape.ndims + 1:
        shape: Any = array_ops.shape(values)
        default = array_ops.broadcast_to(default, shape[1:])
    default.shape.assert_is_compatible_with(values.shape[1:])
    return default


def to_sparse(ragged: RaggedTensor, name: Any) -> SparseTensor:
    with ops.name_scope(name, "RaggedToSparse", [*ragged.to_components()]):
        found = gen.RaggedTensorToSparse(list(ragged.nested_row_splits), ragged.flat_values, name=name)
        return SparseTensor(*found)


def from_sparse(sparse: Any, name: Any, splits_type: Any) -> Any:
    """TypeError for what isn't sparse, ValueError for another rank than 2."""
    kind = as_dtype(splits_type)
    if not is_sparse(sparse):
        raise TypeError(f"Expected SparseTensor, got {type(sparse).__name__}")
    with ops.name_scope(name, "RaggedFromSparse", [*sparse.to_components()] if isinstance(sparse, SparseTensor) else []):
        sparse = sparse if isinstance(sparse, SparseTensor) else SparseTensor.from_value(sparse)
        ranks = (sparse.dense_shape.shape[:1].as_list() if sparse.dense_shape.shape.ndims is not None else [None],
                 sparse.indices.shape[1:2].as_list() if sparse.indices.shape.ndims is not None else [None])
        if ranks[0] != [2] and ranks[1] != [2]:
            raise ValueError("rank(st_input) must be 2")
        with ops.control_dependencies(_ragged_right(sparse.indices)):
            ids = math_ops.cast(sparse.indices[:, 0], kind)  # type: ignore[index]
            count = math_ops.cast(sparse.dense_shape[0], kind)  # type: ignore[index]
            return RaggedTensor.from_value_rowids(sparse.values, ids, count, validate=False)


def _ragged_right(indices: Any) -> list[Any]:
    prefix, suffix = indices[:, :-1], indices[:, -1]
    changed = math_ops.reduce_any(math_ops.not_equal(prefix[1:], prefix[:-1]), axis=1)
    fine = array_ops.where(changed, math_ops.equal(suffix[1:], 0), math_ops.equal(suffix[1:], suffix[:-1] + 1))
    right = math_ops.logical_and(math_ops.reduce_all(math_ops.equal(suffix[:1], 0)), math_ops.reduce_all(fine))
    return [control_flow_ops.Assert(right, ["SparseTensor is not right-ragged", "SparseTensor.indices =", indices])]


def bounding_shape(ragged: RaggedTensor, axis: Any, name: Any, out_type: Any) -> Any:
    kind = ragged.row_splits.dtype if out_type is None else as_dtype(out_type)
    with ops.name_scope(name, "RaggedBoundingBox", [*ragged.to_components(), axis]):
        if isinstance(axis, int) and axis in (0, 1):
            if axis == 0:
                return rows_of(ragged.row_splits, kind) - 1
            return math_ops.maximum(math_ops.reduce_max(ragged.row_lengths()), 0)
        rows: Any = array_ops.shape(ragged.row_splits, out_type=kind)
        flat: Any = array_ops.shape(ragged.flat_values, out_type=kind)
        dims = array_ops.stack([rows[0] - 1, *[
            math_ops.maximum(math_ops.reduce_max(splits[1:] - splits[:-1]), 0) for splits in ragged.nested_row_splits]])
        box = array_ops.concat([dims, flat[1:]], axis=0)
        return box if axis is None else array_ops.gather(box, axis)
