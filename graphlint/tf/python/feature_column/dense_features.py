"""DenseFeatures (feature_column/dense_features.py): a Keras layer over dense columns."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops

from .feature_column_v2 import FeatureTransformationCache, _BaseFeaturesLayer, _require_dict
from .features import DenseColumn


class DenseFeatures(_BaseFeaturesLayer):
    """All columns side by side."""

    def __init__(self, feature_columns: Any, trainable: Any = True, name: Any = None, **kwargs: Any) -> None:
        super().__init__(feature_columns=feature_columns, trainable=trainable, name=name,
                         expected_column_type=DenseColumn, **kwargs)

    @property
    def _is_feature_layer(self) -> bool:
        return True

    def call(self, features: Any, cols_to_output_tensors: Any = None) -> Any:
        _require_dict(features)
        cache = FeatureTransformationCache(features, self._state_manager)
        outputs = []
        for column in self._feature_columns:
            with ops.name_scope(column.name):
                output = self._reshaped(column, column.dense(cache), 1)
            if cols_to_output_tensors is not None:
                cols_to_output_tensors[column] = output
            outputs.append(output)
        return self._verify_and_concat_tensors(outputs)
