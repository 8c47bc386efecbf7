"""tf.nn.static_rnn and its relatives (ops/rnn.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import dimension_at_index, unknown_shape
from graphlint.tf.python.util import nest

from . import array_ops, math_ops, rnn_steps
from . import variable_scope as vs
from .rnn_states import assert_like_rnncell, concat_shape


def static_rnn(cell: Any, inputs: Any, initial_state: Any = None, dtype: Any = None, sequence_length: Any = None,
               scope: Any = None) -> Any:
    """A cell over a list of inputs, unrolled; (list of outputs, last state)."""
    assert_like_rnncell("cell", cell)
    _check_inputs(inputs)
    outputs = []
    with vs.variable_scope(scope or "rnn") as var_scope:
        rnn_steps.cache_variables(var_scope)
        fixed, batch_size = _batch_size(inputs)
        state = initial_state
        if state is None:
            if not dtype:
                raise ValueError("If no initial_state is provided, dtype must be specified")
            state = rnn_steps.initial_state(cell, batch_size, dtype)
        lengths = None
        if sequence_length is not None:
            lengths = _Lengths(cell, sequence_length, batch_size, fixed, rnn_steps.state_dtype(dtype, state))
        keras_cell = rnn_steps.is_keras_cell(cell)
        if keras_cell and not nest.is_nested(state):
            state = [state]
        for time, value in enumerate(inputs):
            if time > 0:
                var_scope.reuse_variables()

            def call_cell(value: Any = value, state: Any = state) -> Any:
                return cell(value, state)

            output, state = call_cell() if lengths is None else lengths.step(time, state, call_cell)
            outputs.append(output)
        return outputs, state[0] if keras_cell and len(state) == 1 else state


def _check_inputs(inputs: Any) -> None:
    if not nest.is_nested(inputs):
        raise TypeError("inputs must be a sequence")
    if not inputs:
        raise ValueError("inputs must not be empty")


def _batch_size(inputs: Any) -> tuple[Any, Any]:
    """(the Dimension that all inputs share, its number or a tensor)."""
    first = inputs
    while nest.is_nested(first):
        first = first[0]
    if first.get_shape().rank == 1:
        fixed = first.get_shape().with_rank_at_least(1)[0]
    else:
        fixed = first.get_shape().with_rank_at_least(2).dims[0]
        for tensor in nest.flatten(inputs):
            shape = tensor.get_shape().with_rank_at_least(2)
            fixed.merge_with(dimension_at_index(shape, 0))
            for i, size in enumerate(shape[1:].dims):
                if size.value is None:
                    raise ValueError(f"Input size (dimension {i} of inputs) must be accessible via shape inference, "
                                     "but saw value None.")
    return fixed, fixed.value if fixed.value else array_ops.shape(first)[0]


class _Lengths:
    """The lengths of the sequences, and the zeros that stand for outputs past their ends."""

    def __init__(self, cell: Any, sequence_length: Any, batch_size: Any, fixed: Any, dtype: Any) -> None:
        lengths = convert(sequence_length, name="sequence_length")
        if lengths.get_shape().rank not in (None, 1):  # type: ignore[attr-defined]
            raise ValueError("sequence_length must be a vector of length batch_size")

        def zeros(size: Any) -> Any:
            found = array_ops.zeros(array_ops.stack(concat_shape(batch_size, size)), dtype)
            found.set_shape(concat_shape([fixed], size, static=True))
            return found

        size = cell.output_size
        self.zero_output = nest.pack_sequence_as(size, [zeros(part) for part in nest.flatten(size)])
        self.lengths = math_ops.cast(lengths, "int32")
        self.shortest = math_ops.reduce_min_v1(self.lengths)
        self.longest = math_ops.reduce_max_v1(self.lengths)

    def step(self, time: int, state: Any, call_cell: Any) -> tuple[Any, Any]:
        step = rnn_steps.Step(time, self.lengths, self.zero_output, state)
        return step.guarded(call_cell, self.shortest, self.longest)


def static_state_saving_rnn(cell: Any, inputs: Any, state_saver: Any, state_name: Any, sequence_length: Any = None,
                            scope: Any = None) -> Any:
    """static_rnn whose state is kept by a saver between runs."""
    size = cell.state_size
    nested = nest.is_nested(size)
    if nested != nest.is_nested(state_name):
        raise ValueError("state_name should be the same type as cell.state_size.  "
                         f"state_name: {state_name}, cell.state_size: {size}")
    if nested:
        names = nest.flatten(state_name)
        count = len(nest.flatten(size))
        if len(names) != count:
            raise ValueError(f"#elems(state_name) != #elems(state_size): {len(names)} vs. {count}")
        first = nest.pack_sequence_as(size, [state_saver.state(name) for name in names])
    else:
        first = state_saver.state(state_name)
    outputs, state = static_rnn(cell, inputs, initial_state=first, sequence_length=sequence_length, scope=scope)
    flat = nest.flatten(state)
    saved = [state_saver.save_state(name, part) for name, part in zip(nest.flatten(state_name), flat, strict=False)]
    with ops.control_dependencies(saved):
        outputs[-1] = nest.map_structure(array_ops.identity, outputs[-1])
        state = nest.map_structure(array_ops.identity, state)
    return outputs, state


def static_bidirectional_rnn(cell_fw: Any, cell_bw: Any, inputs: Any, initial_state_fw: Any = None,
                             initial_state_bw: Any = None, dtype: Any = None, sequence_length: Any = None,
                             scope: Any = None) -> Any:
    """One static rnn forward, one backward; outputs are concatenated."""
    assert_like_rnncell("cell_fw", cell_fw)
    assert_like_rnncell("cell_bw", cell_bw)
    _check_inputs(inputs)
    with vs.variable_scope(scope or "bidirectional_rnn"):
        with vs.variable_scope("fw") as fw_scope:
            output_fw, state_fw = static_rnn(cell_fw, inputs, initial_state_fw, dtype, sequence_length, scope=fw_scope)
        with vs.variable_scope("bw") as bw_scope:
            reversed_inputs = _reversed(inputs, sequence_length)
            output, state_bw = static_rnn(cell_bw, reversed_inputs, initial_state_bw, dtype, sequence_length,
                                          scope=bw_scope)
    output_bw = _reversed(output, sequence_length)
    pairs = zip(nest.flatten(output_fw), nest.flatten(output_bw), strict=True)
    outputs = nest.pack_sequence_as(output_fw, [array_ops.concat([fw, bw], 1) for fw, bw in pairs])
    return outputs, state_fw, state_bw


def _reversed(sequence: Any, lengths: Any) -> list[Any]:
    if lengths is None:
        return list(reversed(sequence))
    results: list[list[Any]] = [[] for _ in sequence]
    for parts in zip(*[nest.flatten(value) for value in sequence], strict=True):
        shape = unknown_shape(rank=parts[0].get_shape().rank)
        for part in parts:
            shape.merge_with(part.get_shape())
            part.set_shape(shape)
        joined = array_ops.stack(parts)
        for found, result in zip(array_ops.unstack(array_ops.reverse_sequence(joined, lengths, 0, 1)), results,
                                 strict=False):
            found.set_shape(shape)
            result.append(found)
    return [nest.pack_sequence_as(value, flat) for value, flat in zip(sequence, results, strict=True)]
