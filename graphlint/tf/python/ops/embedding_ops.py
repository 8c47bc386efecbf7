"""Embedding lookups, dense and sparse (ops/embedding_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Tensor
from graphlint.libs.numpy.array import ShapedArray
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.sandbox.unknown import Unknown
from graphlint.sandbox.unknown_text import UnknownText
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.framework.tensor_shape import Dimension, TensorShape, from_dims, unknown_shape

from . import array_gather, array_joining, array_ops, array_shape, clip_ops, math_basic, math_ops, math_reduce, math_sums
from .resource_variable_ops import ResourceVariable
from .variables import PartitionedVariable


def _listed(params: Any) -> list[Any]:
    if params is None:
        raise ValueError("params must be specified")
    if isinstance(params, (list, tuple)) and not params:
        raise ValueError("Need at least one param")
    return list(params) if isinstance(params, (PartitionedVariable, list)) else [params]


def _rank(x: Any) -> tuple[Any, bool]:
    dims = convert(x).dims
    return (len(dims), True) if dims else (array_shape.rank(x), False)


def _clip(params: Any, ids: Any, max_norm: Any) -> Any:
    if max_norm is None:
        return params
    ids_rank, ids_static = _rank(ids)
    rank, static = _rank(params)
    axes = list(range(ids_rank, rank)) if ids_static and static else math_reduce.range(ids_rank, rank)
    return clip_ops.clip_by_norm(params, max_norm, axes=axes)


def _of_any_type(ids: Any) -> bool:
    """Whether nothing tells the type of data that isn't known: ids are integers then."""
    if isinstance(ids, ShapedArray):
        return ids._dtype is None
    return isinstance(ids, Unknown) and not isinstance(ids, (UnknownScalar, UnknownText))


def _embedding_lookup_and_transform(params: Any, ids: Any, partition_strategy: Any = "mod", name: Any = None,
                                    max_norm: Any = None, transform_fn: Any = None) -> Any:
    params = _listed(params)
    with ops.name_scope(name, "embedding_lookup", [*params, ids]) as scope:
        count = len(params)
        if not any(getattr(type(param), "is_resource_variable", False) for param in params):
            params = [ops.convert_to_tensor_or_indexed_slices(param, name=f"params_{i}") for i, param in enumerate(params)]
        if count == 1 and not transform_fn and not stack.world.release.lookup_converts_ids:
            with ops.colocate_with(params[0]):
                return _clip(array_gather.gather(params[0], ids, name=scope), ids, max_norm)
        ids = convert(ids, dtypes.int32 if _of_any_type(ids) else None, "ids")
        rank = None if ids.dims is None else len(ids.dims)
        if count == 1 and (not transform_fn or rank == 1):
            with ops.colocate_with(params[0]):
                found = _clip(array_gather.gather(params[0], ids, name=scope), ids, max_norm)
                if transform_fn:
                    found = transform_fn(found)
            return array_shape.identity(found) if stack.world.release.embedding_identity else found
        return _sharded(params, ids, partition_strategy, scope, max_norm, transform_fn)


def _sharded(params: list[Any], ids: Tensor, strategy: Any, scope: str, max_norm: Any, transform_fn: Any) -> Any:
    flat = array_shape.reshape(ids, [-1])
    indices = math_reduce.range(array_shape.size(flat))
    assignments, new_ids = _assigned(params, flat, strategy)
    assignments = math_basic.cast(assignments, dtypes.int32)
    gather_ids = gen.DynamicPartition(new_ids, assignments, num_partitions=len(params))
    places = gen.DynamicPartition(indices, assignments, num_partitions=len(params))
    results = []
    for param, part in zip(params, gather_ids, strict=True):
        with ops.colocate_with(param):
            found = array_gather.gather(param, part)
            if transform_fn:
                found = transform_fn(_clip(found, part, max_norm))
        results.append(found)
    stitch = gen.ParallelDynamicStitch if stack.world.release.parallel_stitch else gen.DynamicStitch
    joined = stitch(places, results, name=scope)
    element, dynamic = _element_shape(params, joined, transform_fn)
    joined = array_shape.reshape(joined, array_joining.concat([array_shape.shape(ids), dynamic], 0))
    joined.set_shape(from_dims(ids.dims).concatenate(element))  # type: ignore[attr-defined]
    return joined if transform_fn else _clip(joined, ids, max_norm)


def _element_shape(params: list[Any], joined: Any, transform_fn: Any) -> tuple[TensorShape, Any]:
    if transform_fn is None:
        element = params[0].get_shape()[1:]
        for param in params[1:]:
            element = element.merge_with(param.get_shape()[1:])
    else:
        element = joined.get_shape()[1:]
    if element.is_fully_defined():
        return element, element
    if transform_fn is not None:
        return element, array_shape.shape(joined)[1:]  # type: ignore[index]
    with ops.colocate_with(params[0]):
        shape: Any = array_shape.shape(params[0])
    return element, shape[1:]


