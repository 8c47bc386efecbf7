"""Sparse tensors in three parts (indices, values, dense shape), and sets: shapes.

Their kernels are in `sparse_kernels`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Dim, ShapeError, merge, unknown

from .dim_checks import same_dim
from .inference import InferenceContext
from .registry import shape


def check_parts(c: InferenceContext, first: int) -> Dim:
    """The number of dims of the sparse tensor in inputs `first` to `first + 2`; ShapeError where they don't fit."""
    indices, values, dense = c.with_rank(first, 2), c.with_rank(first + 1, 1), c.with_rank(first + 2, 1)
    if isinstance(indices[0], int) and isinstance(values[0], int) and indices[0] != values[0]:
        raise ShapeError(f"Number of elements in index ({indices[0]}) and values ({values[0]}) do not match.")
    if isinstance(indices[1], int) and isinstance(dense[0], int) and indices[1] != dense[0]:
        raise ShapeError(f"Index rank ({indices[1]}) and shape rank ({dense[0]}) do not match.")
    return dense[0]


@shape("SparseTensorDenseMatMul")
def sparse_dense_matmul_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 2)
    c.with_rank(1, 1)
    wanted = c.input_tensor_as_shape(2)
    if wanted is not None and len(wanted) != 2:
        raise ShapeError(f"Shape must be rank 2 but is rank {len(wanted)}", left=wanted, right=2)
    left = wanted if wanted is not None else (unknown(), unknown())
    right = c.with_rank(3, 2)
    rows, inner = (left[1], left[0]) if c.attr("adjoint_a") else left
    inner_b, columns = (right[1], right[0]) if c.attr("adjoint_b") else right
    same_dim(inner, inner_b)
    return ((rows, columns),)


@shape("SparseToDense")
def sparse_to_dense_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.input_tensor_as_shape(1),)


@shape("SparseReorder")
def sparse_reorder_shape(c: InferenceContext) -> Sequence[Dims]:
    indices, values = c.with_rank(0, 2), c.with_rank(1, 1)
    c.with_rank(2, 1)
    return (indices, values)


@shape("SparseReduceSum", "SparseReduceMax")
def sparse_reduce_shape(c: InferenceContext) -> Sequence[Dims]:
    """Known only where shape and axes are."""
    given, axes = c.input_tensor(2), c.input_tensor(3)
    if given is None or axes is None or not c.release.sparse_reduce_shapes:
        return (None,)
    wanted = [int(number) for number in np.ravel(given)]
    rank, keep = len(wanted), c.attr("keep_dims")
    chosen = {axis % rank for axis in np.ravel(axes).tolist()} if rank else set()
    return (tuple([1 if axis in chosen else dim for axis, dim in enumerate(wanted) if keep or axis not in chosen]),)


@shape("SparseReduceSumSparse", "SparseReduceMaxSparse")
def sparse_reduce_sparse_shape(c: InferenceContext) -> Sequence[Dims]:
    return (None, None, None)


@shape("SparseConcat")
def sparse_concat_shape(c: InferenceContext) -> Sequence[Dims]:
    count = c.attr("N")
    rows: Dim = 0
    depth: Dim = unknown()
    dense: Dims = (unknown(),)
    for index in range(count):
        indices, values = c.with_rank(index, 2), c.with_rank(count + index, 1)
        part = c.with_rank(2 * count + index, 1)
        rows = rows + same_dim(indices[0], values[0])
        depth = same_dim(depth, indices[1])
        dense = merge(dense, part)
    return ((rows, depth), (rows,), dense)


@shape("SparseAdd")
def sparse_add_shape(c: InferenceContext) -> Sequence[Dims]:
    dense = c.with_rank(2, 1)
    depth = dense[0]
    return ((unknown(), depth), (unknown(),), dense)


@shape("SparseAddGrad")
def sparse_add_grad_shape(c: InferenceContext) -> Sequence[Dims]:
    a, b = c.with_rank(1, 2), c.with_rank(2, 2)
    same_dim(a[1], b[1])
    return ((a[0],), (b[0],))


@shape("SparseTensorDenseAdd")
def sparse_dense_add_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.inputs[3].dims,)


@shape("SparseDenseCwiseAdd", "SparseDenseCwiseMul", "SparseDenseCwiseDiv")
def sparse_dense_cwise_shape(c: InferenceContext) -> Sequence[Dims]:
    indices = c.with_rank(0, 2)
    return ((indices[0],),)


@shape("SparseSoftmax")
def sparse_softmax_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 2)
    values = c.with_rank(1, 1)
    c.with_rank(2, 1)
    return (values,)


@shape("SparseSparseMaximum", "SparseSparseMinimum")
def sparse_sparse_shape(c: InferenceContext) -> Sequence[Dims]:
    for first in (0, 3):
        c.with_rank(first, 2)
        c.with_rank(first + 1, 1)
        c.with_rank(first + 2, 1)
    return ((unknown(), unknown()), (unknown(),))


