"""tf.data.experimental.Counter (data/experimental/ops/counter.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.data.ops.dataset_ops import DatasetV1
from graphlint.tf.python.framework import ops

from .scan_ops import scan


def CounterV1(start: Any = 0, step: Any = 1, dtype: Any = dtypes.int64) -> Any:  # noqa: N802 - TensorFlow's name
    with ops.name_scope("counter"):
        start = convert(start, dtype, "start")
        step = convert(step, dtype, "step")
        return DatasetV1.from_tensors(0).repeat(None).apply(scan(start, lambda state, _: (state + step, state)))


CounterV2 = CounterV1
