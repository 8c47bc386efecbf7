"""Columns of sequences, and the layer over them (feature_column/sequence_feature_column.py)."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, check_ops, parsing_features, sparse_ops

from . import making_columns
from .categorical_columns import SequenceCategoricalColumn
from .dense_columns import sequence_length
from .feature_column_v2 import FeatureTransformationCache, _BaseFeaturesLayer, _require_dict
from .features import FeatureColumn, Features, TensorSequenceLengthPair, verify_same_batch


def _sequence(column: Any) -> Any:
    return column if isinstance(column, Unknown) else SequenceCategoricalColumn(column)


def sequence_categorical_column_with_identity(key: Any, num_buckets: Any, default_value: Any = None) -> Any:
    return _sequence(making_columns.categorical_column_with_identity(key, num_buckets, default_value))


def sequence_categorical_column_with_hash_bucket(key: Any, hash_bucket_size: Any, dtype: Any = dtypes.string) -> Any:
    return _sequence(making_columns.categorical_column_with_hash_bucket(key, hash_bucket_size, dtype))


def sequence_categorical_column_with_vocabulary_file(key: Any, vocabulary_file: Any, vocabulary_size: Any = None,
                                                     num_oov_buckets: Any = 0, default_value: Any = None,
                                                     dtype: Any = dtypes.string) -> Any:
    return _sequence(making_columns.categorical_column_with_vocabulary_file(
        key, vocabulary_file, vocabulary_size, num_oov_buckets, default_value, dtype))


def sequence_categorical_column_with_vocabulary_list(key: Any, vocabulary_list: Any, dtype: Any = None,
                                                     default_value: Any = -1, num_oov_buckets: Any = 0) -> Any:
    return _sequence(making_columns.categorical_column_with_vocabulary_list(
        key, vocabulary_list, dtype, default_value, num_oov_buckets))


class SequenceNumericColumn(FeatureColumn, namedtuple("SequenceNumericColumn", [  # noqa: PYI024
        "key", "shape", "default_value", "dtype", "normalizer_fn"])):
    """Numbers in sequences."""

    in_first = False

    @property
    def name(self) -> str:
        return self.key  # type: ignore[no-any-return]

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        return {self.key: parsing_features.VarLenFeature(self.dtype)}

    @property
    def variable_shape(self) -> Any:
        return TensorShape(self.shape)

    def transformed(self, inputs: Features) -> Any:
        tensor = inputs.get(self.key)
        return tensor if self.normalizer_fn is None else self.normalizer_fn(tensor)

    def create_state(self, state_manager: Any) -> None:
        """Numbers have no variables."""

    def sequence_dense(self, inputs: Features) -> Any:
        sparse = inputs.get(self)
        dense = sparse_ops.sparse_tensor_to_dense(sparse, default_value=self.default_value)
        sizes: Any = array_ops.shape(dense)
        dense = array_ops.reshape(dense, shape=array_ops.concat([sizes[:1], [-1], self.variable_shape], axis=0))
        count = self.variable_shape.num_elements() if sparse.shape.ndims == 2 else 1
        return TensorSequenceLengthPair(dense, sequence_length(sparse, num_elements=count))


def sequence_numeric_column(key: Any, shape: Any = (1,), default_value: Any = 0.0, dtype: Any = dtypes.float32,
                            normalizer_fn: Any = None) -> Any:
    """ValueError, TypeError for a dtype that is no number, and for a normalizer that can't be called."""
    if isinstance(key, Unknown):
        return Unknown("a column of a key that isn't known", text="sequence_numeric_column(...)")
    sizes = making_columns.shape_of(shape, key)
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype must be convertible to float. dtype: {dtype}, key: {key}")
    if normalizer_fn is not None and not callable(normalizer_fn):
        raise TypeError(f"normalizer_fn must be a callable. Given: {normalizer_fn}")
    return SequenceNumericColumn(key, sizes, default_value, dtype, normalizer_fn)


class SequenceFeatures(_BaseFeaturesLayer):
    """All columns side by side, and how long the sequences are."""

    def __init__(self, feature_columns: Any, trainable: Any = True, name: Any = None, **kwargs: Any) -> None:
        super().__init__(feature_columns=feature_columns, trainable=trainable, name=name,
                         expected_column_type=FeatureColumn, **kwargs)

    @property
    def _is_feature_layer(self) -> bool:
        return True

    def call(self, features: Any) -> Any:
        _require_dict(features)
        cache = FeatureTransformationCache(features, self._state_manager)
        outputs, lengths = [], []
        for column in self._feature_columns:
            with ops.name_scope(column.name):
                dense, length = column.sequence_dense(cache)
                outputs.append(self._reshaped(column, dense, 2))
            lengths.append(length)
        verify_same_batch(lengths, self._feature_columns)
        length = all_equal(lengths)
        return self._verify_and_concat_tensors(outputs), length


def all_equal(tensors: list[Any]) -> Any:
    """The first of tensors that must be the same when the graph runs."""
    with ops.name_scope(None, "assert_all_equal", values=tensors):
        if len(tensors) == 1:
            return tensors[0]
        checks = [check_ops.assert_equal(tensors[0], other) for other in tensors[1:]]
        with ops.control_dependencies(checks):
            return array_ops.identity(tensors[0])


def concatenate_context_input(context_input: Any, sequence_input: Any) -> Any:
    """A context at each step of a sequence."""
    checks: list[Any] = []
    for tensor, rank, what in ((sequence_input, 3, "sequence_input"), (context_input, 2, "context_input")):
        shape = array_ops.shape(tensor)
        checks.append(check_ops.assert_rank(tensor, rank, message=f"{what} must have rank {rank}", data=[shape]))
        told = f"{what} must have dtype float32; got {tensor.dtype}."
        checks.append(check_ops.assert_type(tensor, dtypes.float32, message=told))
    with ops.control_dependencies(checks):
        sizes: Any = array_ops.shape(sequence_input)
        repeated = array_ops.concat([[1], [sizes[1]], [1]], 0)
        tiled = array_ops.tile(array_ops.expand_dims(context_input, 1), repeated)
    return array_ops.concat([sequence_input, tiled], 2)
