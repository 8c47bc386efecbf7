"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/interleave_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.data.experimental.ops import interleave_ops

parallel_interleave = interleave_ops.parallel_interleave
choose_from_datasets = interleave_ops.choose_from_datasets_v1
sample_from_datasets = interleave_ops.sample_from_datasets_v1


def sloppy_interleave(map_func: Any, cycle_length: Any, block_length: Any = 1) -> Any:
    return interleave_ops.parallel_interleave(map_func, cycle_length, block_length, sloppy=True)
