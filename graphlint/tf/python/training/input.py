"""Producers of file names, numbers and slices by queues (training/input.py). Batches are in `input_batching`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.ops import (
    array_gather,
    array_shape,
    control_flow_ops,
    math_reduce,
    random_ops,
    variable_scope,
)
from graphlint.tf.python.ops.data_flow_queues import FIFOQueue
from graphlint.tf.python.ops.math_basic import cast
from graphlint.tf.python.summary import summary
from graphlint.tf.reexport import collect

from . import input_batching, queue_runner_impl

if TYPE_CHECKING:  # the checker does not see what `collect` puts here
    from .input_batching import *  # noqa: F403

collect(globals(), input_batching)


def match_filenames_once(pattern: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "matching_filenames", [pattern]) as scope:
        return variable_scope.variable(name=scope, initial_value=gen.MatchingFiles(pattern), trainable=False,
                                       validate_shape=False, collections=[ops.GraphKeys.LOCAL_VARIABLES])


def limit_epochs(tensor: Any, num_epochs: Any = None, name: Any = None) -> Any:
    if num_epochs is None:
        return tensor
    if not isinstance(num_epochs, Unknown) and num_epochs <= 0:
        raise ValueError(f"num_epochs must be > 0 not {num_epochs}.")
    with ops.name_scope(name, "limit_epochs", [tensor]) as scope:
        zero = constant_op.constant(0, dtypes.int64)
        epochs = variable_scope.variable(zero, name="epochs", trainable=False,
                                         collections=[ops.GraphKeys.LOCAL_VARIABLES])
        counter = epochs.count_up_to(num_epochs)
        with ops.control_dependencies([counter]):
            return array_shape.identity(tensor, scope)


def input_producer(input_tensor: Any, element_shape: Any = None, num_epochs: Any = None, shuffle: bool = True,
                   seed: Any = None, capacity: Any = 32, shared_name: Any = None, summary_name: Any = None,
                   name: Any = None, cancel_op: Any = None) -> FIFOQueue:
    with ops.name_scope(name, "input_producer", [input_tensor]):
        tensor = convert(input_tensor, name="input_tensor")
        element = from_dims(tensor.dims)[1:].merge_with(element_shape)
        if not element.is_fully_defined():
            raise ValueError("Either `input_tensor` must have a fully defined shape or `element_shape` must be specified")
        if shuffle:
            tensor = random_ops.random_shuffle(tensor, seed=seed)
        tensor = limit_epochs(tensor, num_epochs)
        queue = FIFOQueue(capacity, [tensor.dtype.base_dtype], [element], shared_name=shared_name, name=name)
        enqueue = queue.enqueue_many([tensor])
        queue_runner_impl.add_queue_runner(queue_runner_impl.QueueRunner(queue, [enqueue], cancel_op=cancel_op))
        if summary_name is not None:
            summary.scalar(summary_name, cast(queue.size(), dtypes.float32) * (1.0 / capacity))
        return queue


def string_input_producer(string_tensor: Any, num_epochs: Any = None, shuffle: bool = True, seed: Any = None,
                          capacity: Any = 32, shared_name: Any = None, name: Any = None, cancel_op: Any = None) -> FIFOQueue:
    missing = "string_input_producer requires a non-null input tensor"
    if not isinstance(string_tensor, (Tensor, Unknown)) and hasattr(string_tensor, "__len__") and not len(string_tensor):
        raise ValueError(missing)
    with ops.name_scope(name, "input_producer", [string_tensor]) as scope:
        tensor = convert(string_tensor, dtypes.string)
        some = control_flow_ops.Assert(gen.Greater(array_shape.size(tensor), 0), [missing])
        with ops.control_dependencies([some]):
            tensor = array_shape.identity(tensor)
        return input_producer(tensor, [], num_epochs, shuffle, seed, capacity, shared_name, f"fraction_of_{capacity}_full",
                              scope, cancel_op)


def range_input_producer(limit: Any, num_epochs: Any = None, shuffle: bool = True, seed: Any = None, capacity: Any = 32,
                         shared_name: Any = None, name: Any = None) -> FIFOQueue:
    with ops.name_scope(name, "input_producer", [limit]) as scope:
        numbers = math_reduce.range(limit)
        return input_producer(numbers, [], num_epochs, shuffle, seed, capacity, shared_name,
                              f"fraction_of_{capacity}_full", scope)


def slice_input_producer(tensor_list: Any, num_epochs: Any = None, shuffle: bool = True, seed: Any = None,
                         capacity: Any = 32, shared_name: Any = None, name: Any = None) -> list[Tensor]:
    with ops.name_scope(name, "input_producer", tensor_list):
        tensors = [ops.convert_to_tensor_or_indexed_slices(tensor) for tensor in tensor_list]
        if not tensors:
            raise ValueError("Expected at least one tensor in slice_input_producer().")
        shape: Any = array_shape.shape(tensors[0])
        queue = range_input_producer(shape[0], num_epochs, shuffle, seed, capacity, shared_name)
        index = queue.dequeue()
        return [array_gather.gather(tensor, index) for tensor in tensors]
