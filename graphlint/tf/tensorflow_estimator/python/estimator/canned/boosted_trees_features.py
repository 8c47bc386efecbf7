"""The features of boosted trees: columns as numbers of buckets (estimator/canned/boosted_trees.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.feature_column import feature_column
from graphlint.tf.python.feature_column.dense_columns import BucketizedColumn, IndicatorColumn
from graphlint.tf.python.feature_column.features import CategoricalColumn, DenseColumn
from graphlint.tf.python.ops import array_ops, math_ops


def kind_of(column: Any) -> str:
    """ValueError for a categorical column, and for what is no column."""
    for kind, name in ((IndicatorColumn, "indicator"), (BucketizedColumn, "bucketized"), (DenseColumn, "dense")):
        if isinstance(column, kind):
            return name
    if isinstance(column, CategoricalColumn):
        raise ValueError(f"CategoricalColumn must be wrapped by IndicatorColumn, got: {column}")
    raise ValueError("Got unexpected feature column type")


def is_float(column: Any) -> bool:
    if isinstance(column, (CategoricalColumn, BucketizedColumn, IndicatorColumn)):
        return False
    if isinstance(column, DenseColumn):
        return bool(column.dtype.is_floating)  # type: ignore[attr-defined]
    raise ValueError(f"Encountered unexpected column {column}")


def width_of(column: Any) -> int:
    """How many features a column is."""
    kind = kind_of(column)
    if kind == "indicator":
        return int(column.categorical_column.num_buckets)
    if kind == "bucketized":
        return 1
    shape = column.variable_shape
    return shape.as_list()[0] if shape.as_list() else 1


def by_buckets(columns: Any, num_quantiles: int) -> tuple[list[int], list[list[int]]]:
    """The sizes of buckets, and for each the features that have so many."""
    found: dict[int, list[int]] = {}
    waiting: list[int] = []
    most, number = 2, 0
    for column in columns:
        kind, width = kind_of(column), width_of(column)
        own = list(range(number, number + width))
        number += width
        if kind == "bucketized":
            most = max(most, len(column.boundaries) + 1)
            waiting.extend(own)
        else:
            found.setdefault(2 if kind == "indicator" else num_quantiles, []).extend(own)
    if most in found:
        found[most].extend(waiting)
    elif waiting:
        found[most] = waiting
    return list(found), list(found.values())


def transformed(features: Any, columns: Any, boundaries: dict[str, Any] | None = None, every: Any = None,
                known: dict[Any, Any] | None = None) -> list[Any]:
    """One tensor for each feature. ValueError for features of a higher rank."""
    values = apply(features, columns)
    values.update(known or {})
    found: list[Any] = []
    for column in columns if every is None else every:
        found.extend(_FLAT[kind_of(column)](column, values[column], features, boundaries))
    return found


def apply(features: Any, columns: Any) -> dict[Any, Any]:
    return feature_column._transform_features(features, columns) if columns else {}


def _bucketized(column: Any, value: Any, features: Any, boundaries: Any) -> list[Any]:
    flat: Any = array_ops.squeeze(value, axis=1)
    if len(flat.shape) > 1:
        name = column.source_column.name
        raise ValueError(f"For now, only supports features equivalent to rank 1 but column `{name}` got: "
                         f"{features[name].shape}")
    return [flat]


def _indicator(column: Any, value: Any, features: Any, boundaries: Any) -> list[Any]:
    number: Any = math_ops.to_int32(value)
    if len(number.shape) > 2:
        name = column.categorical_column.name
        raise ValueError(f"Rank of indicator column must be no more than 2, but column `{name}` got: {features[name].shape}")
    return array_ops.unstack(number, axis=1)  # type: ignore[no-any-return]


def _dense(column: Any, value: Any, features: Any, boundaries: Any) -> list[Any]:
    if column.variable_shape.ndims > 1:
        raise ValueError(f"For now, we only support Dense column with rank of 1, but column `{column.name}` got: "
                         f"{column.variable_shape}")
    parts: list[Any] = array_ops.unstack(value, axis=1)
    return gen.BoostedTreesBucketize(parts, boundaries[column.name]) if boundaries else parts  # type: ignore[no-any-return]


_FLAT = {"bucketized": _bucketized, "indicator": _indicator, "dense": _dense}
