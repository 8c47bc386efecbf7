"""AttentionCellWrapper, HighwayWrapper and LayerNormBasicLSTMCell (contrib/rnn/python/ops/rnn_cell.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.rnn_cell_impl import LSTMStateTuple, RNNCell, assert_like_rnncell
from graphlint.tf.python.util import nest

from .core_rnn_cell import Linear


class AttentionCellWrapper(RNNCell):
    """A cell that attends to its own last outputs."""

    def __init__(self, cell: Any, attn_length: Any, attn_size: Any = None, attn_vec_size: Any = None,
                 input_size: Any = None, state_is_tuple: bool = True, reuse: Any = None) -> None:
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if nest.is_nested(cell.state_size) and not state_is_tuple:
            raise ValueError("Cell returns tuple of states, but the flag state_is_tuple is not set. State size is: "
                             f"{cell.state_size}")
        if attn_length <= 0:
            raise ValueError(f"attn_length should be greater than zero, got {attn_length}")
        self._attn_size = cell.output_size if attn_size is None else attn_size
        self._attn_vec_size = self._attn_size if attn_vec_size is None else attn_vec_size
        self._state_is_tuple = state_is_tuple
        self._cell = cell
        self._input_size = input_size
        self._attn_length = attn_length
        self._reuse = reuse
        self._linears: dict[str, Linear] = {}

    @property
    def state_size(self) -> Any:
        size = (self._cell.state_size, self._attn_size, self._attn_size * self._attn_length)
        return size if self._state_is_tuple else sum(size)

    @property
    def output_size(self) -> Any:
        return self._attn_size

    def _linear(self, key: str, args: Any, size: Any) -> Any:
        if key not in self._linears:
            self._linears[key] = Linear(args, size, True)
        return self._linears[key](args)

    def _parts(self, state: Any) -> Any:
        if self._state_is_tuple:
            return state
        size, own = self._attn_size, self._cell.state_size
        return (array_ops.slice(state, [0, 0], [-1, own]), array_ops.slice(state, [0, own], [-1, size]),
                array_ops.slice(state, [0, own + size], [-1, size * self._attn_length]))

    def call(self, inputs: Any, state: Any) -> Any:
        own_state, attns, attn_states = self._parts(state)
        length, size = self._attn_length, self._attn_size
        attn_states = array_ops.reshape(attn_states, [-1, length, size])
        input_size = inputs.get_shape().as_list()[1] if self._input_size is None else self._input_size
        inputs = self._linear("inputs", [inputs, attns], input_size)
        output, new_state = self._cell(inputs, own_state)
        query = array_ops.concat(nest.flatten(new_state), 1) if self._state_is_tuple else new_state
        new_attns, new_states = self._attention(query, attn_states)
        with vs.variable_scope("attn_output_projection"):
            output = self._linear("output", [output, new_attns], size)
        new_states = array_ops.concat([new_states, array_ops.expand_dims(output, 1)], 1)
        new_states = array_ops.reshape(new_states, [-1, length * size])
        parts = (new_state, new_attns, new_states)
        return output, parts if self._state_is_tuple else array_ops.concat(list(parts), 1)

    def _attention(self, query: Any, attn_states: Any) -> tuple[Any, Any]:
        length, size, width = self._attn_length, self._attn_size, self._attn_vec_size
        with vs.variable_scope("attention"):
            k = vs.get_variable("attn_w", [1, 1, size, width])
            v = vs.get_variable("attn_v", [width])
            hidden = array_ops.reshape(attn_states, [-1, length, 1, size])
            features = nn_ops.conv2d(hidden, k, [1, 1, 1, 1], "SAME")
            y = array_ops.reshape(self._linear("query", query, width), [-1, 1, 1, width])
            s = math_ops.reduce_sum_v1(v * math_ops.tanh(features + y), [2, 3])
            a = nn_ops.softmax(s)
            d = math_ops.reduce_sum_v1(array_ops.reshape(a, [-1, length, 1, 1]) * hidden, [1, 2])
            new_attns = array_ops.reshape(d, [-1, size])
            return new_attns, array_ops.slice(attn_states, [0, 1, 0], [-1, -1, -1])


class HighwayWrapper(RNNCell):
    """Mixes the inputs into the outputs by a learnt gate."""

    def __init__(self, cell: Any, couple_carry_transform_gates: bool = True, carry_bias_init: Any = 1.0) -> None:
        # TensorFlow does not initialise the layer underneath either
        self._cell = cell
        self._couple_carry_transform_gates = couple_carry_transform_gates
        self._carry_bias_init = carry_bias_init

    @property
    def state_size(self) -> Any:
        return self._cell.state_size

    @property
    def output_size(self) -> Any:
        return self._cell.output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with ops.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return self._cell.zero_state(batch_size, dtype)

    def _gate(self, which: str, bias: Any, inputs: Any) -> Any:
        size = inputs.get_shape().with_rank(2).dims[1].value
        weight = vs.get_variable(f"{which}_w", [size, size])
        biases = vs.get_variable(f"{which}_b", [size], initializer=init_ops.Constant(bias))
        return math_ops.sigmoid(nn_ops.xw_plus_b(inputs, weight, biases))

    def _highway(self, inputs: Any, outputs: Any) -> Any:
        carry = self._gate("carry", self._carry_bias_init, inputs)
        if self._couple_carry_transform_gates:
            transform = 1 - carry
        else:
            transform = self._gate("transform", -self._carry_bias_init, inputs)
        return inputs * carry + outputs * transform

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        outputs, new_state = self._cell(inputs, state, scope=scope)
        nest.assert_same_structure(inputs, outputs)
        nest.map_structure(lambda x, y: x.get_shape().assert_is_compatible_with(y.get_shape()), inputs, outputs)
        return nest.map_structure(self._highway, inputs, outputs), new_state


class LayerNormBasicLSTMCell(RNNCell):
    """An LSTM with layer normalisation and recurrent dropout."""

    def __init__(self, num_units: Any, forget_bias: Any = 1.0, input_size: Any = None, activation: Any = None,
                 layer_norm: bool = True, norm_gain: Any = 1.0, norm_shift: Any = 0.0, dropout_keep_prob: Any = 1.0,
                 dropout_prob_seed: Any = None, reuse: Any = None) -> None:
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._activation = activation or math_ops.tanh
        self._forget_bias = forget_bias
        self._keep_prob = dropout_keep_prob
        self._seed = dropout_prob_seed
        self._layer_norm = layer_norm
        self._norm_gain, self._norm_shift = norm_gain, norm_shift
        self._reuse = reuse

    @property
    def state_size(self) -> Any:
        return LSTMStateTuple(self._num_units, self._num_units)

    @property
    def output_size(self) -> Any:
        return self._num_units

    def _norm(self, tensor: Any, scope: str) -> Any:
        from graphlint.tf.contrib.layers.python.layers.layers import layer_norm  # noqa: PLC0415 - a big module

        shape = tensor.get_shape()[-1:]
        with vs.variable_scope(scope):
            vs.get_variable("gamma", shape=shape, initializer=init_ops.Constant(self._norm_gain), dtype=tensor.dtype)
            vs.get_variable("beta", shape=shape, initializer=init_ops.Constant(self._norm_shift), dtype=tensor.dtype)
        return layer_norm(tensor, reuse=True, scope=scope)

    def _gates(self, args: Any) -> Any:
        size = 4 * self._num_units
        weights = vs.get_variable("kernel", [args.get_shape()[-1], size], dtype=args.dtype)
        found = math_ops.matmul(args, weights)
        if self._layer_norm:
            return found
        return nn_ops.bias_add(found, vs.get_variable("bias", [size], dtype=args.dtype))

    def call(self, inputs: Any, state: Any) -> Any:
        c, h = state
        gates = self._gates(array_ops.concat([inputs, h], 1))
        i, j, f, o = array_ops.split(value=gates, num_or_size_splits=4, axis=1)
        if self._layer_norm:
            i, j = self._norm(i, "input"), self._norm(j, "transform")
            f, o = self._norm(f, "forget"), self._norm(o, "output")
        g = self._activation(j)
        if not isinstance(self._keep_prob, float) or self._keep_prob < 1:
            g = nn_ops.dropout(g, self._keep_prob, seed=self._seed)
        new_c = c * math_ops.sigmoid(f + self._forget_bias) + math_ops.sigmoid(i) * g
        if self._layer_norm:
            new_c = self._norm(new_c, "state")
        new_h = self._activation(new_c) * math_ops.sigmoid(o)
        return new_h, LSTMStateTuple(new_c, new_h)
