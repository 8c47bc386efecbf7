"""Columns of ids of contrib.layers: hashed, numbered, from vocabularies, weighted (layers/feature_column.py)."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.contrib.layers.python.ops.sparse_ops import dense_to_sparse_tensor
from graphlint.tf.contrib.lookup import lookup_ops as lookup
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.ops import init_ops, math_ops, parsing_features, sparse_ops, string_ops
from graphlint.tf.python.util import nest

from .feature_kinds import Wide, _FeatureColumn, of_rank, transformed
from .feature_protocol import Categorical


class _SparseIdLookupConfig(namedtuple("_SparseIdLookupConfig", [  # noqa: PYI024
        "vocabulary_file", "keys", "num_oov_buckets", "vocab_size", "default_value"])):
    """Where ids come from."""

    def __new__(cls, vocabulary_file: Any = None, keys: Any = None, num_oov_buckets: Any = 0, vocab_size: Any = None,
                default_value: Any = -1) -> _SparseIdLookupConfig:
        return super().__new__(cls, vocabulary_file, keys, num_oov_buckets, vocab_size, default_value)


def _check(name: Any, is_integerized: Any, bucket_size: Any, lookup_config: Any, dtype: Any) -> None:
    """ValueError for settings that don't go together."""
    if is_integerized and bucket_size is None:
        raise ValueError(f"bucket_size must be set if is_integerized is True. column_name: {name}")
    if is_integerized and not dtype.is_integer:
        raise ValueError(f"dtype must be an integer if is_integerized is True. dtype: {dtype}, column_name: {name}.")
    if dtype != dtypes.string and not dtype.is_integer:
        raise ValueError(f"dtype must be string or integer. dtype: {dtype}, column_name: {name}")
    if bucket_size is None and lookup_config is None:
        raise ValueError(f"one of bucket_size or lookup_config must be set. column_name: {name}")
    if bucket_size is not None and bucket_size < 1:
        raise ValueError(f"bucket_size must be at least 1. bucket_size: {bucket_size}, column_name: {name}")


class _SparseColumn(_FeatureColumn, namedtuple("_SparseColumn", [  # noqa: PYI024
        "column_name", "is_integerized", "bucket_size", "lookup_config", "combiner", "dtype"]), Categorical):
    """Ids of one feature."""

    def __new__(cls, column_name: Any, is_integerized: Any = False, bucket_size: Any = None, lookup_config: Any = None,
                combiner: Any = "sum", dtype: Any = dtypes.string) -> Any:
        _check(column_name, is_integerized, bucket_size, lookup_config, dtype)
        return super().__new__(cls, column_name, is_integerized, bucket_size, lookup_config, combiner, dtype)

    @property
    def name(self) -> Any:
        return self.column_name

    @property
    def length(self) -> Any:
        if self.bucket_size is not None:
            return self.bucket_size
        return self.lookup_config.vocab_size + self.lookup_config.num_oov_buckets

    @property
    def config(self) -> dict[str, Any]:
        return {self.column_name: parsing_features.VarLenFeature(self.dtype)}

    def is_compatible(self, other_column: Any) -> bool:
        if self.lookup_config and other_column.lookup_config:
            return bool(self.lookup_config == other_column.lookup_config)
        same = self.dtype == other_column.dtype or (self.dtype.is_integer and other_column.dtype.is_integer)
        return bool(self.length == other_column.length and same)

    def _to_dnn_input_layer(self, input_tensor: Any, weight_collections: Any = None, trainable: Any = True,
                            output_rank: int = 2) -> Any:
        raise ValueError(f"SparseColumn is not supported in DNN. Please use embedding_column or one_hot_column. column: {self}")

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        return Wide(self.id_tensor(input_tensor), self.weight_tensor(input_tensor), self.length, init_ops.Zeros(),
                    self.combiner)

    def insert_transformed_feature(self, columns_to_tensors: Any) -> None:
        tensor = columns_to_tensors[self.name]
        if not isinstance(tensor, SparseTensor):
            ignored: Any = "" if tensor.dtype == dtypes.string else -1
            tensor = dense_to_sparse_tensor(of_rank(tensor, 2, self.name), ignore_value=ignored)
        columns_to_tensors[self] = self._ids(tensor)

    def _ids(self, tensor: Any) -> Any:
        raise NotImplementedError


def _with_values(tensor: Any, values: Any) -> SparseTensor:
    return SparseTensor(tensor.indices, values, tensor.dense_shape)


class _SparseColumnIntegerized(_SparseColumn):
    def _ids(self, tensor: Any) -> Any:
        return _with_values(tensor, math_ops.floormod(tensor.values, self.bucket_size, name="mod"))


class _SparseColumnHashed(_SparseColumn):
    def __new__(cls, column_name: Any, is_integerized: Any = False, bucket_size: Any = None, lookup_config: Any = None,
                combiner: Any = "sum", dtype: Any = dtypes.string, hash_keys: Any = None) -> Any:
        if hash_keys is not None:
            if not isinstance(hash_keys, list) or not hash_keys:
                raise ValueError("hash_keys must be a non-empty list.")
            pairs = all(isinstance(pair, list) and len(pair) == 2 for pair in hash_keys)
            if not pairs or not all(isinstance(key, int) for key in nest.flatten(hash_keys)):
                raise ValueError("Each element of hash_keys must be a pair of integers.")
        made = super().__new__(cls, column_name, is_integerized, bucket_size, lookup_config, combiner, dtype)
        made.hash_keys = hash_keys
        return made

    def _ids(self, tensor: Any) -> Any:
        values = string_ops.as_string(tensor.values) if self.dtype.is_integer else tensor.values
        if not self.hash_keys:  # type: ignore[attr-defined]
            return _with_values(tensor, string_ops.string_to_hash_bucket_fast(values, self.bucket_size, name="lookup"))
        found = [_with_values(tensor, string_ops.string_to_hash_bucket_strong(values, self.bucket_size, key))
                 for key in self.hash_keys]  # type: ignore[attr-defined]
        return sparse_ops.sparse_concat(axis=1, sp_inputs=found, name="lookup")


