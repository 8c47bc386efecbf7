"""RNNCell, and the plain and gated cells (ops/rnn_cell_impl.py). LSTM cells and wrappers have modules of their own."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.tf import approximate
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import as_shape, script_size, static_size
from graphlint.tf.python.framework.tensor_util import constant_value
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.layers import base as base_layer
from graphlint.tf.python.util import nest

from . import array_ops, init_ops, math_ops, nn_ops, rnn_cells_by_call, variables
from . import variable_scope as vs
from .rnn_states import zero_state_tensors


class RNNCell(base_layer.Layer):
    """A function (inputs, state) -> (output, new state) with variables of its own; made to be subclassed."""

    def __init__(self, trainable: bool = True, name: Any = None, dtype: Any = None, **kwargs: Any) -> None:
        super().__init__(trainable=trainable, name=name, dtype=dtype, **kwargs)
        self._is_tf_rnn_cell = True

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        if not stack.world.release.rnn_modelled:
            approximate.as_of_newest("tf.nn.rnn_cell")
        if scope is not None:
            with vs.variable_scope(scope, custom_getter=self._rnn_get_variable) as opened:
                return super().__call__(inputs, state, scope=opened)
        kept = getattr(self, "rnncell_scope", None)
        if kept is None or rnn_cells_by_call.in_force():
            kept = vs.variable_scope(vs.get_variable_scope(), custom_getter=self._rnn_get_variable)
            self.rnncell_scope = kept
        with kept:
            return super().__call__(inputs, state)

    def _rnn_get_variable(self, getter: Any, *args: Any, **kwargs: Any) -> Any:
        variable = getter(*args, **kwargs)
        known = variables.trainable_variables()
        trainable = any(variable is v for v in known)
        if not trainable and isinstance(variable, variables.PartitionedVariable):
            trainable = any(next(iter(variable)) is v for v in known)
        weights = self._trainable_weights if trainable else self._non_trainable_weights
        if all(variable is not v for v in weights):
            weights.append(variable)
        return variable

    @property
    def state_size(self) -> Any:
        raise NotImplementedError("Abstract method")

    @property
    def output_size(self) -> Any:
        raise NotImplementedError("Abstract method")

    def build(self, _: Any) -> None:
        """Cells may make their variables when called."""

    def get_initial_state(self, inputs: Any = None, batch_size: Any = None, dtype: Any = None) -> Any:
        if inputs is not None:
            inputs = convert(inputs, name="inputs")
            size = inputs.shape.dims[0].value
            if batch_size is not None:
                given = constant_value(batch_size) if isinstance(batch_size, Tensor) else batch_size
                if size != given:
                    raise ValueError("batch size from input tensor is different from the input param. Input tensor "
                                     f"batch: {size}, batch_size: {batch_size}")
            if dtype is not None and inputs.dtype != dtype:
                raise ValueError("dtype from input tensor is different from the input param. Input tensor dtype: "
                                 f"{inputs.dtype}, dtype: {dtype}")
            batch_size, dtype = size or array_ops.shape(inputs)[0], inputs.dtype
        if batch_size is None or dtype is None:
            raise ValueError("batch_size and dtype cannot be None while constructing initial state: "
                             f"batch_size={batch_size}, dtype={dtype}")
        return self.zero_state(batch_size, dtype)

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        size = self.state_size
        with ops.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return zero_state_tensors(size, batch_size, dtype)


class LayerRNNCell(RNNCell):
    """A cell that makes its variables in `build`, as layers do."""

    def __call__(self, inputs: Any, state: Any, scope: Any = None, *args: Any, **kwargs: Any) -> Any:
        if rnn_cells_by_call.in_force():
            return super().__call__(inputs, state, scope)
        return base_layer.Layer.__call__(self, inputs, state, *args, scope=scope, **kwargs)


def activation_of(activation: Any, default: Any = None) -> Any:
    """A function, or the one that Keras knows under a name; tanh where none is given."""
    if not activation:
        return default or math_ops.tanh
    if callable(activation):
        return activation
    from graphlint.tf.python.keras import activations  # noqa: PLC0415 - only for names

    return activations.get(activation)


def initializer_of(initializer: Any) -> Any:
    """An initializer, or the one that Keras knows under a name."""
    if initializer is None or callable(initializer):
        return initializer
    from graphlint.tf.python.keras import initializers  # noqa: PLC0415 - only for names

    return initializers.get(initializer)


def depth_of(shape: Any) -> Any:
    """The last dim of an inputs' shape. ValueError where TensorFlow doesn't know it."""
    dims = as_shape(shape).dims or []
    depth = script_size(dims[-1])
    if depth is None:
        raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {tuple(map(static_size, dims))}")
    return depth


def check_dtype(dtype: Any) -> None:
    if dtype is None:
        return
    kind = as_dtype(dtype)
    if not (kind.is_floating or kind.is_complex):
        raise ValueError(f"RNN cell only supports floating point inputs, but saw dtype: {kind}")


def check_dtypes(inputs: Any) -> None:
    for tensor in nest.flatten(inputs):
        check_dtype(tensor.dtype)


class BasicRNNCell(LayerRNNCell):
    """output = new state = activation(inputs and state, one matrix)."""

    def __init__(self, num_units: Any, activation: Any = None, reuse: Any = None, name: Any = None, dtype: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        check_dtype(self.dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._activation = activation_of(activation)

    @property
    def state_size(self) -> Any:
        return self._num_units

    @property
    def output_size(self) -> Any:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        if rnn_cells_by_call.in_force():
            return
        depth = depth_of(inputs_shape)
        check_dtype(self.dtype)
        units = self._num_units
        self._kernel = self.add_variable("kernel", shape=[depth + units, units])
        self._bias = self.add_variable("bias", shape=[units], initializer=init_ops.Zeros(dtype=self.dtype))
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:
        if rnn_cells_by_call.in_force():
            return rnn_cells_by_call.basic_rnn(self, inputs, state)
        check_dtypes([inputs, state])
        gates = math_ops.matmul(array_ops.concat([inputs, state], 1), self._kernel)
        output = self._activation(nn_ops.bias_add(gates, self._bias))
        return output, output


class GRUCell(LayerRNNCell):
    """The gated recurrent unit."""

    def __init__(self, num_units: Any, activation: Any = None, reuse: Any = None, kernel_initializer: Any = None,
                 bias_initializer: Any = None, name: Any = None, dtype: Any = None, **kwargs: Any) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        check_dtype(self.dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._activation = activation_of(activation)
        self._kernel_initializer = initializer_of(kernel_initializer)
        self._bias_initializer = initializer_of(bias_initializer)

    @property
    def state_size(self) -> Any:
        return self._num_units

    @property
    def output_size(self) -> Any:
        return self._num_units

    def build(self, inputs_shape: Any) -> None:
        if rnn_cells_by_call.in_force():
            return
        depth = depth_of(inputs_shape)
        check_dtype(self.dtype)
        units, bias = self._num_units, self._bias_initializer
        self._gate_kernel = self.add_variable("gates/kernel", shape=[depth + units, 2 * units],
                                              initializer=self._kernel_initializer)
        self._gate_bias = self.add_variable(
            "gates/bias", shape=[2 * units],
            initializer=init_ops.Constant(1.0, dtype=self.dtype) if bias is None else bias)
        self._candidate_kernel = self.add_variable("candidate/kernel", shape=[depth + units, units],
                                                   initializer=self._kernel_initializer)
        self._candidate_bias = self.add_variable(
            "candidate/bias", shape=[units], initializer=init_ops.Zeros(dtype=self.dtype) if bias is None else bias)
        self.built = True

    def call(self, inputs: Any, state: Any) -> Any:
        if rnn_cells_by_call.in_force():
            return rnn_cells_by_call.gru(self, inputs, state)
        check_dtypes([inputs, state])
        gates = math_ops.matmul(array_ops.concat([inputs, state], 1), self._gate_kernel)
        value = math_ops.sigmoid(nn_ops.bias_add(gates, self._gate_bias))
        r, u = array_ops.split(value=value, num_or_size_splits=2, axis=1)
        r_state = r * state
        candidate = math_ops.matmul(array_ops.concat([inputs, r_state], 1), self._candidate_kernel)
        c = self._activation(nn_ops.bias_add(candidate, self._candidate_bias))
        new_state = u * state + (1 - u) * c
        return new_state, new_state
