"""Columns of numbers: numeric, bucketized, embeddings, indicators (feature_column_v2.py)."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import (
    array_ops,
    embedding_ops,
    math_ops,
    parsing_features,
    sparse_ops,
    variable_scope,
)

from .categorical_columns import SequenceCategoricalColumn
from .features import CategoricalColumn, DenseColumn, Features, IdWeightPair, TensorSequenceLengthPair


class NumericColumn(  # noqa: PYI024
    DenseColumn, namedtuple("NumericColumn", ["key", "shape", "default_value", "dtype", "normalizer_fn"])):
    """A feature as it is."""

    @property
    def name(self) -> str:
        return self.key  # type: ignore[no-any-return]

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        return {self.key: parsing_features.FixedLenFeature(self.shape, self.dtype, self.default_value)}

    @property
    def parents(self) -> list[Any]:
        return [self.key]

    def transformed(self, inputs: Features) -> Any:
        tensor = inputs.get(self.key)
        if isinstance(tensor, SparseTensor):
            raise ValueError("The corresponding Tensor of numerical column must be a Tensor. SparseTensor is not "
                             f"supported. key: {self.key}")
        if self.normalizer_fn is not None:
            tensor = self.normalizer_fn(tensor)
        return math_ops.cast(tensor, dtypes.float32)

    @property
    def variable_shape(self) -> Any:
        return TensorShape(self.shape)


class BucketizedColumn(DenseColumn, CategoricalColumn, namedtuple("BucketizedColumn", ["source_column", "boundaries"])):  # noqa: PYI024
    """The bucket that each number falls into."""

    @property
    def name(self) -> str:
        return f"{self.source_column.name}_bucketized"

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        return self.source_column.parse_example_spec  # type: ignore[no-any-return]

    @property
    def parents(self) -> list[Any]:
        return [self.source_column]

    def transformed(self, inputs: Features) -> Any:
        return gen.Bucketize(inputs.get(self.source_column), boundaries=self.boundaries)

    @property
    def variable_shape(self) -> Any:
        return TensorShape((*self.source_column.shape, len(self.boundaries) + 1))

    @property
    def num_buckets(self) -> Any:
        return (len(self.boundaries) + 1) * self.source_column.shape[0]

    def dense(self, inputs: Features) -> Any:
        buckets = math_ops.cast(inputs.get(self), dtypes.int64)
        return array_ops.one_hot(indices=buckets, depth=len(self.boundaries) + 1, on_value=1.0, off_value=0.0)

    def sparse(self, inputs: Features) -> Any:
        tensor: Any = inputs.get(self)
        batch: Any = array_ops.shape(tensor)[0]
        width = self.source_column.shape[0]
        rows = array_ops.tile(array_ops.expand_dims(math_ops.range(0, batch), 1), [1, width])
        rows = array_ops.reshape(rows, (-1,))
        columns: Any = array_ops.tile(math_ops.range(0, width), [batch])
        values = array_ops.reshape(tensor, (-1,)) + (len(self.boundaries) + 1) * columns
        indices = math_ops.cast(array_ops.transpose(array_ops.stack((rows, columns))), dtypes.int64)
        shape = math_ops.cast(array_ops.stack([batch, width]), dtypes.int64)
        return IdWeightPair(SparseTensor(indices=indices, values=values, dense_shape=shape), None)


def _refuse_sequences(kind: str, column: Any, layer: str, sequence_layer: str) -> None:
    inner = column.categorical_column
    if isinstance(inner, SequenceCategoricalColumn):
        raise ValueError(
            f"In {kind}: {column.name}. categorical_column must not be of type _SequenceCategoricalColumn. Suggested fix "
            f"A: If you wish to use {layer}, use a non-sequence categorical_column_with_*. Suggested fix B: If you wish to "
            f"create sequence input, use {sequence_layer} instead of {layer}. Given (type {type(inner)}): {inner}")


def _require_sequences(kind: str, column: Any, layer: str) -> None:
    inner = column.categorical_column
    if not isinstance(inner, SequenceCategoricalColumn):
        raise ValueError(
            f"In {kind}: {column.name}. categorical_column must be of type SequenceCategoricalColumn to use {layer}. "
            f"Suggested fix: Use one of sequence_categorical_column_with_*. Given (type {type(inner)}): {inner}")


def sequence_length(tensor: Any, num_elements: int = 1) -> Any:
    """How many values each row of a sparse tensor has (feature_column/utils.py)."""
    with ops.name_scope(None, "sequence_length") as name:
        rows = tensor.indices[:, 0]
        columns = tensor.indices[:, 1]
        columns += array_ops.ones_like(columns)
        length = math_ops.segment_max(columns, segment_ids=rows)
        length = math_ops.cast(math_ops.ceil(length / num_elements), dtypes.int64)
        missing = array_ops.shape(tensor)[:1] - array_ops.shape(length)[:1]
        padding = array_ops.zeros(missing, dtype=length.dtype)
        return array_ops.concat([length, padding], axis=0, name=name)


class _OverCategories(DenseColumn):
    """A column that makes numbers of another's ids."""

    categorical_column: Any

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        return self.categorical_column.parse_example_spec  # type: ignore[no-any-return]

    @property
    def parents(self) -> list[Any]:
        return [self.categorical_column]


