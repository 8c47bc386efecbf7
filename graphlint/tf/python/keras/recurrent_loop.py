"""K.rnn: a step function over time, unrolled or in a while loop (keras/backend.py). Constants of the steps are not modelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.ops import array_constants, array_joining, array_ops, array_shape, control_flow_ops, math_basic
from graphlint.tf.python.ops.tensor_array_ops import TensorArray
from graphlint.tf.python.util import nest

Step = Callable[[Any, tuple[Any, ...]], tuple[Any, Any]]


def _swapped(value: Any) -> Any:
    axes = list(range(len(value.shape)))
    axes[0], axes[1] = 1, 0
    return array_shape.transpose(value, axes)


def _expanded(mask: Any, value: Any, fixed: int = 1) -> Any:
    """A mask of time steps spread over the other dims of a value."""
    for _ in range(len(value.shape) - len(mask.shape)):
        mask = array_shape.expand_dims(mask, -1)
    return array_ops.tile(mask, [1] * fixed + value.shape.as_list()[fixed:])  # type: ignore[attr-defined]


def _where(mask: Any, new: Any, old: Any) -> Any:
    return array_ops.where(mask, new, old)  # type: ignore[attr-defined]


def rnn(step_function: Step, inputs: Any, initial_states: Any, go_backwards: bool = False, mask: Any = None,
        constants: Any = None, unroll: bool = False, input_length: Any = None, time_major: bool = False,
        zero_output_for_mask: bool = False) -> tuple[Any, Any, Any]:
    if constants:
        raise NotImplementedError("constants of a Keras rnn are not modelled")
    if not time_major:
        inputs = _swapped(inputs)
    shape = from_dims(inputs.dims)
    steps: Any = array_shape.shape(inputs)[0]  # type: ignore[index]
    shape.with_rank_at_least(3)
    if mask is not None:
        mask = mask if mask.dtype is dtypes.bool_ else math_basic.cast(mask, dtypes.bool_)
        mask = array_shape.expand_dims(mask, -1) if len(mask.shape) == 2 else mask
        mask = mask if time_major else _swapped(mask)
    if unroll:
        if not shape[0].value:
            raise ValueError("Unrolling requires a fixed number of timesteps.")
        last, outputs, states = _unrolled(step_function, inputs, initial_states, go_backwards, mask, zero_output_for_mask)
    else:
        loop = _Loop(step_function, inputs, initial_states, steps, go_backwards, mask, zero_output_for_mask, input_length)
        last, outputs, states = loop.run()
    found = from_dims(outputs.dims).as_list()
    outputs.set_shape([shape[0], shape[1], *found[2:]])
    return last, outputs if time_major else _swapped(outputs), states


def _unrolled(step: Step, inputs: Any, initial_states: Any, backwards: bool, mask: Any,
              zero_output: bool) -> tuple[Any, Any, Any]:
    values = array_joining.unstack(inputs)
    masks: list[Any] = [None] * len(values) if mask is None else list(array_joining.unstack(mask))
    if backwards:
        values, masks = list(reversed(values)), list(reversed(masks))
    states: Any = tuple(initial_states)
    outputs: list[Any] = []
    for value, one in zip(values, masks, strict=True):
        output, new_states = step(value, tuple(states))
        if one is not None:
            tiled = _expanded(one, output)
            before = outputs[-1] if outputs else array_constants.zeros_like(output)
            output = _where(tiled, output, before)
            new_states = [_where(_expanded(one, new), new, old) for old, new in zip(states, new_states, strict=True)]
        states = new_states
        outputs.append(output)
    last, whole = outputs[-1], array_joining.stack(outputs)
    if mask is not None and zero_output:
        last = _where(_expanded(masks[-1], last), last, array_constants.zeros_like(last))
        whole = _where(_expanded(mask, whole, 2), whole, array_constants.zeros_like(whole))
    return last, whole, states


class _Loop:
    """The while loop over time."""

    def __init__(self, step: Step, inputs: Any, initial_states: Any, steps: Any, backwards: bool, mask: Any,
                 zero_output: bool, input_length: Any) -> None:
        self.step, self.steps, self.zero_output = step, steps, zero_output
        self.states, self.initial = tuple(initial_states), initial_states
        self.input_length = input_length
        arrays = TensorArray(dtype=inputs.dtype, size=steps, tensor_array_name="input_ta_0")
        self.values = arrays.unstack(_reversed(inputs) if backwards else inputs)
        first, _ = step(inputs[0], self.states)
        self.outputs = TensorArray(dtype=first.dtype, size=steps, element_shape=from_dims(first.dims),
                                   tensor_array_name="output_ta_0")
        self.time = constant_op.constant(0, dtype="int32", name="time")
        self.masks: Any = None
        if mask is not None:
            if not self.states:
                raise ValueError("No initial states provided! When using masking in an RNN, you should provide initial states "
                                 "(and your step function should return as its first state at time `t` the output at time "
                                 "`t-1`).")
            mask = _reversed(mask) if backwards else mask
            self.masks = TensorArray(dtype=dtypes.bool_, size=steps, tensor_array_name="mask_ta").unstack(mask)
            self.zero = array_constants.zeros_like(first)

    def run(self) -> tuple[Any, Any, Any]:
        masked = self.masks is not None
        variables = (self.time, (self.outputs,), *(((self.zero,),) if masked else ()), *self.states)
        found = control_flow_ops.while_loop(
            cond=lambda time, *_: time < self.steps, body=self._masked if masked else self._plain, loop_vars=variables,
            maximum_iterations=self.input_length, parallel_iterations=32, swap_memory=True)
        whole = found[1][0].stack()
        return whole[-1], whole, list(found[3 if masked else 2 :])

    def _new_states(self, new_states: Any, states: tuple[Any, ...]) -> list[Any]:
        flat = nest.flatten(new_states)
        for state, new in zip(nest.flatten(states), flat, strict=True):
            if isinstance(new, Tensor):
                new.set_shape(from_dims(state.dims))  # type: ignore[attr-defined]
        return flat

    def _plain(self, time: Any, arrays: Any, *states: Any) -> tuple[Any, ...]:
        output, new_states = self.step(self.values.read(time), tuple(states))
        flat = self._new_states(new_states, states)
        written = arrays[0].write(time, output)
        packed = nest.pack_sequence_as(self.initial, flat)
        return (time + 1, (written,), *packed)

    def _masked(self, time: Any, arrays: Any, before: Any, *states: Any) -> tuple[Any, ...]:
        value = self.values.read(time)
        mask = self.masks.read(time)
        output, new_states = self.step(value, tuple(states))
        output = _where(_expanded(mask, output), output, self.zero if self.zero_output else before[0])
        flat = self._new_states(new_states, states)
        old = nest.flatten(states)
        tiled = [_expanded(mask, state) for state in old]
        flat = [_where(one, new, state) for one, new, state in zip(tiled, flat, old, strict=True)]
        written = arrays[0].write(time, output)
        return (time + 1, (written,), (output,), *nest.pack_sequence_as(new_states, flat))


def _reversed(value: Any) -> Any:
    return array_ops.reverse_v2(value, [0])  # type: ignore[attr-defined]