class _SparseColumnKeys(_SparseColumn):
    def _ids(self, tensor: Any) -> Any:
        table = lookup.index_table_from_tensor(mapping=tuple(self.lookup_config.keys), dtype=self.dtype, name="lookup",
                                               default_value=self.lookup_config.default_value)
        return table.lookup(tensor)


class _SparseColumnVocabulary(_SparseColumn):
    def _ids(self, tensor: Any) -> Any:
        from graphlint.tf.python.ops import lookup_ops  # noqa: PLC0415

        if self.dtype.is_integer:
            tensor = _with_values(tensor, string_ops.as_string(tensor.values))
        given = self.lookup_config
        table = lookup_ops.index_table_from_file(
            vocabulary_file=given.vocabulary_file, num_oov_buckets=given.num_oov_buckets, vocab_size=given.vocab_size,
            default_value=given.default_value, name=f"{self.name}_lookup")
        return table.lookup(tensor)


def sparse_column_with_integerized_feature(column_name: Any, bucket_size: Any, combiner: Any = "sum",
                                           dtype: Any = dtypes.int64) -> _SparseColumn:
    return _SparseColumnIntegerized(column_name, is_integerized=True, bucket_size=bucket_size, combiner=combiner,  # type: ignore[no-any-return]
                                    dtype=dtype)


def sparse_column_with_hash_bucket(column_name: Any, hash_bucket_size: Any, combiner: Any = "sum",
                                   dtype: Any = dtypes.string, hash_keys: Any = None) -> _SparseColumn:
    return _SparseColumnHashed(column_name, bucket_size=hash_bucket_size, combiner=combiner, dtype=dtype,  # type: ignore[no-any-return]
                               hash_keys=hash_keys)


def sparse_column_with_keys(column_name: Any, keys: Any, default_value: Any = -1, combiner: Any = "sum",
                            dtype: Any = dtypes.string) -> _SparseColumn:
    keys = tuple(keys)
    config = _SparseIdLookupConfig(keys=keys, vocab_size=len(keys), default_value=default_value)
    return _SparseColumnKeys(column_name, lookup_config=config, combiner=combiner, dtype=dtype)  # type: ignore[no-any-return]


def sparse_column_with_vocabulary_file(column_name: Any, vocabulary_file: Any, num_oov_buckets: Any = 0,
                                       vocab_size: Any = None, default_value: Any = -1, combiner: Any = "sum",
                                       dtype: Any = dtypes.string) -> _SparseColumn:
    if vocab_size is None:
        raise ValueError(f"vocab_size should be defined. column_name: {column_name}")
    config = _SparseIdLookupConfig(vocabulary_file=vocabulary_file, num_oov_buckets=num_oov_buckets,
                                   vocab_size=vocab_size, default_value=default_value)
    return _SparseColumnVocabulary(column_name, lookup_config=config, combiner=combiner, dtype=dtype)  # type: ignore[no-any-return]


class _WeightedSparseColumn(_FeatureColumn, namedtuple("_WeightedSparseColumn", [  # noqa: PYI024
        "sparse_id_column", "weight_column_name", "dtype"]), Categorical):
    """Ids with the weights of another feature."""

    @property
    def name(self) -> str:
        return f"{self.sparse_id_column.name}_weighted_by_{self.weight_column_name}"

    @property
    def length(self) -> Any:
        return self.sparse_id_column.length

    @property
    def lookup_config(self) -> Any:
        return self.sparse_id_column.lookup_config

    @property
    def config(self) -> dict[str, Any]:
        return {**self.sparse_id_column.config, self.weight_column_name: parsing_features.VarLenFeature(self.dtype)}

    def id_tensor(self, input_tensor: Any) -> Any:
        return input_tensor[0]

    def weight_tensor(self, input_tensor: Any) -> Any:
        return input_tensor[1]

    def is_compatible(self, other_column: Any) -> bool:
        other = other_column.sparse_id_column if isinstance(other_column, _WeightedSparseColumn) else other_column
        return self.sparse_id_column.is_compatible(other)  # type: ignore[no-any-return]

    def _to_dnn_input_layer(self, input_tensor: Any, weight_collections: Any = None, trainable: Any = True,
                            output_rank: int = 2) -> Any:
        raise ValueError("WeightedSparseColumn is not supported in DNN. Please use embedding_column or one_hot_column. "
                         f"column: {self}")

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        return Wide(self.id_tensor(input_tensor), self.weight_tensor(input_tensor), self.length, init_ops.Zeros(),
                    self.sparse_id_column.combiner)

    def insert_transformed_feature(self, columns_to_tensors: Any) -> None:
        ids = transformed(columns_to_tensors, self.sparse_id_column)
        weights = columns_to_tensors[self.weight_column_name]
        if not isinstance(weights, SparseTensor):
            weights = dense_to_sparse_tensor(weights)
        if not self.dtype.is_floating:
            weights = math_ops.cast(weights, dtypes.float32)
        columns_to_tensors[self] = (ids, weights)


def weighted_sparse_column(sparse_id_column: Any, weight_column_name: Any,
                           dtype: Any = dtypes.float32) -> _WeightedSparseColumn:
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype is not convertible to float. Given {dtype}")
    return _WeightedSparseColumn(sparse_id_column, weight_column_name, dtype)
