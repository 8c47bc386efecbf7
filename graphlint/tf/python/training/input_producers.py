"""Queues filled with the elements of a tensor (training/input.py, first half)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes as kinds
from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.ops import (
    array_ops,
    control_flow_ops,
    data_flow_ops,
    io_ops,
    math_ops,
    random_ops,
    variables,
)
from graphlint.tf.python.ops.math_basic import queue_cast
from graphlint.tf.python.summary import summary

from .queue_runner_impl import QueueRunner, add_queue_runner

_variable: Any = variables.VariableV1


def match_filenames_once(pattern: Any, name: Any = None) -> Any:
    collections = [GraphKeys.LOCAL_VARIABLES] if stack.world.release.local_filename_variables else None
    with ops.name_scope(name, "matching_filenames", [pattern]) as scope:
        return _variable(initial_value=io_ops.matching_files(pattern), trainable=False, name=scope,
                                    collections=collections, validate_shape=False)


def limit_epochs(tensor: Any, num_epochs: Any = None, name: Any = None) -> Any:
    """ValueError for less than one epoch."""
    if num_epochs is None:
        return tensor
    if not isinstance(num_epochs, Unknown) and num_epochs <= 0:
        raise ValueError(f"num_epochs must be > 0 not {num_epochs}.")
    with ops.name_scope(name, "limit_epochs", [tensor]) as scope:
        zero = constant_op.constant(0, dtype=kinds.int64)
        epochs = _variable(zero, trainable=False, name="epochs", collections=[GraphKeys.LOCAL_VARIABLES])
        with ops.control_dependencies([epochs.count_up_to(num_epochs)]):
            return array_ops.identity(tensor, name=scope)


def summarize_share(name: str, count: Any, most: Any) -> None:
    """The summary of how full a queue is."""
    summary.scalar(name, queue_cast(count, kinds.float32) * (1.0 / most))


def input_producer(input_tensor: Any, element_shape: Any = None, num_epochs: Any = None, shuffle: Any = True,
                   seed: Any = None, capacity: Any = 32, shared_name: Any = None, summary_name: Any = None,
                   name: Any = None, cancel_op: Any = None) -> Any:
    """A queue of the rows of a tensor. ValueError where their shape isn't known."""
    with ops.name_scope(name, "input_producer", [input_tensor]):
        rows: Any = convert(input_tensor, None, "input_tensor")
        element_shape = from_dims(rows.dims)[1:].merge_with(element_shape)
        if not element_shape.is_fully_defined():
            raise ValueError("Either `input_tensor` must have a fully defined shape or `element_shape` must be specified")
        if shuffle:
            rows = random_ops.random_shuffle(rows, seed=seed)
        rows = limit_epochs(rows, num_epochs)
        queue = data_flow_ops.FIFOQueue(capacity=capacity, dtypes=[rows.dtype.base_dtype], shapes=[element_shape],
                                        shared_name=shared_name, name=name)
        add_queue_runner(QueueRunner(queue, [queue.enqueue_many([rows])], cancel_op=cancel_op))
        if summary_name is not None:
            summarize_share(summary_name, queue.size(), capacity)
        return queue


def string_input_producer(string_tensor: Any, num_epochs: Any = None, shuffle: Any = True, seed: Any = None,
                          capacity: Any = 32, shared_name: Any = None, name: Any = None, cancel_op: Any = None) -> Any:
    """A queue of strings. ValueError for none at all."""
    refusal = "string_input_producer requires a non-null input tensor"
    if not isinstance(string_tensor, (Tensor, Unknown)) and not string_tensor:
        raise ValueError(refusal)
    with ops.name_scope(name, "input_producer", [string_tensor]) as scope:
        strings = convert(string_tensor, kinds.string)
        some = control_flow_ops.Assert(math_ops.greater(array_ops.size(strings), 0), [refusal])
        with ops.control_dependencies([some]):
            strings = array_ops.identity(strings)
        return input_producer(strings, element_shape=[], num_epochs=num_epochs, shuffle=shuffle, seed=seed,
                              capacity=capacity, shared_name=shared_name, name=scope,
                              summary_name=f"fraction_of_{capacity}_full", cancel_op=cancel_op)


def range_input_producer(limit: Any, num_epochs: Any = None, shuffle: Any = True, seed: Any = None, capacity: Any = 32,
                         shared_name: Any = None, name: Any = None) -> Any:
    with ops.name_scope(name, "input_producer", [limit]) as scope:
        names = (f"fraction_of_{capacity}_full", scope)
        return input_producer(math_ops.range(limit), [], num_epochs, shuffle, seed, capacity, shared_name,
                              *(names if stack.world.release.range_producer_named else reversed(names)))


def slice_input_producer(tensor_list: Any, num_epochs: Any = None, shuffle: Any = True, seed: Any = None,
                         capacity: Any = 32, shared_name: Any = None, name: Any = None) -> list[Any]:
    """One row at a time of each tensor. ValueError for no tensors."""
    with ops.name_scope(name, "input_producer", tensor_list):
        tensors = [ops.convert_to_tensor_or_indexed_slices(value) for value in tensor_list]
        if not tensors:
            raise ValueError("Expected at least one tensor in slice_input_producer().")
        sizes: Any = array_ops.shape(tensors[0])
        queue = range_input_producer(sizes[0], num_epochs=num_epochs, shuffle=shuffle, seed=seed, capacity=capacity,
                                     shared_name=shared_name)
        index = queue.dequeue()
        return [array_ops.gather(tensor, index) for tensor in tensors]
