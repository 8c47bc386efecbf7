"""Convolutional LSTM cells (contrib/rnn/python/ops/rnn_cell.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.rnn_cell_impl import LSTMStateTuple, RNNCell


class ConvLSTMCell(RNNCell):
    """An LSTM whose gates are convolutions."""

    def __init__(self, conv_ndims: Any, input_shape: Any, output_channels: Any, kernel_shape: Any,
                 use_bias: bool = True, skip_connection: bool = False, forget_bias: Any = 1.0, initializers: Any = None,
                 name: Any = "conv_lstm_cell") -> None:
        super().__init__(name=name)
        if conv_ndims != len(input_shape) - 1:
            raise ValueError(f"Invalid input_shape {input_shape} for conv_ndims={conv_ndims}.")
        self._conv_ndims = conv_ndims
        self._output_channels = output_channels
        self._kernel_shape = list(kernel_shape)
        self._use_bias = use_bias
        self._forget_bias = forget_bias
        self._skip_connection = skip_connection
        size = TensorShape([*input_shape[:-1], output_channels])
        self._state_size = LSTMStateTuple(size, size)
        channels = output_channels + (input_shape[-1] if skip_connection else 0)
        self._output_size = TensorShape([*input_shape[:-1], channels])

    @property
    def output_size(self) -> Any:
        return self._output_size

    @property
    def state_size(self) -> Any:
        return self._state_size

    def call(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        cell, hidden = state
        found = _conv([inputs, hidden], self._kernel_shape, 4 * self._output_channels, self._use_bias)
        i, j, f, o = array_ops.split(value=found, num_or_size_splits=4, axis=self._conv_ndims + 1)
        new_cell = math_ops.sigmoid(f + self._forget_bias) * cell
        new_cell += math_ops.sigmoid(i) * math_ops.tanh(j)
        output = math_ops.tanh(new_cell) * math_ops.sigmoid(o)
        if self._skip_connection:
            output = array_ops.concat([output, inputs], axis=-1)
        return output, LSTMStateTuple(new_cell, output)


class Conv1DLSTMCell(ConvLSTMCell):
    def __init__(self, name: Any = "conv_1d_lstm_cell", **kwargs: Any) -> None:
        super().__init__(conv_ndims=1, name=name, **kwargs)


class Conv2DLSTMCell(ConvLSTMCell):
    def __init__(self, name: Any = "conv_2d_lstm_cell", **kwargs: Any) -> None:
        super().__init__(conv_ndims=2, name=name, **kwargs)


class Conv3DLSTMCell(ConvLSTMCell):
    def __init__(self, name: Any = "conv_3d_lstm_cell", **kwargs: Any) -> None:
        super().__init__(conv_ndims=3, name=name, **kwargs)


def _conv(args: list[Any], filter_size: list[Any], num_features: Any, bias: Any, bias_start: Any = 0.0) -> Any:
    """A convolution of all arguments, which are joined by their channels."""
    shapes = [arg.get_shape().as_list() for arg in args]
    rank = len(shapes[0])
    for shape in shapes:
        if len(shape) not in (3, 4, 5):
            raise ValueError(f"Conv Linear expects 3D, 4D or 5D arguments: {shapes}")
        if len(shape) != rank:
            raise ValueError(f"Conv Linear expects all args to be of same Dimension: {shapes}")
    depth = sum(shape[-1] for shape in shapes)
    function = {3: nn_ops.conv1d, 4: nn_ops.conv2d, 5: nn_ops.conv3d}[rank]
    strides = 1 if rank == 3 else rank * [1]
    dtype = args[0].dtype
    kernel = vs.get_variable("kernel", [*filter_size, depth, num_features], dtype=dtype)
    joined = args[0] if len(args) == 1 else array_ops.concat(axis=rank - 1, values=args)
    found = function(joined, kernel, strides, padding="SAME")
    if not bias:
        return found
    return found + vs.get_variable("biases", [num_features], dtype=dtype,
                                   initializer=init_ops.Constant(bias_start, dtype=dtype))