class EmbeddingColumn(  # noqa: PYI024
    _OverCategories, namedtuple("EmbeddingColumn", [
        "categorical_column", "dimension", "combiner", "initializer", "ckpt_to_load_from", "tensor_name_in_ckpt",
        "max_norm", "trainable"])):
    """The combined embeddings of the ids."""

    @property
    def name(self) -> str:
        return f"{self.categorical_column.name}_embedding"

    def transformed(self, inputs: Features) -> Any:
        return inputs.get(self.categorical_column)

    @property
    def variable_shape(self) -> Any:
        return TensorShape([self.dimension])

    @property
    def weights_shape(self) -> tuple[Any, Any]:
        return self.categorical_column.num_buckets, self.dimension

    def create_state(self, state_manager: Any) -> None:
        state_manager.create_variable(self, name="embedding_weights", shape=self.weights_shape, dtype=dtypes.float32,
                                      trainable=self.trainable, use_resource=True, initializer=self.initializer)

    def dense(self, inputs: Features) -> Any:
        _refuse_sequences("embedding_column", self, "DenseFeatures", "SequenceFeatures")
        return self._looked_up(self.categorical_column.sparse(inputs), inputs)

    def _looked_up(self, pair: Any, inputs: Features) -> Any:
        return embedding_ops.safe_embedding_lookup_sparse(
            embedding_weights=inputs.weights_of(self), sparse_ids=pair.id_tensor, sparse_weights=pair.weight_tensor,
            combiner=self.combiner, name=f"{self.name}_weights", max_norm=self.max_norm)

    def sequence_dense(self, inputs: Features) -> Any:
        _require_sequences("embedding_column", self, "SequenceFeatures")
        pair = self.categorical_column.sparse(inputs)
        found = self._looked_up(pair, inputs)
        return TensorSequenceLengthPair(dense_tensor=found, sequence_length=sequence_length(pair.id_tensor))


class IndicatorColumn(_OverCategories, namedtuple("IndicatorColumn", ["categorical_column"])):  # noqa: PYI024
    """How often each id is there."""

    @property
    def name(self) -> str:
        return f"{self.categorical_column.name}_indicator"

    @property
    def variable_shape(self) -> Any:
        return TensorShape([1, self.categorical_column.num_buckets])

    def transformed(self, inputs: Features) -> Any:
        ids, weights = self.categorical_column.sparse(inputs)
        size = self.categorical_column.num_buckets
        if weights is not None:
            merged = sparse_ops.sparse_merge(sp_ids=ids, sp_values=weights, vocab_size=int(size))
            merged = sparse_ops.sparse_slice(merged, [0, 0], merged.dense_shape)
            return array_ops.scatter_nd(merged.indices, merged.values, merged.dense_shape)
        dense = sparse_ops.sparse_tensor_to_dense(ids, default_value=-1)
        one_hot = array_ops.one_hot(dense, depth=size, on_value=1.0, off_value=0.0)
        return math_ops.reduce_sum_v1(one_hot, axis=[-2])

    def dense(self, inputs: Features) -> Any:
        _refuse_sequences("indicator_column", self, "DenseFeatures", "SequenceFeatures")
        return inputs.get(self)

    def sequence_dense(self, inputs: Features) -> Any:
        _require_sequences("indicator_column", self, "SequenceFeatures")
        dense = inputs.get(self)
        pair = self.categorical_column.sparse(inputs)
        return TensorSequenceLengthPair(dense_tensor=dense, sequence_length=sequence_length(pair.id_tensor))


class SharedEmbedding(  # noqa: PYI024
    _OverCategories, namedtuple("_SharedEmbeddingColumn", [
        "categorical_column", "dimension", "combiner", "initializer", "shared_embedding_collection_name",
        "ckpt_to_load_from", "tensor_name_in_ckpt", "max_norm", "trainable"])):
    """An embedding whose weights are those of other columns too; found through a collection."""

    is_second = False

    @property
    def name(self) -> str:
        return f"{self.categorical_column.name}_shared_embedding"

    @property
    def _var_scope_name(self) -> str:
        return self.shared_embedding_collection_name  # type: ignore[no-any-return]

    def transformed(self, inputs: Features) -> Any:
        return inputs.get(self.categorical_column)

    @property
    def variable_shape(self) -> Any:
        return TensorShape([self.dimension])

    def dense(self, inputs: Features) -> Any:
        _refuse_sequences("embedding_column", self, "input_layer", "sequence_input_layer")
        return self._looked_up(inputs)

    def _looked_up(self, inputs: Any) -> Any:
        with ops.name_scope(None, default_name=self.name):
            ids, weights = self.categorical_column.sparse(inputs)
            return embedding_ops.safe_embedding_lookup_sparse(
                embedding_weights=self._weights(inputs), sparse_ids=ids, sparse_weights=weights,
                combiner=self.combiner, name=f"{self.name}_weights", max_norm=self.max_norm)

    def _weights(self, inputs: Any) -> Any:
        shape = (self.categorical_column.num_buckets, self.dimension)
        collection = self.shared_embedding_collection_name
        held = ops.get_collection(collection)
        advice = ("Suggested fix A: Choose a unique name for this collection. Suggested fix B: Do not add any variables to "
                  "this collection. The feature_column library already adds a variable under the hood.")
        if len(held) > 1:
            raise ValueError(f"Collection {held} can only contain one variable. {advice}")
        if held:
            if held[0].get_shape() != shape:
                raise ValueError(f"Shared embedding collection {collection} contains variable {held[0].name} of unexpected "
                                 f"shape {held[0].get_shape()}. Expected shape is {shape}. {advice}")
            return held[0]
        found = variable_scope.get_variable(name="embedding_weights", shape=shape, dtype=dtypes.float32,
                                            initializer=self.initializer, trainable=self.trainable and inputs.trainable,
                                            collections=inputs.collections)
        ops.add_to_collection(collection, found)
        return found

    def sequence_dense(self, inputs: Features) -> Any:
        _require_sequences("embedding_column", self, "sequence_input_layer")
        found = self._looked_up(inputs)
        ids, _ = self.categorical_column.sparse(inputs)
        return TensorSequenceLengthPair(dense_tensor=found, sequence_length=sequence_length(ids))
