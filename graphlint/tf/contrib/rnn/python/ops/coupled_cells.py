"""LSTMs with coupled gates or in groups, and the intersection cell (contrib/rnn/python/ops/rnn_cell.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.layers.python.layers import layers
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import dimension_value
from graphlint.tf.python.ops import array_ops, clip_ops, init_ops, math_ops, nn_ops
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.rnn_cell_impl import LSTMStateTuple, RNNCell
from graphlint.tf.python.ops.rnn_states import input_size, lstm_parts

from .core_rnn_cell import Linear


def concatenated(name: str, shape: list[Any], dtype: Any, shards: int) -> Any:
    """A variable, or the parts of one along its rows in one tensor. ValueError for more parts than rows."""
    if shards > shape[0]:
        raise ValueError(f"Too many shards: shape={shape}, num_shards={shards:d}")
    rows, rest = divmod(shape[0], shards)
    parts = [vs.get_variable(f"{name}_{i}", [rows + (i < rest), *shape[1:]], dtype=dtype) for i in range(shards)]
    if len(parts) == 1:
        return parts[0]
    full = f"{vs.get_variable_scope().name}/{name}/concat:0"
    for value in ops.get_collection(ops.GraphKeys.CONCATENATED_VARIABLES):
        if value.name == full:
            return value
    joined = array_ops.concat(parts, 0, name=f"{name}/concat")
    ops.add_to_collection(ops.GraphKeys.CONCATENATED_VARIABLES, joined)
    return joined


class CoupledInputForgetGateLSTMCell(RNNCell):
    """An LSTM that forgets as much as it takes in."""

    def __init__(self, num_units: Any, use_peepholes: Any = False, initializer: Any = None, num_proj: Any = None,
                 proj_clip: Any = None, num_unit_shards: Any = 1, num_proj_shards: Any = 1, forget_bias: Any = 1.0,
                 state_is_tuple: Any = True, activation: Any = math_ops.tanh, reuse: Any = None, layer_norm: Any = False,
                 norm_gain: Any = 1.0, norm_shift: Any = 0.0) -> None:
        super().__init__(_reuse=reuse)
        self._num_units, self._num_proj = num_units, num_proj
        self._use_peepholes = use_peepholes
        self._initializer = initializer
        self._proj_clip = proj_clip
        self._num_unit_shards, self._num_proj_shards = num_unit_shards, num_proj_shards
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._activation = activation
        self._reuse = reuse
        self._layer_norm, self._norm_gain, self._norm_shift = layer_norm, norm_gain, norm_shift
        self._output_size = num_proj or num_units
        self._state_size = LSTMStateTuple(num_units, self._output_size) if state_is_tuple else num_units + self._output_size

    @property
    def state_size(self) -> Any:
        return self._state_size

    @property
    def output_size(self) -> Any:
        return self._output_size

    def _gates(self, inputs: Any, m_before: Any) -> list[Any]:
        """What is new, how much is kept, and how much is given out, before their activations."""
        size = input_size(inputs.get_shape())
        projected = self._num_units if self._num_proj is None else self._num_proj
        weights = concatenated("W", [size + projected, 3 * self._num_units], inputs.dtype, self._num_unit_shards)
        bias = vs.get_variable("B", shape=[3 * self._num_units], initializer=init_ops.zeros_initializer(),
                               dtype=inputs.dtype)
        gates = math_ops.matmul(array_ops.concat([inputs, m_before], 1), weights)
        if not self._layer_norm:
            gates = nn_ops.bias_add(gates, bias)
        found: list[Any] = array_ops.split(value=gates, num_or_size_splits=3, axis=1)
        if self._layer_norm:
            found = [self._norm(gate, name) for gate, name in zip(found, ("transform", "forget", "output"), strict=True)]
        return found

    def _norm(self, value: Any, scope: str) -> Any:
        shape = value.get_shape()[-1:]
        gamma = init_ops.constant_initializer(self._norm_gain)
        beta = init_ops.constant_initializer(self._norm_shift)
        with vs.variable_scope(scope):
            vs.get_variable("gamma", shape=shape, initializer=gamma)
            vs.get_variable("beta", shape=shape, initializer=beta)
        return layers.layer_norm(value, reuse=True, scope=scope)

    def call(self, inputs: Any, state: Any) -> Any:
        c_before, m_before = lstm_parts(self, state)
        new, kept, out = self._gates(inputs, m_before)
        kept_by_c = out_by_c = None
        if self._use_peepholes:
            kept_by_c = vs.get_variable("W_F_diag", shape=[self._num_units], dtype=inputs.dtype)
            out_by_c = vs.get_variable("W_O_diag", shape=[self._num_units], dtype=inputs.dtype)
        kept = kept + self._forget_bias
        kept = math_ops.sigmoid(kept if kept_by_c is None else kept + kept_by_c * c_before)
        c = kept * c_before + (1 - kept) * self._activation(new)
        if self._layer_norm:
            c = self._norm(c, "state")
        m = math_ops.sigmoid(out if out_by_c is None else out + out_by_c * c) * self._activation(c)
        if self._num_proj is not None:
            m = self._projected(m, inputs.dtype)
        return m, LSTMStateTuple(c, m) if self._state_is_tuple else array_ops.concat([c, m], 1)

    def _projected(self, m: Any, dtype: Any) -> Any:
        weights = concatenated("W_P", [self._num_units, self._num_proj], dtype, self._num_proj_shards)
        m = math_ops.matmul(m, weights)
        return m if self._proj_clip is None else clip_ops.clip_by_value(m, -self._proj_clip, self._proj_clip)


class IntersectionRNNCell(RNNCell):
    """The + RNN: one gate for the state, one for the depth."""

    def __init__(self, num_units: Any, num_in_proj: Any = None, initializer: Any = None, forget_bias: Any = 1.0,
                 y_activation: Any = nn_ops.relu, reuse: Any = None) -> None:
        super().__init__(_reuse=reuse)
        self._num_units, self._num_input_proj = num_units, num_in_proj
        self._initializer = initializer
        self._forget_bias = forget_bias
        self._y_activation = y_activation
        self._reuse = reuse
        self._linear1: Linear | None = None
        self._linear2: Linear | None = None

    @property
    def state_size(self) -> Any:
        return self._num_units

    @property
    def output_size(self) -> Any:
        return self._num_units

    def _fitted(self, inputs: Any, size: int) -> Any:
        """The inputs, as wide as the cell."""
        if size == self._num_units:
            return inputs
        if not self._num_input_proj:
            raise ValueError("Must have input size == output size for Intersection RNN. To fix, num_in_proj should be set to "
                             "num_units at cell init.")
        with vs.variable_scope("in_projection"):
            if self._linear1 is None:
                self._linear1 = Linear(inputs, self._num_units, True)
            return self._linear1(inputs)

    def call(self, inputs: Any, state: Any) -> Any:
        size = input_size(inputs.get_shape())
        units = self._num_units
        with vs.variable_scope(vs.get_variable_scope(), initializer=self._initializer):
            inputs = self._fitted(inputs, size)
            joined = array_ops.concat([inputs, state], 1)
            if self._linear2 is None:
                self._linear2 = Linear(joined, 4 * units, True)
            parts: Any = self._linear2(joined)
            gate_h, h, gate_y, y = (parts[:, start * units:(start + 1) * units] if start else parts[:, :units]
                                    for start in range(4))
            h, y = math_ops.tanh(h), self._y_activation(y)
            gate_h = math_ops.sigmoid(gate_h + self._forget_bias)
            gate_y = math_ops.sigmoid(gate_y + self._forget_bias)
            state = gate_h * state + (1.0 - gate_h) * h
            return gate_y * inputs + (1.0 - gate_y) * y, state


class GLSTMCell(RNNCell):
    """An LSTM in groups that see parts of the inputs."""

    def __init__(self, num_units: Any, initializer: Any = None, num_proj: Any = None, number_of_groups: Any = 1,
                 forget_bias: Any = 1.0, activation: Any = math_ops.tanh, reuse: Any = None) -> None:
        """ValueError where the groups would differ in size."""
        super().__init__(_reuse=reuse)
        self._num_units, self._num_proj, self._groups = num_units, num_proj, number_of_groups
        self._initializer = initializer
        self._forget_bias = forget_bias
        self._activation = activation
        for name, size in (("num_units", num_units), ("num_proj", num_proj)):
            if size and size % number_of_groups != 0:
                raise ValueError(f"{name} must be divisible by number_of_groups")
        self._output_size = num_proj or num_units
        self._linear1: list[Any] = [None] * number_of_groups
        self._linear2: Linear | None = None

    @property
    def state_size(self) -> Any:
        return LSTMStateTuple(self._num_units, self._output_size)

    @property
    def output_size(self) -> Any:
        return self._output_size

    def _of_group(self, value: Any, number: int, size: int, batch_size: Any) -> Any:
        return array_ops.slice(input_=value, begin=[0, number * size], size=[batch_size, size],
                               name=f"GLSTM_group{number:d}_input_generation")

    def _group(self, number: int, inputs: Any, m_before: Any, size: int, batch_size: Any) -> Any:
        with vs.variable_scope(f"group{number:d}"):
            own = [self._of_group(inputs, number, size, batch_size),
                   self._of_group(m_before, number, self._output_size // self._groups, batch_size)]
            joined = array_ops.concat(own, axis=1)
            if self._linear1[number] is None:
                self._linear1[number] = Linear(joined, 4 * (self._num_units // self._groups), False)
            return array_ops.split(self._linear1[number](joined), 4, 1)

    def call(self, inputs: Any, state: Any) -> Any:
        c_before, m_before = state
        batch_size = dimension_value(inputs.shape[0]) or array_ops.shape(inputs)[0]  # type: ignore[index]
        size = dimension_value(inputs.shape[1])
        if size is None:
            raise ValueError("input size must be statically known")
        if size % self._groups != 0:
            raise ValueError(f"input size ({size:d}) must be divisible by number_of_groups ({self._groups:d})")
        with vs.variable_scope(vs.get_variable_scope(), initializer=self._initializer):
            parts = [self._group(number, inputs, m_before, size // self._groups, batch_size)
                     for number in range(self._groups)]
            zeros = init_ops.constant_initializer(0.0, dtype=inputs.dtype)
            biases = [vs.get_variable(name=f"bias_{gate}", shape=[self._num_units], dtype=inputs.dtype, initializer=zeros)
                      for gate in "ijfo"]
            i, j, f, o = (nn_ops.bias_add(array_ops.concat(list(gate), axis=1), bias)
                          for gate, bias in zip(zip(*parts, strict=True), biases, strict=True))
        c = math_ops.sigmoid(f + self._forget_bias) * c_before + math_ops.sigmoid(i) * math_ops.tanh(j)
        m = math_ops.sigmoid(o) * self._activation(c)
        if self._num_proj is not None:
            with vs.variable_scope("projection"):
                if self._linear2 is None:
                    self._linear2 = Linear(m, self._num_proj, False)
                m = self._linear2(m)
        return m, LSTMStateTuple(c, m)
