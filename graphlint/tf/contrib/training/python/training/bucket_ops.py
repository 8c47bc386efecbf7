"""Batches of like tensors by way of queues, one for each bucket (contrib/training/python/training/bucket_ops.py)."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.ops.symbols import unknown
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, errors_impl, ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, control_flow_ops, data_flow_ops, math_ops
from graphlint.tf.python.ops.control_flow_util import smart_cond
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import input as queued
from graphlint.tf.python.training import input_sparse
from graphlint.tf.python.training.queue_runner_impl import QueueRunner, add_queue_runner


def bucket(tensors: Any, which_bucket: Any, batch_size: Any, num_buckets: int, num_threads: int = 1, capacity: Any = 32,
           bucket_capacities: Any = None, shapes: Any = None, dynamic_pad: bool = False,
           allow_smaller_final_batch: bool = False, keep_input: Any = True, shared_name: Any = None,
           name: Any = None) -> Any:
    """(the bucket that a batch is from, the batch). ValueError where sizes don't fit the number of buckets."""
    several = isinstance(batch_size, (list, tuple))
    if several and len(batch_size) != num_buckets:
        raise ValueError("If batch_size is a list it must have num_buckets elements")
    sizes = list(batch_size) if several else [batch_size] * num_buckets
    capacities = [capacity] * num_buckets if bucket_capacities is None else bucket_capacities
    if len(capacities) != num_buckets:
        raise ValueError(f"The list bucket_capacities ({capacities}) must have exactly num_buckets ({num_buckets}) elements.")
    listed = queued._listed(tensors)
    with ops.name_scope(name, "bucket", listed):
        values = queued._converted(listed)
        if not values:
            raise ValueError("Expected at least one tensor in bucket().")
        keep = queued._keep(keep_input, False)
        values, sparse = input_sparse.store(values, False, keep)
        sizes = [_size(size) for size in sizes]
        types, found = queued._types([values]), queued._shapes([values], shapes, False)
        which = convert(which_bucket, dtypes.int32, "which_bucket")
        kind: Any = data_flow_ops.PaddingFIFOQueue if dynamic_pad else data_flow_ops.FIFOQueue
        queues = [kind(capacity=capacities[i], dtypes=types, shapes=found, name=f"bucket_queue_{i}",
                       shared_name=None if shared_name is None else f"{shared_name}_{i}") for i in range(num_buckets)]
        static = isinstance(sizes[-1], int) and not allow_smaller_final_batch and not several
        rows = sizes[-1] if static else unknown()
        batched = [TensorShape([rows]).concatenate(shape) for shape in queues[0].shapes]
        top = data_flow_ops.PaddingFIFOQueue(capacity=capacity, dtypes=[dtypes.int32, *types],
                                             shapes=[TensorShape([]), *batched], shared_name=shared_name, name="top_queue")
        _run(queues, top, _enqueue(queues, values, which, keep), num_threads, sizes, allow_smaller_final_batch)
        _summarize(queues, top, capacity)
        bucket_of_batch, *dequeued = top.dequeue(name="dequeue_top")
        taken = input_sparse.restore(dequeued[0] if len(dequeued) == 1 else dequeued, sparse)
        return bucket_of_batch, queued._as_given(tensors, taken)


def _size(size: Any) -> Any:
    tensor = convert(size, dtypes.int32, "batch_size")
    known = tensor_util.constant_value(tensor)
    return tensor if known is None else int(known)


def _enqueue(queues: list[Any], values: list[Any], which: Any, keep: Any) -> Any:
    def into_one() -> Any:
        chosen = [control_flow_ops.cond(math_ops.equal(which, number), lambda queue=queue: queue.enqueue(values),
                                        control_flow_ops.no_op) for number, queue in enumerate(queues)]
        return control_flow_ops.group(*chosen, name="group_enqueues")

    return smart_cond(keep, into_one, control_flow_ops.no_op)


