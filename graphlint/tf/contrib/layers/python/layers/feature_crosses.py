"""Columns of buckets and of crosses of contrib.layers (layers/feature_column.py)."""

from __future__ import annotations

from collections import namedtuple
from itertools import pairwise
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.contrib.layers.python.ops.sparse_feature_cross_op import sparse_feature_cross
from graphlint.tf.python.feature_column.features import Features
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, init_ops, math_ops

from .feature_ids import _SparseColumn
from .feature_kinds import Wide, _FeatureColumn, transformed
from .feature_numbers import _RealValuedColumn
from .feature_protocol import Categorical, Dense


class _BucketizedColumn(_FeatureColumn, namedtuple("_BucketizedColumn", ["source_column", "boundaries"]), Dense,  # noqa: PYI024
                        Categorical):
    """The bucket that each number falls into."""

    @property
    def name(self) -> str:
        return f"{self.source_column.name}_bucketized"

    @property
    def length(self) -> int:
        return len(self.boundaries) + 1

    @property
    def config(self) -> dict[str, Any]:
        return self.source_column.config  # type: ignore[no-any-return]

    @property
    def num_buckets(self) -> Any:
        return self.length * self.source_column.dimension

    @property
    def variable_shape(self) -> Any:
        return TensorShape([self.num_buckets])

    def dense(self, inputs: Features) -> Any:
        return self._to_dnn_input_layer(inputs.get(self))

    def id_tensor(self, input_tensor: Any) -> Any:
        return self.to_sparse_tensor(input_tensor)

    def _to_dnn_input_layer(self, input_tensor: Any, weight_collections: Any = None, trainable: Any = True,
                            output_rank: int = 2) -> Any:
        if output_rank != 2:
            raise ValueError("BucketizedColumn currently only supports output_rank=2")
        ids = math_ops.cast(input_tensor, dtypes.int64)
        one_hot = array_ops.one_hot(ids, self.length, 1.0, 0.0, name="one_hot")
        return array_ops.reshape(one_hot, [-1, self.length * self.source_column.dimension], name="reshape")

    def to_sparse_tensor(self, input_tensor: Any) -> SparseTensor:
        dimension = self.source_column.dimension
        sizes: Any = array_ops.shape(input_tensor, name="shape")
        batch = sizes[0]
        if dimension > 1:
            rows = array_ops.expand_dims(math_ops.range(0, batch), 1, name="expand_dims")
            rows = array_ops.reshape(array_ops.tile(rows, [1, dimension], name="tile"), [-1], name="reshape")
            columns: Any = array_ops.tile(math_ops.range(0, dimension), [batch], name="tile")
            ids = array_ops.reshape(input_tensor, [-1], name="reshape") + self.length * columns
        else:
            rows = math_ops.range(0, batch)
            columns = array_ops.zeros([batch], dtype=dtypes.int32, name="zeros")
            ids = array_ops.reshape(input_tensor, [-1], name="reshape")
        indices = math_ops.cast(array_ops.transpose(array_ops.stack((rows, columns))), dtypes.int64)
        shape = math_ops.cast(array_ops.stack([batch, dimension]), dtypes.int64)
        return SparseTensor(indices, ids, shape)

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        return Wide(self.to_sparse_tensor(input_tensor), None, self.length * self.source_column.dimension,
                    init_ops.Zeros(), "sum")

    def insert_transformed_feature(self, columns_to_tensors: Any) -> None:
        source = transformed(columns_to_tensors, self.source_column)
        columns_to_tensors[self] = gen.Bucketize(source, boundaries=list(self.boundaries), name="bucketize")


def bucketized_column(source_column: Any, boundaries: Any) -> _BucketizedColumn:
    """TypeError, ValueError for what isn't a column of numbers, and for boundaries out of order."""
    if not isinstance(source_column, _RealValuedColumn):
        raise TypeError(f"source_column must be an instance of _RealValuedColumn. source_column: {source_column}")
    if not isinstance(boundaries, (list, tuple)) or not boundaries:
        raise ValueError(f"boundaries must be a non-empty list or tuple. boundaries: {boundaries}")
    if any(one > other for one, other in pairwise(boundaries)):
        raise ValueError(f"boundaries must be a sorted list. boundaries: {boundaries}")
    kept = [one for one, other in pairwise(boundaries) if one != other]
    return _BucketizedColumn(source_column, (*kept, boundaries[-1]))


class _CrossedColumn(_FeatureColumn, namedtuple("_CrossedColumn", [  # noqa: PYI024
        "columns", "hash_bucket_size", "hash_key", "combiner", "ckpt_to_load_from", "tensor_name_in_ckpt"]), Categorical):
    """Hashed combinations of several columns."""

    @property
    def name(self) -> str:
        return "_X_".join(sorted(column.name for column in self.columns))

    @property
    def length(self) -> Any:
        return self.hash_bucket_size

    @property
    def config(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column in self.columns:
            found.update(column.config)
        return found

    def _to_dnn_input_layer(self, input_tensor: Any, weight_collections: Any = None, trainable: Any = True,
                            output_rank: int = 2) -> Any:
        raise ValueError(f"CrossedColumn is not supported in DNN. Please use embedding_column. column: {self}")

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        return Wide(input_tensor, None, self.length, init_ops.Zeros(), self.combiner)

    def leaves(self) -> list[Any]:
        found: list[Any] = []
        for column in self.columns:
            found.extend(column.leaves() if isinstance(column, _CrossedColumn) else [column])
        return found

    def insert_transformed_feature(self, columns_to_tensors: Any) -> None:
        tensors = []
        for column in self.leaves():
            key = column.name if isinstance(column, _SparseColumn) else column
            tensor = transformed(columns_to_tensors, key)
            tensors.append(column.to_sparse_tensor(tensor) if isinstance(column, _BucketizedColumn) else tensor)
        columns_to_tensors[self] = sparse_feature_cross(
            tensors, hashed_output=True, num_buckets=self.hash_bucket_size, hash_key=self.hash_key, name="cross")


def crossed_column(columns: Any, hash_bucket_size: Any, combiner: Any = "sum", ckpt_to_load_from: Any = None,
                   tensor_name_in_ckpt: Any = None, hash_key: Any = None) -> _CrossedColumn:
    """TypeError, ValueError for what can't be crossed."""
    for column in columns:
        if not isinstance(column, (_SparseColumn, _CrossedColumn, _BucketizedColumn)):
            raise TypeError("columns must be a set of _SparseColumn, _CrossedColumn, or _BucketizedColumn instances. "
                            f"(column {column} is a {type(column).__name__})")
    if len(columns) < 2:
        raise ValueError(f"columns must contain at least 2 elements. columns: {columns}")
    if hash_bucket_size < 2:
        raise ValueError(f"hash_bucket_size must be at least 2. hash_bucket_size: {hash_bucket_size}")
    ordered = tuple(sorted(columns, key=lambda column: column.name))
    return _CrossedColumn(ordered, hash_bucket_size, hash_key, combiner, ckpt_to_load_from, tensor_name_in_ckpt)
