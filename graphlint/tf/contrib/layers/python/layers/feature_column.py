"""Feature columns of tf.contrib.layers (contrib/layers/python/layers/feature_column.py): the real-valued ones.

Columns of categories are not modelled; making one says so.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import as_dtype
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.ops import array_ops, math_ops, parsing_features

from .reshaping import _inner_flatten


@exposed
class RealValuedColumn(namedtuple("RealValuedColumn", [  # noqa: PYI024
        "column_name", "dimension", "default_value", "dtype", "normalizer"])):
    """Numbers, as they are or normalized by a function."""

    name = property(lambda self: self.column_name)
    normalizer_fn = property(lambda self: self.normalizer)

    @property
    def key(self) -> str:
        return (f"_RealValuedColumn(column_name={self.column_name}, dimension={self.dimension}, "
                f"default_value={self.default_value}, dtype={self.dtype!r})")

    @property
    def config(self) -> dict[str, Any]:
        default = None if self.default_value is None else list(self.default_value)
        return {self.column_name: parsing_features.FixedLenFeature([self.dimension], self.dtype, default)}

    def insert_transformed_feature(self, columns_to_tensors: dict[Any, Any]) -> None:
        given = columns_to_tensors[self.name]
        if self.normalizer is not None:
            given = self.normalizer(given)
        columns_to_tensors[self] = math_ops.cast(given, dtypes.float32)

    def _to_dnn_input_layer(self, tensor: Any) -> Any:
        rank = tensor.get_shape().ndims
        if rank == 1:
            return array_ops.expand_dims(tensor, -1, name="expand_dims")
        if rank is not None and rank < 1:
            raise ValueError(f"Error while processing column {self.name}.Rank of input Tensor ({rank}) should be the same as "
                             "output_rank (2). For example, sequence data should typically be 3 dimensional (rank 3) while "
                             "non-sequence data is typically 2 dimensional (rank 2).")
        return tensor if rank == 2 else _inner_flatten(tensor, 2)


def real_valued_column(column_name: Any, dimension: Any = 1, default_value: Any = None, dtype: Any = dtypes.float32,
                       normalizer: Any = None) -> Any:
    """TypeError, ValueError for a dimension or default value that isn't one."""
    where = f"dimension: {dimension}, column_name: {column_name}"
    if isinstance(dimension, Unknown):
        return RealValuedColumn(column_name, dimension, None, dtype, normalizer)
    if not isinstance(dimension, int):
        raise TypeError(f"dimension must be an integer. {where}")
    if dimension < 1:
        raise ValueError(f"dimension must be greater than 0. {where}")
    dtype = as_dtype(dtype)
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype must be convertible to float. dtype: {dtype!r}, column_name: {column_name}")
    defaults = _defaults(default_value, dimension, dtype, column_name)
    return RealValuedColumn(column_name, dimension, defaults, dtype, normalizer)


def _defaults(value: Any, dimension: int, dtype: Any, column_name: Any) -> tuple[Any, ...] | None:
    if value is None or isinstance(value, Unknown):
        return None
    if isinstance(value, list) and len(value) != dimension:
        raise ValueError(f"The length of default_value must be equal to dimension. default_value: {value}, dimension: "
                         f"{dimension}, column_name: {column_name}")
    listed = value if isinstance(value, list) else [value] * dimension
    if all(isinstance(each, int) for each in listed):
        return tuple(float(each) if dtype.is_floating else each for each in listed)
    if dtype.is_floating and all(isinstance(each, (int, float)) for each in listed):
        return tuple(map(float, listed))
    raise TypeError(f"default_value must be compatible with dtype. default_value: {value}, dtype: {dtype!r}, "
                    f"column_name: {column_name}")


def create_feature_spec_for_parsing(feature_columns: Any) -> dict[str, Any]:
    """What `tf.parse_example` needs for the columns."""
    columns = feature_columns.values() if isinstance(feature_columns, dict) else feature_columns
    found: dict[str, Any] = {}
    for column in columns:
        if isinstance(column, RealValuedColumn):
            found.update(column.config)
    return found
