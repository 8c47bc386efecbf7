"""tf.feature_column's functions that make columns, with their checks (feature_column_v2.py)."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any, TypeVar

from graphlint.graph import dtypes
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import tensor_util
from graphlint.tf.python.ops import init_ops
from graphlint.tf.python.util import nest

from .categorical_columns import (
    CrossedColumn,
    HashedCategoricalColumn,
    IdentityCategoricalColumn,
    VocabularyFileCategoricalColumn,
    VocabularyListCategoricalColumn,
    WeightedCategoricalColumn,
    assert_string_or_int,
)
from .dense_columns import BucketizedColumn, EmbeddingColumn, IndicatorColumn, NumericColumn, SharedEmbedding
from .features import CategoricalColumn

F = TypeVar("F", bound=Callable[..., Any])


def _of_known(parameter: str) -> Callable[[F], F]:
    """A column of a key or of columns that aren't known isn't known either."""

    def decorated(function: F) -> F:
        @functools.wraps(function)
        def made(*args: Any, **kwargs: Any) -> Any:
            given = args[0] if args else kwargs.get(parameter)
            parts = given if isinstance(given, (list, tuple)) else [given]
            if any(isinstance(part, Unknown) for part in parts):
                return Unknown("a column of a key that isn't known", text=f"{function.__name__}(...)")
            return function(*args, **kwargs)

        return made  # type: ignore[return-value]

    return decorated


def assert_key_is_string(key: Any) -> None:
    if not isinstance(key, str):
        raise ValueError(f"key must be a string. Got: type {type(key)}. Given key: {key}.")


def shape_of(shape: Any, key: Any) -> tuple[int, ...]:
    sizes = tuple(shape) if nest.is_sequence(shape) else (shape,)
    for size in sizes:
        if not isinstance(size, int):
            raise TypeError(f"shape dimensions must be integer. shape: {sizes}, key: {key}")
        if size < 1:
            raise ValueError(f"shape dimensions must be greater than 0. shape: {sizes}, key: {key}")
    return sizes


def _filled(shape: tuple[int, ...], value: Any) -> Any:
    return tuple(_filled(shape[1:], value) for _ in range(shape[0])) if shape else value


def _as_tuple(value: Any) -> Any:
    return tuple(_as_tuple(item) for item in value) if nest.is_sequence(value) else value


def _fits(value: Any, shape: tuple[int, ...]) -> bool:
    if nest.is_sequence(value) != bool(shape):
        return False
    return not shape or (len(value) == shape[0] and all(_fits(item, shape[1:]) for item in value))


def _default_of(shape: tuple[int, ...], default: Any, dtype: DType, key: Any) -> Any:
    """The default value as nested tuples. ValueError, TypeError where it doesn't fit shape or dtype."""
    if default is None:
        return None
    if isinstance(default, int) or (isinstance(default, float) and dtype.is_floating):
        return _filled(shape, default)
    if callable(getattr(default, "tolist", None)):
        default = default.tolist()
    if nest.is_sequence(default):
        if not _fits(default, shape):
            raise ValueError(f"The shape of default_value must be equal to given shape. default_value: {default}, shape: "
                             f"{shape}, key: {key}")
        values = nest.flatten(default)
        floats = any(isinstance(value, float) for value in values)
        if all(isinstance(value, int) for value in values) or (floats and dtype.is_floating):
            return _as_tuple(default)
    raise TypeError(f"default_value must be compatible with dtype. default_value: {default}, dtype: {dtype}, key: {key}")


@_of_known("key")
def numeric_column(key: Any, shape: Any = (1,), default_value: Any = None, dtype: Any = dtypes.float32,
                   normalizer_fn: Any = None) -> NumericColumn:
    sizes = shape_of(shape, key)
    dtype = as_dtype(dtype)
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype must be convertible to float. dtype: {dtype}, key: {key}")
    default = _default_of(sizes, default_value, dtype, key)
    if normalizer_fn is not None and not callable(normalizer_fn):
        raise TypeError(f"normalizer_fn must be a callable. Given: {normalizer_fn}")
    assert_key_is_string(key)
    return NumericColumn(key, shape=sizes, default_value=default, dtype=dtype, normalizer_fn=normalizer_fn)


@_of_known("source_column")
def bucketized_column(source_column: Any, boundaries: Any) -> BucketizedColumn:
    if not isinstance(source_column, NumericColumn):
        raise ValueError(f"source_column must be a column generated with numeric_column(). Given: {source_column}")
    if len(source_column.shape) > 1:
        raise ValueError(f"source_column must be one-dimensional column. Given: {source_column}")
    if not boundaries:
        raise ValueError("boundaries must not be empty.")
    if not isinstance(boundaries, (list, tuple)) or any(a >= b for a, b in pairwise(boundaries)):
        raise ValueError("boundaries must be a sorted list.")
    return BucketizedColumn(source_column, tuple(boundaries))


