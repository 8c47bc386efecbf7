"""Recurrent layers of one fused op for GPUs (keras/layers/cudnn_recurrent.py)."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.keras import backend_math, constraints, initializers, regularizers
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.ops import array_ops, state_ops

from .recurrent import RNN

_Cell = exposed(namedtuple("_Cell", "state_size"))


class _CuDNNRNN(RNN):
    """A layer whose weights are joined into one vector of parameters."""

    _gates = 0

    def __init__(self, units: Any, kernel_initializer: Any = "glorot_uniform", recurrent_initializer: Any = "orthogonal",
                 bias_initializer: Any = "zeros", kernel_regularizer: Any = None, recurrent_regularizer: Any = None,
                 bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None,
                 recurrent_constraint: Any = None, bias_constraint: Any = None, return_sequences: Any = False,
                 return_state: Any = False, go_backwards: Any = False, stateful: Any = False, time_major: Any = False,
                 **kwargs: Any) -> None:
        self.units = units
        Layer.__init__(self, **kwargs)
        self.cell = _Cell(self._state_size(units))
        self.return_sequences, self.return_state = return_sequences, return_state
        self.go_backwards, self.stateful, self.time_major = go_backwards, stateful, time_major
        self.supports_masking = False
        self.input_spec = [InputSpec(ndim=3)]
        object.__setattr__(self, "_states", None)
        self._vector_shape = constant_op.constant([-1])
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.recurrent_regularizer = regularizers.get(recurrent_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.recurrent_constraint = constraints.get(recurrent_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def _state_size(self, units: Any) -> Any:
        return units

    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        size = as_shape(input_shape[0] if isinstance(input_shape, list) else input_shape).as_list()[-1]
        width = self.units * self._gates
        self.kernel = self.add_weight(shape=(size, width), name="kernel", initializer=self.kernel_initializer,
                                      regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.recurrent_kernel = self.add_weight(
            shape=(self.units, width), name="recurrent_kernel", initializer=self.recurrent_initializer,
            regularizer=self.recurrent_regularizer, constraint=self.recurrent_constraint)
        self.bias = self.add_weight(shape=(width * 2,), name="bias", initializer=self._first_bias(),
                                    regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.built = True

    def _first_bias(self) -> Any:
        return self.bias_initializer

    def call(self, inputs: Any, mask: Any = None, training: Any = None, initial_state: Any = None) -> Any:  # type: ignore[override]
        """ValueError for a mask: the op has none."""
        if mask[0] if isinstance(mask, list) else mask is not None:
            raise ValueError("Masking is not supported for CuDNN RNNs.")
        if isinstance(inputs, list):
            initial_state, inputs = inputs[1:], inputs[0]
        elif initial_state is None:
            initial_state = self.states if self.stateful else self.get_initial_state(inputs)
        if len(initial_state) != len(self.states):
            raise ValueError(f"Layer has {len(self.states)} states but was passed {len(initial_state)} initial states.")
        if self.go_backwards:
            inputs = backend_math.reverse(inputs, 1)
        output, states = self._run(inputs, initial_state)
        if self.stateful:
            self.add_update([state_ops.assign(own, new) for own, new in zip(self.states, states, strict=True)])
        return [output, *states] if self.return_state else output

    def _run(self, inputs: Any, initial_state: Any) -> tuple[Any, list[Any]]:
        if not self.time_major:
            inputs = array_ops.transpose(inputs, perm=(1, 0, 2))
        first = [array_ops.expand_dims(one, axis=0) for one in initial_state]
        outputs, *states = self._op(inputs, first, self._parameters())
        if self.stateful or self.return_state:
            states = [one[0] for one in states]
        if not self.return_sequences:
            return outputs[-1], states
        return outputs if self.time_major else array_ops.transpose(outputs, perm=(1, 0, 2)), states

    def _op(self, inputs: Any, first: list[Any], parameters: Any) -> tuple[Any, ...]:
        raise NotImplementedError

    def _parameters(self) -> Any:
        weights = [self._gate(one, gate) for one in (self.kernel, self.recurrent_kernel) for gate in self._order()]
        biases = [self._bias_of(half * self._gates + gate) for half in (0, 1) for gate in self._order()]
        weights = [array_ops.reshape(one, self._vector_shape) for one in weights]
        biases = [array_ops.reshape(one, self._vector_shape) for one in biases]
        return array_ops.concat(weights + biases, axis=0)

    def _order(self) -> tuple[int, ...]:
        return tuple(range(self._gates))

    def _gate(self, weights: Any, gate: int) -> Any:
        return weights[:, _part(gate, self._gates, self.units)]

    def _bias_of(self, part: int) -> Any:
        return self.bias[_part(part, 2 * self._gates, self.units)]


def _part(number: int, count: int, units: Any) -> slice:
    """The columns of one gate; TensorFlow leaves out the first beginning and the last end."""
    return slice(number * units if number else None, (number + 1) * units if number + 1 < count else None)


class CuDNNGRU(_CuDNNRNN):
    _gates = 3

    def _order(self) -> tuple[int, ...]:
        return (1, 0, 2)

    def _op(self, inputs: Any, first: list[Any], parameters: Any) -> tuple[Any, ...]:
        found = gen.CudnnRNNV2(inputs, first[0], 0, parameters, is_training=True, rnn_mode="gru")
        return found[0], found[1]


class CuDNNLSTM(_CuDNNRNN):
    _gates = 4

    def __init__(self, units: Any, kernel_initializer: Any = "glorot_uniform", recurrent_initializer: Any = "orthogonal",
                 bias_initializer: Any = "zeros", unit_forget_bias: Any = True, *args: Any, **kwargs: Any) -> None:
        super().__init__(units, kernel_initializer, recurrent_initializer, bias_initializer, *args, **kwargs)
        self.unit_forget_bias = unit_forget_bias

    def _state_size(self, units: Any) -> Any:
        return units, units

    def _first_bias(self) -> Any:
        if not self.unit_forget_bias:
            return self.bias_initializer
        units, given = self.units, self.bias_initializer

        def first_bias(_: Any, *args: Any, **kwargs: Any) -> Any:
            ones = initializers.get("ones")
            return array_ops.concat([given((units * 5,), *args, **kwargs), ones((units,), *args, **kwargs),
                                     given((units * 2,), *args, **kwargs)], axis=0)

        return first_bias

    def _op(self, inputs: Any, first: list[Any], parameters: Any) -> tuple[Any, ...]:
        found = gen.CudnnRNNV2(inputs, first[0], first[1], parameters, is_training=True)
        return found[0], found[1], found[2]
