"""BasicLSTMCell and LSTMCell (ops/rnn_cell_impl.py)."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.keras.engine.input_spec import InputSpec

from . import array_ops, clip_ops, init_ops, math_ops, nn_ops, rnn_cells_by_call
from .rnn_cells import LayerRNNCell, activation_of, check_dtype, check_dtypes, depth_of, initializer_of
from .rnn_states import input_size, lstm_parts


@exposed
class LSTMStateTuple(namedtuple("LSTMStateTuple", ("c", "h"))):  # noqa: PYI024, SLOT002 - TensorFlow's own form
    """The two parts of an LSTM's state."""

    __slots__ = ()

    @property
    def dtype(self) -> Any:
        c, h = self
        if c.dtype != h.dtype:
            raise TypeError(f"Inconsistent internal state: {c.dtype} vs {h.dtype}")
        return c.dtype


class BasicLSTMCell(LayerRNNCell):
    """The LSTM without peepholes, clipping and projection."""

    def __init__(self, num_units: Any, forget_bias: Any = 1.0, state_is_tuple: bool = True, activation: Any = None,
                 reuse: Any = None, name: Any = None, dtype: Any = None, **kwargs: Any) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        check_dtype(self.dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._activation = activation_of(activation)

    @property
    def state_size(self) -> Any:
        return LSTMStateTuple(self._num_units, self._num_units) if self._state_is_tuple else 2 * self._num_units

    @property
    def output_size(self) -> Any:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        if rnn_cells_by_call.in_force():
            return
        depth = depth_of(inputs_shape)
        check_dtype(self.dtype)
        units = self._num_units
        self._kernel = self.add_variable("kernel", shape=[depth + units, 4 * units])
        self._bias = self.add_variable("bias", shape=[4 * units], initializer=init_ops.Zeros(dtype=self.dtype))
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:
        if rnn_cells_by_call.in_force():
            return rnn_cells_by_call.basic_lstm(self, inputs, state, LSTMStateTuple)
        check_dtypes([inputs, state])
        sigmoid, add, multiply = math_ops.sigmoid, math_ops.add, math_ops.multiply
        one = constant_op.constant(1, dtype="int32")
        c, h = state if self._state_is_tuple else array_ops.split(value=state, num_or_size_splits=2, axis=one)
        gates = math_ops.matmul(array_ops.concat([inputs, h], 1), self._kernel)
        gates = nn_ops.bias_add(gates, self._bias)
        i, j, f, o = array_ops.split(value=gates, num_or_size_splits=4, axis=one)
        forget_bias = constant_op.constant(self._forget_bias, dtype=f.dtype)
        new_c = add(multiply(c, sigmoid(add(f, forget_bias))), multiply(sigmoid(i), self._activation(j)))
        new_h = multiply(self._activation(new_c), sigmoid(o))
        if self._state_is_tuple:
            return new_h, LSTMStateTuple(new_c, new_h)
        return new_h, array_ops.concat([new_c, new_h], 1)


class LSTMCell(LayerRNNCell):
    """The LSTM with peepholes, clipping of the cell and a projection of the output, each optional."""

    def __init__(self, num_units: Any, use_peepholes: bool = False, cell_clip: Any = None, initializer: Any = None,
                 num_proj: Any = None, proj_clip: Any = None, num_unit_shards: Any = None, num_proj_shards: Any = None,
                 forget_bias: Any = 1.0, state_is_tuple: bool = True, activation: Any = None, reuse: Any = None,
                 name: Any = None, dtype: Any = None, **kwargs: Any) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        check_dtype(self.dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._cell_clip, self._proj_clip = cell_clip, proj_clip
        self._initializer = initializer_of(initializer)
        self._num_proj = num_proj
        self._num_unit_shards, self._num_proj_shards = num_unit_shards, num_proj_shards
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._activation = activation_of(activation)
        self._output_size = num_proj or num_units
        self._state_size = (LSTMStateTuple(num_units, self._output_size) if state_is_tuple else
                            num_units + self._output_size)

    @property
    def state_size(self) -> Any:
        return self._state_size

    @property
    def output_size(self) -> Any:
        return self._output_size

    def build(self, inputs_shape: Any) -> None:
        if rnn_cells_by_call.in_force():
            return
        depth = depth_of(inputs_shape)
        check_dtype(self.dtype)
        units, initializer = self._num_units, self._initializer
        h_depth = units if self._num_proj is None else self._num_proj
        self._kernel = self.add_variable("kernel", shape=[depth + h_depth, 4 * units], initializer=initializer,
                                         partitioner=_sharded(self._num_unit_shards))
        zeros = init_ops.Zeros if self.dtype is None else init_ops.Zeros(dtype=self.dtype)
        self._bias = self.add_variable("bias", shape=[4 * units], initializer=zeros)
        if self._use_peepholes:
            self._w_f_diag = self.add_variable("w_f_diag", shape=[units], initializer=initializer)
            self._w_i_diag = self.add_variable("w_i_diag", shape=[units], initializer=initializer)
            self._w_o_diag = self.add_variable("w_o_diag", shape=[units], initializer=initializer)
        if self._num_proj is not None:
            self._proj_kernel = self.add_variable("projection/kernel", shape=[units, self._num_proj],
                                                  initializer=initializer, partitioner=_sharded(self._num_proj_shards))
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:
        if rnn_cells_by_call.in_force():
            return rnn_cells_by_call.lstm(self, inputs, state, LSTMStateTuple)
        check_dtypes([inputs, state])
        c_prev, m_prev = lstm_parts(self, state)
        input_size(inputs.get_shape())  # only its error
        gates = math_ops.matmul(array_ops.concat([inputs, m_prev], 1), self._kernel)
        gates = nn_ops.bias_add(gates, self._bias)
        i, j, f, o = array_ops.split(value=gates, num_or_size_splits=4, axis=1)
        c = self._new_cell(i, j, f, c_prev)
        if self._cell_clip is not None:
            c = clip_ops.clip_by_value(c, -self._cell_clip, self._cell_clip)
        if self._use_peepholes:
            m = math_ops.sigmoid(o + self._w_o_diag * c) * self._activation(c)
        else:
            m = math_ops.sigmoid(o) * self._activation(c)
        if self._num_proj is not None:
            m = math_ops.matmul(m, self._proj_kernel)
            if self._proj_clip is not None:
                m = clip_ops.clip_by_value(m, -self._proj_clip, self._proj_clip)
        return m, LSTMStateTuple(c, m) if self._state_is_tuple else array_ops.concat([c, m], 1)

    def _new_cell(self, i: Any, j: Any, f: Any, c_prev: Any) -> Any:
        sigmoid = math_ops.sigmoid
        if self._use_peepholes:
            return (sigmoid(f + self._forget_bias + self._w_f_diag * c_prev) * c_prev
                    + sigmoid(i + self._w_i_diag * c_prev) * self._activation(j))
        return sigmoid(f + self._forget_bias) * c_prev + sigmoid(i) * self._activation(j)


def _sharded(shards: Any) -> Any:
    if shards is None:
        return None
    from . import partitioned_variables  # noqa: PLC0415 - a deprecated argument

    return partitioned_variables.fixed_size_partitioner(shards)
