"""Columns of ids: hashed, from vocabularies, identities, weighted, crossed, sequences (feature_column_v2.py)."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import DType
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor, convert_to_tensor_or_sparse_tensor
from graphlint.tf.python.ops import array_ops, check_ops, lookup_ops, math_ops, parsing_features, sparse_ops, string_ops

from .features import CategoricalColumn, FeatureColumn, Features, IdWeightPair


def to_sparse(tensor: Any, ignore_value: Any = None) -> Any:
    """A dense tensor without the values that stand for missing ones."""
    tensor = convert_to_tensor_or_sparse_tensor(tensor)
    if isinstance(tensor, SparseTensor):
        return tensor
    with ops.name_scope(None, "to_sparse_input", (tensor, ignore_value)):
        if ignore_value is None:
            missing = -1 if tensor.dtype.is_integer else tensor.dtype.numpy_type and tensor.dtype.numpy_type(0)
            ignore_value = "" if tensor.dtype == dtypes.string else missing
        ignore_value = math_ops.cast(ignore_value, tensor.dtype, name="ignore_value")
        indices = array_ops.where_v2(math_ops.not_equal(tensor, ignore_value), name="indices")
        values = array_ops.gather_nd(tensor, indices, name="values")
        shape = array_ops.shape(tensor, out_type=dtypes.int64, name="dense_shape")
        return SparseTensor(indices=indices, values=values, dense_shape=shape)


def assert_string_or_int(dtype: DType, prefix: str) -> None:
    if dtype != dtypes.string and not dtype.is_integer:
        raise ValueError(f"{prefix} dtype must be string or integer. dtype: {dtype}.")


def _check_dtypes(column: Any, tensor: Any) -> None:
    if column.dtype.is_integer != tensor.dtype.is_integer:
        raise ValueError(f"Column dtype and SparseTensors dtype must be compatible. key: {column.key}, column dtype: "
                         f"{column.dtype}, tensor dtype: {tensor.dtype}")


class _KeyedColumn(CategoricalColumn):
    """A column of one feature, of any number of values an example."""

    key: Any
    dtype: Any

    @property
    def name(self) -> str:
        return self.key  # type: ignore[no-any-return]

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        return {self.key: parsing_features.VarLenFeature(self.dtype)}

    @property
    def parents(self) -> list[Any]:
        return [self.key]

    def transformed(self, inputs: Features) -> Any:
        return self.ids_of(to_sparse(inputs.get(self.key)))

    def ids_of(self, tensor: Any) -> Any:
        raise NotImplementedError


class HashedCategoricalColumn(_KeyedColumn, namedtuple("HashedCategoricalColumn", ["key", "hash_bucket_size", "dtype"])):  # noqa: PYI024
    """Ids by hash."""

    def ids_of(self, tensor: Any) -> Any:
        if not isinstance(tensor, SparseTensor):
            raise ValueError("SparseColumn input must be a SparseTensor.")
        assert_string_or_int(tensor.dtype, prefix=f"column_name: {self.key} input_tensor")
        _check_dtypes(self, tensor)
        values = tensor.values if self.dtype == dtypes.string else string_ops.as_string(tensor.values)
        ids = string_ops.string_to_hash_bucket_fast(values, self.hash_bucket_size, name="lookup")
        return SparseTensor(tensor.indices, ids, tensor.dense_shape)

    @property
    def num_buckets(self) -> Any:
        return self.hash_bucket_size


def _lookup_input(column: Any, tensor: Any) -> tuple[DType, Any]:
    """The key dtype of a table, and the tensor to look up."""
    _check_dtypes(column, tensor)
    assert_string_or_int(tensor.dtype, prefix=f"column_name: {column.key} input_tensor")
    if tensor.dtype.is_integer:
        return dtypes.int64, math_ops.cast(tensor, dtypes.int64)
    return column.dtype, tensor


class VocabularyFileCategoricalColumn(  # noqa: PYI024
    _KeyedColumn, namedtuple("VocabularyFileCategoricalColumn", [
        "key", "vocabulary_file", "vocabulary_size", "num_oov_buckets", "dtype", "default_value"])):
    """Ids from the lines of a file."""

    def ids_of(self, tensor: Any) -> Any:
        key_dtype, tensor = _lookup_input(self, tensor)
        table = lookup_ops.index_table_from_file(
            vocabulary_file=self.vocabulary_file, num_oov_buckets=self.num_oov_buckets, vocab_size=self.vocabulary_size,
            default_value=self.default_value, key_dtype=key_dtype, name=f"{self.key}_lookup")
        return table.lookup(tensor)

    @property
    def num_buckets(self) -> Any:
        return self.vocabulary_size + self.num_oov_buckets


class VocabularyListCategoricalColumn(  # noqa: PYI024
    _KeyedColumn, namedtuple("VocabularyListCategoricalColumn", [
        "key", "vocabulary_list", "dtype", "default_value", "num_oov_buckets"])):
    """Ids from a list."""

    def ids_of(self, tensor: Any) -> Any:
        key_dtype, tensor = _lookup_input(self, tensor)
        table = lookup_ops.index_table_from_tensor(
            vocabulary_list=tuple(self.vocabulary_list), default_value=self.default_value,
            num_oov_buckets=self.num_oov_buckets, dtype=key_dtype, name=f"{self.key}_lookup")
        return table.lookup(tensor)

    @property
    def num_buckets(self) -> Any:
        return len(self.vocabulary_list) + self.num_oov_buckets


class IdentityCategoricalColumn(  # noqa: PYI024
    _KeyedColumn, namedtuple("IdentityCategoricalColumn", ["key", "number_buckets", "default_value"])):
    """Integers as they are."""

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        return {self.key: parsing_features.VarLenFeature(dtypes.int64)}

    def ids_of(self, tensor: Any) -> Any:
        if not tensor.dtype.is_integer:
            raise ValueError(f"Invalid input, not integer. key: {self.key} dtype: {tensor.dtype}")
        values = math_ops.cast(tensor.values, dtypes.int64, name="values")
        limit = math_ops.cast(self.num_buckets, dtypes.int64, name="num_buckets")
        zero = math_ops.cast(0, dtypes.int64, name="zero")
        values = self._checked(values, limit, zero) if self.default_value is None else self._mended(values, limit, zero)
        return SparseTensor(indices=tensor.indices, values=values, dense_shape=tensor.dense_shape)

    def _checked(self, values: Any, limit: Any, zero: Any) -> Any:
        less = check_ops.assert_less(
            values, limit, data=(values, limit), name="assert_less_than_num_buckets",
            message=f'Bucket index for categorical column "{self.name}" exceeds number of buckets')
        greater = check_ops.assert_greater_equal(
            values, zero, data=(values,), name="assert_greater_or_equal_0",
            message=f'Negative bucket index for categorical column "{self.name}"')
        with ops.control_dependencies((less, greater)):
            return array_ops.identity(values)

    def _mended(self, values: Any, limit: Any, zero: Any) -> Any:
        below = values < zero
        outside = math_ops.logical_or(below, values >= limit, name="out_of_range")
        shape = array_ops.shape(values)
        default = math_ops.cast(self.default_value, dtypes.int64)
        return array_ops.where_v2(outside, array_ops.fill(dims=shape, value=default, name="default_values"), values)

    @property
    def num_buckets(self) -> Any:
        return self.number_buckets


class WeightedCategoricalColumn(  # noqa: PYI024
    CategoricalColumn, namedtuple("WeightedCategoricalColumn", ["categorical_column", "weight_feature_key", "dtype"])):
    """Ids with the weights of another feature."""

    @property
    def name(self) -> str:
        return f"{self.categorical_column.name}_weighted_by_{self.weight_feature_key}"

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        config: dict[str, Any] = self.categorical_column.parse_example_spec
        if self.weight_feature_key in config:
            raise ValueError(f"Parse config {config[self.weight_feature_key]} already exists for "
                             f"{self.weight_feature_key}.")
        config[self.weight_feature_key] = parsing_features.VarLenFeature(self.dtype)
        return config

    @property
    def num_buckets(self) -> Any:
        return self.categorical_column.num_buckets

    @property
    def parents(self) -> list[Any]:
        return [self.categorical_column, self.weight_feature_key]

    def transformed(self, inputs: Features) -> Any:
        weights = convert_to_tensor_or_sparse_tensor(inputs.get(self.weight_feature_key))
        if self.dtype != weights.dtype.base_dtype:
            raise ValueError(f"Bad dtype, expected {self.dtype}, but got {weights.dtype}.")
        if not isinstance(weights, SparseTensor):
            weights = to_sparse(weights, ignore_value=0.0)
        if not weights.dtype.is_floating:
            weights = math_ops.cast(weights, dtypes.float32)
        return inputs.get(self.categorical_column), weights

    def sparse(self, inputs: Features) -> Any:
        return IdWeightPair(*inputs.get(self))


class CrossedColumn(CategoricalColumn, namedtuple("CrossedColumn", ["keys", "hash_bucket_size", "hash_key"])):  # noqa: PYI024
    """Hashed combinations of several features."""

    def leaves(self) -> list[Any]:
        found: list[Any] = []
        for key in self.keys:
            found.extend(key.leaves() if isinstance(key, CrossedColumn) else [key])
        return found

    @property
    def name(self) -> str:
        return "_X_".join(sorted(key.name if isinstance(key, FeatureColumn) else key for key in self.leaves()))

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        config: dict[str, Any] = {}
        for key in self.keys:
            own = isinstance(key, FeatureColumn)
            config.update(key.parse_example_spec if own else {key: parsing_features.VarLenFeature(dtypes.string)})
        return config

    @property
    def parents(self) -> list[Any]:
        return list(self.keys)

    def transformed(self, inputs: Features) -> Any:
        tensors = [inputs.get(key) if isinstance(key, str) else self._ids(key, inputs) for key in self.leaves()]
        return sparse_ops.sparse_cross_hashed(inputs=tensors, num_buckets=self.hash_bucket_size, hash_key=self.hash_key)

    def _ids(self, key: Any, inputs: Features) -> Any:
        if not isinstance(key, CategoricalColumn):
            raise ValueError(f"Unsupported column type. Given: {key}")
        pair = key.sparse(inputs)
        if pair.weight_tensor is not None:
            raise ValueError("crossed_column does not support weight_tensor, but the given column populates "
                             f"weight_tensor. Given column: {key.name}")
        return pair.id_tensor

    @property
    def num_buckets(self) -> Any:
        return self.hash_bucket_size


class SequenceCategoricalColumn(CategoricalColumn, namedtuple("SequenceCategoricalColumn", ["categorical_column"])):  # noqa: PYI024
    """Ids in sequences."""

    @property
    def name(self) -> str:
        return self.categorical_column.name  # type: ignore[no-any-return]

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        return self.categorical_column.parse_example_spec  # type: ignore[no-any-return]

    @property
    def num_buckets(self) -> Any:
        return self.categorical_column.num_buckets

    def transformed(self, inputs: Features) -> Any:
        return self.categorical_column.transformed(inputs)

    def sparse(self, inputs: Features) -> Any:
        ids, weights = self.categorical_column.sparse(inputs)
        shape = array_ops.shape(ids)
        target = [shape[0], shape[1], math_ops.reduce_prod_v1(shape[2:])]
        ids = sparse_ops.sparse_reshape(ids, target)
        return IdWeightPair(ids, None if weights is None else sparse_ops.sparse_reshape(weights, target))