@_of_known("key")
def categorical_column_with_hash_bucket(key: Any, hash_bucket_size: Any,
                                        dtype: Any = dtypes.string) -> HashedCategoricalColumn:
    if hash_bucket_size is None:
        raise ValueError(f"hash_bucket_size must be set. key: {key}")
    if hash_bucket_size < 1:
        raise ValueError(f"hash_bucket_size must be at least 1. hash_bucket_size: {hash_bucket_size}, key: {key}")
    assert_key_is_string(key)
    assert_string_or_int(dtype, prefix=f"column_name: {key}")
    return HashedCategoricalColumn(key, hash_bucket_size, dtype)


@_of_known("key")
def categorical_column_with_vocabulary_file(key: Any, vocabulary_file: Any, vocabulary_size: Any = None,
                                            num_oov_buckets: Any = 0, default_value: Any = None,
                                            dtype: Any = dtypes.string) -> VocabularyFileCategoricalColumn:
    return categorical_column_with_vocabulary_file_v2(key, vocabulary_file, vocabulary_size, dtype, default_value,
                                                      num_oov_buckets)


@_of_known("key")
def categorical_column_with_vocabulary_file_v2(key: Any, vocabulary_file: Any, vocabulary_size: Any = None,
                                               dtype: Any = dtypes.string, default_value: Any = None,
                                               num_oov_buckets: Any = 0) -> VocabularyFileCategoricalColumn:
    """The file isn't read: without a size, the number of its lines isn't known."""
    if not vocabulary_file:
        raise ValueError(f"Missing vocabulary_file in {key}.")
    if vocabulary_size is None:
        vocabulary_size = Unknown(f"the lines of the vocabulary file of {key}")
    elif vocabulary_size < 1:
        raise ValueError(f"Invalid vocabulary_size in {key}.")
    _check_buckets(key, num_oov_buckets, default_value is not None)
    assert_string_or_int(dtype, prefix=f"column_name: {key}")
    assert_key_is_string(key)
    return VocabularyFileCategoricalColumn(
        key=key, vocabulary_file=vocabulary_file, vocabulary_size=vocabulary_size, num_oov_buckets=num_oov_buckets or 0,
        default_value=-1 if default_value is None else default_value, dtype=dtype)


def _check_buckets(key: Any, num_oov_buckets: Any, has_default: bool) -> None:
    if num_oov_buckets:
        if has_default:
            raise ValueError(f"Can't specify both num_oov_buckets and default_value in {key}.")
        if num_oov_buckets < 0:
            raise ValueError(f"Invalid num_oov_buckets {num_oov_buckets} in {key}.")


@_of_known("key")
def categorical_column_with_vocabulary_list(key: Any, vocabulary_list: Any, dtype: Any = None, default_value: Any = -1,
                                            num_oov_buckets: Any = 0) -> VocabularyListCategoricalColumn:
    if vocabulary_list is None or len(vocabulary_list) < 1:
        raise ValueError(f"vocabulary_list {vocabulary_list} must be non-empty, column_name: {key}")
    if len(set(vocabulary_list)) != len(vocabulary_list):
        raise ValueError(f"Duplicate keys in vocabulary_list {vocabulary_list}, column_name: {key}")
    own = _vocabulary_dtype(vocabulary_list)
    _check_buckets(key, num_oov_buckets, default_value != -1)
    assert_string_or_int(own, prefix=f"column_name: {key} vocabulary")
    if dtype is None:
        dtype = own
    elif dtype.is_integer != own.is_integer:
        raise ValueError(f"dtype {dtype} and vocabulary dtype {own} do not match, column_name: {key}")
    assert_string_or_int(dtype, prefix=f"column_name: {key}")
    assert_key_is_string(key)
    return VocabularyListCategoricalColumn(key=key, vocabulary_list=tuple(vocabulary_list), dtype=dtype,
                                           default_value=default_value, num_oov_buckets=num_oov_buckets)


def _vocabulary_dtype(vocabulary_list: Any) -> DType:
    array = tensor_util.array_of(list(vocabulary_list), None)
    found = tensor_util.same_numpy_kind(array)
    # numpy makes 64 bits of Python numbers, TensorFlow's own constants 32
    wide = {dtypes.int32: dtypes.int64, dtypes.float32: dtypes.float64}
    return wide.get(found, found)


@_of_known("key")
def categorical_column_with_identity(key: Any, num_buckets: Any, default_value: Any = None) -> IdentityCategoricalColumn:
    if num_buckets < 1:
        raise ValueError(f"num_buckets {num_buckets} < 1, column_name {key}")
    if default_value is not None and (default_value < 0 or default_value >= num_buckets):
        raise ValueError(f"default_value {default_value} not in range [0, {num_buckets}), column_name {key}")
    assert_key_is_string(key)
    return IdentityCategoricalColumn(key=key, number_buckets=num_buckets, default_value=default_value)


