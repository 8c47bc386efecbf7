"""Queues (ops/data_flow_ops.py)."""

from __future__ import annotations

import hashlib
from typing import Any

from graphlint.graph import dtypes as kinds
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, random_seed, tensor_util
from graphlint.tf.python.framework.tensor_shape import Dimension, TensorShape, as_shape, from_dims, unknown_shape

from . import array_gather, array_joining


def type_list(dtypes: Any) -> list[DType]:
    return [as_dtype(dtype) for dtype in (dtypes if isinstance(dtypes, (list, tuple)) else [dtypes])]


def shape_list(shapes: Any, partial: bool = False) -> list[TensorShape] | None:
    """TensorShapes of what a queue is given; ValueError for shapes that aren't known as far as they must be."""
    if partial and (not isinstance(shapes, (list, tuple)) or not shapes or
                    any(shape is None or isinstance(shape, int) for shape in shapes)):
        raise ValueError("When providing partial shapes, a list of shapes must be provided.")
    if shapes is None:
        return None
    if isinstance(shapes, TensorShape):
        shapes = [shapes]
    if not isinstance(shapes, (tuple, list)):
        raise TypeError("shapes must be a TensorShape or a list or tuple of TensorShapes.")
    if all(shape is None or isinstance(shape, int) for shape in shapes):
        shapes = [shapes]
    found = [as_shape(shape) for shape in shapes]
    if not partial and any(not shape.is_fully_defined() for shape in found):
        raise ValueError(f"All shapes must be fully defined: {found}")
    if any(shape.dims is None for shape in found):
        raise ValueError(f"All shapes must have a defined rank: {found}")
    return found


def name_list(names: Any, dtypes: list[DType]) -> list[Any] | None:
    if names is None:
        return None
    found = list(names) if isinstance(names, (list, tuple)) else [names]
    if len(found) != len(dtypes):
        raise ValueError("List of names must have the same length as the list of dtypes")
    return found


@exposed
class QueueBase:
    """What all queues share."""

    def __init__(self, dtypes: Any, shapes: Any, names: Any, queue_ref: Tensor) -> None:
        if shapes is not None and len(shapes) != len(dtypes):
            raise ValueError("Queue shapes must have the same length as dtypes")
        if names is not None and len(names) != len(dtypes):
            raise ValueError("Queue names must have the same length as dtypes")
        self._dtypes, self._names, self._queue_ref = dtypes, names, queue_ref
        self._shapes = [TensorShape(s) for s in shapes] if shapes is not None else [unknown_shape() for _ in dtypes]
        self._name = queue_ref.op.name.rpartition("/")[2]

    @staticmethod
    def from_list(index: Any, queues: Any) -> QueueBase:
        """One of several like queues, chosen while the graph runs."""
        if not isinstance(queues, list) or not queues or not all(isinstance(queue, QueueBase) for queue in queues):
            raise TypeError("A list of queues expected")
        first = queues[0]
        if any(queue.dtypes != first.dtypes for queue in queues):
            raise TypeError("Queues do not have matching component dtypes.")
        if any(queue.names != first.names for queue in queues):
            raise TypeError("Queues do not have matching component names.")
        shapes = [_common(shapes) for shapes in zip(*(queue.shapes for queue in queues), strict=True)]
        refs = array_joining.stack([queue.queue_ref for queue in queues])
        return QueueBase(first.dtypes, shapes, first.names, array_gather.gather(refs, index))

    @property
    def queue_ref(self) -> Tensor:
        return self._queue_ref

    @property
    def name(self) -> str:
        return self._queue_ref.op.name

    @property
    def dtypes(self) -> list[DType]:
        return self._dtypes  # type: ignore[no-any-return]

    @property
    def shapes(self) -> list[TensorShape]:
        return self._shapes

    @property
    def names(self) -> Any:
        return self._names

    def _components(self, vals: Any) -> list[Tensor]:
        if isinstance(vals, dict):
            if not self._names:
                raise ValueError("Queue must have names to enqueue a dictionary")
            if sorted(self._names, key=str) != sorted(vals, key=str):
                raise ValueError("Keys in dictionary to enqueue do not match names of Queue.  Dictionary: "
                                 f"({sorted(vals)}), Queue: ({sorted(self._names)})")
            vals = [vals[name] for name in self._names]
        elif self._names:
            raise ValueError("You must enqueue a dictionary in a Queue with names")
        elif not isinstance(vals, (list, tuple)):
            vals = [vals]
        return [convert(value, dtype, f"component_{number}")
                for number, (value, dtype) in enumerate(zip(vals, self._dtypes, strict=False))]

    def enqueue(self, vals: Any, name: Any = None) -> Operation:
        with ops.name_scope(name, f"{self._name}_enqueue", _values(vals)) as scope:
            tensors = self._components(vals)
            for tensor, shape in zip(tensors, self._shapes, strict=False):
                from_dims(tensor.dims).assert_is_compatible_with(shape)
            return gen.QueueEnqueueV2(self._queue_ref, tensors, name=scope)  # type: ignore[no-any-return]

    def enqueue_many(self, vals: Any, name: Any = None) -> Operation:
        with ops.name_scope(name, f"{self._name}_EnqueueMany", _values(vals)) as scope:
            tensors = self._components(vals)
            batch = Dimension(from_dims(tensors[0].dims).with_rank_at_least(1)[0])
            for tensor, shape in zip(tensors, self._shapes, strict=False):
                static = from_dims(tensor.dims).with_rank_at_least(1)
                batch = batch.merge_with(static[0])
                static[1:].assert_is_compatible_with(shape)
            return gen.QueueEnqueueManyV2(self._queue_ref, tensors, name=scope)  # type: ignore[no-any-return]

    def _given_back(self, tensors: Any) -> Any:
        if self._names:
            return dict(zip(self._names, tensors, strict=True))
        return tensors[0] if len(tensors) == 1 else tensors

    def _shaped(self, tensors: Any, *leading: Dimension) -> Any:
        for tensor, shape in zip(tensors, self._shapes, strict=True):
            tensor.set_shape(TensorShape(list(leading)).concatenate(shape) if leading else shape)
        return self._given_back(tensors)

    def dequeue(self, name: Any = None) -> Any:
        name = f"{self._name}_Dequeue" if name is None else name
        return self._shaped(gen.QueueDequeueV2(self._queue_ref, component_types=self._dtypes, name=name))

    def dequeue_many(self, n: Any, name: Any = None) -> Any:
        name = f"{self._name}_DequeueMany" if name is None else name
        tensors = gen.QueueDequeueManyV2(self._queue_ref, n, component_types=self._dtypes, name=name)
        return self._shaped(tensors, _size(tensors[0].op.inputs[1]))

    def dequeue_up_to(self, n: Any, name: Any = None) -> Any:
        name = f"{self._name}_DequeueUpTo" if name is None else name
        tensors = gen.QueueDequeueUpToV2(self._queue_ref, n, component_types=self._dtypes, name=name)
        return self._shaped(tensors, Dimension(None))

    def close(self, cancel_pending_enqueues: bool = False, name: Any = None) -> Operation:
        name = f"{self._name}_Close" if name is None else name
        return gen.QueueCloseV2(self._queue_ref, cancel_pending_enqueues=cancel_pending_enqueues, name=name)  # type: ignore[no-any-return]

    def is_closed(self, name: Any = None) -> Tensor:
        return gen.QueueIsClosedV2(self._queue_ref, name=f"{self._name}_Is_Closed" if name is None else name)  # type: ignore[no-any-return]

    def size(self, name: Any = None) -> Tensor:
        return gen.QueueSizeV2(self._queue_ref, name=f"{self._name}_Size" if name is None else name)  # type: ignore[no-any-return]


