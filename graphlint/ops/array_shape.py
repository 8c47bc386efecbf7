"""Shapes as tensors, and the ops that only rearrange: reshape, transpose, squeeze, expand, broadcast, bitcast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Expr, ShapeError, expand_dims, merge, reshape, size, squeeze, transpose, unknown, unknowns

from .dim_checks import dim_is, same_dim, with_rank_at_most
from .elementwise_unary import same_shape
from .inference import InferenceContext
from .registry import kernel, shape
from .symbols import elements


@shape("Shape")
def shape_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    return ((unknown() if dims is None else len(dims),),)


@kernel("Shape")
def shape_of(k: Any, x: Any) -> Any:
    return np.array(np.shape(x), k.dtype())


@shape("ShapeN")
def shape_n_shape(c: InferenceContext) -> Sequence[Dims]:
    return [(unknown() if tensor.dims is None else len(tensor.dims),) for tensor in c.inputs]


@kernel("ShapeN")
def shapes_of(k: Any, *inputs: Any) -> Any:
    return [np.array(np.shape(x), k.dtype()) for x in inputs]


@shape("Size", "Rank")
def scalar(c: InferenceContext) -> Sequence[Dims]:
    """One scalar, whatever comes in."""
    return ((),)


@kernel("Size")
def size_of(k: Any, x: Any) -> Any:
    return np.size(x)


@kernel("Rank")
def rank_of(k: Any, x: Any) -> Any:
    return np.ndim(x)


@shape("EnsureShape")
def ensure_shape_shape(c: InferenceContext) -> Sequence[Dims]:
    wanted = c.attr("shape")
    c.with_rank(0, -1 if wanted is None else len(wanted))
    merge(wanted, c.inputs[0].dims)  # names the wanted shape first where they clash
    return (merge(c.inputs[0].dims, wanted),)


@kernel("EnsureShape")
def ensure_shape(k: Any, x: Any) -> Any:
    wanted = k.attr("shape")
    if wanted is not None and (len(wanted) != x.ndim or any(
            isinstance(dim, int) and dim != n for dim, n in zip(wanted, x.shape, strict=True))):
        raise ValueError(f"Shape of tensor {k.op.name} {list(x.shape)} is not compatible with expected shape {wanted}.")
    return x


@shape("Reshape", "QuantizedReshape")
def reshape_shape(c: InferenceContext) -> Sequence[Dims]:
    dims, wanted = c.inputs[0].dims, c.inputs[1]
    target: Dims = None
    if wanted.op.type == "Const" and wanted.dims is not None and len(wanted.dims) == 1:
        value = c.input_tensor(1)
        target = None if value is None else tuple(value.tolist())
        if target is not None and dims is not None and c.op_type == "Reshape" and _same_size(dims, target):
            return (target,)
    if target is None:
        target = _open_ends(c)
    try:
        found = reshape(dims, target, with_unknown_batch=c.release.reshape_with_unknown_batch)
    except ShapeError:
        c.input_tensor_as_shape(1)
        raise
    if c.op_type == "Reshape":
        return (found,)
    c.with_rank(2, 0)
    c.with_rank(3, 0)
    return (found, (), ())


def _same_size(dims: Dims, target: Dims) -> bool:
    """Whether both are all ints and hold equally many elements: the common case, which needs no formula."""
    given = wanted = 1
    for dim in dims or ():
        if type(dim) is not int:
            return False
        given *= dim
    for dim in target or ():
        if type(dim) is not int or dim < 0:
            return False
        wanted *= dim
    return given == wanted


def _open_ends(c: InferenceContext) -> Dims:
    """The shape asked for, in which -1 stands for itself; expressions are what TensorFlow doesn't know."""
    found = c.input_tensor_as_shape(1)
    known = elements(c.inputs[1])
    if found is None or known is None or len(known) != len(found):
        return found
    return tuple([-1 if isinstance(dim, Expr) and isinstance(element, int) and element == -1 else dim
                  for element, dim in zip(known, found, strict=True)])


@kernel("Reshape")
def reshape_to(k: Any, x: Any, dims: Any) -> Any:
    return np.reshape(x, tuple(int(n) for n in np.ravel(dims)))


@shape("ExpandDims")
def expand_dims_shape(c: InferenceContext) -> Sequence[Dims]:
    axis = c.input_tensor(1)
    dims = c.inputs[0].dims
    if axis is not None and np.size(axis) != 1:
        raise ShapeError("'dim' input must be a tensor with a single value")
    return (expand_dims(dims, None if axis is None else int(np.ravel(axis)[0])),)


@kernel("ExpandDims")
def insert_dim(k: Any, x: Any, axis: Any) -> Any:
    return np.expand_dims(x, int(np.ravel(axis)[0]))


@shape("Squeeze")
def squeeze_shape(c: InferenceContext) -> Sequence[Dims]:
    return (squeeze(c.inputs[0].dims, c.attrs["squeeze_dims"]),)


@kernel("Squeeze")
def drop_dims(k: Any, x: Any) -> Any:
    axes = k.attr("squeeze_dims")
    return np.squeeze(x, tuple(axes) if axes else None)