@_of_known("categorical_column")
def indicator_column(categorical_column: Any) -> IndicatorColumn:
    return IndicatorColumn(categorical_column)


@_of_known("categorical_column")
def weighted_categorical_column(categorical_column: Any, weight_feature_key: Any,
                                dtype: Any = dtypes.float32) -> WeightedCategoricalColumn:
    if dtype is None or not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype {dtype} is not convertible to float.")
    return WeightedCategoricalColumn(categorical_column=categorical_column, weight_feature_key=weight_feature_key,
                                     dtype=dtype)


@_of_known("keys")
def crossed_column(keys: Any, hash_bucket_size: Any, hash_key: Any = None) -> CrossedColumn:
    if not hash_bucket_size or hash_bucket_size < 1:
        raise ValueError(f"hash_bucket_size must be > 1. hash_bucket_size: {hash_bucket_size}")
    if not keys or len(keys) < 2:
        raise ValueError(f"keys must be a list with length > 1. Given: {keys}")
    for key in keys:
        if not isinstance(key, (str, CategoricalColumn)):
            raise ValueError("Unsupported key type. All keys must be either string, or categorical column except "
                             f"HashedCategoricalColumn. Given: {key}")
        if isinstance(key, HashedCategoricalColumn):
            raise ValueError("categorical_column_with_hash_bucket is not supported for crossing. Hashing before crossing "
                             "will increase probability of collision. Instead, use the feature name as a string. Given: "
                             f"{key}")
    return CrossedColumn(keys=tuple(keys), hash_bucket_size=hash_bucket_size, hash_key=hash_key)


def _check_embedding(dimension: Any, ckpt_to_load_from: Any, tensor_name_in_ckpt: Any, initializer: Any,
                     what: str) -> Any:
    """The initializer, by default a truncated normal one. ValueError for arguments that don't go together."""
    if dimension is None or dimension < 1:
        raise ValueError(f"Invalid dimension {dimension}.")
    if (ckpt_to_load_from is None) != (tensor_name_in_ckpt is None):
        raise ValueError("Must specify both `ckpt_to_load_from` and `tensor_name_in_ckpt` or none of them.")
    if initializer is not None and not callable(initializer):
        raise ValueError(f"initializer must be callable if specified.{what}")
    return initializer or init_ops.TruncatedNormal(mean=0.0, stddev=1 / math.sqrt(dimension))


@_of_known("categorical_column")
def embedding_column(categorical_column: Any, dimension: Any, combiner: str = "mean", initializer: Any = None,
                     ckpt_to_load_from: Any = None, tensor_name_in_ckpt: Any = None, max_norm: Any = None,
                     trainable: bool = True) -> EmbeddingColumn:
    what = f" Embedding of column_name: {categorical_column.name}"
    initializer = _check_embedding(dimension, ckpt_to_load_from, tensor_name_in_ckpt, initializer, what)
    return EmbeddingColumn(categorical_column, dimension, combiner, initializer, ckpt_to_load_from, tensor_name_in_ckpt,
                           max_norm, trainable)


@_of_known("categorical_columns")
def shared_embedding_columns(categorical_columns: Any, dimension: Any, combiner: str = "mean", initializer: Any = None,
                             shared_embedding_collection_name: Any = None, ckpt_to_load_from: Any = None,
                             tensor_name_in_ckpt: Any = None, max_norm: Any = None,
                             trainable: bool = True) -> list[SharedEmbedding]:
    initializer = _check_embedding(dimension, ckpt_to_load_from, tensor_name_in_ckpt, initializer, "")
    ordered = sorted(categorical_columns, key=lambda column: column.name)
    _check_same_kind(ordered)
    collection = shared_embedding_collection_name
    if not collection:
        collection = "_".join(column.name for column in ordered) + "_shared_embedding"
    return [SharedEmbedding(column, dimension, combiner, initializer, collection, ckpt_to_load_from, tensor_name_in_ckpt,
                            max_norm, trainable) for column in categorical_columns]


def _check_same_kind(ordered: list[Any]) -> None:
    buckets = ordered[0].num_buckets
    inner = [c.categorical_column if isinstance(c, WeightedCategoricalColumn) else c for c in ordered]
    first = inner[0]
    if not isinstance(first, CategoricalColumn):
        raise ValueError(f"All categorical_columns must be subclasses of _CategoricalColumn. Given: {first}, of type: "
                         f"{type(first)}")
    for column in inner[1:]:
        if not isinstance(column, type(first)):
            raise ValueError("To use shared_embedding_column, all categorical_columns must have the same type, or be "
                             f"weighted_categorical_column of the same type. Given column: {first} of type: {type(first)} "
                             f"does not match given column: {column} of type: {type(column)}")
        if buckets != column.num_buckets:
            raise ValueError("To use shared_embedding_column, all categorical_columns must have the same number of "
                             f"buckets. Given column: {first} with buckets: {buckets} does  not match column: {column} with "
                             f"buckets: {column.num_buckets}")
