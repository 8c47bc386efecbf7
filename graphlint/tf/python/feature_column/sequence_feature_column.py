"""Columns of sequences (feature_column/sequence_feature_column.py); sequence_numeric_column is not modelled."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes

from . import making_columns
from .categorical_columns import SequenceCategoricalColumn


def sequence_categorical_column_with_identity(key: Any, num_buckets: Any,
                                              default_value: Any = None) -> SequenceCategoricalColumn:
    return SequenceCategoricalColumn(making_columns.categorical_column_with_identity(key, num_buckets, default_value))


def sequence_categorical_column_with_hash_bucket(key: Any, hash_bucket_size: Any,
                                                 dtype: Any = dtypes.string) -> SequenceCategoricalColumn:
    return SequenceCategoricalColumn(making_columns.categorical_column_with_hash_bucket(key, hash_bucket_size, dtype))


def sequence_categorical_column_with_vocabulary_file(key: Any, vocabulary_file: Any, vocabulary_size: Any = None,
                                                     num_oov_buckets: Any = 0, default_value: Any = None,
                                                     dtype: Any = dtypes.string) -> SequenceCategoricalColumn:
    return SequenceCategoricalColumn(making_columns.categorical_column_with_vocabulary_file(
        key, vocabulary_file, vocabulary_size, num_oov_buckets, default_value, dtype))


def sequence_categorical_column_with_vocabulary_list(key: Any, vocabulary_list: Any, dtype: Any = None,
                                                     default_value: Any = -1,
                                                     num_oov_buckets: Any = 0) -> SequenceCategoricalColumn:
    return SequenceCategoricalColumn(making_columns.categorical_column_with_vocabulary_list(
        key, vocabulary_list, dtype, default_value, num_oov_buckets))
