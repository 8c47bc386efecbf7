"""What `tensorflow.python.ops.sparse_ops` holds: conversions, merges, crosses and serialization beside its families."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor, is_sparse
from graphlint.tf.reexport import collect, inherited

from . import array_constants, array_joining, array_shape, sparse_arithmetic, sparse_structure
from .math_basic import cast
from .sparse_arithmetic import parts, sparse_of
from .sparse_structure import sparse_reorder

if TYPE_CHECKING:  # the checker does not see what `collect` puts here
    from .sparse_arithmetic import *  # noqa: F403
    from .sparse_structure import *  # noqa: F403

collect(globals(), sparse_arithmetic, sparse_structure)
_HASH_KEY = 0xDECAFCAFFE


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.sparse_ops", name)


def sparse_to_dense(sparse_indices: Any, output_shape: Any, sparse_values: Any, default_value: Any = 0,
                    validate_indices: bool = True, name: Any = None) -> Tensor:
    return gen.SparseToDense(sparse_indices, output_shape, sparse_values, default_value,  # type: ignore[no-any-return]
                             validate_indices=validate_indices, name=name)


def sparse_tensor_to_dense(sp_input: Any, default_value: Any = None, validate_indices: bool = True,
                           name: Any = None) -> Tensor:
    from graphlint.graph import stack  # noqa: PLC0415

    sp_input = sparse_of(sp_input)
    if default_value is None:
        made = stack.world.release.sparse_default_is_tensor
        default_value = array_constants.zeros([], sp_input.dtype) if made else 0
    return sparse_to_dense(sp_input.indices, sp_input.dense_shape, sp_input.values, default_value, validate_indices, name)


def sparse_to_indicator(sp_input: Any, vocab_size: Any, name: Any = None) -> Tensor:
    sp_input = sparse_of(sp_input)
    with ops.name_scope(name, "SparseToIndicator", [sp_input]) as scope:
        shape: Any = array_shape.shape(sp_input.indices)
        values = array_constants.fill(array_shape.expand_dims(shape[0], 0), True)
        merged = sparse_merge(sp_input, SparseTensor(sp_input.indices, values, sp_input.dense_shape), vocab_size, scope)
        return sparse_tensor_to_dense(merged, False, False, scope)


def sparse_merge(sp_ids: Any, sp_values: Any, vocab_size: Any, name: Any = None, already_sorted: bool = False) -> SparseTensor:
    if is_sparse(sp_ids):
        if not isinstance(vocab_size, (Tensor, int, np.integer)):
            raise TypeError(f"vocab_size has to be a Tensor or Python int. Found {type(vocab_size)}")
        sp_ids, vocab_size = [sp_ids], [vocab_size]
    elif not isinstance(sp_ids, Iterable):
        raise TypeError(f"sp_ids has to be a SparseTensor or list thereof. Found {type(sp_ids)}")
    elif not isinstance(vocab_size, Iterable):
        raise TypeError(f"vocab_size has to be a list of Tensors or Python ints. Found {type(vocab_size)}")
    if len(sp_ids) != len(vocab_size):
        raise ValueError("sp_ids and vocab_size have to have equal lengths.")
    with ops.name_scope(name, "SparseMerge", [sp_ids, sp_values]):
        all_ids: list[Any] = [sparse_of(ids) for ids in sp_ids]
        sp_values = sparse_of(sp_values)
        columns = [array_shape.expand_dims(cast(ids.values, dtypes.int64), axis=1) for ids in all_ids]
        sizes = [cast(size, dtypes.int64) for size in vocab_size]
        indices = array_joining.concat([all_ids[0].indices[:, :-1], *columns], 1)
        shape = array_joining.concat([all_ids[0].dense_shape[:-1], sizes], 0)
        found = SparseTensor(indices, sp_values.values, shape)
        if already_sorted:
            return found
        ordered = sparse_reorder(found)
        return SparseTensor(ordered.indices, ordered.values, shape)


# --- crosses ----------------------------------------------------------------------------------------------------------


def sparse_cross(inputs: Any, name: Any = None) -> SparseTensor:
    return _crossed(inputs, False, 0, None, name)


def sparse_cross_hashed(inputs: Any, num_buckets: Any = 0, hash_key: Any = None, name: Any = None) -> SparseTensor:
    return _crossed(inputs, True, num_buckets, hash_key, name)


def _crossed(inputs: Any, hashed: bool, num_buckets: Any, hash_key: Any, name: Any) -> SparseTensor:
    if not isinstance(inputs, list):
        raise TypeError("Inputs must be a list")
    if not all(isinstance(value, (SparseTensor, Tensor)) for value in inputs):
        raise TypeError("All inputs must be SparseTensors")
    sparse = [value for value in inputs if isinstance(value, SparseTensor)]
    values = [value.values for value in sparse]
    dense = [value for value in inputs if not isinstance(value, SparseTensor)]
    numbers = any(value.dtype is not dtypes.string for value in [*values, *dense])
    values = [value if value.dtype is dtypes.string else cast(value, dtypes.int64) for value in values]
    dense = [value if value.dtype is dtypes.string else cast(value, dtypes.int64) for value in dense]
    return SparseTensor(*gen.SparseCross(
        [value.indices for value in sparse], values, [value.dense_shape for value in sparse], dense, hashed_output=hashed,
        num_buckets=num_buckets, hash_key=hash_key or _HASH_KEY, out_type=dtypes.int64 if hashed else dtypes.string,
        internal_type=dtypes.int64 if numbers else dtypes.string, name=name))


# --- serialization ----------------------------------------------------------------------------------------------------


def serialize_sparse(sp_input: Any, name: Any = None, out_type: Any = dtypes.string) -> Tensor:
    return gen.SerializeSparse(*parts(sparse_of(sp_input)), out_type=out_type, name=name)  # type: ignore[no-any-return]


def serialize_sparse_v2(sp_input: Any, out_type: Any = dtypes.string, name: Any = None) -> Tensor:
    return serialize_sparse(sp_input, name, out_type)


def serialize_many_sparse(sp_input: Any, name: Any = None, out_type: Any = dtypes.string) -> Tensor:
    return gen.SerializeManySparse(*parts(sparse_of(sp_input)), out_type=out_type, name=name)  # type: ignore[no-any-return]


def serialize_many_sparse_v2(sp_input: Any, out_type: Any = dtypes.string, name: Any = None) -> Tensor:
    return serialize_many_sparse(sp_input, name, out_type)


def deserialize_sparse(serialized_sparse: Any, dtype: Any, rank: Any = None, name: Any = None) -> SparseTensor:
    return _deserialized(gen.DeserializeSparse(serialized_sparse, dtype=dtype, name=name), rank)


def deserialize_many_sparse(serialized_sparse: Any, dtype: Any, rank: Any = None, name: Any = None) -> SparseTensor:
    return _deserialized(gen.DeserializeManySparse(serialized_sparse, dtype=dtype, name=name), rank)


def _deserialized(found: Any, rank: Any) -> SparseTensor:
    indices, values, shape = found
    indices.set_shape([None, rank])
    shape.set_shape([rank])
    return SparseTensor(indices, values, shape)
