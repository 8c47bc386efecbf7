"""tf.data.experimental.enumerate_dataset (data/experimental/ops/enumerate_ops.py)."""

from __future__ import annotations

from typing import Any


def enumerate_dataset(start: Any = 0) -> Any:
    return lambda dataset: dataset.enumerate(start)
