"""Batches by queues: batch, shuffle_batch, and their joins (training/input.py)."""

from __future__ import annotations

from typing import Any, NamedTuple

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.smart_cond import smart_cond
from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.ops import control_flow_ops
from graphlint.tf.python.ops.data_flow_queues import FIFOQueue, PaddingFIFOQueue, RandomShuffleQueue
from graphlint.tf.python.ops.math_basic import cast
from graphlint.tf.python.summary import summary

from . import input_sparse, queue_runner_impl


class _How(NamedTuple):
    """What the four functions share."""

    scope: str
    capacity: Any
    enqueue_many: Any
    shapes: Any
    smaller_final: Any
    shared_name: Any
    name: Any
    dynamic_pad: Any = False
    min_after_dequeue: Any = None
    seed: Any = None


def _as_list(tensors: Any) -> Any:
    return [tensors[key] for key in sorted(tensors, key=str)] if isinstance(tensors, dict) else tensors


def _as_lists(tensors_list: Any) -> Any:
    if not tensors_list:
        raise ValueError("Expected at least one set of tensors")
    if not isinstance(tensors_list[0], dict):
        return tensors_list
    if any(set(tensors) != set(tensors_list[0]) for tensors in tensors_list):
        raise ValueError("All dictionaries in tensors_list must have the same keys")
    return [_as_list(tensors) for tensors in tensors_list]


def _like(original: Any, tensors: Any) -> Any:
    if not isinstance(original, dict):
        return tensors
    if len(original) == 1:
        tensors = [tensors]
    return {key: tensors[number] for number, key in enumerate(sorted(original, key=str))}


def _keep_input(keep_input: Any, enqueue_many: bool) -> Tensor:
    tensor = convert(keep_input)
    if tensor.dims is None:
        raise ValueError("`keep_input` dimensions must be known at graph construction.")
    if not enqueue_many and len(tensor.dims) == 1:
        raise ValueError("`keep_input` cannot be a vector when `enqueue_many=False`.")
    if len(tensor.dims) > 1:
        raise ValueError("`keep_input` must be 0 or 1 dimensions.")
    return tensor


def _types(lists: Any) -> list[Any]:
    all_types = [[tensor.dtype for tensor in tensors] for tensors in lists]
    for others in all_types[1:]:
        if others != all_types[0]:
            names = [", ".join(dtype.name for dtype in types) for types in (all_types[0], others)]
            raise TypeError(f"Expected types to be consistent: {names[0]} vs. {names[1]}.")
    return all_types[0]


def _shapes(lists: Any, shapes: Any, enqueue_many: bool) -> Any:
    if shapes is not None:
        return shapes
    found = []
    for column in zip(*lists, strict=True):
        for tensor in column:
            if tensor.dims is None:
                raise ValueError(f"Cannot infer Tensor's rank: {tensor}")
        known = [as_shape(tensor.get_shape()) for tensor in column]
        if enqueue_many:
            known = [shape.with_rank_at_least(1)[1:] for shape in known]
        for other in known[1:]:
            known[0].merge_with(other)
        found.append(known[0].as_list())
    return found


def _queue(how: _How, types: Any, shapes: Any) -> Any:
    if how.min_after_dequeue is not None:
        return RandomShuffleQueue(how.capacity, how.min_after_dequeue, types, shapes, seed=how.seed,
                                  shared_name=how.shared_name)
    kind = PaddingFIFOQueue if how.dynamic_pad else FIFOQueue
    return kind(how.capacity, types, shapes, shared_name=how.shared_name)


def _enqueue_op(queue: Any, tensors: Any, how: _How, keep_input: Tensor) -> Any:
    enqueue = queue.enqueue_many if how.enqueue_many else queue.enqueue
    if keep_input.dims is not None and len(keep_input.dims) == 1:
        chosen = cast(keep_input, dtypes.int32)
        return enqueue([gen.DynamicPartition(tensor, chosen, num_partitions=2)[1] for tensor in tensors])
    return smart_cond(keep_input, lambda: enqueue(tensors), control_flow_ops.no_op)


def _summarize(queue: Any, how: _How) -> None:
    if how.min_after_dequeue is None:
        full = cast(queue.size(), dtypes.float32) * (1.0 / how.capacity)
        summary.scalar(f"fraction_of_{how.capacity}_full", full)
        return
    beyond = how.capacity - how.min_after_dequeue
    waiting = gen.Maximum(0, queue.size() - how.min_after_dequeue)
    summary.scalar(f"fraction_over_{how.min_after_dequeue}_of_{beyond}_full",
                   cast(waiting, dtypes.float32) * (1.0 / beyond))


def _batched(lists: Any, original: Any, batch_size: Any, keep_input: Any, threads: Any, how: _How) -> Any:
    flat = [tensor for tensors in lists for tensor in tensors]
    with ops.name_scope(how.name, how.scope, [*flat, keep_input]) as scope:
        _check_capacity(how)
        converted = [[ops.convert_to_tensor_or_indexed_slices(tensor) for tensor in tensors] for tensors in lists]
        if not converted[0]:
            raise ValueError("Expected at least one tensor in batch().")
        keep = _keep_input(keep_input, how.enqueue_many)
        stored, infos = input_sparse.store_join(converted, how.enqueue_many, keep)
        types = _types(stored)
        queue = _queue(how, types, _shapes(stored, how.shapes, how.enqueue_many))
        enqueued = [_enqueue_op(queue, tensors, how, keep) for tensors in stored]
        count = 1 if threads is None or isinstance(threads, Unknown) else threads
        queue_runner_impl.add_queue_runner(queue_runner_impl.QueueRunner(queue, enqueued * count))
        _summarize(queue, how)
        dequeue = queue.dequeue_up_to if how.smaller_final else queue.dequeue_many
        return _like(original, input_sparse.restore(dequeue(batch_size, name=scope), infos))


