"""Indy cells, whose units see only their own state, and PhasedLSTM (contrib/rnn/python/ops/rnn_cell.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops, random_ops
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.rnn_cell_impl import LayerRNNCell, LSTMStateTuple, RNNCell

from .core_rnn_cell import Linear
from .gated_cells import depth_of


class _Indy(LayerRNNCell):
    """Arguments that both Indy cells take."""

    _num_units: Any
    _kernel_initializer: Any
    _bias_initializer: Any

    @property
    def output_size(self) -> Any:
        return self._num_units

    def _matrix(self, name: str, depth: Any, size: Any) -> Any:
        return self.add_variable(name, shape=[depth, size], initializer=self._kernel_initializer)

    def _row(self, name: str, size: Any) -> Any:
        return self.add_variable(name, shape=[1, size],
                                 initializer=init_ops.RandomUniform(minval=-1, maxval=1, dtype=self.dtype))

    def _vector(self, name: str, size: Any, default: Any) -> Any:
        given = self._bias_initializer
        return self.add_variable(name, shape=[size], initializer=default if given is None else given)


class IndyGRUCell(_Indy):
    """A GRU of independent units."""

    def __init__(self, num_units: Any, activation: Any = None, reuse: Any = None, kernel_initializer: Any = None,
                 bias_initializer: Any = None, name: Any = None, dtype: Any = None) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._activation = activation or math_ops.tanh
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    @property
    def state_size(self) -> Any:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        depth, units = depth_of(inputs_shape), self._num_units
        self._gate_kernel_w = self._matrix("gates/kernel_w", depth, 2 * units)
        self._gate_kernel_u = self._row("gates/kernel_u", 2 * units)
        self._gate_bias = self._vector("gates/bias", 2 * units, init_ops.Constant(1.0, dtype=self.dtype))
        self._candidate_kernel_w = self._matrix("candidate/kernel", depth, units)
        self._candidate_kernel_u = self._row("candidate/kernel_u", units)
        self._candidate_bias = self._vector("candidate/bias", units, init_ops.Zeros(dtype=self.dtype))
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:
        gates = math_ops.matmul(inputs, self._gate_kernel_w) + array_ops.tile(state, [1, 2]) * self._gate_kernel_u
        value = math_ops.sigmoid(nn_ops.bias_add(gates, self._gate_bias))
        r, u = array_ops.split(value=value, num_or_size_splits=2, axis=1)
        r_state = r * state
        candidate = math_ops.matmul(inputs, self._candidate_kernel_w) + r_state * self._candidate_kernel_u
        c = self._activation(nn_ops.bias_add(candidate, self._candidate_bias))
        new_state = u * state + (1 - u) * c
        return new_state, new_state


class IndyLSTMCell(_Indy):
    """An LSTM of independent units."""

    def __init__(self, num_units: Any, forget_bias: Any = 1.0, activation: Any = None, reuse: Any = None,
                 kernel_initializer: Any = None, bias_initializer: Any = None, name: Any = None,
                 dtype: Any = None) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._activation = activation or math_ops.tanh
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    @property
    def state_size(self) -> Any:
        return LSTMStateTuple(self._num_units, self._num_units)

    def build(self, inputs_shape: Any) -> None:
        depth, units = depth_of(inputs_shape), self._num_units
        self._kernel_w = self._matrix("kernel_w", depth, 4 * units)
        self._kernel_u = self._row("kernel_u", 4 * units)
        self._bias = self._vector("bias", 4 * units, init_ops.Zeros(dtype=self.dtype))
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:
        sigmoid, add, multiply = math_ops.sigmoid, math_ops.add, math_ops.multiply
        one = constant_op.constant(1, dtype="int32")
        c, h = state
        gates = math_ops.matmul(inputs, self._kernel_w)
        gates += array_ops.tile(h, [1, 4]) * self._kernel_u
        gates = nn_ops.bias_add(gates, self._bias)
        i, j, f, o = array_ops.split(value=gates, num_or_size_splits=4, axis=one)
        forget_bias = constant_op.constant(self._forget_bias, dtype=f.dtype)
        new_c = add(multiply(c, sigmoid(add(f, forget_bias))), multiply(sigmoid(i), self._activation(j)))
        new_h = multiply(self._activation(new_c), sigmoid(o))
        return new_h, LSTMStateTuple(new_c, new_h)


class PhasedLSTMCell(RNNCell):
    """An LSTM whose gates open in phases of time."""

    def __init__(self, num_units: Any, use_peepholes: bool = False, leak: Any = 0.001, ratio_on: Any = 0.1,
                 trainable_ratio_on: bool = True, period_init_min: Any = 1.0, period_init_max: Any = 1000.0,
                 reuse: Any = None) -> None:
        super().__init__(_reuse=reuse, autocast=False)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._leak = leak
        self._ratio_on = ratio_on
        self._trainable_ratio_on = trainable_ratio_on
        self._period_range = period_init_min, period_init_max
        self._reuse = reuse
        self._maps: dict[str, Linear] = {}

    @property
    def state_size(self) -> Any:
        return LSTMStateTuple(self._num_units, self._num_units)

    @property
    def output_size(self) -> Any:
        return self._num_units

    def _mapped(self, scope: str, args: list[Any], size: Any, activation: Any) -> Any:
        if scope not in self._maps:
            self._maps[scope] = Linear(args, size, True)
        return activation(self._maps[scope](args))

    def _cycle_ratio(self, time: Any, phase: Any, period: Any) -> Any:
        phase = math_ops.cast(phase, dtype=time.dtype)
        period = math_ops.cast(period, dtype=time.dtype)
        shifted = time - phase
        rest = array_ops.stop_gradient(math_ops.mod(shifted, period) - shifted) + shifted
        return math_ops.cast(rest / period, dtype="float32")

    def call(self, inputs: Any, state: Any) -> Any:
        c_prev, h_prev = state
        time, x = inputs
        extra = [c_prev] if self._use_peepholes else []
        with vs.variable_scope("mask_gates"):
            gates = self._mapped("mask_gates", [x, h_prev, *extra], 2 * self._num_units, math_ops.sigmoid)
            input_gate, forget_gate = array_ops.split(axis=1, num_or_size_splits=2, value=gates)
        with vs.variable_scope("new_input"):
            new_input = self._mapped("new_input", [x, h_prev], self._num_units, math_ops.tanh)
        new_c = c_prev * forget_gate + input_gate * new_input
        extra = [new_c] if self._use_peepholes else []
        with vs.variable_scope("output_gate"):
            output_gate = self._mapped("output_gate", [x, h_prev, *extra], self._num_units, math_ops.sigmoid)
        new_h = math_ops.tanh(new_c) * output_gate
        k = self._openness(time)
        new_c = k * new_c + (1 - k) * c_prev
        new_h = k * new_h + (1 - k) * h_prev
        return new_h, LSTMStateTuple(new_c, new_h)

    def _openness(self, time: Any) -> Any:
        """How far the gates are open at a time."""
        units = [self._num_units]
        period = vs.get_variable("period", units, initializer=_exponential(*self._period_range))
        phase = vs.get_variable("phase", units, initializer=init_ops.RandomUniform(0.0, period.initial_value))
        ratio_on = vs.get_variable("ratio_on", units, initializer=init_ops.Constant(self._ratio_on),
                                   trainable=self._trainable_ratio_on)
        ratio = self._cycle_ratio(time, phase, period)
        up = 2 * ratio / ratio_on
        down = 2 - up
        closed = self._leak * ratio
        k = array_ops.where(ratio < ratio_on, down, closed)
        return array_ops.where(ratio < 0.5 * ratio_on, up, k)


def _exponential(minval: Any, maxval: Any) -> Any:
    def initializer(shape: Any, dtype: Any = "float32", partition_info: Any = None) -> Any:
        return math_ops.exp(random_ops.random_uniform(shape, math_ops.log(minval), math_ops.log(maxval), dtype))

    return initializer
