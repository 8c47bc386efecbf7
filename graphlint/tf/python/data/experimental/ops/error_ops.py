"""tf.data.experimental.ignore_errors (data/experimental/ops/error_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.data.ops import transformations


def ignore_errors() -> Any:
    return lambda dataset: transformations.dataset("IgnoreErrorsDataset", [dataset], dataset.element_spec)