def _assigned(params: list[Any], flat: Any, strategy: Any) -> tuple[Any, Any]:
    """Which shard each id is in, and its id there."""
    count = len(params)
    if strategy == "mod":
        return flat % count, flat // count
    if strategy != "div":
        raise ValueError(f"Unrecognized partition strategy: {strategy}")
    total: Any = Dimension(params[0].get_shape()[0])
    for param in params[1:]:
        total = total + Dimension(param.get_shape()[0])
    if total.value:
        ids = constant_op.constant(total.value, flat.dtype)
    else:
        ids = math_reduce.reduce_sum(math_basic.cast(array_joining.stack(list(map(_first_size, params))), flat.dtype))
    each: Any = ids // count  # type: ignore[operator]
    extras: Any = ids % count  # type: ignore[operator]
    assignments = gen.Maximum(flat // (each + 1), (flat - extras) // each)
    new_ids = array_ops.where(assignments < extras, flat % (each + 1), (flat - extras) % each)  # type: ignore[attr-defined]
    return assignments, new_ids


def _first_size(param: Any) -> Any:
    size = param.get_shape()[0].value
    if size is not None:
        return size
    with ops.colocate_with(param):
        return array_shape.shape(param)[0]  # type: ignore[index]


def embedding_lookup(params: Any, ids: Any, partition_strategy: Any = "mod", name: Any = None,
                     validate_indices: bool = True, max_norm: Any = None) -> Any:
    return _embedding_lookup_and_transform(params, ids, partition_strategy, name, max_norm)


def embedding_lookup_v2(params: Any, ids: Any, max_norm: Any = None, name: Any = None) -> Any:
    return embedding_lookup(params, ids, "div", name, max_norm=max_norm)


# --- sparse ids -------------------------------------------------------------------------------------------------------


def embedding_lookup_sparse(params: Any, sp_ids: Any, sp_weights: Any, partition_strategy: Any = "mod", name: Any = None,
                            combiner: Any = None, max_norm: Any = None) -> Any:
    combiner = "mean" if combiner is None else combiner
    if combiner not in ("mean", "sqrtn", "sum"):
        raise ValueError("combiner must be one of 'mean', 'sqrtn' or 'sum'")
    params = list(params) if isinstance(params, (PartitionedVariable, list)) else [params]
    if not isinstance(sp_ids, SparseTensor):
        raise TypeError("sp_ids must be SparseTensor")
    if sp_weights is not None:
        if not isinstance(sp_weights, SparseTensor):
            raise TypeError("sp_weights must be either None or SparseTensor")
        for part in ("values", "indices", "dense_shape"):
            shape = getattr(sp_ids, part).get_shape()
            shape.assert_is_compatible_with(getattr(sp_weights, part).get_shape())
    with ops.name_scope(name, "embedding_lookup_sparse", [*params, sp_ids]) as scope:
        segments = sp_ids.indices[:, 0]  # type: ignore[index]
        if segments.dtype is not dtypes.int32:
            segments = math_basic.cast(segments, dtypes.int32)
        ids, index = array_ops.unique(sp_ids.values)  # type: ignore[attr-defined]
        found: Any = embedding_lookup(params, ids, partition_strategy, max_norm=max_norm)
        if found.dtype in (dtypes.float16, dtypes.bfloat16):
            found = math_basic.cast(found, dtypes.float32)
        if sp_weights is not None:
            return _weighted(found, index, sp_weights.values, segments, combiner, scope)
        reduce = {"sum": math_sums.sparse_segment_sum, "mean": math_sums.sparse_segment_mean,
                  "sqrtn": math_sums.sparse_segment_sqrt_n}[combiner]
        return reduce(found, index, segments, name=scope)


def _weighted(found: Any, index: Any, weights: Any, segments: Any, combiner: str, scope: str) -> Any:
    if weights.dtype is not found.dtype:
        weights = math_basic.cast(weights, found.dtype)
    found = array_gather.gather(found, index)
    ones = array_ops.fill(array_shape.expand_dims(array_shape.rank(found) - 1, 0), 1)  # type: ignore[operator]
    shape = array_joining.concat([array_shape.shape(weights), ones], 0)
    static = weights.get_shape()
    weights = array_shape.reshape(weights, shape)
    if found.get_shape().ndims is not None:
        weights.set_shape(static.concatenate([1] * (found.get_shape().ndims - 1)))
    found = found * weights
    if combiner == "sum":
        return gen.SegmentSum(found, segments, name=scope)
    found = gen.SegmentSum(found, segments)
    if combiner == "mean":
        return math_ops.div(found, gen.SegmentSum(weights, segments), name=scope)  # type: ignore[attr-defined]
    total = gen.SegmentSum(math_basic.pow(weights, 2), segments)
    return math_ops.div(found, gen.Sqrt(total), name=scope)  # type: ignore[attr-defined]


def embedding_lookup_sparse_v2(params: Any, sp_ids: Any, sp_weights: Any, combiner: Any = None, max_norm: Any = None,
                               name: Any = None) -> Any:
    return embedding_lookup_sparse(params, sp_ids, sp_weights, "div", name, combiner, max_norm)


def safe_embedding_lookup_sparse_v2(embedding_weights: Any, sparse_ids: Any, sparse_weights: Any = None,
                                    combiner: Any = "mean", default_id: Any = None, max_norm: Any = None,
                                    name: Any = None) -> Any:
    return safe_embedding_lookup_sparse(embedding_weights, sparse_ids, sparse_weights, combiner, default_id, name, "div",
                                        max_norm)


def safe_embedding_lookup_sparse(embedding_weights: Any, sparse_ids: Any, sparse_weights: Any = None,
                                 combiner: Any = "mean", default_id: Any = None, name: Any = None,
                                 partition_strategy: Any = "div", max_norm: Any = None) -> Any:
    from . import sparse_structure  # noqa: PLC0415

    if embedding_weights is None or (isinstance(embedding_weights, list) and not embedding_weights):
        raise ValueError(f"Missing embedding_weights {embedding_weights}.")
    tables = _listed(embedding_weights)
    kind = None if sparse_weights is None else sparse_weights.dtype
    tables = [table if isinstance(table, ResourceVariable) and kind in (None, table.dtype) else convert(table, kind)
              for table in tables]
    with ops.name_scope(name, "embedding_lookup", [*tables, sparse_ids, sparse_weights]) as scope:
        original = sparse_ids.dense_shape
        known = original.get_shape()[0].value
        rank: Any = array_shape.size(original) if known is None else known
        outer = math_reduce.reduce_prod(array_ops.slice(original, [0], [rank - 1]))
        sparse_ids = sparse_structure.sparse_reshape(sparse_ids, [outer, array_gather.gather(original, rank - 1)])
        if sparse_weights is not None:
            sparse_weights = SparseTensor(sparse_ids.indices, sparse_weights.values, sparse_ids.dense_shape)
        sparse_ids, sparse_weights = _pruned(sparse_ids, sparse_weights, combiner)
        sparse_ids, empty = sparse_structure.sparse_fill_empty_rows(sparse_ids, default_id or 0)
        if sparse_weights is not None:
            sparse_weights, _ = sparse_structure.sparse_fill_empty_rows(sparse_weights, 1.0)
        result = embedding_lookup_sparse(tables, sparse_ids, sparse_weights, partition_strategy,
                                         None if default_id is None else scope, combiner, max_norm)
        if default_id is None:
            column = array_shape.reshape(empty, [-1, 1])
            width = array_joining.stack([1, array_shape.shape(result)[1]])  # type: ignore[index]
            empty = array_ops.tile(column, width)  # type: ignore[attr-defined]
            result = array_ops.where(empty, array_ops.zeros_like(result), result, name=scope)  # type: ignore[attr-defined]
        first = array_ops.slice(math_basic.cast(original, dtypes.int32), [0], [rank - 1])
        final: Any = array_shape.reshape(result, array_joining.concat(
            [first, array_ops.slice(array_shape.shape(result), [1], [-1])], 0))
        outer_rank = None if known is None else known - 1
        final.set_shape(unknown_shape(outer_rank).concatenate(result.get_shape()[1:]))
        return final


def _pruned(sparse_ids: Any, sparse_weights: Any, combiner: Any) -> tuple[Any, Any]:
    """Without invalid ids, and without entries whose weight isn't positive."""
    from . import sparse_structure  # noqa: PLC0415

    valid = gen.GreaterEqual(sparse_ids.values, 0)
    if sparse_weights is not None:
        valid = gen.LogicalAnd(valid, array_ops.ones_like(sparse_weights.values, dtype=dtypes.bool_))  # type: ignore[attr-defined]
    sparse_ids = sparse_structure.sparse_retain(sparse_ids, valid)
    if sparse_weights is not None:
        sparse_weights = sparse_structure.sparse_retain(sparse_weights, valid)
        if combiner != "sum":
            positive = gen.Greater(sparse_weights.values, 0)
            sparse_ids = sparse_structure.sparse_retain(sparse_ids, positive)
            sparse_weights = sparse_structure.sparse_retain(sparse_weights, positive)
    return sparse_ids, sparse_weights
