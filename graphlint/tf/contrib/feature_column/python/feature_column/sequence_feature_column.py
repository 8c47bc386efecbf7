"""sequence_input_layer of the 1.x columns (contrib/feature_column/python/feature_column/sequence_feature_column.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.feature_column import sequence_feature_column as second
from graphlint.tf.python.feature_column.feature_column import _LazyBuilder
from graphlint.tf.python.feature_column.features import normalized, verify_same_batch
from graphlint.tf.python.feature_column.sequence_feature_column import SequenceNumericColumn, all_equal
from graphlint.tf.python.feature_column.sequence_feature_column import (
    concatenate_context_input as concatenate_context_input,
)
from graphlint.tf.python.feature_column.sequence_feature_column import (
    sequence_categorical_column_with_hash_bucket as sequence_categorical_column_with_hash_bucket,
)
from graphlint.tf.python.feature_column.sequence_feature_column import (
    sequence_categorical_column_with_identity as sequence_categorical_column_with_identity,
)
from graphlint.tf.python.feature_column.sequence_feature_column import (
    sequence_categorical_column_with_vocabulary_file as sequence_categorical_column_with_vocabulary_file,
)
from graphlint.tf.python.feature_column.sequence_feature_column import (
    sequence_categorical_column_with_vocabulary_list as sequence_categorical_column_with_vocabulary_list,
)
from graphlint.tf.python.ops import array_ops, variable_scope


class _SequenceNumericColumn(SequenceNumericColumn):
    in_first, is_second = True, False


def sequence_numeric_column(key: Any, shape: Any = (1,), default_value: Any = 0.0, dtype: Any = dtypes.float32,
                            normalizer_fn: Any = None) -> Any:
    found = second.sequence_numeric_column(key, shape, default_value, dtype, normalizer_fn)
    return found if isinstance(found, Unknown) else _SequenceNumericColumn(*found)


def sequence_input_layer(features: Any, feature_columns: Any, weight_collections: Any = None,
                         trainable: Any = True) -> tuple[Any, Any]:
    """The columns side by side, and the lengths. ValueError for columns that are no sequences."""
    columns = normalized(feature_columns)
    for column in columns:
        if not hasattr(column, "sequence_dense"):
            raise ValueError("All feature_columns must be of type _SequenceDenseColumn. You can wrap a "
                             "sequence_categorical_column with an embedding_column or indicator_column. Given (type "
                             f"{type(column)}): {column}")
    columns.sort(key=lambda column: column.name)
    with variable_scope.variable_scope(None, default_name="sequence_input_layer", values=list(features.values())):
        builder = _LazyBuilder(features, weight_collections, trainable)
        outputs, lengths = [], []
        for column in columns:
            with variable_scope.variable_scope(None, default_name=column._var_scope_name):
                dense, length = column.sequence_dense(builder)
                sizes: Any = array_ops.shape(dense)
                target = [sizes[0], sizes[1], column.variable_shape.num_elements()]
                outputs.append(array_ops.reshape(dense, shape=target))
                lengths.append(length)
        verify_same_batch(outputs, columns)
        verify_same_batch(lengths, columns)
        length = all_equal(lengths)
        return array_ops.concat(outputs, -1), length
