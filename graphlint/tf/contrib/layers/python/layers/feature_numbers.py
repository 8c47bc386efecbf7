"""Columns of numbers of contrib.layers: as they are, one-hot, embedded (layers/feature_column.py).

Embeddings that start from a checkpoint are not modelled; neither are scattered ones.
"""

from __future__ import annotations

import math
from collections import namedtuple
from collections.abc import Sequence
from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.library import unmodelled
from graphlint.tf.python.feature_column.features import Features
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, parsing_features, sparse_ops

from .feature_kinds import Deep, _FeatureColumn, embedded, of_rank, transformed
from .feature_protocol import Dense
from .reshaping import _inner_flatten


class _Numbers(_FeatureColumn):
    """A feature that is numbers already."""

    column_name: Any
    normalizer: Any
    is_sparse = False

    @property
    def name(self) -> Any:
        return self.column_name

    @property
    def key(self) -> str:
        return self._key_without("normalizer")

    @property
    def normalizer_fn(self) -> Any:
        return self.normalizer

    def insert_transformed_feature(self, columns_to_tensors: Any) -> None:
        tensor = columns_to_tensors[self.name]
        if self.normalizer is not None and self.is_sparse:
            tensor = SparseTensor(tensor.indices, self.normalizer(tensor.values), tensor.dense_shape)
        elif self.normalizer is not None:
            tensor = self.normalizer(tensor)
        columns_to_tensors[self] = math_ops.cast(tensor, dtypes.float32)

    def _to_dnn_input_layer(self, input_tensor: Any, weight_collections: Any = None, trainable: Any = True,
                            output_rank: int = 2) -> Any:
        return of_rank(self._to_dense_tensor(input_tensor), output_rank, self.name)


class _RealValuedVarLenColumn(_Numbers, namedtuple("_RealValuedVarLenColumn", [  # noqa: PYI024
        "column_name", "default_value", "dtype", "normalizer", "is_sparse"])):
    """Any number of numbers."""

    @property
    def config(self) -> dict[str, Any]:
        if self.is_sparse:
            return {self.column_name: parsing_features.VarLenFeature(self.dtype)}
        return {self.column_name: parsing_features.FixedLenSequenceFeature([], self.dtype, allow_missing=True,
                                                                           default_value=self.default_value)}

    def _to_dense_tensor(self, input_tensor: Any) -> Any:
        if self.is_sparse:
            raise ValueError(f"Set is_sparse to False if you want a dense Tensor for column_name: {self.name}")
        return input_tensor


class _RealValuedColumn(_Numbers, namedtuple("_RealValuedColumn", [  # noqa: PYI024
        "column_name", "dimension", "default_value", "dtype", "normalizer"]), Dense):
    """A fixed number of numbers."""

    @property
    def variable_shape(self) -> Any:
        return TensorShape([self.dimension])

    @property
    def config(self) -> dict[str, Any]:
        default = None if self.default_value is None else list(self.default_value)
        return {self.column_name: parsing_features.FixedLenFeature([self.dimension], self.dtype, default)}

    def _to_dense_tensor(self, input_tensor: Any) -> Any:
        return input_tensor


def _real_valued_var_len_column(column_name: Any, default_value: Any = None, dtype: Any = dtypes.float32,
                                normalizer: Any = None, is_sparse: Any = False) -> _RealValuedVarLenColumn:
    if not (dtype.is_integer or dtype.is_floating):
        raise TypeError(f"dtype must be convertible to float. dtype: {dtype}, column_name: {column_name}")
    if default_value is None and not is_sparse:
        raise ValueError("default_value must be provided when is_sparse=False to parse a padded Tensor. column_name: "
                         f"{column_name}")
    if isinstance(default_value, list):
        raise ValueError(f"Only scalar default value. default_value: {default_value}, column_name: {column_name}")
    if default_value is not None:
        default_value = int(default_value) if dtype.is_integer else float(default_value)
    return _RealValuedVarLenColumn(column_name, default_value, dtype, normalizer, is_sparse)


