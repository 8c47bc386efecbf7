"""Recurrent layers of one op, whose parameters are one opaque variable (contrib/cudnn_rnn/python/layers/cudnn_rnn.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.dtypes import as_dtype
from graphlint.tf.contrib.cudnn_rnn.python.ops import calls, saveables
from graphlint.tf.contrib.cudnn_rnn.python.ops.calls import GRU, LINEAR, LSTM, ONE_WAY, PARAMS_PER_LAYER, RELU, TANH
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.layers import base as base_layer
from graphlint.tf.python.ops import array_ops, init_ops
from graphlint.tf.python.ops import variable_scope as vs

_FLOAT32 = as_dtype("float32")


class _CudnnRNN(base_layer.Layer):
    """What all kinds share."""

    _rnn_mode: str
    _saveable_cls: type[saveables.CudnnOpaqueParamsSaveable]

    def __init__(self, num_layers: Any, num_units: Any, input_mode: Any = LINEAR, direction: Any = ONE_WAY,
                 dropout: Any = 0.0, seed: Any = None, dtype: Any = _FLOAT32, kernel_initializer: Any = None,
                 bias_initializer: Any = None, name: Any = None) -> None:
        super().__init__(dtype=dtype, name=name)
        calls.check_direction(direction)
        calls.check_input_mode(input_mode)
        if as_dtype(dtype).name not in ("float16", "float32", "float64"):
            raise ValueError(f"Only support float16, float32, float64, provided {dtype}")
        self._plain_dtype = dtype
        self._num_layers = num_layers
        self._num_units = num_units
        self._input_mode = input_mode
        self._direction = direction
        self._dropout = dropout
        self._seed = seed
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer
        self._input_size: Any = None
        self._saveable: Any = None

    num_layers = property(lambda self: self._num_layers)
    num_units = property(lambda self: self._num_units)
    input_mode = property(lambda self: self._input_mode)
    rnn_mode = property(lambda self: self._rnn_mode)
    direction = property(lambda self: self._direction)
    saveable = property(lambda self: self._saveable)

    @property
    def num_dirs(self) -> int:
        return 1 if self._direction == ONE_WAY else 2

    @property
    def input_size(self) -> Any:
        if not self._input_size:
            raise ValueError("'input_size' is unknown since layer has not been built.")
        return self._input_size

    @property
    def canonical_weight_shapes(self) -> list[Any]:
        """Shapes of cuDNN's own matrices. RuntimeError before the layer is built."""
        if not self._input_size:
            raise RuntimeError(f"{type(self).__name__}.canonical_weight_shapes invoked before input shape is known")
        units, gates = self._num_units, PARAMS_PER_LAYER[self._rnn_mode] // 2
        shapes: list[Any] = []
        for layer in range(self._num_layers):
            width = self._input_size if layer == 0 else self.num_dirs * units
            shapes.extend(([(units, width)] * gates + [(units, units)] * gates) * self.num_dirs)
        return shapes

    @property
    def canonical_bias_shapes(self) -> list[Any]:
        return [[self._num_units] for _ in range(self.num_dirs * PARAMS_PER_LAYER[self._rnn_mode] * self._num_layers)]

    def _kept(self, getter: Any, *args: Any, **kwargs: Any) -> Any:
        variable = getter(*args, **kwargs)
        weights = self._trainable_weights if kwargs.get("trainable", True) else self._non_trainable_weights
        if not any(variable is weight for weight in weights):
            weights.append(variable)
        return variable

    def build(self, input_shape: Any) -> None:
        if self.built:
            return
        shape = TensorShape(input_shape)
        if shape.ndims != 3:
            raise ValueError(f"Expecting input_shape with 3 dims, got {shape.ndims}")
        if shape[-1].value is None:
            raise ValueError("The last dimension of the inputs to `CudnnRNN` should be defined. Found `None`.")
        self._input_size = shape[-1].value
        self.input_spec = InputSpec(ndim=3, axes={-1: self._input_size})
        self._set_scope(None)
        with vs.variable_scope(self._scope, reuse=self.built, custom_getter=self._kept):
            self.kernel = vs.get_variable("opaque_kernel", dtype=self._plain_dtype, initializer=self._first_value(),
                                          validate_shape=False)
        if not (self.built or vs.get_variable_scope().reuse is True):
            self._create_saveable()
        self.built = True

    def _first_value(self) -> Any:
        dtype = self._plain_dtype
        if self._kernel_initializer is None:
            self._kernel_initializer = init_ops.glorot_uniform_initializer(seed=self._seed, dtype=dtype)
        if self._bias_initializer is None:
            self._bias_initializer = init_ops.Constant(0.0, dtype=dtype)
        weights = [self._kernel_initializer(shape, dtype=dtype) for shape in self.canonical_weight_shapes]
        biases = [self._bias_initializer(shape, dtype=dtype) for shape in self.canonical_bias_shapes]
        with ops.device("/gpu:0"):
            return calls.cudnn_rnn_canonical_to_opaque_params(
                self._rnn_mode, self._num_layers, self._num_units, self._input_size, weights, biases,
                input_mode=self._input_mode, seed=self._seed, dropout=self._dropout, direction=self._direction)

    def _create_saveable(self) -> None:
        variable = self.trainable_variables[0]
        self._saveable = self._saveable_cls(
            opaque_params=variable, num_layers=self._num_layers, num_units=self._num_units, input_size=self._input_size,
            input_mode=self._input_mode, direction=self._direction, scope=vs.get_variable_scope(),
            name=f"{variable.name.split(':')[0]}_saveable")
        variable[0]  # TensorFlow asks for the device of one element, which makes the op that takes it
        ops.add_to_collection(ops.GraphKeys.SAVEABLE_OBJECTS, self._saveable)

    def call(self, inputs: Any, initial_state: Any = None, sequence_lengths: Any = None, time_major: Any = True,
             training: Any = True) -> Any:
        if initial_state is not None and not isinstance(initial_state, tuple):
            raise TypeError(f"Invalid initial_state type: {initial_state}, expecting tuple.")
        dtype = as_dtype(self.dtype)
        inputs = convert(inputs, dtype)
        batch_size = array_ops.shape(inputs)[1]
        if initial_state is None:
            initial_state = tuple(array_ops.zeros(shape, dtype=dtype) for shape in self.state_shape(batch_size))
        two = self._rnn_mode == LSTM
        if two:
            h, c = initial_state
        else:
            (h,) = initial_state
        h = convert(h, dtype)
        c = convert(c, dtype) if two else constant_op.constant([], dtype=dtype)
        outputs, output_h, output_c = calls.run(
            inputs, h, c, self.kernel, training, self._rnn_mode, sequence_lengths=sequence_lengths, time_major=time_major,
            input_mode=self._input_mode, direction=self._direction, dropout=self._dropout, seed=self._seed)
        return outputs, (output_h, output_c) if two else (output_h,)

    def state_shape(self, batch_size: Any) -> Any:
        shape = [self._num_layers * self.num_dirs, batch_size, self._num_units]
        return (shape, list(shape)) if self._rnn_mode == LSTM else (shape,)


class CudnnLSTM(_CudnnRNN):
    _rnn_mode = LSTM
    _saveable_cls = saveables.CudnnLSTMSaveable


class CudnnGRU(_CudnnRNN):
    _rnn_mode = GRU
    _saveable_cls = saveables.CudnnGRUSaveable


class CudnnRNNTanh(_CudnnRNN):
    _rnn_mode = TANH
    _saveable_cls = saveables.CudnnRNNTanhSaveable


class CudnnRNNRelu(_CudnnRNN):
    _rnn_mode = RELU
    _saveable_cls = saveables.CudnnRNNReluSaveable
