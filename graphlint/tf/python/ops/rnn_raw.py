"""tf.nn.raw_rnn (ops/rnn.py): a loop over time whose inputs and end the caller's function decides."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, dimension_at_index
from graphlint.tf.python.util import nest

from . import array_ops, math_ops, rnn_steps
from . import variable_scope as vs
from .control_flow_while import while_loop
from .rnn_states import assert_like_rnncell, concat_shape
from .tensor_array_ops import TensorArray


def raw_rnn(cell: Any, loop_fn: Any, parallel_iterations: Any = None, swap_memory: bool = False,
            scope: Any = None) -> Any:
    """(array of outputs, last state, last loop state)."""
    assert_like_rnncell("cell", cell)
    if not callable(loop_fn):
        raise TypeError("loop_fn must be a callable")
    with vs.variable_scope(scope or "rnn") as var_scope:
        rnn_steps.cache_variables(var_scope)
        time = constant_op.constant(0, dtype="int32")
        finished, first_input, initial_state, emitted, first_loop_state = loop_fn(time, None, None, None)
        flat_input = nest.flatten(first_input)
        loop_state = constant_op.constant(0, dtype="int32") if first_loop_state is None else first_loop_state
        shapes = [tensor.get_shape() for tensor in flat_input]
        batch_dim = dimension_at_index(shapes[0], 0)
        for shape in shapes:
            batch_dim.merge_with(dimension_at_index(shape, 0))
        batch_size = batch_dim.value
        if batch_size is None:
            batch_size = array_ops.shape(flat_input[0])[0]
        nest.assert_same_structure(initial_state, cell.state_size)
        flat_state = [convert(part) for part in nest.flatten(initial_state)]
        state = nest.pack_sequence_as(initial_state, flat_state)
        arrays, zeros = _emitted(cell, emitted, batch_size, batch_dim, flat_state[0].dtype)
        loop = _Loop(cell, loop_fn, zeros)
        returned = while_loop(loop.goes_on, loop.step, swap_memory=swap_memory,
                              loop_vars=[time, finished, first_input, arrays, state, loop_state],
                              parallel_iterations=parallel_iterations or 32)
        arrays, final_state, final_loop_state = returned[-3:]
        return arrays, final_state, None if first_loop_state is None else final_loop_state


def _emitted(cell: Any, structure: Any, batch_size: Any, batch_dim: Any, dtype: Any) -> tuple[Any, Any]:
    """(arrays, zeros) in the structure of what each step emits."""
    if structure is not None:
        flat = nest.flatten(structure)
        sizes = [emit.shape if emit.shape.is_fully_defined() else array_ops.shape(emit) for emit in flat]
        dtypes = [emit.dtype for emit in flat]
    else:
        structure = cell.output_size
        sizes = nest.flatten(structure)
        dtypes = [dtype] * len(sizes)
    arrays = [
        TensorArray(dtype=kind, dynamic_size=True, size=0, name=f"rnn_output_{i}",
                    element_shape=TensorShape([batch_dim]).concatenate(rnn_steps.static_shape(size)))
        for i, (kind, size) in enumerate(zip(dtypes, sizes, strict=True))]
    zeros = [array_ops.zeros(concat_shape(batch_size, size), kind)
             for size, kind in zip(sizes, dtypes, strict=True)]
    return nest.pack_sequence_as(structure, arrays), nest.pack_sequence_as(structure, zeros)


class _Loop:
    """The condition and the body of the loop."""

    def __init__(self, cell: Any, loop_fn: Any, zeros: Any) -> None:
        self.cell = cell
        self.loop_fn = loop_fn
        self.zeros = zeros

    def goes_on(self, time: Any, finished: Any, *_: Any) -> Any:
        return math_ops.logical_not(math_ops.reduce_all_v1(finished))

    def step(self, time: Any, finished: Any, current: Any, arrays: Any, state: Any, loop_state: Any) -> Any:
        output, cell_state = self.cell(current, state)
        nest.assert_same_structure(state, cell_state)
        nest.assert_same_structure(self.cell.output_size, output)
        next_time = time + 1
        done, next_input, next_state, emitted, next_loop_state = self.loop_fn(next_time, output, cell_state, loop_state)
        nest.assert_same_structure(state, next_state)
        nest.assert_same_structure(current, next_input)
        nest.assert_same_structure(arrays, emitted)
        loop_state = loop_state if next_loop_state is None else next_loop_state
        emitted = _copied(finished, self.zeros, emitted)
        next_state = _copied(finished, state, next_state)
        arrays = nest.map_structure(lambda array, value: array.write(time, value), arrays, emitted)
        finished = math_ops.logical_or(finished, done)
        return next_time, finished, next_input, arrays, next_state, loop_state


def _copied(finished: Any, old: Any, new: Any) -> Any:
    def choose(before: Any, after: Any) -> Any:
        if isinstance(before, TensorArray) or before.shape.rank == 0:
            return after
        with ops.colocate_with(after):
            return array_ops.where(finished, before, after)

    return nest.map_structure(choose, old, new)
