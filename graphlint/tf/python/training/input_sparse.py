"""Sparse tensors on their way through queues, as handles into a map (training/input.py)."""

from __future__ import annotations

from typing import Any, NamedTuple

from graphlint.graph import dtypes
from graphlint.graph.graph import Operation, Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.smart_cond import smart_cond
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.ops import array_constants, array_gather, array_shape, control_flow_ops, sparse_ops

_STORING = ("AddSparseToTensorsMap", "AddManySparseToTensorsMap")


class Stored(NamedTuple):
    """Whether a component is sparse, the op of its map, and the rank of an element."""

    sparse: bool
    map_op: Operation | None = None
    rank: int | None = None


def _parts(sparse: Any) -> list[Tensor]:
    return [sparse.indices, sparse.values, sparse.dense_shape]


def store(tensors: Any, enqueue_many: bool, keep_input: Tensor, shared: Any = None) -> tuple[list[Any], list[Stored]]:
    """Each sparse tensor as a column of handles; dense ones as they are."""
    maps = shared or [None] * len(tensors)
    found = [_handles(t, enqueue_many, keep_input, op) for t, op in zip(tensors, maps, strict=True)]
    infos = [_info(t, handle, enqueue_many, op) for t, handle, op in zip(tensors, found, maps, strict=True)]
    found = [array_shape.expand_dims(h, [-1]) if info.sparse else h for h, info in zip(found, infos, strict=True)]
    return found, infos


def _info(tensor: Any, handle: Any, enqueue_many: bool, shared: Operation | None) -> Stored:
    if not isinstance(tensor, SparseTensor):
        return Stored(False)
    rank = from_dims(tensor.dense_shape.dims)[0].value
    if rank is not None and enqueue_many:
        rank -= 1
    storing = next((part.op for part in handle.op.inputs if part.op.type in _STORING), handle.op)
    return Stored(True, shared or storing, rank)


def _handles(tensor: Any, enqueue_many: bool, keep_input: Any, shared: Operation | None) -> Any:
    if not isinstance(tensor, SparseTensor):
        return tensor
    name = shared.name if shared is not None else None
    if keep_input.dims is not None and len(keep_input.dims) == 1:
        rows: Any = tensor.indices
        kept = sparse_ops.sparse_retain(tensor, array_gather.gather(keep_input, rows[:, 0]))
        return gen.AddManySparseToTensorsMap(*_parts(kept), shared_name=name)
    if not enqueue_many:
        return smart_cond(keep_input, lambda: gen.AddSparseToTensorsMap(*_parts(tensor), shared_name=name),
                          lambda: constant_op.constant(-1, dtypes.int64))
    shape: Any = array_shape.shape
    found = smart_cond(keep_input, lambda: gen.AddManySparseToTensorsMap(*_parts(tensor), shared_name=name),
                       lambda: -1 * array_constants.ones(shape(tensor)[0:1], dtypes.int64))  # type: ignore[operator]
    found.set_shape([None])
    return found


def store_join(lists: Any, enqueue_many: bool, keep_input: Tensor) -> tuple[list[list[Any]], list[Stored]]:
    first, infos = store(lists[0], enqueue_many, keep_input)
    found = [first]
    for tensors in lists[1:]:
        stored, others = store(tensors, enqueue_many, keep_input, [info.map_op for info in infos])
        if [info.sparse for info in others] != [info.sparse for info in infos]:
            raise ValueError(f"Inconsistent SparseTensors list: {lists[0]} vs. {tensors}")
        found.append(stored)
    return found, infos


def restore(stored: Any, infos: list[Stored]) -> Any:
    """The tensors behind the handles, all of them restored before any is used."""
    several = isinstance(stored, (list, tuple))
    tensors = [_taken(info, handle) if info.sparse else handle
               for handle, info in zip(stored if several else [stored], infos, strict=True)]
    if any(info.sparse for info in infos):
        waited = [t.values if isinstance(t, SparseTensor) else t for t in tensors]

        def after(tensor: Any) -> Any:
            return control_flow_ops.with_dependencies(waited, tensor)

        ensured = [SparseTensor(*map(after, _parts(t))) if isinstance(t, SparseTensor) else after(t) for t in tensors]
    else:
        ensured = tensors
    return ensured if several else tensors[0]


def _taken(info: Stored, handle: Any) -> SparseTensor:
    op = info.map_op
    assert op is not None
    handles = array_shape.squeeze(handle, [1])
    with ops.colocate_with(op):
        indices, values, shape = gen.TakeManySparseFromTensorsMap(
            handles, dtype=op.attrs["T"], container=op.attrs["container"], shared_name=op.attrs["shared_name"] or op.name)
    rank = None if info.rank is None else info.rank + 1
    indices.set_shape([None, rank])
    shape.set_shape([rank])
    return SparseTensor(indices, values, shape)
