"""tf.data.experimental: interleaving (data/experimental/ops/interleave_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.data.ops import readers


def parallel_interleave(map_func: Any, cycle_length: Any, block_length: Any = 1, sloppy: Any = False,
                        buffer_output_elements: Any = None, prefetch_input_elements: Any = None) -> Any:
    return lambda dataset: readers.parallel_interleave(dataset, map_func, cycle_length, block_length, sloppy,
                                                       buffer_output_elements, prefetch_input_elements)
