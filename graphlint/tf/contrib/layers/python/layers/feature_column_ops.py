"""Layers over contrib.layers' feature columns (contrib/layers/python/layers/feature_column_ops.py)."""

from __future__ import annotations

import functools
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.contrib.framework.python.ops import variables as contrib_variables
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops, parsing_ops, sparse_ops, variable_scope
from graphlint.tf.python.util import nest

from . import embedding_ops
from . import feature_column as fc
from .feature_crosses import _BucketizedColumn, _CrossedColumn
from .feature_kinds import embedded, slices, transformed
from .feature_numbers import _EmbeddingColumn, _OneHotColumn, _RealValuedColumn, _RealValuedVarLenColumn
from .reshaping import _inner_flatten

_RANKS = ("Error while processing column {}. Rank of input Tensor ({}) should be the same as output_rank ({}). For example, "
          "sequence data should typically be 3 dimensional (rank 3) while non-sequence data is typically 2 dimensional "
          "(rank 2).")


def _of_rank(tensor: Any, column_name: Any, output_rank: int) -> Any:
    """A dense or sparse tensor in another rank. ValueError where its own isn't known or is too low."""
    rank = tensor.get_shape().ndims
    if rank is None and isinstance(tensor, SparseTensor):
        rank = tensor.dense_shape.get_shape().as_list()[0]
    if rank is None:
        raise ValueError(f"Error while processing column {column_name}. Rank of input Tensor can not be None.")
    if output_rank > rank + 1:
        raise ValueError(_RANKS.format(column_name, rank, output_rank))
    if output_rank < rank:
        return _inner_flatten(tensor, output_rank)
    if output_rank == rank:
        return tensor
    if isinstance(tensor, SparseTensor):
        return sparse_ops.sparse_reshape(tensor, array_ops.concat([tensor.dense_shape, [1]], 0))
    found = array_ops.expand_dims(tensor, -1)
    found.set_shape([*tensor.get_shape().as_list(), 1])
    return found


def _ordered(feature_columns: Any) -> list[Any]:
    return sorted(set(feature_columns), key=lambda column: column.key)


def _collections(given: Any) -> Any:
    return sorted({*given, GraphKeys.GLOBAL_VARIABLES}) if given else given


def _input(features: Any, feature_columns: Any, weight_collections: Any, trainable: Any, scope: Any, output_rank: int,
           default_name: str, cols_to_outs: Any = None) -> Any:
    features = features.copy()
    check_feature_columns(feature_columns)
    if cols_to_outs is not None and not isinstance(cols_to_outs, dict):
        raise ValueError("cols_to_outs must be a dict unless None")
    with variable_scope.variable_scope(scope, default_name=default_name, values=list(features.values())):
        outputs = []
        collections = _collections(weight_collections)
        for column in _ordered(feature_columns):
            with variable_scope.variable_scope(None, default_name=column.name, values=_tensors(features)):
                tensor = transformed(features, column)
                if output_rank == 3:
                    change = functools.partial(_of_rank, column_name=column.name, output_rank=output_rank)
                    tensor = nest.map_structure(change, tensor)
                outputs.append(_input_of(column, tensor, collections, trainable, output_rank))
            if cols_to_outs is not None:
                cols_to_outs[column] = outputs[-1]
        return array_ops.concat(outputs, output_rank - 1)


def _tensors(features: dict[Any, Any]) -> list[Any]:
    return nest.flatten(list(features.values()))  # type: ignore[no-any-return]


def _input_of(column: Any, tensor: Any, weight_collections: Any, trainable: Any, output_rank: int) -> Any:
    try:
        arguments = column._deep_embedding_lookup_arguments(tensor)
    except NotImplementedError as missing:
        try:
            return column._to_dnn_input_layer(tensor, weight_collections, trainable, output_rank=output_rank)
        except ValueError as error:
            raise ValueError(f"Error creating input layer for column: {column.name}.\n{error}, {missing}") from None
    return embedded(column, arguments, weight_collections, trainable, output_rank=output_rank)


