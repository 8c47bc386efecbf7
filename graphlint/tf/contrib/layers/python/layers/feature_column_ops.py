"""Layers over feature columns (contrib/layers/python/layers/feature_column_ops.py), the real-valued ones."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.contrib.framework.python.ops import variables as contrib_variables
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops, variable_scope

from .reshaping import _inner_flatten


def check_feature_columns(feature_columns: Any) -> None:
    """ValueError for a dict, and for columns that are alike."""
    if isinstance(feature_columns, dict):
        raise ValueError("Expected feature_columns to be iterable, found dict.")
    seen: set[str] = set()
    for column in feature_columns:
        if column.key in seen:
            raise ValueError(f"Duplicate feature column key found for column: {column.name}. This usually means that the "
                             "column is almost identical to another column, and one must be discarded.")
        seen.add(column.key)


def _unknown(columns: Any) -> Any:
    """A column that isn't known, which makes the whole layer unknown."""
    if isinstance(columns, Unknown):
        return columns
    return next((column for column in columns if isinstance(column, Unknown)), None)


def _transformed(column: Any, tensors: dict[Any, Any]) -> Any:
    if column not in tensors:
        column.insert_transformed_feature(tensors)
    return tensors[column]


def _collections(given: Any) -> Any:
    return list(dict.fromkeys([*given, GraphKeys.GLOBAL_VARIABLES])) if given else given


def input_from_feature_columns(columns_to_tensors: Any, feature_columns: Any, weight_collections: Any = None,
                               trainable: bool = True, scope: Any = None, cols_to_outs: Any = None) -> Any:
    """All columns side by side. ValueError for columns that are alike."""
    lost = _unknown(feature_columns)
    if lost is not None:
        return lost.derived("input_from_feature_columns(...)")
    tensors = dict(columns_to_tensors)
    check_feature_columns(feature_columns)
    given = list(tensors.values())
    with variable_scope.variable_scope(scope, default_name="input_from_feature_columns", values=given):
        outputs = []
        for column in sorted(set(feature_columns), key=lambda column: column.key):
            with variable_scope.variable_scope(None, default_name=column.name, values=list(tensors.values())):
                outputs.append(column._to_dnn_input_layer(_transformed(column, tensors)))
                if cols_to_outs is not None:
                    cols_to_outs[column] = outputs[-1]
        return array_ops.concat(outputs, 1)


def _dense(tensor: Any) -> Any:
    rank = tensor.get_shape().ndims
    if rank == 1:
        return array_ops.expand_dims(tensor, -1)
    return tensor if rank == 2 else _inner_flatten(tensor, 2)


def weighted_sum_from_feature_columns(columns_to_tensors: Any, feature_columns: Any, num_outputs: int,
                                      weight_collections: Any = None, trainable: bool = True, scope: Any = None) -> Any:
    """(the sum, the weights of each column, the bias)."""
    lost = _unknown(feature_columns)
    if lost is not None:
        return tuple(lost.derived(f"weighted_sum_from_feature_columns(...)[{part}]") for part in range(3))
    tensors = dict(columns_to_tensors)
    check_feature_columns(feature_columns)
    with variable_scope.variable_scope(scope, default_name="weighted_sum_from_feature_columns",
                                       values=list(tensors.values())):
        outputs, variables = [], {}
        for column in sorted(set(feature_columns), key=lambda column: column.key):
            transformed = _transformed(column, tensors)
            with variable_scope.variable_scope(None, default_name=column.name, values=list(tensors.values())):
                tensor = _dense(transformed)
                weight = contrib_variables.model_variable(
                    name="weight", shape=[tensor.get_shape()[1], num_outputs], initializer=init_ops.Zeros(),
                    trainable=trainable, collections=weight_collections)
                predictions = math_ops.matmul(tensor, weight, name="matmul")
            outputs.append(array_ops.reshape(predictions, shape=(-1, num_outputs)))
            variables[column] = [weight]
        total = math_ops.add_n(outputs)
        bias = contrib_variables.model_variable("bias_weight", shape=[num_outputs], initializer=init_ops.Zeros(),
                                                trainable=trainable, collections=_collections(weight_collections))
        return nn_ops.bias_add(total, bias), variables, bias