def _run(queues: list[Any], top: Any, enqueue: Any, threads: int, sizes: list[Any], smaller: bool) -> None:
    """The runners that fill the buckets, and the queue of batches from them."""
    moved = []
    for number, (queue, size) in enumerate(zip(queues, sizes, strict=True)):
        dequeue = queue.dequeue_up_to if smaller else queue.dequeue_many
        label = constant_op.constant(number)
        rows = dequeue(size, name=f"read_bucket_{number}")
        moved.append(top.enqueue([label, *(rows if isinstance(rows, (list, tuple)) else [rows])],
                                 name=f"enqueue_from_bucket_{number}"))
    ends = (getattr(errors_impl, "OutOfRangeError"), getattr(errors_impl, "CancelledError"))  # noqa: B009 - made from a table
    add_queue_runner(QueueRunner(queues[0], moved, close_op=top.close(), cancel_op=top.close(cancel_pending_enqueues=True),
                                 queue_closed_exception_types=ends))
    closes = control_flow_ops.group(*[queue.close() for queue in queues])
    cancels = control_flow_ops.group(*[queue.close(cancel_pending_enqueues=True) for queue in queues])
    add_queue_runner(QueueRunner(top, [enqueue] * threads, close_op=closes, cancel_op=cancels,
                                 queue_closed_exception_types=ends))


def _summarize(queues: list[Any], top: Any, capacity: Any) -> None:
    for queue in queues:
        summary.scalar(f"bucket/{queue.name}/size", math_ops.cast(top.size(), dtypes.float32))
    full = math_ops.cast(top.size(), dtypes.float32) * (1.0 / capacity)
    summary.scalar(f"bucket/{top.name}/fraction_of_{capacity}_full", full)


def bucket_by_sequence_length(input_length: Any, tensors: Any, batch_size: Any, bucket_boundaries: Any,
                              num_threads: int = 1, capacity: Any = 32, bucket_capacities: Any = None, shapes: Any = None,
                              dynamic_pad: bool = False, allow_smaller_final_batch: bool = False, keep_input: Any = True,
                              shared_name: Any = None, name: Any = None) -> Any:
    """(lengths, batch) of tensors with lengths between the same boundaries. TypeError, ValueError as TensorFlow."""
    listed = queued._listed(tensors)
    _check_boundaries(bucket_boundaries)
    with ops.name_scope(name, "bucket_by_sequence_length", [input_length, *listed]):
        length = convert(input_length, dtypes.int32, "input_length")
        limits = np.iinfo(np.int32)
        above = math_ops.less_equal([int(limits.min), *bucket_boundaries], length)
        below = math_ops.less(length, [*bucket_boundaries, int(limits.max)])
        between = math_ops.logical_and(above, below)
        which = math_ops.cast(math_ops.reduce_min(array_ops.where_v2(between)), dtypes.int32)
        given = None if shapes is None else [TensorShape([]), *shapes]
        _, dequeued = bucket(
            tensors=[length, *listed], which_bucket=which, batch_size=batch_size, num_buckets=len(bucket_boundaries) + 1,
            num_threads=num_threads, capacity=capacity, bucket_capacities=bucket_capacities, shapes=given,
            dynamic_pad=dynamic_pad, allow_smaller_final_batch=allow_smaller_final_batch, keep_input=keep_input,
            shared_name=shared_name)
        rest = dequeued[1:]
        return dequeued[0], queued._as_given(tensors, rest[0] if isinstance(tensors, dict) and len(rest) == 1 else rest)


def _check_boundaries(boundaries: Any) -> None:
    if not isinstance(boundaries, (list, tuple)):
        raise TypeError(f"bucket_boundaries must be a list or tuple, but received: {boundaries}")
    if not boundaries:
        raise ValueError("bucket_boundaries must not be empty")
    for start, end in itertools.pairwise(boundaries):
        if not isinstance(start, int) or not isinstance(end, int):
            raise TypeError(f"bucket boundaries must be integers, but saw: {start} and {end}")
        if start >= end:
            raise ValueError(f"Buckets must contain sequential increasing lengths, but saw: {start} before {end}")