def input_from_feature_columns(columns_to_tensors: Any, feature_columns: Any, weight_collections: Any = None,
                               trainable: Any = True, scope: Any = None, cols_to_outs: Any = None) -> Any:
    return _input(columns_to_tensors, feature_columns, weight_collections, trainable, scope, 2,
                  "input_from_feature_columns", cols_to_outs)


def sequence_input_from_feature_columns(columns_to_tensors: Any, feature_columns: Any, weight_collections: Any = None,
                                        trainable: Any = True, scope: Any = None) -> Any:
    """ValueError for columns that have no form for sequences."""
    for column in feature_columns:
        if not isinstance(column, (_OneHotColumn, _EmbeddingColumn, _RealValuedColumn, _RealValuedVarLenColumn)):
            raise ValueError(f"FeatureColumn type {type(column).__name__} is not currently supported for sequence data.")
        inner = getattr(column, "sparse_id_column", None)
        if isinstance(inner, (_BucketizedColumn, _CrossedColumn)):
            raise ValueError(f"Column {inner.name} is of type {type(inner).__name__}, which is not currently supported for "
                             "sequences.")
    return _input(columns_to_tensors, feature_columns, weight_collections, trainable, scope, 3,
                  "sequence_input_from_feature_columns")


# --- linear models ----------------------------------------------------------------------------------------------------


def _weights(name: str, rows: Any, num_outputs: Any, trainable: Any, collections: Any, **options: Any) -> Any:
    return contrib_variables.model_variable(name=name, shape=[rows, num_outputs], trainable=trainable,
                                            collections=collections, **options)


def _of_ids(column: Any, features: Any, arguments: Any, num_outputs: Any, trainable: Any, collections: Any) -> Any:
    with variable_scope.variable_scope(None, default_name=column.name, values=_tensors(features)):
        variable = slices(_weights("weights", arguments.vocab_size, num_outputs, trainable, collections,
                                   dtype=dtypes.float32, initializer=arguments.initializer))
        found = embedding_ops.safe_embedding_lookup_sparse(
            variable, arguments.input_tensor, sparse_weights=arguments.weight_tensor, combiner=arguments.combiner,
            name=f"{column.name}_weights")
        return variable, found


def _of_numbers(column: Any, features: Any, tensor: Any, num_outputs: Any, trainable: Any, collections: Any) -> Any:
    with variable_scope.variable_scope(None, default_name=column.name, values=_tensors(features)):
        tensor = _of_rank(column._to_dense_tensor(tensor), column.name, 2)
        variable = _weights("weight", tensor.get_shape()[1], num_outputs, trainable, collections,
                            initializer=init_ops.Zeros())
        return [variable], math_ops.matmul(tensor, variable, name="matmul")


def _with_bias(total: Any, num_outputs: Any, trainable: Any, weight_collections: Any) -> tuple[Any, Any]:
    bias = contrib_variables.model_variable("bias_weight", shape=[num_outputs], initializer=init_ops.Zeros(),
                                            trainable=trainable, collections=_collections(weight_collections))
    return nn_ops.bias_add(total, bias), bias


def weighted_sum_from_feature_columns(columns_to_tensors: Any, feature_columns: Any, num_outputs: Any,
                                      weight_collections: Any = None, trainable: Any = True,
                                      scope: Any = None) -> tuple[Any, Any, Any]:
    """The sum, the variables by column, and the bias."""
    features = columns_to_tensors.copy()
    check_feature_columns(feature_columns)
    with variable_scope.variable_scope(scope, default_name="weighted_sum_from_feature_columns",
                                       values=list(features.values())):
        outputs, variables = [], {}
        for column in _ordered(feature_columns):
            tensor = transformed(features, column)
            options = num_outputs, trainable, weight_collections
            try:
                arguments = column._wide_embedding_lookup_arguments(tensor)
            except NotImplementedError:
                variables[column], found = _of_numbers(column, features, tensor, *options)
            except ValueError as error:
                raise ValueError(f"Error creating weighted sum for column: {column.name}.\n{error}") from None
            else:
                variables[column], found = _of_ids(column, features, arguments, *options)
            outputs.append(array_ops.reshape(found, shape=(-1, num_outputs)))
        total, bias = _with_bias(math_ops.add_n(outputs), num_outputs, trainable, weight_collections)
        return total, variables, bias


