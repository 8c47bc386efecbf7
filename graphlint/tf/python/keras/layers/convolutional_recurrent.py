"""Recurrent layers whose products are convolutions (keras/layers/convolutional_recurrent.py). Not here: own cells."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.keras import backend_bias, backend_math, backend_state, image_formats, regularizers
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.keras.utils import conv_utils
from graphlint.tf.python.ops import array_ops
from graphlint.tf.python.util import nest

from .recurrent import RNN
from .recurrent_cells import LSTMCell


class ConvLSTM2DCell(LSTMCell):
    """One step. The channels of the state are the units of an ordinary LSTM."""

    def __init__(self, filters: Any, kernel_size: Any, strides: Any = (1, 1), padding: Any = "valid",
                 data_format: Any = None, dilation_rate: Any = (1, 1), **kwargs: Any) -> None:
        super().__init__(filters, **kwargs)
        self.filters = filters
        self.kernel_size = conv_utils.normalize_tuple(kernel_size, 2, "kernel_size")
        self.strides = conv_utils.normalize_tuple(strides, 2, "strides")
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = conv_utils.normalize_data_format(data_format)
        self.dilation_rate = conv_utils.normalize_tuple(dilation_rate, 2, "dilation_rate")
        object.__setattr__(self, "state_size", (filters, filters))

    def build(self, input_shape: Any) -> None:
        channels = as_shape(input_shape)[1 if self.data_format == "channels_first" else -1].value
        if channels is None:
            raise ValueError("The channel dimension of the inputs should be defined. Found `None`.")
        self.kernel_shape = (*self.kernel_size, channels, self.filters * 4)
        self.kernel = self._weight("kernel", self.kernel_shape, "kernel")
        self.recurrent_kernel = self._weight("recurrent_kernel", (*self.kernel_size, self.filters, self.filters * 4),
                                             "recurrent")
        self.bias = self._bias() if self.use_bias else None
        self.built = True

    def call(self, inputs: Any, states: Any, training: Any = None) -> Any:
        h, c = states[0], states[1]
        masks = self._mask("input", self.dropout, inputs, training, 4)
        recurrent = self._mask("recurrent", self.recurrent_dropout, h, training, 4)
        values, hs = self._split(inputs, masks), self._split(h, recurrent)
        kernels = array_ops.split(self.kernel, 4, axis=3)
        recurrent_kernels = array_ops.split(self.recurrent_kernel, 4, axis=3)
        biases: Any = array_ops.split(self.bias, 4) if self.use_bias else [None] * 4
        x = [self.input_conv(value, kernel, bias, padding=self.padding)
             for value, kernel, bias in zip(values, kernels, biases, strict=True)]
        inner = [self.recurrent_conv(value, kernel) for value, kernel in zip(hs, recurrent_kernels, strict=True)]
        i = self.recurrent_activation(x[0] + inner[0])
        f = self.recurrent_activation(x[1] + inner[1])
        kept = f * c
        c = kept + i * self.activation(x[2] + inner[2])
        o = self.recurrent_activation(x[3] + inner[3])
        h = o * self.activation(c)
        return h, [h, c]

    def input_conv(self, x: Any, w: Any, b: Any = None, padding: Any = "valid") -> Any:
        found = image_formats.conv2d(x, w, strides=self.strides, padding=padding, data_format=self.data_format,
                               dilation_rate=self.dilation_rate)
        return found if b is None else backend_bias.bias_add(found, b, data_format=self.data_format)

    def recurrent_conv(self, x: Any, w: Any) -> Any:
        return image_formats.conv2d(x, w, strides=(1, 1), padding="same", data_format=self.data_format)


_OUTER = frozenset({"name", "dtype", "trainable", "input_shape", "batch_input_shape", "batch_size", "weights", "dynamic"})


class ConvLSTM2D(RNN):
    _bounded = True

    def __init__(self, filters: Any, kernel_size: Any, strides: Any = (1, 1), padding: Any = "valid",
                 data_format: Any = None, dilation_rate: Any = (1, 1), activity_regularizer: Any = None,
                 return_sequences: Any = False, return_state: Any = False, go_backwards: Any = False, stateful: Any = False,
                 unroll: Any = False, **kwargs: Any) -> None:
        if unroll:
            raise TypeError("Unrolling isn't possible with convolutional RNNs.")
        outer = {key: kwargs.pop(key) for key in list(kwargs) if key in _OUTER}
        cell = ConvLSTM2DCell(filters, kernel_size, strides, padding, data_format, dilation_rate,
                              dtype=outer.get("dtype"), **kwargs)
        super().__init__(cell, return_sequences, return_state, go_backwards, stateful, unroll, **outer)
        self.input_spec = [InputSpec(ndim=5)]
        self.activity_regularizer = regularizers.get(activity_regularizer)

    filters = property(lambda self: self.cell.filters)
    kernel_size = property(lambda self: self.cell.kernel_size)
    strides = property(lambda self: self.cell.strides)
    padding = property(lambda self: self.cell.padding)
    data_format = property(lambda self: self.cell.data_format)

    def build(self, input_shape: Any) -> None:
        shape = as_shape(nest.flatten(input_shape)[0] if isinstance(input_shape, list) and not isinstance(
            input_shape[0], int) and input_shape[0] is not None else input_shape).as_list()
        self.input_spec[0] = InputSpec(shape=(shape[0] if self.stateful else None, None, *shape[2:5]))
        if not self.cell.built:
            self.cell.build((shape[0], *shape[2:]))
        if self.stateful:
            self._make_image_states(shape)
        self.built = True

    def _make_image_states(self, shape: list[Any]) -> None:
        sizes = self._sizes(shape)
        if None in (shape[0], *sizes):
            # TensorFlow's own check compares dims with None, which is never true
            raise TypeError("__int__ returned non-int (type NoneType)")
        object.__setattr__(self, "_states", [backend_state.zeros((shape[0], *sizes)) for _ in range(2)])

    def _sizes(self, shape: list[Any]) -> tuple[Any, ...]:
        """Rows, columns and channels of an output, in the order of the data format."""
        cell = self.cell
        first = cell.data_format == "channels_first"
        places = tuple(
            conv_utils.conv_output_length(size, cell.kernel_size[axis], padding=cell.padding, stride=cell.strides[axis],
                                          dilation=cell.dilation_rate[axis])
            for axis, size in enumerate(shape[3:5] if first else shape[2:4]))
        return (cell.filters, *places) if first else (*places, cell.filters)

    def compute_output_shape(self, input_shape: Any) -> Any:
        shape = as_shape(input_shape).as_list()
        sizes = self._sizes(shape)
        output = as_shape([*shape[: 2 if self.return_sequences else 1], *sizes])
        return [output, *(as_shape([shape[0], *sizes]) for _ in range(2))] if self.return_state else output

    def get_initial_state(self, inputs: Any) -> list[Any]:
        zeros = backend_math.sum(backend_math.zeros_like(inputs), axis=1)
        kernel = array_ops.zeros((*self.cell.kernel_shape[:-1], self.cell.filters))
        return [self.cell.input_conv(zeros, kernel, padding=self.cell.padding)] * 2

    def call(self, inputs: Any, mask: Any = None, training: Any = None, initial_state: Any = None) -> Any:  # type: ignore[override]
        self.cell.reset_dropout_mask()
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)