@shape("SparseReshape")
def sparse_reshape_shape(c: InferenceContext) -> Sequence[Dims]:
    indices = c.with_rank(0, 2)
    c.with_rank(1, 1)
    wanted = c.with_rank(2, 1)
    return ((indices[0], wanted[0]), wanted)


@shape("SparseSplit")
def sparse_split_shape(c: InferenceContext) -> Sequence[Dims]:
    count = c.attr("num_split")
    dense = c.inputs[3].dims
    return [*[_sparse_like(dense)] * count, *[(unknown(),)] * count, *[dense] * count]


def _sparse_like(dense: Dims) -> Dims:
    return (unknown(), unknown() if dense is None else _elements(dense))


def _elements(dense: tuple[Dim, ...]) -> Dim:
    total: Dim = 1
    for dim in dense:
        total = total * dim
    return total


@shape("SparseSlice")
def sparse_slice_shape(c: InferenceContext) -> Sequence[Dims]:
    dense = c.inputs[2].dims
    return (_sparse_like(dense), (unknown(),), dense)


@shape("SparseSliceGrad")
def sparse_slice_grad_shape(c: InferenceContext) -> Sequence[Dims]:
    indices = c.with_rank(1, 2)
    return ((indices[0],),)


@shape("SparseFillEmptyRows")
def sparse_fill_shape(c: InferenceContext) -> Sequence[Dims]:
    indices, values, dense = c.with_rank(0, 2), c.with_rank(1, 1), c.with_rank(2, 1)
    c.with_rank(3, 0)
    rows = same_dim(indices[0], values[0])
    depth = same_dim(indices[1], dense[0])
    wanted = c.input_tensor_as_shape(2)
    first = unknown() if wanted is None or not wanted else wanted[0]
    return ((unknown(), depth), (unknown(),), (first,), (rows,))


@shape("SparseFillEmptyRowsGrad")
def sparse_fill_grad_shape(c: InferenceContext) -> Sequence[Dims]:
    rows = c.with_rank(0, 1)
    c.with_rank(1, 1)
    return (rows, ())


@shape("SparseCross", "SparseFeatureCross", "SparseFeatureCrossV2")
def sparse_cross_shape(c: InferenceContext) -> Sequence[Dims]:
    return ((unknown(), 2), (unknown(),), (2,))


@shape("SerializeSparse")
def serialize_sparse_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 2)
    c.with_rank(1, 1)
    c.with_rank(2, 1)
    return ((3,),)


@shape("SerializeManySparse")
def serialize_many_sparse_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 2)
    c.with_rank(1, 1)
    c.with_rank(2, 1)
    return ((unknown(), 3),)


@shape("DeserializeSparse")
def deserialize_sparse_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    if dims is not None and isinstance(dims[-1], int) and dims[-1] != 3:
        raise ShapeError(f"Dimension must be 3 but is {dims[-1]}")
    return ((unknown(), unknown()), (unknown(),), (unknown(),))


@shape("DeserializeManySparse")
def deserialize_many_sparse_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank(0, 2)
    if isinstance(dims[1], int) and dims[1] != 3:
        raise ShapeError(f"Dimension must be 3 but is {dims[1]}")
    return ((unknown(), unknown()), (unknown(),), (unknown(),))


@shape("AddSparseToTensorsMap", "AddManySparseToTensorsMap")
def add_sparse_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 2)
    c.with_rank(1, 1)
    c.with_rank(2, 1)
    return ((),) if c.op_type == "AddSparseToTensorsMap" else ((unknown(),),)


@shape("TakeManySparseFromTensorsMap")
def take_many_sparse_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 1)
    return ((unknown(), unknown()), (unknown(),), (unknown(),))


@shape("SetSize")
def set_size_shape(c: InferenceContext) -> Sequence[Dims]:
    return (None,)


def _set(rank: Dim) -> Sequence[Dims]:
    return ((unknown(), rank), (unknown(),), (rank,))


@shape("DenseToDenseSetOperation")
def dense_sets_shape(c: InferenceContext) -> Sequence[Dims]:
    first = c.with_rank_at_least(0, 2)
    if first is None:
        second = c.with_rank_at_least(1, 2)
        return _set(unknown() if second is None else len(second))
    if c.inputs[1].dims is not None:
        merge(first[:-1], c.with_rank(1, len(first))[:-1])
    return _set(len(first))


@shape("DenseToSparseSetOperation")
def dense_sparse_sets_shape(c: InferenceContext) -> Sequence[Dims]:
    rank = check_parts(c, 1)
    first = c.with_rank_at_least(0, 2)
    return _set(rank if first is None else len(first))


@shape("SparseToSparseSetOperation")
def sparse_sets_shape(c: InferenceContext) -> Sequence[Dims]:
    first, second = check_parts(c, 0), check_parts(c, 3)
    for place, rank in enumerate((first, second)):
        if isinstance(rank, int) and rank < 2:
            raise ShapeError(f"Input {place}, expected rank >= 2, got {rank}.")
    if isinstance(first, int) and isinstance(second, int) and first != second:
        raise ShapeError(f"Ranks do not match: input 0 {first}, input 1 {second}.")
    return _set(first if isinstance(first, int) else second)