def joint_weighted_sum_from_feature_columns(columns_to_tensors: Any, feature_columns: Any, num_outputs: Any,
                                            weight_collections: Any = None, trainable: Any = True,
                                            scope: Any = None) -> tuple[Any, Any, Any]:
    """The same with one variable for all columns, which must be of ids."""
    features = columns_to_tensors.copy()
    check_feature_columns(feature_columns)
    with variable_scope.variable_scope(scope, default_name="joint_weighted_sum_from_feature_columns",
                                       values=list(features.values())):
        arguments = []
        for column in _ordered(feature_columns):
            tensor = transformed(features, column)
            try:
                arguments.append(column._wide_embedding_lookup_arguments(tensor))
            except NotImplementedError:
                raise NotImplementedError("Real-valued columns are not supported. Use weighted_sum_from_feature_columns "
                                          "instead, or bucketize these columns.") from None
        variable, total = _joint(features, arguments, num_outputs, trainable, weight_collections)
        total, bias = _with_bias(total, num_outputs, trainable, weight_collections)
        return total, variable, bias


def _joint(features: Any, arguments: list[Any], num_outputs: Any, trainable: Any, collections: Any) -> tuple[Any, Any]:
    size: Any = 0
    parts = []
    for one in arguments:
        ids = one.input_tensor
        parts.append(SparseTensor(ids.indices, ids.values + size, ids.dense_shape))
        size += one.vocab_size
    joined = sparse_ops.sparse_concat(1, parts)
    with variable_scope.variable_scope(None, default_name="linear_weights", values=_tensors(features)):
        variable = slices(_weights("weights", size, num_outputs, trainable, collections, dtype=dtypes.float32,
                                   initializer=init_ops.Zeros()))
        return variable, embedding_ops.safe_embedding_lookup_sparse(variable, joined, combiner="sum", name="_weights")


# --- parsing ----------------------------------------------------------------------------------------------------------


def parse_feature_columns_from_examples(serialized: Any, feature_columns: Any, name: Any = None,
                                        example_names: Any = None) -> dict[Any, Any]:
    check_feature_columns(feature_columns)
    found: dict[Any, Any] = parsing_ops.parse_example(
        serialized=serialized, features=fc.create_feature_spec_for_parsing(feature_columns), name=name,
        example_names=example_names)
    for column in _ordered(feature_columns):
        transformed(found, column)
    return found


def transform_features(features: Any, feature_columns: Any) -> dict[Any, Any]:
    check_feature_columns(feature_columns)
    found = features.copy()
    for column in _ordered(feature_columns):
        transformed(found, column)
    return {key: tensor for key, tensor in found.items() if key in feature_columns}


def infer_real_valued_columns(features: Any) -> list[Any]:
    if not isinstance(features, dict):
        return [_inferred("", features)]
    return [_inferred(key, value) for key, value in features.items()]


def _inferred(name: Any, tensor: Any) -> Any:
    advice = "Please define corresponding FeatureColumn for tensor {} {}."
    if isinstance(tensor, SparseTensor):
        raise ValueError(f"SparseTensor is not supported for auto detection. {advice}", name, tensor)
    if not (tensor.dtype.is_integer or tensor.dtype.is_floating):
        raise ValueError(f"Non integer or non floating types are not supported for auto detection. {advice}", name, tensor)
    dimension = 1
    for size in tensor.get_shape().as_list()[1:]:
        dimension *= size
    return fc.real_valued_column(name, dimension=dimension, dtype=tensor.dtype)  # type: ignore[attr-defined]


def check_feature_columns(feature_columns: Any) -> None:
    """ValueError for a dict, and for two columns of one key."""
    if isinstance(feature_columns, dict):
        raise ValueError("Expected feature_columns to be iterable, found dict.")
    seen: set[str] = set()
    for column in feature_columns:
        if column.key in seen:
            raise ValueError(f"Duplicate feature column key found for column: {column.name}. This usually means that the "
                             "column is almost identical to another column, and one must be discarded.")
        seen.add(column.key)
