"""Cells that compute what cuDNN does, anywhere (contrib/cudnn_rnn/python/ops/cudnn_rnn_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.rnn.python.ops.lstm_ops import LSTMBlockCell
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops, rnn_cell_impl


class CudnnCompatibleLSTMCell(LSTMBlockCell):
    """The cell that reads what `CudnnLSTM` saved."""

    def __init__(self, num_units: Any, reuse: Any = None) -> None:
        super().__init__(num_units, forget_bias=0, cell_clip=None, use_peephole=False, reuse=reuse,
                         name="cudnn_compatible_lstm_cell")


class CudnnCompatibleGRUCell(rnn_cell_impl.GRUCell):
    """The cell that reads what `CudnnGRU` saved: the reset gate comes after the hidden projection."""

    def __init__(self, num_units: Any, reuse: Any = None, kernel_initializer: Any = None) -> None:
        super().__init__(num_units, activation=None, reuse=reuse, kernel_initializer=kernel_initializer)

    def build(self, inputs_shape: Any) -> None:
        depth = inputs_shape[1].value
        if depth is None:
            raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {inputs_shape}")
        units, bias = self._num_units, self._bias_initializer
        self._gate_kernel = self._weights("gates/kernel", [depth + units, 2 * units])
        self._gate_bias = self.add_variable("gates/bias", shape=[2 * units], initializer=(
            init_ops.Constant(1.0, dtype=self.dtype) if bias is None else bias))
        self._candidate_input_kernel = self._weights("candidate/input_projection/kernel", [depth, units])
        self._candidate_hidden_kernel = self._weights("candidate/hidden_projection/kernel", [units, units])
        self._candidate_input_bias, self._candidate_hidden_bias = (
            self.add_variable(f"candidate/{of}_projection/bias", shape=[units],
                              initializer=init_ops.Zeros(dtype=self.dtype) if bias is None else bias)
            for of in ("input", "hidden"))

    def _weights(self, name: str, shape: Any) -> Any:
        return self.add_variable(name, shape=shape, initializer=self._kernel_initializer)

    def call(self, inputs: Any, state: Any) -> Any:
        gates = math_ops.matmul(array_ops.concat([inputs, state], 1), self._gate_kernel)
        value = math_ops.sigmoid(nn_ops.bias_add(gates, self._gate_bias))
        r, u = array_ops.split(value=value, num_or_size_splits=2, axis=1)
        candidate = nn_ops.bias_add(math_ops.matmul(inputs, self._candidate_input_kernel), self._candidate_input_bias)
        candidate += r * nn_ops.bias_add(math_ops.matmul(state, self._candidate_hidden_kernel), self._candidate_hidden_bias)
        candidate = self._activation(candidate)
        new_state = (1 - u) * candidate + u * state
        return new_state, new_state
