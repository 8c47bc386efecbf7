"""A queue of ready batches (contrib/slim/python/slim/data/prefetch_queue.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import data_flow_ops
from graphlint.tf.python.training import queue_runner

from .parallel_reader import summarize_fullness


def prefetch_queue(tensors: Any, capacity: int = 8, num_threads: int = 1, dynamic_pad: bool = False,
                   shared_name: Any = None, name: Any = None) -> Any:
    names = sorted(tensors) if isinstance(tensors, dict) else None
    listed = tensors if names is None else [tensors[key] for key in names]
    kind = data_flow_ops.PaddingFIFOQueue if dynamic_pad else data_flow_ops.FIFOQueue
    with ops.name_scope(name, "prefetch_queue", listed):
        queue = kind(capacity=capacity, dtypes=[tensor.dtype for tensor in listed],
                     shapes=[tensor.get_shape() for tensor in listed], names=names, shared_name=shared_name)
        enqueue = queue.enqueue(tensors)
        queue_runner.add_queue_runner(queue_runner.QueueRunner(queue, [enqueue] * num_threads))
        summarize_fullness(queue, capacity)
        return queue