@shape("Transpose", "ConjugateTranspose")
def transpose_shape(c: InferenceContext) -> Sequence[Dims]:
    dims, perm = c.inputs[0].dims, c.input_tensor(1)
    if dims is None:
        count = None if c.inputs[1].dims is None else size(c.inputs[1].dims)
        return (_of_rank(c, count, perm) if isinstance(count, int) else None,)
    dim_is(c.with_rank(1, 1)[0], len(dims))
    return (transpose(dims, None if perm is None else perm.tolist()),)


def _of_rank(c: InferenceContext, rank: int, perm: Any) -> Dims:
    """An input of unknown rank has that of the permutation; a single element may mean a scalar too."""
    if rank < 2:
        return None
    c.with_rank(1, 1)
    for axis in () if perm is None else perm.tolist():
        if axis >= rank:
            raise ShapeError(f"perm dim {axis} is out of range of input rank {rank}")
    return unknowns(rank)


@kernel("Transpose")
def reorder(k: Any, x: Any, perm: Any) -> Any:
    return np.transpose(x, tuple(perm))


@kernel("ConjugateTranspose")
def reorder_conjugate(k: Any, x: Any, perm: Any) -> Any:
    return np.conj(np.transpose(x, tuple(perm)))


@shape("BroadcastTo")
def broadcast_to_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(1, 1)
    dims = c.inputs[0].dims
    wanted = c.input_tensor_as_shape(1)
    if wanted is None:
        return (None,)
    if dims is None or not len(dims):
        return (wanted,)
    with_rank_at_most(c, 0, len(wanted))
    found = list(wanted)
    for place, dim in reversed(list(enumerate(dims, len(wanted) - len(dims)))):
        if isinstance(dim, int) and dim > 1:
            found[place] = same_dim(dim, found[place])
    return (tuple(found),)


@kernel("BroadcastTo")
def spread(k: Any, x: Any, dims: Any) -> Any:
    return np.broadcast_to(x, tuple(dims))


@shape("BroadcastArgs")
def broadcast_args_shape(c: InferenceContext) -> Sequence[Dims]:
    first, second = c.with_rank(0, 1)[0], c.with_rank(1, 1)[0]
    if not (isinstance(first, int) and isinstance(second, int)):
        return ((unknown(),),)
    return ((max(first, second),),)


@kernel("BroadcastArgs")
def broadcast_args(k: Any, first: Any, second: Any) -> Any:
    return np.array(np.broadcast_shapes(tuple(first), tuple(second)), k.dtype())


@shape("BroadcastGradientArgs")
def broadcast_gradient_args_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 1)
    c.with_rank(1, 1)
    return ((unknown(),), (unknown(),))


@kernel("BroadcastGradientArgs")
def broadcast_gradient_args(k: Any, first: Any, second: Any) -> Any:
    """The axes over which each side's gradient is summed."""
    rank = max(len(first), len(second))
    a = [1] * (rank - len(first)) + [int(n) for n in first]
    b = [1] * (rank - len(second)) + [int(n) for n in second]
    np.broadcast_shapes(tuple(a), tuple(b))
    if a == b:
        return np.zeros([0], k.dtype()), np.zeros([0], k.dtype())
    both = [axis for axis in range(rank) if a[axis] == 1 and b[axis] == 1]
    return (np.array([axis for axis in range(rank) if a[axis] == 1 and (b[axis] != 1 or axis in both)], k.dtype()),
            np.array([axis for axis in range(rank) if b[axis] == 1 and (a[axis] != 1 or axis in both)], k.dtype()))


@shape("Bitcast")
def bitcast_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    if dims is None:
        return (None,)
    given, wanted = c.attr("T").size, c.attr("type").size
    if given < wanted:
        times = wanted // given
        if not dims:
            raise ShapeError("Cannot bitcast due to shape. [] -> [] ")
        if isinstance(dims[-1], int) and dims[-1] != times:
            raise ShapeError(f"Cannot bitcast due to shape. {dims[-1]} does not match {times}")
        return (dims[:-1],)
    return ((*dims, given // wanted) if given > wanted else dims,)


@kernel("Bitcast")
def bitcast(k: Any, x: Any) -> Any:
    kind = np.dtype(k.dtype())
    if x.dtype.itemsize > kind.itemsize:
        return np.ascontiguousarray(x)[..., None].view(kind)
    found = np.ascontiguousarray(x).view(kind)
    return found[..., 0] if x.dtype.itemsize < kind.itemsize else found


@shape("InvertPermutation")
def invert_permutation_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.with_rank(0, 1),)


@kernel("InvertPermutation")
def invert_permutation(k: Any, x: Any) -> Any:
    if sorted(x.tolist()) != list(range(len(x))):
        raise ValueError("not a permutation")
    return np.argsort(x)


shape("DataFormatDimMap", "DataFormatVecPermute")(same_shape)


@kernel("DataFormatDimMap")
def dim_map(k: Any, x: Any) -> Any:
    source, target = k.attr("src_format"), k.attr("dst_format")
    return np.array([target.index(letter) for letter in source])[x]


@kernel("DataFormatVecPermute")
def vec_permute(k: Any, x: Any) -> Any:
    source, target = k.attr("src_format"), k.attr("dst_format")
    if len(x) == 2 and len(source) == 4:
        source, target = (text.replace("N", "").replace("C", "") for text in (source, target))
    return x[[source.index(letter) for letter in target]]