def real_valued_column(column_name: Any, dimension: Any = 1, default_value: Any = None, dtype: Any = dtypes.float32,
                       normalizer: Any = None) -> _RealValuedColumn:
    """TypeError, ValueError for a dimension, a dtype or a default that doesn't fit."""
    if dimension is None:
        raise TypeError("dimension must be an integer. Use the _real_valued_var_len_column for variable length features."
                        f"dimension: {dimension}, column_name: {column_name}")
    if not isinstance(dimension, int):
        raise TypeError(f"dimension must be an integer. dimension: {dimension}, column_name: {column_name}")
    if dimension < 1:
        raise ValueError(f"dimension must be greater than 0. dimension: {dimension}, column_name: {column_name}")
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype must be convertible to float. dtype: {dtype}, column_name: {column_name}")
    default = _default(default_value, dimension, dtype, column_name)
    return _RealValuedColumn(column_name, dimension, default, dtype, normalizer)


def _default(given: Any, dimension: int, dtype: Any, column_name: Any) -> tuple[Any, ...] | None:
    if given is None:
        return None
    values = [given] * dimension if isinstance(given, (int, float)) else given
    if isinstance(values, list):
        if len(values) != dimension:
            raise ValueError(f"The length of default_value must be equal to dimension. default_value: {given}, dimension: "
                             f"{dimension}, column_name: {column_name}")
        if dtype.is_integer and all(isinstance(value, int) for value in values):
            return tuple(values)
        if dtype.is_floating and all(isinstance(value, (int, float)) for value in values):
            return tuple(float(value) for value in values)
    raise TypeError(f"default_value must be compatible with dtype. default_value: {given}, dtype: {dtype}, column_name: "
                    f"{column_name}")


class _OverIds(_FeatureColumn):
    """A column that makes numbers of another's ids."""

    sparse_id_column: Any

    @property
    def length(self) -> Any:
        return self.sparse_id_column.length

    @property
    def config(self) -> dict[str, Any]:
        return self.sparse_id_column.config  # type: ignore[no-any-return]

    def insert_transformed_feature(self, columns_to_tensors: Any) -> None:
        columns_to_tensors[self] = transformed(columns_to_tensors, self.sparse_id_column)


class _OneHotColumn(_OverIds, namedtuple("_OneHotColumn", ["sparse_id_column"]), Dense):  # noqa: PYI024
    """How often each id is there."""

    @property
    def variable_shape(self) -> Any:
        return TensorShape([self.length])

    def transformed(self, inputs: Features) -> Any:
        return self._to_dnn_input_layer(inputs.get(self.sparse_id_column))

    @property
    def name(self) -> str:
        return f"{self.sparse_id_column.name}_one_hot"

    def _to_dnn_input_layer(self, input_tensor: Any, weight_collections: Any = None, trainable: Any = True,
                            output_rank: int = 2) -> Any:
        ids = _inner_flatten(self.sparse_id_column.id_tensor(input_tensor), output_rank)
        weights = self.sparse_id_column.weight_tensor(input_tensor)
        if weights is not None:
            return self._weighted(ids, weights)
        dense = sparse_ops.sparse_tensor_to_dense(ids, default_value=-1)
        one_hot = array_ops.one_hot(dense, depth=self.length, on_value=1.0, off_value=0.0)
        return math_ops.reduce_sum_v1(one_hot, axis=[output_rank - 1])

    def _weighted(self, ids: Any, weights: Any) -> Any:
        merged = sparse_ops.sparse_merge(sp_ids=ids, sp_values=weights, vocab_size=self.length)
        merged = sparse_ops.sparse_slice(merged, array_ops.zeros_like(merged.dense_shape), merged.dense_shape)
        dense = sparse_ops.sparse_tensor_to_dense(merged)
        sizes: Any = array_ops.shape(dense)
        return array_ops.reshape(dense, array_ops.concat([sizes[:-1], [self.length]], axis=0))


def one_hot_column(sparse_id_column: Any) -> _OneHotColumn:
    return _OneHotColumn(sparse_id_column)


