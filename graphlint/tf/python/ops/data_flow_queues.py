"""Queues (ops/data_flow_ops.py): the ops that make them and work on them. What a queue holds is not kept here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import reduce
from typing import Any

from graphlint.graph import dtypes as kinds
from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.ops import symbols
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, random_seed, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape, from_dims
from graphlint.tf.python.ops import array_gather, array_joining


def type_list(dtypes: Any) -> list[Any]:
    return list(dtypes) if isinstance(dtypes, (list, tuple)) else [dtypes]


def _is_one_shape(shapes: Sequence[Any]) -> bool:
    return all(shape is None or isinstance(shape, int) for shape in shapes)


def shape_list(shapes: Any, partial: bool = False) -> list[TensorShape] | None:
    """The shapes of the components; None for none given. ValueError where they say less than the queue needs."""
    if isinstance(shapes, Unknown):
        return None
    if partial and (not isinstance(shapes, Sequence) or not shapes or any(s is None or isinstance(s, int) for s in shapes)):
        raise ValueError("When providing partial shapes, a list of shapes must be provided.")
    if shapes is None:
        return None
    if isinstance(shapes, TensorShape):
        shapes = [shapes]
    if not isinstance(shapes, (tuple, list)):
        raise TypeError("shapes must be a TensorShape or a list or tuple of TensorShapes.")
    found = [as_shape(shape) for shape in ([shapes] if _is_one_shape(shapes) else shapes)]
    if not partial and not all(shape.is_fully_defined() for shape in found):
        raise ValueError(f"All shapes must be fully defined: {found}")
    if any(shape.ndims is None for shape in found):
        raise ValueError(f"All shapes must have a defined rank: {found}")
    return found


def _name_list(names: Any, dtypes: list[Any]) -> list[Any] | None:
    if names is None:
        return None
    found = list(names) if isinstance(names, (list, tuple)) else [names]
    if len(found) != len(dtypes):
        raise ValueError("List of names must have the same length as the list of dtypes")
    return found


def _common_shape(first: TensorShape, second: TensorShape) -> TensorShape:
    if first.ndims is None or first.ndims != second.ndims:
        return TensorShape(None)
    return TensorShape([a if a == b else None for a, b in zip(first.as_list(), second.as_list(), strict=True)])


def scope_values(vals: Any) -> Any:
    if isinstance(vals, dict):
        return vals.values()
    return vals if isinstance(vals, (list, tuple)) else [vals]


@exposed
class QueueBase:
    """`tf.QueueBase`: a reference to a queue, with the types, shapes and names of its components."""

    def __init__(self, dtypes: Any, shapes: Any, names: Any, queue_ref: Any) -> None:
        self._dtypes = dtypes
        if shapes is not None and len(shapes) != len(dtypes):
            raise ValueError("Queue shapes must have the same length as dtypes")
        self._shapes = [TensorShape(shape) for shape in (shapes if shapes is not None else [None] * len(dtypes))]
        if names is not None and len(names) != len(dtypes):
            raise ValueError("Queue names must have the same length as dtypes")
        self._names = names
        self._queue_ref = queue_ref
        self._name = queue_ref.op.name.split("/")[-1]

    @staticmethod
    def from_list(index: Any, queues: Any) -> QueueBase:
        """The queue that `index` picks. TypeError for queues of different components."""
        if not queues or not isinstance(queues, list) or not all(isinstance(queue, QueueBase) for queue in queues):
            raise TypeError("A list of queues expected")
        first = queues[0]
        if any(first.dtypes != queue.dtypes for queue in queues[1:]):
            raise TypeError("Queues do not have matching component dtypes.")
        if any(first.names != queue.names for queue in queues[1:]):
            raise TypeError("Queues do not have matching component names.")
        shapes = [reduce(_common_shape, of_one) for of_one in zip(*(queue.shapes for queue in queues), strict=True)]
        references = array_joining.stack([queue.queue_ref for queue in queues])
        return QueueBase(first.dtypes, shapes, first.names, array_gather.gather(references, index))

    @property
    def queue_ref(self) -> Any:
        return self._queue_ref

    @property
    def name(self) -> str:
        return self._queue_ref.op.name  # type: ignore[no-any-return]

    @property
    def dtypes(self) -> Any:
        return self._dtypes

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
            if sorted(self._names, key=str) != sorted(vals.keys(), key=str):
                raise ValueError("Keys in dictionary to enqueue do not match names of Queue.  "
                                 f"Dictionary: ({sorted(vals.keys())}), Queue: ({sorted(self._names)})")
            vals = [vals[key] for key in self._names]
        elif self._names:
            raise ValueError("You must enqueue a dictionary in a Queue with names")
        elif not isinstance(vals, (list, tuple)):
            vals = [vals]
        pairs = zip(vals, self._dtypes, strict=False)
        return [convert(value, as_dtype(dtype), f"component_{at}") for at, (value, dtype) in enumerate(pairs)]

    def _made(self, op_type: str, *args: Any, **kwargs: Any) -> Any:
        """An op on the queue: its newer type where the queue is a resource."""
        suffix = "V2" if self._queue_ref.dtype is kinds.resource else ""
        return gen.op(op_type + suffix, self._queue_ref, *args, **kwargs)

    def enqueue(self, vals: Any, name: Any = None) -> Any:
        with ops.name_scope(name, f"{self._name}_enqueue", scope_values(vals)) as scope:
            found = self._components(vals)
            for value, shape in zip(found, self._shapes, strict=False):
                from_dims(value.dims).assert_is_compatible_with(shape)
            return self._made("QueueEnqueue", found, name=scope)

    def enqueue_many(self, vals: Any, name: Any = None) -> Any:
        with ops.name_scope(name, f"{self._name}_EnqueueMany", scope_values(vals)) as scope:
            found = self._components(vals)
            rows = from_dims(found[0].dims).with_rank_at_least(1)[0]
            for value, shape in zip(found, self._shapes, strict=False):
                own = from_dims(value.dims)
                rows = rows.merge_with(own.with_rank_at_least(1)[0])
                own[1:].assert_is_compatible_with(shape)
            return gen.QueueEnqueueManyV2(self._queue_ref, found, name=scope)

    def _result(self, tensors: list[Tensor]) -> Any:
        if self._names:
            return {name: tensors[at] for at, name in enumerate(self._names)}
        return tensors[0] if len(tensors) == 1 else tensors

    def dequeue(self, name: Any = None) -> Any:
        name = f"{self._name}_Dequeue" if name is None else name
        found = self._made("QueueDequeue", component_types=self._dtypes, name=name)
        for output, shape in zip(found, self._shapes, strict=False):
            output.set_shape(shape)
        return self._result(found)

    def _rows(self, found: list[Any], rows: Any) -> Any:
        for output, shape in zip(found, self._shapes, strict=False):
            output.set_shape(TensorShape([rows]).concatenate(shape))
        return self._result(found)

    def dequeue_many(self, n: Any, name: Any = None) -> Any:
        name = f"{self._name}_DequeueMany" if name is None else name
        found = gen.QueueDequeueManyV2(self._queue_ref, n, component_types=self._dtypes, name=name)
        count = found[0].op.inputs[1]
        known = tensor_util.constant_value(count)
        return self._rows(found, _count(count) if known is None else int(known))

    def dequeue_up_to(self, n: Any, name: Any = None) -> Any:
        name = f"{self._name}_DequeueUpTo" if name is None else name
        found = gen.QueueDequeueUpToV2(self._queue_ref, n, component_types=self._dtypes, name=name)
        return self._rows(found, symbols.unknown())

    def close(self, cancel_pending_enqueues: Any = False, name: Any = None) -> Any:
        name = f"{self._name}_Close" if name is None else name
        return self._made("QueueClose", cancel_pending_enqueues=cancel_pending_enqueues, name=name)

    def is_closed(self, name: Any = None) -> Any:
        if not stack.world.release.queue_is_closed:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'is_closed'")
        return self._made("QueueIsClosed", name=f"{self._name}_Is_Closed" if name is None else name)

    def size(self, name: Any = None) -> Any:
        return self._made("QueueSize", name=f"{self._name}_Size" if name is None else name)


def _count(count: Tensor) -> Any:
    """What is dequeued is as many as asked for, even where TensorFlow does not know the number."""
    elements = symbols.elements(count)
    if elements is None or isinstance(elements[0], int):
        return symbols.unknown()
    return elements[0]


class RandomShuffleQueue(QueueBase):
    def __init__(self, capacity: Any, min_after_dequeue: Any, dtypes: Any, shapes: Any = None, names: Any = None,
                 seed: Any = None, shared_name: Any = None, name: Any = "random_shuffle_queue") -> None:
        dtypes = type_list(dtypes)
        shapes = shape_list(shapes)
        names = _name_list(names, dtypes)
        seed1, seed2 = random_seed.get_seed(seed)
        if seed1 is None and seed2 is None:
            seed1, seed2 = 0, 0
        elif seed is None and shared_name is not None:
            digest = hashlib.md5(f"{seed1}{shared_name}".encode(), usedforsecurity=False).hexdigest()
            seed2 = int(digest[:8], 16) & 0x7FFFFFFF
        made = gen.RandomShuffleQueueV2(component_types=dtypes, shapes=shapes, capacity=capacity,
                                        min_after_dequeue=min_after_dequeue, seed=seed1, seed2=seed2,
                                        shared_name=shared_name, name=name)
        super().__init__(dtypes, shapes, names, made)


class FIFOQueue(QueueBase):
    def __init__(self, capacity: Any, dtypes: Any, shapes: Any = None, names: Any = None, shared_name: Any = None,
                 name: Any = "fifo_queue") -> None:
        dtypes = type_list(dtypes)
        shapes = shape_list(shapes)
        names = _name_list(names, dtypes)
        made = gen.FIFOQueueV2(component_types=dtypes, shapes=shapes, capacity=capacity, shared_name=shared_name, name=name)
        super().__init__(dtypes, shapes, names, made)


class PaddingFIFOQueue(QueueBase):
    def __init__(self, capacity: Any, dtypes: Any, shapes: Any, names: Any = None, shared_name: Any = None,
                 name: Any = "padding_fifo_queue") -> None:
        dtypes = type_list(dtypes)
        found = shape_list(shapes, partial=True)
        names = _name_list(names, dtypes)
        if found is not None and len(dtypes) != len(found):
            raise ValueError(f"Shapes must be provided for all components, but received {len(dtypes)} dtypes and "
                             f"{len(found)} shapes.")
        made = gen.PaddingFIFOQueueV2(component_types=dtypes, shapes=found, capacity=capacity, shared_name=shared_name,
                                      name=name)
        super().__init__(dtypes, found, names, made)


class PriorityQueue(QueueBase):
    """The first component is the priority."""

    def __init__(self, capacity: Any, types: Any, shapes: Any = None, names: Any = None, shared_name: Any = None,
                 name: Any = "priority_queue") -> None:
        types = type_list(types)
        found = shape_list(shapes)
        if found is None:
            raise TypeError("Expected list for 'shapes' argument to 'priority_queue_v2' Op, not None.")
        made = gen.PriorityQueueV2(component_types=types, shapes=found, capacity=capacity, shared_name=shared_name,
                                   name=name)
        super().__init__([kinds.int64, *types], [TensorShape([]), *found] if found else None, names, made)
