"""Sparse tensors joined, split, reordered, reshaped and filled (ops/sparse_ops.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops, tensor_util
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import array_constants, array_gather, array_joining, array_shape, array_slicing, check_ops, control_flow_ops, math_reduce
from .math_basic import cast
from .sparse_arithmetic import parts, sparse_of


def _int64(value: Any, name: str) -> Tensor:
    if isinstance(value, (int, np.integer)):
        return convert(value, dtypes.int64, name)
    if not isinstance(value, Tensor):
        raise TypeError(f"{name} must be an integer value")
    return cast(value, dtypes.int64)  # type: ignore[no-any-return]


def from_dense(tensor: Any, name: Any = None) -> SparseTensor:
    with ops.name_scope(name, "dense_to_sparse"):
        tensor = convert(tensor)
        indices = array_slicing.where_v2(gen.NotEqual(tensor, constant_op.constant(0, tensor.dtype)))
        values = array_gather.gather_nd(tensor, indices)
        return SparseTensor(indices, values, array_shape.shape(tensor, out_type=dtypes.int64))


def sparse_eye(num_rows: Any, num_columns: Any = None, dtype: Any = dtypes.float32, name: Any = None) -> SparseTensor:
    with ops.name_scope(name, "eye", [num_rows, num_columns]):
        rows = _int64(num_rows, "num_rows")
        columns = rows if num_columns is None else _int64(num_columns, "num_columns")
        size = gen.Minimum(rows, columns)
        steps = math_reduce.range(size, dtype=dtypes.int64)
        indices = array_joining.stack([steps, steps], axis=1)
        return SparseTensor(indices, array_constants.ones(size, dtype), [rows, columns])


def sparse_expand_dims(sp_input: Any, axis: Any = None, name: Any = None) -> SparseTensor:
    rank = from_dims(sp_input.dense_shape.dims)[0]
    axis = -1 if axis is None else axis
    with ops.name_scope(name, "expand_dims", [sp_input]):
        if isinstance(axis, (int, np.integer)):
            axis = convert(axis, dtypes.int32, "axis")
        elif not isinstance(axis, Tensor):
            raise TypeError("axis must be an integer value in range [-rank(sp_input) - 1, rank(sp_input)]")
        axis = array_slicing.where_v2(axis >= 0, axis, axis + rank + 1)
        shape: Any = array_shape.shape(sp_input.indices)
        column = array_constants.zeros([shape[0], 1], dtypes.int64)
        before = gen.Slice(sp_input.indices, [0, 0], [-1, axis])
        after = gen.Slice(sp_input.indices, [0, axis], [-1, -1])
        indices = array_joining.concat([before, column, after], axis=1)
        shape_before = gen.Slice(sp_input.dense_shape, [0], [axis])
        shape_after = gen.Slice(sp_input.dense_shape, [axis], [-1])
        one = convert([1], dtypes.int64, "new_shape")
        return SparseTensor(indices, sp_input.values, array_joining.concat([shape_before, one, shape_after], axis=0))


def sparse_concat(axis: Any, sp_inputs: Any, name: Any = None, expand_nonconcat_dim: Any = False, concat_dim: Any = None,
                  expand_nonconcat_dims: Any = None) -> SparseTensor:
    expand = deprecated_argument_lookup("expand_nonconcat_dims", expand_nonconcat_dims, "expand_nonconcat_dim",
                                        expand_nonconcat_dim or None) or False
    return sparse_concat_v2(deprecated_argument_lookup("axis", axis, "concat_dim", concat_dim), sp_inputs, expand, name)


def sparse_concat_v2(axis: Any, sp_inputs: Any, expand_nonconcat_dims: bool = False, name: Any = None) -> SparseTensor:
    if not isinstance(sp_inputs, (list, tuple)):
        raise TypeError("Inputs must be a list or tuple.")
    inputs = [sparse_of(value) for value in sp_inputs]
    if len(inputs) == 1:
        return inputs[0]
    shapes: list[Any] = [value.dense_shape for value in inputs]
    if expand_nonconcat_dims:
        rows = array_joining.concat([array_shape.reshape(shape, [1, -1]) for shape in shapes], 0)
        most: Any = math_reduce.reduce_max(rows, 0)
        shapes = [_widened(most, shape, axis) for shape in shapes]
    indices, values, shape = gen.SparseConcat([value.indices for value in inputs], [value.values for value in inputs],
                                              shapes, concat_dim=axis, name=name)
    known = [tensor_util.constant_value(each) for each in shapes]
    if all(each is not None for each in known):
        total = np.array(known[0])
        total[axis] = sum(each[axis] for each in known)
        shape = convert(total)
    return SparseTensor(indices, values, shape)


def _widened(most: Any, shape: Any, axis: int) -> Tensor:
    pieces = [most[:axis], shape[-1:] if axis == -1 else shape[axis : axis + 1], [] if axis == -1 else most[axis + 1 :]]
    return array_joining.concat(pieces, 0)


def sparse_split(keyword_required: Any = None, sp_input: Any = None, num_split: Any = None, axis: Any = None,
                 name: Any = None, split_dim: Any = None) -> list[SparseTensor]:
    if keyword_required is not None:
        raise ValueError("Keyword arguments are required for this function.")
    for value, which in ((sp_input, "sp_input"), (num_split, "num_split"), (axis, "axis")):
        if value is None:
            raise ValueError(f"{which} is required")
    axis = deprecated_argument_lookup("axis", axis, "split_dim", split_dim)
    indices, values, shapes = gen.SparseSplit(axis, *parts(sparse_of(sp_input)), num_split=num_split, name=name)
    return [SparseTensor(*piece) for piece in zip(indices, values, shapes, strict=True)]


def sparse_split_v2(sp_input: Any = None, num_split: Any = None, axis: Any = None, name: Any = None) -> list[SparseTensor]:
    return sparse_split(sp_input=sp_input, num_split=num_split, axis=axis, name=name)


def sparse_slice(sp_input: Any, start: Any, size: Any, name: Any = None) -> SparseTensor:
    sp_input = sparse_of(sp_input)
    start, size = convert(start, dtypes.int64), convert(size, dtypes.int64)
    with ops.name_scope(name, "SparseSlice", [sp_input]) as scope:
        return SparseTensor(*gen.SparseSlice(*parts(sp_input), start, size, name=scope))


def sparse_reorder(sp_input: Any, name: Any = None) -> SparseTensor:
    sp_input = sparse_of(sp_input)
    indices, values = gen.SparseReorder(*parts(sp_input), name=name)
    static = sp_input.get_shape()
    shape = static.as_list() if static.is_fully_defined() else array_shape.identity(sp_input.dense_shape)
    return SparseTensor(indices, values, shape)


def sparse_reshape(sp_input: Any, shape: Any, name: Any = None) -> SparseTensor:
    sp_input = sparse_of(sp_input)
    shape = cast(shape, dtypes.int64)
    with ops.name_scope(name, "SparseReshape", [sp_input]) as scope:
        indices, reshaped = gen.SparseReshape(sp_input.indices, sp_input.dense_shape, shape, name=scope)
        static = _static_reshape(sp_input, shape)
        if static is not None:
            reshaped = constant_op.constant(static, dtypes.int64)
        return SparseTensor(indices, array_shape.identity(sp_input.values), reshaped)


def _static_reshape(sp_input: SparseTensor, shape: Tensor) -> list[int] | None:
    """The sizes after a reshape where they are known at once. ValueError where they don't fit."""
    wanted = tensor_util.constant_value_as_shape(shape)
    if wanted.ndims is None or not sp_input.shape.is_fully_defined():
        return None
    given = tensor_util.constant_value(shape)
    if given is not None and sum(size == -1 for size in given) > 1:
        raise ValueError(f"At most one dimension can be inferred (-1). Found: {given}")
    sizes: list[Any] = wanted.as_list()
    before = list(sizes)
    total = sp_input.shape.num_elements() or 0
    if sizes.count(None) == 1:
        rest = int(np.prod([size for size in sizes if size is not None]))
        sizes[sizes.index(None)] = total // rest
    if None in sizes:
        return None
    if int(np.prod(sizes)) != total:
        raise ValueError(f"Cannot reshape a tensor with {total} elements to shape {before} ({int(np.prod(sizes))} elements).")
    return sizes


