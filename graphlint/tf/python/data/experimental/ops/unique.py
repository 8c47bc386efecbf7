"""tf.data.experimental.unique (data/experimental/ops/unique.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.data.ops import transformations


def unique() -> Any:
    """TypeError for elements that are no single number or text."""

    def apply(dataset: Any) -> Any:
        if dataset.output_types not in (dtypes.int32, dtypes.int64, dtypes.string):
            raise TypeError("`tf.data.experimental.unique()` only supports inputs with a single `tf.int32`, `tf.int64`, or "
                            "`tf.string` component.")
        return transformations.dataset("UniqueDataset", [dataset], dataset.element_spec)

    return apply
