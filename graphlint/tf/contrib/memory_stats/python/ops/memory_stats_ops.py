"""How much memory a device uses (contrib/memory_stats/python/ops/memory_stats_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen


def BytesInUse() -> Any:  # noqa: N802 - TensorFlow's names
    return gen.BytesInUse()


def BytesLimit() -> Any:  # noqa: N802
    return gen.BytesLimit()


def MaxBytesInUse() -> Any:  # noqa: N802
    return gen.MaxBytesInUse()
