"""What dynamic, static and raw rnn share: batch size, layout, copying the state past the end of a sequence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape
from graphlint.tf.python.framework.tensor_util import constant_value
from graphlint.tf.python.util import nest

from . import array_ops, math_ops
from . import control_flow_util as util
from .control_flow_cond import cond
from .tensor_array_ops import TensorArray


def own_device(op: Any) -> Any:
    return op.device


def cache_variables(scope: Any) -> None:
    """Variables of an rnn are read once, on their own device, unless it stands in a loop itself."""
    loop = util.containing_while(stack.default_graph().control_flow_context)
    if loop is None and scope.caching_device is None:
        scope.set_caching_device(own_device)


def transpose_batch_time(x: Any) -> Any:
    """Swap the first two dims; what has less than two stays."""
    known = x.get_shape()
    if known.rank is not None and known.rank < 2:
        return x
    rank = array_ops.rank(x)
    swapped = array_ops.transpose(x, array_ops.concat(([1, 0], math_ops.range(2, rank)), axis=0))
    swapped.set_shape(TensorShape([known.dims[1], known.dims[0]]).concatenate(known[2:]))
    return swapped


def batch_size_of(flat_input: Any) -> Any:
    """The size of dim 1 of the first input that knows it, else a tensor of the first one's."""
    for tensor in flat_input:
        known = tensor.shape
        if known.rank is None:
            continue
        if known.rank < 2:
            raise ValueError(f"Expected input tensor {tensor} to have rank at least 2")
        size = known.dims[1].value
        if size is not None:
            return size
    shape = array_ops.shape(flat_input[0])
    size = shape[1]
    if stack.world.release.rnn_sizes_of_one_shape:
        shape[1]  # sliced again for another input, which stays unused
    return size


def state_dtype(explicit: Any, state: Any) -> Any:
    """The dtype asked for, else the one that all parts of the state have."""
    if explicit is not None:
        return explicit
    if not nest.is_nested(state):
        return state.dtype
    found = [part.dtype for part in nest.flatten(state)]
    if not found:
        raise ValueError("Unable to infer dtype from empty state.")
    if any(dtype != found[0] for dtype in found):
        raise ValueError("State has tensors of different inferred_dtypes. Unable to infer a single representative "
                         "dtype.")
    return found[0]


def static_shape(shape: Any) -> Any:
    return as_shape(constant_value(shape)) if isinstance(shape, Tensor) else shape


def initial_state(cell: Any, batch_size: Any, dtype: Any) -> Any:
    if getattr(cell, "get_initial_state", None) is not None:
        return cell.get_initial_state(inputs=None, batch_size=batch_size, dtype=dtype)
    return cell.zero_state(batch_size, dtype)


def is_keras_cell(cell: Any) -> bool:
    """A Keras layer that is no RNNCell takes its state as a list."""
    from graphlint.tf.python.ops.rnn_cell_impl import RNNCell  # noqa: PLC0415

    if isinstance(cell, RNNCell) or getattr(cell, "zero_state", None) is not None:
        return False
    return bool(getattr(cell, "_is_keras_layer", False)) or hasattr(cell, "add_weight")


class Step:
    """One step where sequences differ in length: past a sequence's end, output is zero and the state is copied."""

    def __init__(self, time: Any, sequence_length: Any, zero_output: Any, state: Any) -> None:
        self.time = time
        self.sequence_length = sequence_length
        self.zero_output = zero_output
        self.state = state
        self.flat_state = nest.flatten(state)
        self.flat_zero = nest.flatten(zero_output)
        self.ended = None
        if stack.default_graph().release.rnn_compares_time_once:
            self.ended = time >= sequence_length

    def _copied(self, old: Any, new: Any) -> Any:
        if isinstance(old, TensorArray) or old.shape.rank == 0:
            return new
        ended = self.time >= self.sequence_length if self.ended is None else self.ended
        with ops.colocate_with(new):
            return array_ops.where(ended, old, new)

    def _copied_all(self, output: list[Any], state: list[Any]) -> list[Any]:
        outputs = [self._copied(zero, new) for zero, new in zip(self.flat_zero, output, strict=False)]
        return outputs + [self._copied(old, new) for old, new in zip(self.flat_state, state, strict=False)]

    def _called(self, call_cell: Callable[[], Any]) -> tuple[list[Any], list[Any]]:
        output, state = call_cell()
        nest.assert_same_structure(self.zero_output, output)
        nest.assert_same_structure(self.state, state)
        new_state = nest.flatten(state)
        return nest.flatten(output), new_state

    def always(self, call_cell: Callable[[], Any]) -> tuple[Any, Any]:
        """Call the cell and copy, without asking."""
        return self._packed(self._copied_all(*self._called(call_cell)))

    def guarded(self, call_cell: Callable[[], Any], shortest: Any, longest: Any) -> tuple[Any, Any]:
        """Call the cell only where a sequence goes on, copy only where one has ended."""

        def copy_some() -> Any:
            output, state = self._called(call_cell)
            return cond(self.time < shortest, lambda: output + state, lambda: self._copied_all(output, state))

        return self._packed(cond(self.time >= longest, lambda: self.flat_zero + self.flat_state, copy_some))

    def _packed(self, found: list[Any]) -> tuple[Any, Any]:
        outputs, states = found[: len(self.flat_zero)], found[len(self.flat_zero) :]
        for new, old in zip(outputs, self.flat_zero, strict=False):
            new.set_shape(old.get_shape())
        for new, old in zip(states, self.flat_state, strict=False):
            if not isinstance(new, TensorArray):
                new.set_shape(old.get_shape())
        return nest.pack_sequence_as(self.zero_output, outputs), nest.pack_sequence_as(self.state, states)