def sparse_retain(sp_input: Any, to_retain: Any) -> SparseTensor:
    sp_input = sparse_of(sp_input)
    to_retain = convert(to_retain)
    shape = from_dims(to_retain.dims)
    shape.assert_has_rank(1)
    if sp_input.values.dims is not None:
        from_dims(sp_input.values.dims)[0].merge_with(shape[0])
    kept = array_shape.reshape(array_slicing.where_v2(to_retain), [-1])
    indices = array_gather.gather(sp_input.indices, kept)
    values = array_gather.gather(sp_input.values, kept)
    return SparseTensor(indices, values, array_shape.identity(sp_input.dense_shape))


def sparse_reset_shape(sp_input: Any, new_shape: Any = None) -> SparseTensor:
    sp_input = sparse_of(sp_input)
    indices, values, shape = (array_shape.identity(part) for part in parts(sp_input))
    if new_shape is None:
        bound = math_reduce.reduce_max(indices, 0)
        found: Any = gen.Maximum(constant_op.constant(0, dtypes.int64), gen.Add(bound, array_constants.ones_like(shape)))
        return SparseTensor(indices, values, found)
    found = convert(new_shape)
    from_dims(found.dims).assert_has_rank(1)
    found = cast(found, dtypes.int64)
    if found.dims is not None:
        from_dims(found.dims)[0].merge_with(from_dims(shape.dims)[0])
    known = tensor_util.constant_value(found)
    if known is not None and sp_input.get_shape().is_fully_defined():
        current = np.array(sp_input.get_shape().as_list())
        if not np.all(current <= known):
            raise ValueError("Requested new_shape should have dimension sizes >= sp_input.shape.  Found new_shape "
                             f"({current}), sp_input.shape ({known}).")
        return SparseTensor(indices, values, known)
    after = control_flow_ops.with_dependencies
    found = after([check_ops.assert_equal(array_shape.shape(shape), array_shape.shape(found))], found)
    found = after([check_ops.assert_less_equal(shape, found)], found)
    return SparseTensor(indices, values, found)