class _EmbeddingColumn(_OverIds, namedtuple("_EmbeddingColumn", [  # noqa: PYI024
        "sparse_id_column", "dimension", "combiner", "initializer", "ckpt_to_load_from", "tensor_name_in_ckpt",
        "shared_embedding_name", "shared_vocab_size", "max_norm", "trainable"]), Dense):
    """The combined embeddings of the ids."""

    @property
    def variable_shape(self) -> Any:
        return TensorShape([self.dimension])

    def dense(self, inputs: Any) -> Any:
        arguments = self._deep_embedding_lookup_arguments(inputs.get(self))
        return embedded(self, arguments, inputs.collections, inputs.trainable)

    @property
    def name(self) -> str:
        kind = "embedding" if self.shared_embedding_name is None else "shared_embedding"
        return f"{self.sparse_id_column.name}_{kind}"

    @property
    def length(self) -> Any:
        return self.sparse_id_column.length if self.shared_vocab_size is None else self.shared_vocab_size

    @property
    def key(self) -> str:
        return self._key_without("initializer")

    def _deep_embedding_lookup_arguments(self, input_tensor: Any) -> Deep:
        if self.ckpt_to_load_from is not None:
            unmodelled("tensorflow.contrib.layers.embedding_column")()
        return Deep(self.sparse_id_column.id_tensor(input_tensor), self.sparse_id_column.weight_tensor(input_tensor),
                    self.length, self.initializer, self.combiner, self.dimension, self.shared_embedding_name,
                    self.max_norm, self.trainable)

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Any:
        raise ValueError(f"Column {self} is not supported in linear models. Please use sparse_column.")


def _embedding(column: Any, dimension: Any, combiner: Any, initializer: Any, checkpoint: tuple[Any, Any],
               shared: tuple[Any, Any], max_norm: Any, trainable: Any) -> _EmbeddingColumn:
    if initializer is not None and not callable(initializer):
        raise ValueError(f"initializer must be callable if specified. Embedding of column_name: {column.name}")
    if (checkpoint[0] is None) != (checkpoint[1] is None):
        raise ValueError("Must specify both `ckpt_to_load_from` and `tensor_name_in_ckpt` or none of them.")
    if initializer is None:
        initializer = init_ops.TruncatedNormal(mean=0.0, stddev=1 / math.sqrt(column.length))
    return _EmbeddingColumn(column, dimension, combiner, initializer, *checkpoint, *shared, max_norm, trainable)


def embedding_column(sparse_id_column: Any, dimension: Any, combiner: Any = "mean", initializer: Any = None,
                     ckpt_to_load_from: Any = None, tensor_name_in_ckpt: Any = None, max_norm: Any = None,
                     trainable: Any = True) -> _EmbeddingColumn:
    return _embedding(sparse_id_column, dimension, combiner, initializer, (ckpt_to_load_from, tensor_name_in_ckpt),
                      (None, None), max_norm, trainable)


def shared_embedding_columns(sparse_id_columns: Any, dimension: Any, combiner: Any = "mean",
                             shared_embedding_name: Any = None, initializer: Any = None, ckpt_to_load_from: Any = None,
                             tensor_name_in_ckpt: Any = None, max_norm: Any = None, trainable: Any = True) -> Any:
    """TypeError, ValueError for columns that can't share."""
    if not isinstance(sparse_id_columns, Sequence) or isinstance(sparse_id_columns, str):
        raise TypeError("sparse_id_columns must be a non-string sequence (ex: list or tuple) instead of type "
                        f"{type(sparse_id_columns)}.")
    if len(sparse_id_columns) < 1:
        raise ValueError("The input sparse_id_columns should have at least one element.")
    for column in sparse_id_columns:
        if not hasattr(column, "is_compatible"):
            raise TypeError(f"Elements of sparse_id_columns must be _SparseColumn or _WeightedSparseColumn, but {column} is "
                            "not.")
    first, checkpoint = sparse_id_columns[0], (ckpt_to_load_from, tensor_name_in_ckpt)
    options = dimension, combiner, initializer, checkpoint
    if len(sparse_id_columns) == 1:
        return [_embedding(first, *options, (shared_embedding_name, None), max_norm, trainable)]
    weighted = hasattr(first, "sparse_id_column")
    pairs = [(first, other) if weighted else (other, first) for other in sparse_id_columns[1:]]
    if not all(one.is_compatible(other) for one, other in pairs):
        raise ValueError("The input sparse id columns are not compatible.")
    shared = (shared_embedding_name or _shared_name(sparse_id_columns), first.length)
    return tuple(_embedding(column, *options, shared, max_norm, trainable) for column in sparse_id_columns)


def _shared_name(columns: Any) -> str:
    plain = sorted(column for column in columns if not hasattr(column, "sparse_id_column"))
    weighted = sorted((column for column in columns if hasattr(column, "sparse_id_column")), key=lambda one: one.name)
    names = [column.name for column in [*plain, *weighted]]
    more = f"_plus_{len(names) - 3}_others" if len(names) > 3 else ""
    return "_".join(names[:3]) + more + "_shared_embedding"
