"""What parse_example needs for features, labels and weights (estimator/canned/parsing_utils.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.feature_column.dense_columns import NumericColumn
from graphlint.tf.python.feature_column.feature_column import make_parse_example_spec
from graphlint.tf.python.feature_column.making_columns import numeric_column
from graphlint.tf.python.ops.parsing_features import FixedLenFeature


def _with_label(feature_columns: Any, label_key: Any, label_spec: Any, weight_column: Any) -> dict[str, Any]:
    """ValueError where the label or the weight is a feature too."""
    found = make_parse_example_spec(feature_columns)
    if label_key in found:
        raise ValueError(f"label should not be used as feature. label_key: {label_key}, features: {found.keys()}")
    found[label_key] = label_spec
    if weight_column is None:
        return found
    if isinstance(weight_column, str):
        weight_column = numeric_column(weight_column)
    if not isinstance(weight_column, NumericColumn):
        raise ValueError("weight_column should be an instance of tf.feature_column.numeric_column. Given type: "
                         f"{type(weight_column)} value: {weight_column}")
    if weight_column.key in found:
        raise ValueError(f"weight_column should not be used as feature. weight_column: {weight_column.key}, features: "
                         f"{found.keys()}")
    found.update(weight_column.parse_example_spec)
    return found


def classifier_parse_example_spec(feature_columns: Any, label_key: Any, label_dtype: Any = dtypes.int64,
                                  label_default: Any = None, weight_column: Any = None) -> dict[str, Any]:
    label = FixedLenFeature((1,), label_dtype, label_default)
    return _with_label(feature_columns, label_key, label, weight_column)


def regressor_parse_example_spec(feature_columns: Any, label_key: Any, label_dtype: Any = dtypes.float32,
                                 label_default: Any = None, label_dimension: Any = 1,
                                 weight_column: Any = None) -> dict[str, Any]:
    label = FixedLenFeature((label_dimension,), label_dtype, label_default)
    return _with_label(feature_columns, label_key, label, weight_column)
