"""The queue that arrays are put into (estimator/inputs/queues/feeding_functions.py). Nothing is ever put into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import as_dtype
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.ops import array_ops, data_flow_ops, math_ops
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import queue_runner_impl

from .feeding_queue_runner import _FeedingQueueRunner


def enqueue_arrays(arrays: Mapping[str, Any], capacity: Any, shuffle: bool, num_threads: int = 1) -> Any:
    """A queue of row numbers and rows: the ops that fill it, its runner, and a summary of how full it is."""
    with ops.name_scope("enqueue_input"):
        types = [dtypes.int64, *(as_dtype(array._dtype) for array in arrays.values())]
        shapes = [from_dims(()), *(from_dims(array._shape[1:]) for array in arrays.values())]
        least = int(capacity / 4) if shuffle else 0
        if shuffle:
            queue: Any = data_flow_ops.RandomShuffleQueue(capacity, least, dtypes=types, shapes=shapes, seed=None)
        else:
            queue = data_flow_ops.FIFOQueue(capacity, dtypes=types, shapes=shapes)
        filling = [queue.enqueue_many([array_ops.placeholder(dtype) for dtype in types]) for _ in range(num_threads)]
        queue_runner_impl.add_queue_runner(_FeedingQueueRunner(queue, filling))
        held = math_ops.cast(math_ops.maximum(0, queue.size() - least), dtypes.float32)
        room = capacity - least
        summary.scalar(f"queue/{queue.name}fraction_over_{least}_of_{room}_full", held * (1.0 / room))
        return queue
