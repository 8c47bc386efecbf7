"""Batches by way of queues (training/input.py). No queue is ever filled."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes as kinds
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import as_shape, from_dims
from graphlint.tf.python.ops import control_flow_ops, data_flow_ops, math_ops
from graphlint.tf.python.ops.control_flow_util import smart_cond
from graphlint.tf.python.ops.math_basic import queue_cast

from . import input_sparse
from .input_producers import input_producer as input_producer
from .input_producers import limit_epochs as limit_epochs
from .input_producers import match_filenames_once as match_filenames_once
from .input_producers import range_input_producer as range_input_producer
from .input_producers import slice_input_producer as slice_input_producer
from .input_producers import string_input_producer as string_input_producer
from .input_producers import summarize_share
from .queue_runner_impl import QueueRunner, add_queue_runner


def _listed(tensors: Any) -> Any:
    return [tensors[key] for key in sorted(tensors, key=str)] if isinstance(tensors, dict) else tensors


def _all_listed(tensors_list: Any) -> Any:
    if not tensors_list:
        raise ValueError("Expected at least one set of tensors")
    if not isinstance(tensors_list[0], dict):
        return tensors_list
    if any(set(tensors) != set(tensors_list[0]) for tensors in tensors_list[1:]):
        raise ValueError("All dictionaries in tensors_list must have the same keys")
    return [_listed(tensors) for tensors in tensors_list]


def _as_given(given: Any, dequeued: Any) -> Any:
    if not isinstance(given, dict):
        return dequeued
    dequeued = [dequeued] if len(given) == 1 else dequeued
    return {key: dequeued[at] for at, key in enumerate(sorted(given, key=str))}


def _converted(tensors: Any) -> list[Any]:
    return [ops.convert_to_tensor_or_indexed_slices(value) for value in tensors]


def _keep(keep_input: Any, enqueue_many: bool) -> Tensor:
    found = convert(keep_input)
    if not found.graph.release.keep_input_is_read:
        return found
    if found.dims is None:
        raise ValueError("`keep_input` dimensions must be known at graph construction.")
    if not enqueue_many and len(found.dims) == 1:
        raise ValueError("`keep_input` cannot be a vector when `enqueue_many=False`.")
    if len(found.dims) > 1:
        raise ValueError("`keep_input` must be 0 or 1 dimensions.")
    return found


def _types(lists: list[Any]) -> list[Any]:
    found = [[tensor.dtype for tensor in tensors] for tensors in lists]
    for other in found[1:]:
        if other != found[0]:
            names = [", ".join(dtype.name for dtype in row) for row in (found[0], other)]
            raise TypeError(f"Expected types to be consistent: {names[0]} vs. {names[1]}.")
    return found[0]


def _shapes(lists: list[Any], shapes: Any, enqueue_many: bool) -> Any:
    """The components' shapes: the given ones, or those of the first list's tensors."""
    if shapes is not None:
        return shapes
    count = len(lists[0])
    for tensors in lists:
        for at in range(count):
            if tensors[at].dims is None:
                raise ValueError(f"Cannot infer Tensor's rank: {tensors[at]}")
    return [_merged([from_dims(tensors[at].dims) for tensors in lists], enqueue_many) for at in range(count)]


def _merged(found: list[Any], enqueue_many: bool) -> Any:
    """TensorFlow checks the others against the first and goes on with the first."""
    if enqueue_many:
        found = [shape.with_rank_at_least(1)[1:] for shape in found]
    for other in found[1:]:
        found[0].merge_with(other)
    return as_shape(found[0])


def _enqueued(queue: Any, tensors: Any, enqueue_many: bool, keep_input: Any) -> Any:
    enqueue = queue.enqueue_many if enqueue_many else queue.enqueue
    if not keep_input.graph.release.keep_input_is_read:
        return control_flow_ops.cond(keep_input, lambda: enqueue(tensors), control_flow_ops.no_op)
    if len(keep_input.dims) == 1:
        chosen = queue_cast(keep_input, kinds.int32)
        return enqueue([data_flow_ops.dynamic_partition(tensor, chosen, num_partitions=2)[1] for tensor in tensors])
    return smart_cond(keep_input, lambda: enqueue(tensors), control_flow_ops.no_op)


class _Filling:
    """What the batching functions do in the same way: tensors in, a queue with its runner."""

    def __init__(self, lists: list[Any], keep_input: Any, enqueue_many: Any, shapes: Any) -> None:
        self.lists, self.enqueue_many = lists, enqueue_many
        self.keep_input = _keep(keep_input, enqueue_many)
        self.lists, self.sparse = input_sparse.store_join(lists, enqueue_many, self.keep_input)
        self.types = _types(self.lists)
        self.shapes = _shapes(self.lists, shapes, enqueue_many)

    def run(self, queue: Any, threads: Any) -> None:
        enqueues = [_enqueued(queue, tensors, self.enqueue_many, self.keep_input) for tensors in self.lists]
        add_queue_runner(QueueRunner(queue, enqueues * (1 if isinstance(threads, Unknown) else threads)))

    def dequeued(self, queue: Any, batch_size: Any, smaller: Any, name: Any) -> Any:
        dequeue = queue.dequeue_up_to if smaller else queue.dequeue_many
        return input_sparse.restore(dequeue(batch_size, name=name), self.sparse)


def _in_order(lists: list[Any], batch_size: Any, keep_input: Any, threads: int, capacity: Any, enqueue_many: Any,
              shapes: Any, dynamic_pad: Any, smaller: Any, shared_name: Any, name: Any) -> Any:
    filling = _Filling(lists, keep_input, enqueue_many, shapes)
    kind: Any = data_flow_ops.PaddingFIFOQueue if dynamic_pad else data_flow_ops.FIFOQueue
    queue = kind(capacity=capacity, dtypes=filling.types, shapes=filling.shapes, shared_name=shared_name)
    filling.run(queue, threads)
    summarize_share(f"fraction_of_{capacity}_full", queue.size(), capacity)
    return filling.dequeued(queue, batch_size, smaller, name)


def _shuffled(lists: list[Any], batch_size: Any, capacity: Any, least: Any, keep_input: Any, threads: int, seed: Any,
              enqueue_many: Any, shapes: Any, smaller: Any, shared_name: Any, name: Any) -> Any:
    filling = _Filling(lists, keep_input, enqueue_many, shapes)
    queue = data_flow_ops.RandomShuffleQueue(capacity=capacity, min_after_dequeue=least, seed=seed, dtypes=filling.types,
                                             shapes=filling.shapes, shared_name=shared_name)
    filling.run(queue, threads)
    most = capacity - least
    summarize_share(f"fraction_over_{least}_of_{most}_full", math_ops.maximum(0, queue.size() - least), most)
    return filling.dequeued(queue, batch_size, smaller, name)


def maybe_batch(tensors: Any, keep_input: Any, batch_size: Any, num_threads: Any = 1, capacity: Any = 32,
                enqueue_many: Any = False, shapes: Any = None, dynamic_pad: Any = False,
                allow_smaller_final_batch: Any = False, shared_name: Any = None, name: Any = None) -> Any:
    """ValueError for no tensors."""
    values = _listed(tensors)
    with ops.name_scope(name, "batch", [*values, keep_input]) as scope:
        values = _converted(values)
        if not values:
            raise ValueError("Expected at least one tensor in batch().")
        return _as_given(tensors, _in_order([values], batch_size, keep_input, num_threads, capacity, enqueue_many, shapes,
                                            dynamic_pad, allow_smaller_final_batch, shared_name, scope))


def batch(tensors: Any, batch_size: Any, num_threads: Any = 1, capacity: Any = 32, enqueue_many: Any = False,
          shapes: Any = None, dynamic_pad: Any = False, allow_smaller_final_batch: Any = False, shared_name: Any = None,
          name: Any = None) -> Any:
    return maybe_batch(tensors, True, batch_size, num_threads, capacity, enqueue_many, shapes, dynamic_pad,
                       allow_smaller_final_batch, shared_name, name)


def maybe_batch_join(tensors_list: Any, keep_input: Any, batch_size: Any, capacity: Any = 32, enqueue_many: Any = False,
                     shapes: Any = None, dynamic_pad: Any = False, allow_smaller_final_batch: Any = False,
                     shared_name: Any = None, name: Any = None) -> Any:
    """ValueError for no lists of tensors."""
    lists = _all_listed(tensors_list)
    with ops.name_scope(name, "batch_join", [*(value for values in lists for value in values), keep_input]) as scope:
        lists = [_converted(values) for values in lists]
        return _as_given(tensors_list[0], _in_order(lists, batch_size, keep_input, 1, capacity, enqueue_many, shapes,
                                                    dynamic_pad, allow_smaller_final_batch, shared_name, scope))


def batch_join(tensors_list: Any, batch_size: Any, capacity: Any = 32, enqueue_many: Any = False, shapes: Any = None,
               dynamic_pad: Any = False, allow_smaller_final_batch: Any = False, shared_name: Any = None,
               name: Any = None) -> Any:
    return maybe_batch_join(tensors_list, True, batch_size, capacity, enqueue_many, shapes, dynamic_pad,
                            allow_smaller_final_batch, shared_name, name)


def _check_capacity(capacity: Any, least: Any) -> None:
    if not isinstance(capacity, Unknown) and not isinstance(least, Unknown) and capacity <= least:
        raise ValueError(f"capacity {capacity} must be bigger than min_after_dequeue {least}.")


def maybe_shuffle_batch(tensors: Any, batch_size: Any, capacity: Any, min_after_dequeue: Any, keep_input: Any,
                        num_threads: Any = 1, seed: Any = None, enqueue_many: Any = False, shapes: Any = None,
                        allow_smaller_final_batch: Any = False, shared_name: Any = None, name: Any = None) -> Any:
    """ValueError for no tensors, or a capacity that leaves nothing to take."""
    values = _listed(tensors)
    with ops.name_scope(name, "shuffle_batch", [*values, keep_input]) as scope:
        _check_capacity(capacity, min_after_dequeue)
        values = _converted(values)
        if not values:
            raise ValueError("Expected at least one tensor in batch().")
        return _as_given(tensors, _shuffled([values], batch_size, capacity, min_after_dequeue, keep_input, num_threads, seed,
                                            enqueue_many, shapes, allow_smaller_final_batch, shared_name, scope))


def shuffle_batch(tensors: Any, batch_size: Any, capacity: Any, min_after_dequeue: Any, num_threads: Any = 1,
                  seed: Any = None, enqueue_many: Any = False, shapes: Any = None, allow_smaller_final_batch: Any = False,
                  shared_name: Any = None, name: Any = None) -> Any:
    return maybe_shuffle_batch(tensors, batch_size, capacity, min_after_dequeue, True, num_threads, seed, enqueue_many,
                               shapes, allow_smaller_final_batch, shared_name, name)


def maybe_shuffle_batch_join(tensors_list: Any, batch_size: Any, capacity: Any, min_after_dequeue: Any, keep_input: Any,
                             seed: Any = None, enqueue_many: Any = False, shapes: Any = None,
                             allow_smaller_final_batch: Any = False, shared_name: Any = None, name: Any = None) -> Any:
    lists = _all_listed(tensors_list)
    with ops.name_scope(name, "shuffle_batch_join",
                        [*(value for values in lists for value in values), keep_input]) as scope:
        lists = [_converted(values) for values in lists]
        found = _shuffled(lists, batch_size, capacity, min_after_dequeue, keep_input, 1, seed, enqueue_many, shapes,
                          allow_smaller_final_batch, shared_name, scope)
        return _as_given(tensors_list[0], found)


def shuffle_batch_join(tensors_list: Any, batch_size: Any, capacity: Any, min_after_dequeue: Any, seed: Any = None,
                       enqueue_many: Any = False, shapes: Any = None, allow_smaller_final_batch: Any = False,
                       shared_name: Any = None, name: Any = None) -> Any:
    return maybe_shuffle_batch_join(tensors_list, batch_size, capacity, min_after_dequeue, True, seed, enqueue_many,
                                    shapes, allow_smaller_final_batch, shared_name, name)