def _values(vals: Any) -> list[Any]:
    if isinstance(vals, dict):
        return list(vals.values())
    return list(vals) if isinstance(vals, (list, tuple)) else [vals]


def _size(tensor: Tensor) -> Dimension:
    known = tensor_util.constant_value(tensor)
    return Dimension(int(known) if known is not None else tensor_util.symbolic_scalar(tensor))


def _common(shapes: Any) -> TensorShape:
    found = shapes[0]
    for shape in shapes[1:]:
        if found.ndims is None or found.ndims != shape.ndims:
            return unknown_shape()
        found = TensorShape([a if a is not None and a == b else None
                             for a, b in zip(found.as_list(), shape.as_list(), strict=True)])
    return found  # type: ignore[no-any-return]


class FIFOQueue(QueueBase):
    def __init__(self, capacity: Any, dtypes: Any, shapes: Any = None, names: Any = None, shared_name: Any = None,
                 name: Any = "fifo_queue") -> None:
        types, known = type_list(dtypes), shape_list(shapes)
        labels = name_list(names, types)
        ref = gen.FIFOQueueV2(component_types=types, shapes=known, capacity=capacity, shared_name=shared_name, name=name)
        super().__init__(types, known, labels, ref)


class RandomShuffleQueue(QueueBase):
    def __init__(self, capacity: Any, min_after_dequeue: Any, dtypes: Any, shapes: Any = None, names: Any = None,
                 seed: Any = None, shared_name: Any = None, name: Any = "random_shuffle_queue") -> None:
        types, known = type_list(dtypes), shape_list(shapes)
        labels = name_list(names, types)
        first, second = random_seed.get_seed(seed)
        if first is None and second is None:
            first, second = 0, 0
        elif seed is None and shared_name is not None:
            digest = hashlib.md5(f"{first}{shared_name}".encode(), usedforsecurity=False).hexdigest()
            second = int(digest[:8], 16) & 0x7FFFFFFF
        ref = gen.RandomShuffleQueueV2(component_types=types, shapes=known, capacity=capacity,
                                       min_after_dequeue=min_after_dequeue, seed=first, seed2=second,
                                       shared_name=shared_name, name=name)
        super().__init__(types, known, labels, ref)


class PaddingFIFOQueue(QueueBase):
    def __init__(self, capacity: Any, dtypes: Any, shapes: Any, names: Any = None, shared_name: Any = None,
                 name: Any = "padding_fifo_queue") -> None:
        types, known = type_list(dtypes), shape_list(shapes, partial=True) or []
        labels = name_list(names, types)
        if len(types) != len(known):
            raise ValueError(f"Shapes must be provided for all components, but received {len(types)} dtypes and "
                             f"{len(known)} shapes.")
        ref = gen.PaddingFIFOQueueV2(component_types=types, shapes=known, capacity=capacity, shared_name=shared_name,
                                     name=name)
        super().__init__(types, known, labels, ref)


class PriorityQueue(QueueBase):
    def __init__(self, capacity: Any, types: Any, shapes: Any = None, names: Any = None, shared_name: Any = None,
                 name: Any = "priority_queue") -> None:
        listed, known = type_list(types), shape_list(shapes)
        ref = gen.PriorityQueueV2(component_types=listed, shapes=known, capacity=capacity, shared_name=shared_name, name=name)
        with_priority = [TensorShape([]), *known] if known else known
        super().__init__([kinds.int64, *listed], with_priority, names, ref)
