"""The features of one call as tensors, and the kinds of feature columns (feature_column.py, feature_column_v2.py).

TensorFlow has two protocols of columns: `Features` with `weights_of` stands for the builder of the first and for the
transformation cache with its state manager of the second.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor, convert_to_tensor_or_sparse_tensor
from graphlint.tf.python.framework.tensor_shape import Dimension, dimension_value
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops, sparse_ops

IdWeightPair = namedtuple("IdWeightPair", ["id_tensor", "weight_tensor"])
TensorSequenceLengthPair = namedtuple("TensorSequenceLengthPair", ["dense_tensor", "sequence_length"])


@exposed(also={"_parse_example_spec", "_variable_shape", "_num_buckets", "_var_scope_name", "_is_v2_column"})
class FeatureColumn:
    """What all columns share. Equal columns are transformed once.

    `is_second` and `in_first` tell the protocols that a column has: most have both.
    """

    is_second = True
    in_first = True

    @property
    def name(self) -> str:
        raise NotImplementedError

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        raise NotImplementedError

    def transformed(self, inputs: Features) -> Any:
        """The column's tensor of the features."""
        raise NotImplementedError

    @property
    def _parse_example_spec(self) -> dict[str, Any]:
        return self.parse_example_spec

    @property
    def _var_scope_name(self) -> str:
        return self.name

    @property
    def _is_v2_column(self) -> bool:
        return self.is_second

    def __lt__(self, other: Any) -> bool:
        return str(self) < str(other)

    def __gt__(self, other: Any) -> bool:
        return str(self) > str(other)


class DenseColumn(FeatureColumn):
    """A column that gives numbers."""

    @property
    def variable_shape(self) -> Any:
        raise NotImplementedError

    @property
    def _variable_shape(self) -> Any:
        return self.variable_shape

    def dense(self, inputs: Features) -> Any:
        return inputs.get(self)

    def create_state(self, state_manager: Any) -> None:
        """Make the column's variables, where it has any."""


class CategoricalColumn(FeatureColumn):
    """A column that gives ids, perhaps with weights."""

    IdWeightPair = IdWeightPair

    @property
    def num_buckets(self) -> Any:
        raise NotImplementedError

    @property
    def _num_buckets(self) -> Any:
        return self.num_buckets

    def sparse(self, inputs: Features) -> Any:
        return IdWeightPair(inputs.get(self), None)


@exposed
class Features:
    """Features by key, transformed once a column."""

    def __init__(self, features: Any) -> None:
        self._features = features.copy()
        self._tensors: dict[Any, Any] = {}

    def get(self, key: Any, state_manager: Any = None) -> Any:
        """The tensor of a feature or of a column. ValueError, TypeError for what is neither."""
        if key in self._tensors:
            return self._tensors[key]
        if key in self._features:
            found = _raw(key, self._features[key])
        elif isinstance(key, str):
            raise ValueError(f"Feature {key} is not in features dictionary.")
        elif not isinstance(key, FeatureColumn):
            raise TypeError(f'"key" must be either a "str" or "_FeatureColumn". Provided: {key}')
        else:
            found = key.transformed(self)
            if found is None:
                raise ValueError(f"Column {key.name} is not supported.")
        self._tensors[key] = found
        return found

    def weights_of(self, column: Any) -> Any:
        """The embedding weights of a column."""
        raise NotImplementedError


def _raw(key: Any, value: Any) -> Any:
    tensor = convert_to_tensor_or_sparse_tensor(value)
    rank = tensor.get_shape().ndims
    text = f"Feature (key: {key}) cannot have rank 0. Given: {tensor}"
    if rank is not None:
        if rank == 0:
            raise ValueError(text)
        return tensor if rank != 1 else _expanded(tensor)
    with ops.control_dependencies([check_ops.assert_positive(array_ops.rank(tensor), message=text)]):
        is_vector = math_ops.equal(1, array_ops.rank(tensor))
        return control_flow_ops.cond(is_vector, lambda: _expanded(tensor), lambda: tensor)


def _expanded(tensor: Any) -> Any:
    if isinstance(tensor, SparseTensor):
        return sparse_ops.sparse_reshape(tensor, [array_ops.shape(tensor)[0], 1])
    return array_ops.expand_dims(tensor, -1)


def normalized(feature_columns: Any, kind: str = "_FeatureColumn") -> list[Any]:
    """Columns as a list. ValueError where there are none, no columns, or two of one name."""
    if isinstance(feature_columns, FeatureColumn):
        feature_columns = [feature_columns]
    if isinstance(feature_columns, Iterator):
        feature_columns = list(feature_columns)
    if isinstance(feature_columns, dict):
        raise ValueError("Expected feature_columns to be iterable, found dict.")
    for column in feature_columns:
        if not isinstance(column, FeatureColumn) or (kind == "_FeatureColumn" and not column.in_first):
            raise ValueError(f"Items of feature_columns must be a {kind}. Given (type {type(column)}): {column}.")
    if not feature_columns:
        raise ValueError("feature_columns must not be empty.")
    by_name: dict[str, Any] = {}
    for column in feature_columns:
        if column.name in by_name:
            raise ValueError(f"Duplicate feature column name found for columns: {column} and {by_name[column.name]}. This "
                             "usually means that these columns refer to same base feature. Either one must be discarded "
                             "or a duplicated but renamed item must be inserted in features dict.")
        by_name[column.name] = column
    return list(feature_columns)


def verify_same_batch(tensors: list[Any], columns: list[Any]) -> None:
    """ValueError where two tensors are known to have different first dims."""
    first: tuple[Any, Any] | None = None
    for tensor, column in zip(tensors, columns, strict=True):
        size = Dimension(dimension_value(tensor.shape[0]))
        if size.value is None:
            continue
        if first is None:
            first = column, size
        elif not first[1].is_compatible_with(size):
            raise ValueError("Batch size (first dimension) of each feature must be same. Batch size of columns "
                             f"({first[0].name}, {column.name}): ({first[1]}, {size})")


def is_feature_column_v2(feature_columns: Any) -> bool:
    return all(isinstance(column, FeatureColumn) and column._is_v2_column for column in feature_columns)
