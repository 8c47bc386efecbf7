"""UGRNN, NAS, SRU and IndRNN cells (contrib/rnn/python/ops/rnn_cell.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework.tensor_shape import TensorShape, dimension_value
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.rnn_cell_impl import LayerRNNCell, LSTMStateTuple, RNNCell
from graphlint.tf.python.ops.rnn_states import input_size

from .core_rnn_cell import Linear

_NAS_BASE = 8


class UGRNNCell(RNNCell):
    """The update gate rnn."""

    def __init__(self, num_units: Any, initializer: Any = None, forget_bias: Any = 1.0, activation: Any = None,
                 reuse: Any = None) -> None:
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._initializer = initializer
        self._forget_bias = forget_bias
        self._activation = activation or math_ops.tanh
        self._reuse = reuse
        self._linear: Linear | None = None

    @property
    def state_size(self) -> Any:
        return self._num_units

    @property
    def output_size(self) -> Any:
        return self._num_units

    def call(self, inputs: Any, state: Any) -> Any:
        input_size(inputs.get_shape())  # only its error
        with vs.variable_scope(vs.get_variable_scope(), initializer=self._initializer):
            joined = array_ops.concat([inputs, state], 1)
            if self._linear is None:
                self._linear = Linear(joined, 2 * self._num_units, True)
            gate, candidate = array_ops.split(axis=1, num_or_size_splits=2, value=self._linear(joined))
            c = self._activation(candidate)
            g = math_ops.sigmoid(gate + self._forget_bias)
            new_state = g * state + (1.0 - g) * c
        return new_state, new_state


class NASCell(LayerRNNCell):
    """The cell that neural architecture search found."""

    def __init__(self, num_units: Any, num_proj: Any = None, use_bias: bool = False, reuse: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(_reuse=reuse, **kwargs)
        self._num_units = num_units
        self._num_proj = num_proj
        self._use_bias = use_bias
        self._reuse = reuse
        self._output_size = num_units if num_proj is None else num_proj

    @property
    def state_size(self) -> Any:
        return LSTMStateTuple(self._num_units, self._output_size)

    @property
    def output_size(self) -> Any:
        return self._output_size

    def build(self, inputs_shape: Any) -> None:
        size = input_size(TensorShape(inputs_shape))
        width = _NAS_BASE * self._num_units
        self.recurrent_kernel = self.add_variable("recurrent_kernel", [self._output_size, width])
        self.kernel = self.add_variable("kernel", [size, width])
        if self._use_bias:
            self.bias = self.add_variable("bias", shape=[width], initializer=init_ops.Zeros)
        if self._num_proj is not None:
            self.projection_weights = self.add_variable("projection_weights", [self._num_units, self._num_proj])
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:
        sigmoid, tanh, relu = math_ops.sigmoid, math_ops.tanh, nn_ops.relu
        c_prev, m_prev = state
        m_matrix = math_ops.matmul(m_prev, self.recurrent_kernel)
        x_matrix = math_ops.matmul(inputs, self.kernel)
        if self._use_bias:
            m_matrix = nn_ops.bias_add(m_matrix, self.bias)
        m = array_ops.split(axis=1, num_or_size_splits=_NAS_BASE, value=m_matrix)
        x = array_ops.split(axis=1, num_or_size_splits=_NAS_BASE, value=x_matrix)
        first = [sigmoid(x[0] + m[0]), relu(x[1] + m[1]), sigmoid(x[2] + m[2]), relu(x[3] * m[3]), tanh(x[4] + m[4]),
                 sigmoid(x[5] + m[5]), tanh(x[6] + m[6]), sigmoid(x[7] + m[7])]
        second = [tanh(first[0] * first[1]), tanh(first[2] + first[3]), tanh(first[4] * first[5]),
                  sigmoid(first[6] + first[7])]
        new_c = tanh(second[0] + c_prev) * second[1]
        new_m = tanh(new_c * tanh(second[2] + second[3]))
        if self._num_proj is not None:
            new_m = math_ops.matmul(new_m, self.projection_weights)
        return new_m, LSTMStateTuple(new_c, new_m)


class SRUCell(LayerRNNCell):
    """The simple recurrent unit."""

    def __init__(self, num_units: Any, activation: Any = None, reuse: Any = None, name: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(_reuse=reuse, name=name, **kwargs)
        self._num_units = num_units
        self._activation = activation or math_ops.tanh
        self.input_spec = InputSpec(ndim=2)

    @property
    def state_size(self) -> Any:
        return self._num_units

    @property
    def output_size(self) -> Any:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        depth = depth_of(inputs_shape)
        self._kernel = self.add_variable("kernel", shape=[depth, 4 * self._num_units])
        self._bias = self.add_variable("bias", shape=[2 * self._num_units], initializer=init_ops.Zeros)

    def call(self, inputs: Any, state: Any) -> Any:
        found = math_ops.matmul(inputs, self._kernel)
        x_bar, f_part, r_part, x_tx = array_ops.split(value=found, num_or_size_splits=4, axis=1)
        gates = math_ops.sigmoid(nn_ops.bias_add(array_ops.concat([f_part, r_part], 1), self._bias))
        f, r = array_ops.split(value=gates, num_or_size_splits=2, axis=1)
        c = f * state + (1.0 - f) * x_bar
        h = r * self._activation(c) + (1.0 - r) * x_tx
        return h, c


class IndRNNCell(LayerRNNCell):
    """Units that see only their own state."""

    def __init__(self, num_units: Any, activation: Any = None, reuse: Any = None, name: Any = None,
                 dtype: Any = None) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._activation = activation or math_ops.tanh

    @property
    def state_size(self) -> Any:
        return self._num_units

    @property
    def output_size(self) -> Any:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        units = self._num_units
        self._kernel_w = self.add_variable("kernel_w", shape=[depth_of(inputs_shape), units])
        self._kernel_u = self.add_variable("kernel_u", shape=[1, units],
                                           initializer=init_ops.RandomUniform(minval=-1, maxval=1, dtype=self.dtype))
        self._bias = self.add_variable("bias", shape=[units], initializer=init_ops.Zeros(dtype=self.dtype))
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:
        gates = math_ops.matmul(inputs, self._kernel_w) + state * self._kernel_u
        output = self._activation(nn_ops.bias_add(gates, self._bias))
        return output, output


def depth_of(shape: Any) -> Any:
    """The depth of the inputs. ValueError where TensorFlow doesn't know it; the text shows the shape as contrib does."""
    depth = dimension_value(shape[1])
    if depth is None:
        raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {shape}")
    return depth
