"""Convolution layers of one to three dimensions, and what all convolution layers share (keras/layers/convolutional.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.tf.python.framework.tensor_shape import as_shape, script_size
from graphlint.tf.python.keras import activations, constraints, initializers, regularizers
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.keras.utils import conv_utils
from graphlint.tf.python.ops import array_ops, array_shape, nn_activations, nn_convolution

NO_CHANNELS = "The channel dimension of the inputs should be defined. Found `None`."


class Conv(Layer):
    """A convolution over `rank` dims."""

    _causal = False

    def __init__(self, rank: int, filters: Any, kernel_size: Any, strides: Any = 1, padding: Any = "valid",
                 data_format: Any = None, dilation_rate: Any = 1, activation: Any = None, use_bias: bool = True,
                 kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
                 kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
                 kernel_constraint: Any = None, bias_constraint: Any = None, trainable: bool = True, name: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(trainable=trainable, name=name, activity_regularizer=regularizers.get(activity_regularizer), **kwargs)
        self.rank = rank
        self.filters = filters
        self.kernel_size = conv_utils.normalize_tuple(kernel_size, rank, "kernel_size")
        self.strides = conv_utils.normalize_tuple(strides, rank, "strides")
        self.padding = conv_utils.normalize_padding(padding)
        if self.padding == "causal" and not self._causal:
            raise ValueError("Causal padding is only supported for `Conv1D`and ``SeparableConv1D`.")
        self.data_format = conv_utils.normalize_data_format(data_format)
        self.dilation_rate = conv_utils.normalize_tuple(dilation_rate, rank, "dilation_rate")
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def _channels(self, input_shape: Any) -> tuple[int, Any]:
        """Where the channels are, and how many."""
        axis = 1 if self.data_format == "channels_first" else -1
        channels = script_size(as_shape(input_shape)[axis])
        if channels is None:
            raise ValueError(NO_CHANNELS)
        return axis, channels

    def _weight(self, name: str, shape: Any, kind: str) -> Any:
        return self.add_weight(
            name=name, shape=shape, initializer=getattr(self, f"{kind}_initializer"),
            regularizer=getattr(self, f"{kind}_regularizer"), constraint=getattr(self, f"{kind}_constraint"), trainable=True,
            dtype=self.dtype)

    def _add_bias(self) -> None:
        self.bias = self._weight("bias", (self.filters,), "bias") if self.use_bias else None

    def build(self, input_shape: Any) -> None:
        input_shape = as_shape(input_shape)
        axis, channels = self._channels(input_shape)
        self.kernel = self._weight("kernel", (*self.kernel_size, channels, self.filters), "kernel")
        self._add_bias()
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={axis: channels})
        if stack.world.release.conv_op_in_layer_scope:
            self._convolution_op = self._planned(input_shape)
        self.built = True

    def _planned(self, input_shape: Any) -> Any:
        padding = "valid" if self.padding == "causal" else self.padding
        return nn_convolution.Convolution(
            input_shape, filter_shape=self.kernel.shape, dilation_rate=self.dilation_rate, strides=self.strides,
            padding=padding if isinstance(padding, (list, tuple)) else padding.upper(),
            data_format=conv_utils.convert_data_format(self.data_format, self.rank + 2))

    def call(self, inputs: Any) -> Any:
        outputs = self._convolved(inputs)
        if self.use_bias:
            if self.data_format != "channels_first":
                outputs = nn_activations.bias_add(outputs, self.bias, data_format="NHWC")
            elif self.rank == 1:
                outputs = outputs + array_shape.reshape(self.bias, (1, self.filters, 1))  # type: ignore[operator]
            else:
                outputs = nn_activations.bias_add(outputs, self.bias, data_format="NCHW")
        return self._activated(outputs)

    def _convolved(self, inputs: Any) -> Any:
        if stack.world.release.conv_op_in_layer_scope:
            return self._convolution_op(inputs, self.kernel)
        return nn_convolution.convolution(
            inputs, self.kernel, self.padding.upper(), self.strides, self.dilation_rate,
            data_format=conv_utils.convert_data_format(self.data_format, self.rank + 2))

    def _activated(self, outputs: Any) -> Any:
        return outputs if self.activation is None else self.activation(outputs)

    def _layer_format(self, ndim: int = 4) -> str:
        return conv_utils.convert_data_format(self.data_format, ndim)

    def compute_output_shape(self, input_shape: Any) -> Any:
        sizes = as_shape(input_shape).as_list()
        first = self.data_format == "channels_first"
        space = [
            conv_utils.conv_output_length(size, self.kernel_size[i], self.padding, self.strides[i], self.dilation_rate[i])
            for i, size in enumerate(sizes[2:] if first else sizes[1:-1])
        ]
        return as_shape([sizes[0], self.filters, *space] if first else [sizes[0], *space, self.filters])

    def _causal_padding(self) -> list[list[Any]]:
        left = self.dilation_rate[0] * (self.kernel_size[0] - 1)
        if self.data_format == "channels_last":
            return [[0, 0], [left, 0], [0, 0]]
        return [[0, 0], [0, 0], [left, 0]]


class Conv1D(Conv):
    _causal = True

    def __init__(self, filters: Any, kernel_size: Any, strides: Any = 1, padding: Any = "valid",
                 data_format: Any = "channels_last", dilation_rate: Any = 1, activation: Any = None, use_bias: bool = True,
                 kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
                 kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
                 kernel_constraint: Any = None, bias_constraint: Any = None, **kwargs: Any) -> None:
        super().__init__(1, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
                         kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
                         kernel_constraint, bias_constraint, **kwargs)

    def call(self, inputs: Any) -> Any:
        if self.padding == "causal":
            inputs = array_ops.pad(inputs, self._causal_padding())  # type: ignore[attr-defined]
        return super().call(inputs)


class Conv2D(Conv):
    def __init__(self, filters: Any, kernel_size: Any, strides: Any = (1, 1), padding: Any = "valid",
                 data_format: Any = None, dilation_rate: Any = (1, 1), activation: Any = None, use_bias: bool = True,
                 kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
                 kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
                 kernel_constraint: Any = None, bias_constraint: Any = None, **kwargs: Any) -> None:
        super().__init__(2, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
                         kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
                         kernel_constraint, bias_constraint, **kwargs)


class Conv3D(Conv):
    def __init__(self, filters: Any, kernel_size: Any, strides: Any = (1, 1, 1), padding: Any = "valid",
                 data_format: Any = None, dilation_rate: Any = (1, 1, 1), activation: Any = None, use_bias: bool = True,
                 kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
                 kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
                 kernel_constraint: Any = None, bias_constraint: Any = None, **kwargs: Any) -> None:
        super().__init__(3, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
                         kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
                         kernel_constraint, bias_constraint, **kwargs)