def sparse_fill_empty_rows(sp_input: Any, default_value: Any, name: Any = None) -> tuple[SparseTensor, Tensor]:
    sp_input = sparse_of(sp_input)
    with ops.name_scope(name, "SparseFillEmptyRows", [sp_input]):
        default_value = convert(default_value, sp_input.values.dtype)
        indices, values, empty, _ = gen.SparseFillEmptyRows(*parts(sp_input), default_value)
        return SparseTensor(indices, values, sp_input.dense_shape), empty


def sparse_transpose(sp_input: Any, perm: Any = None, name: Any = None) -> SparseTensor:
    with ops.name_scope(name, "SparseTranspose", [sp_input]):
        if perm is None:
            rank: Any = array_shape.rank(sp_input)
            last = rank - 1
            perm = last - math_reduce.range(0, rank, 1)
        columns = array_gather.gather(array_shape.transpose(sp_input.indices), perm)
        indices = array_shape.transpose(columns)
        known = tensor_util.constant_value(convert(perm))
        static = sp_input.get_shape()
        shape: Any
        if known is not None and static.is_fully_defined():
            sizes = static.as_list()
            shape = [sizes[int(axis)] for axis in known]
        else:
            shape = array_gather.gather(sp_input.dense_shape, perm)
        return sparse_reorder(SparseTensor(indices, sp_input.values, shape))
