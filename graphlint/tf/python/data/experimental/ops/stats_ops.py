"""Datasets that tell statistics of themselves (data/experimental/ops/stats_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.data.ops import transformations


def _told(op_type: str, tag: Any) -> Any:
    return lambda dataset: transformations.dataset(op_type, [dataset], dataset.element_spec, tag=convert(tag, dtypes.string))


def bytes_produced_stats(tag: Any) -> Any:
    return _told("BytesProducedStatsDataset", tag)


def latency_stats(tag: Any) -> Any:
    return _told("LatencyStatsDataset", tag)
