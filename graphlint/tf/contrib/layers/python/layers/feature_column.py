"""contrib.layers' feature columns under TensorFlow's own module path, and what parsing them needs."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.ops import array_ops, parsing_features
from graphlint.tf.reexport import collect

from . import feature_crosses, feature_ids, feature_numbers
from .feature_kinds import _FeatureColumn

collect(globals(), feature_crosses, feature_ids, feature_numbers)

_RealValuedColumn = feature_numbers._RealValuedColumn
_EmbeddingColumn = feature_numbers._EmbeddingColumn
_OneHotColumn = feature_numbers._OneHotColumn
_SparseColumn = feature_ids._SparseColumn
_BucketizedColumn = feature_crosses._BucketizedColumn
_CrossedColumn = feature_crosses._CrossedColumn
_real_valued_var_len_column = feature_numbers._real_valued_var_len_column


def create_feature_spec_for_parsing(feature_columns: Any) -> dict[str, Any]:
    """What parse_example needs. TypeError for what is no column."""
    found: dict[str, Any] = {}
    for column in feature_columns.values() if isinstance(feature_columns, dict) else feature_columns:
        if not isinstance(column, _FeatureColumn):
            raise TypeError(f"feature_columns should only contain instances of _FeatureColumn. Given column is {column}")
        found.update(column.config)
    return found


def make_place_holder_tensors_for_base_features(feature_columns: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in create_feature_spec_for_parsing(feature_columns).items():
        own = f"Placeholder_{name}"
        if isinstance(kind, parsing_features.VarLenFeature):
            found[name] = array_ops.sparse_placeholder(kind.dtype, name=own)
        else:
            found[name] = array_ops.placeholder(kind.dtype, shape=(None, kind.shape[0]), name=own)
    return found
