"""tf.contrib.data: batches that overlap (contrib/data/python/ops/sliding.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.data.ops import transformations
from graphlint.tf.python.data.util import structure


def sliding_window_batch(window_size: Any, stride: Any = None, window_shift: Any = None, window_stride: Any = 1) -> Any:
    """ValueError for two words for one setting."""
    if stride is not None and window_shift is not None:
        raise ValueError("Cannot specify both `stride` and `window_shift`")
    shift = stride if window_shift is None else window_shift
    return lambda dataset: _slid(dataset, window_size, 1 if shift is None else shift, window_stride)


def _slid(dataset: Any, size: Any, shift: Any, stride: Any) -> Any:
    given: dict[str, Any] = {"window_size": convert(size, dtypes.int64, "window_stride"),
             "window_stride": convert(stride, dtypes.int64, "window_stride"),
             "window_shift": convert(shift, dtypes.int64, "window_shift")}
    return transformations.dataset("SlidingWindowDataset", [dataset],
                                   structure.batched_spec(dataset.element_spec, None), **given)