def _check_capacity(how: _How) -> None:
    least = how.min_after_dequeue
    if least is None or isinstance(least, Unknown) or isinstance(how.capacity, Unknown):
        return
    if how.capacity <= least:
        raise ValueError(f"capacity {how.capacity} must be bigger than min_after_dequeue {least}.")


def batch(tensors: Any, batch_size: Any, num_threads: Any = 1, capacity: Any = 32, enqueue_many: bool = False,
          shapes: Any = None, dynamic_pad: bool = False, allow_smaller_final_batch: bool = False, shared_name: Any = None,
          name: Any = None) -> Any:
    return maybe_batch(tensors, True, batch_size, num_threads, capacity, enqueue_many, shapes, dynamic_pad,
                       allow_smaller_final_batch, shared_name, name)


def maybe_batch(tensors: Any, keep_input: Any, batch_size: Any, num_threads: Any = 1, capacity: Any = 32,
                enqueue_many: bool = False, shapes: Any = None, dynamic_pad: bool = False,
                allow_smaller_final_batch: bool = False, shared_name: Any = None, name: Any = None) -> Any:
    how = _How("batch", capacity, enqueue_many, shapes, allow_smaller_final_batch, shared_name, name, dynamic_pad)
    return _batched([_as_list(tensors)], tensors, batch_size, keep_input, num_threads, how)


def batch_join(tensors_list: Any, batch_size: Any, capacity: Any = 32, enqueue_many: bool = False, shapes: Any = None,
               dynamic_pad: bool = False, allow_smaller_final_batch: bool = False, shared_name: Any = None,
               name: Any = None) -> Any:
    return maybe_batch_join(tensors_list, True, batch_size, capacity, enqueue_many, shapes, dynamic_pad,
                            allow_smaller_final_batch, shared_name, name)


def maybe_batch_join(tensors_list: Any, keep_input: Any, batch_size: Any, capacity: Any = 32, enqueue_many: bool = False,
                     shapes: Any = None, dynamic_pad: bool = False, allow_smaller_final_batch: bool = False,
                     shared_name: Any = None, name: Any = None) -> Any:
    how = _How("batch_join", capacity, enqueue_many, shapes, allow_smaller_final_batch, shared_name, name, dynamic_pad)
    return _batched(_as_lists(tensors_list), tensors_list[0], batch_size, keep_input, None, how)


def shuffle_batch(tensors: Any, batch_size: Any, capacity: Any, min_after_dequeue: Any, num_threads: Any = 1,
                  seed: Any = None, enqueue_many: bool = False, shapes: Any = None,
                  allow_smaller_final_batch: bool = False, shared_name: Any = None, name: Any = None) -> Any:
    return maybe_shuffle_batch(tensors, batch_size, capacity, min_after_dequeue, True, num_threads, seed, enqueue_many,
                               shapes, allow_smaller_final_batch, shared_name, name)


def maybe_shuffle_batch(tensors: Any, batch_size: Any, capacity: Any, min_after_dequeue: Any, keep_input: Any,
                        num_threads: Any = 1, seed: Any = None, enqueue_many: bool = False, shapes: Any = None,
                        allow_smaller_final_batch: bool = False, shared_name: Any = None, name: Any = None) -> Any:
    how = _How("shuffle_batch", capacity, enqueue_many, shapes, allow_smaller_final_batch, shared_name, name,
               min_after_dequeue=min_after_dequeue, seed=seed)
    return _batched([_as_list(tensors)], tensors, batch_size, keep_input, num_threads, how)


def shuffle_batch_join(tensors_list: Any, batch_size: Any, capacity: Any, min_after_dequeue: Any, seed: Any = None,
                       enqueue_many: bool = False, shapes: Any = None, allow_smaller_final_batch: bool = False,
                       shared_name: Any = None, name: Any = None) -> Any:
    return maybe_shuffle_batch_join(tensors_list, batch_size, capacity, min_after_dequeue, True, seed, enqueue_many,
                                    shapes, allow_smaller_final_batch, shared_name, name)


def maybe_shuffle_batch_join(tensors_list: Any, batch_size: Any, capacity: Any, min_after_dequeue: Any, keep_input: Any,
                             seed: Any = None, enqueue_many: bool = False, shapes: Any = None,
                             allow_smaller_final_batch: bool = False, shared_name: Any = None, name: Any = None) -> Any:
    how = _How("shuffle_batch_join", capacity, enqueue_many, shapes, allow_smaller_final_batch, shared_name, name,
               min_after_dequeue=min_after_dequeue, seed=seed)
    return _batched(_as_lists(tensors_list), tensors_list[0], batch_size, keep_input, None, how)
