"""contrib's name of tf.confusion_matrix (contrib/metrics/python/ops/confusion_matrix_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf.python.ops import confusion_matrix as counting


def confusion_matrix(labels: Any, predictions: Any, num_classes: Any = None, dtype: Any = dtypes.int32, name: Any = None,
                     weights: Any = None) -> Tensor:
    return counting.confusion_matrix_v1(labels, predictions, num_classes, dtype, name, weights)
