"""Convolution layers (keras/layers/convolutional.py). Padding, cropping and upsampling are in `spatial`."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape, from_dims
from graphlint.tf.python.keras import activations, constraints, image_formats, initializers, regularizers
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.keras.utils import conv_utils
from graphlint.tf.python.ops import array_joining, array_ops, array_shape, nn_activations, nn_convolution, nn_impl_losses

from .spatial import Cropping1D as Cropping1D
from .spatial import Cropping2D as Cropping2D
from .spatial import Cropping3D as Cropping3D
from .spatial import UpSampling1D as UpSampling1D
from .spatial import UpSampling2D as UpSampling2D
from .spatial import UpSampling3D as UpSampling3D
from .spatial import ZeroPadding1D as ZeroPadding1D
from .spatial import ZeroPadding2D as ZeroPadding2D
from .spatial import ZeroPadding3D as ZeroPadding3D

_NO_CHANNELS = "The channel dimension of the inputs should be defined. Found `None`."


class Conv(Layer):
    """A convolution over `rank` dims."""

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
        if self.padding == "causal" and not isinstance(self, (Conv1D, SeparableConv1D)):
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
        channels = as_shape(input_shape)[axis].value
        if channels is None:
            raise ValueError(_NO_CHANNELS)
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
        padding = "valid" if self.padding == "causal" else self.padding
        self._convolution_op = nn_convolution.Convolution(
            input_shape, filter_shape=self.kernel.shape, dilation_rate=self.dilation_rate, strides=self.strides,
            padding=padding if isinstance(padding, (list, tuple)) else padding.upper(),
            data_format=conv_utils.convert_data_format(self.data_format, self.rank + 2))
        self.built = True

    def call(self, inputs: Any) -> Any:
        outputs = self._convolution_op(inputs, self.kernel)
        if self.use_bias:
            if self.data_format != "channels_first":
                outputs = nn_activations.bias_add(outputs, self.bias, data_format="NHWC")
            elif self.rank == 1:
                outputs = outputs + array_shape.reshape(self.bias, (1, self.filters, 1))  # type: ignore[operator]
            else:
                outputs = nn_activations.bias_add(outputs, self.bias, data_format="NCHW")
        return self._activated(outputs)

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


class _Transposed(Conv):
    """What the transposed layers share: the output's shape, computed from the input's."""

    output_padding: Any

    def _set_output_padding(self, output_padding: Any) -> None:
        self.output_padding = output_padding
        if output_padding is None:
            return
        self.output_padding = conv_utils.normalize_tuple(output_padding, self.rank, "output_padding")
        for stride, out in zip(self.strides, self.output_padding, strict=True):
            if out >= stride:
                raise ValueError(f"Stride {self.strides} must be greater than output padding {self.output_padding}")

    def _length(self, size: Any, i: int) -> Any:
        out = None if self.output_padding is None else self.output_padding[i]
        dilation = self.dilation_rate[i] if self.rank == 2 else 1
        return conv_utils.deconv_output_length(size, self.kernel_size[i], self.padding, out, self.strides[i], dilation)

    def build(self, input_shape: Any) -> None:
        input_shape = as_shape(input_shape)
        if len(input_shape) != self.rank + 2:
            if self.rank == 2:
                raise ValueError(f"Inputs should have rank 4. Received input shape: {input_shape}")
            raise ValueError("Inputs should have rank 5, received input shape:", str(input_shape))
        axis, channels = self._channels(input_shape)
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={axis: channels})
        self.kernel = self._weight("kernel", (*self.kernel_size, self.filters, channels), "kernel")
        self._add_bias()
        self.built = True

    def _output_sizes(self, inputs: Any) -> tuple[Any, ...]:
        shape: Any = array_shape.shape(inputs)
        batch = shape[0]
        first = 2 if self.data_format == "channels_first" else 1
        sizes = [shape[first + i] for i in range(self.rank)]
        space = [self._length(size, i) for i, size in enumerate(sizes)]
        return (batch, self.filters, *space) if first == 2 else (batch, *space, self.filters)

    def _static(self, dims: Any) -> TensorShape:
        first = 2 if self.data_format == "channels_first" else 1
        filters = self.kernel.shape.to_dims()[self.rank]
        space = [self._length(dims[first + i], i) for i in range(self.rank)]
        return from_dims((dims[0], filters, *space) if first == 2 else (dims[0], *space, filters))

    def compute_output_shape(self, input_shape: Any) -> Any:
        sizes = as_shape(input_shape).as_list()
        first = 2 if self.data_format == "channels_first" else 1
        space = [self._length(sizes[first + i], i) for i in range(self.rank)]
        return as_shape([sizes[0], self.filters, *space] if first == 2 else [sizes[0], *space, self.filters])


class Conv2DTranspose(_Transposed, Conv2D):
    def __init__(self, filters: Any, kernel_size: Any, strides: Any = (1, 1), padding: Any = "valid",
                 output_padding: Any = None, data_format: Any = None, dilation_rate: Any = (1, 1), activation: Any = None,
                 use_bias: bool = True, kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
                 kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
                 kernel_constraint: Any = None, bias_constraint: Any = None, **kwargs: Any) -> None:
        Conv2D.__init__(self, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
                        kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
                        kernel_constraint, bias_constraint, **kwargs)
        self._set_output_padding(output_padding)

    def call(self, inputs: Any) -> Any:
        shape = array_joining.stack(self._output_sizes(inputs))
        outputs = image_formats.conv2d_transpose(
            inputs, self.kernel, shape, strides=self.strides, padding=self.padding, data_format=self.data_format,
            dilation_rate=self.dilation_rate)
        outputs.set_shape(self._static(inputs.dims))
        if self.use_bias:
            outputs = nn_activations.bias_add(outputs, self.bias, data_format=self._layer_format())
        return self._activated(outputs)


class Conv3DTranspose(_Transposed, Conv3D):
    def __init__(self, filters: Any, kernel_size: Any, strides: Any = (1, 1, 1), padding: Any = "valid",
                 output_padding: Any = None, data_format: Any = None, activation: Any = None, use_bias: bool = True,
                 kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
                 kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
                 kernel_constraint: Any = None, bias_constraint: Any = None, **kwargs: Any) -> None:
        Conv3D.__init__(self, filters, kernel_size, strides, padding, data_format, (1, 1, 1), activation, use_bias,
                        kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
                        kernel_constraint, bias_constraint, **kwargs)
        self._set_output_padding(output_padding)

    def call(self, inputs: Any) -> Any:
        sizes = self._output_sizes(inputs)
        first = self.data_format == "channels_first"
        strides = (1, 1, *self.strides) if first else (1, *self.strides, 1)
        outputs: Any = nn_convolution.conv3d_transpose(
            inputs, self.kernel, array_joining.stack(sizes), strides, data_format=self._layer_format(5),
            padding=self.padding.upper())
        outputs.set_shape(self._static(inputs.dims))
        if self.use_bias:
            outputs = nn_activations.bias_add(outputs, self.bias, data_format=self._layer_format(4))
        return self._activated(outputs)


class SeparableConv(Conv):
    """A depthwise convolution and a pointwise one."""

    def __init__(self, rank: int, filters: Any, kernel_size: Any, strides: Any = 1, padding: Any = "valid",
                 data_format: Any = None, dilation_rate: Any = 1, depth_multiplier: Any = 1, activation: Any = None,
                 use_bias: bool = True, depthwise_initializer: Any = "glorot_uniform",
                 pointwise_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
                 depthwise_regularizer: Any = None, pointwise_regularizer: Any = None, bias_regularizer: Any = None,
                 activity_regularizer: Any = None, depthwise_constraint: Any = None, pointwise_constraint: Any = None,
                 bias_constraint: Any = None, trainable: bool = True, name: Any = None, **kwargs: Any) -> None:
        super().__init__(rank=rank, filters=filters, kernel_size=kernel_size, strides=strides, padding=padding,
                         data_format=data_format, dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
                         bias_initializer=bias_initializer, bias_regularizer=bias_regularizer,
                         activity_regularizer=activity_regularizer, bias_constraint=bias_constraint, trainable=trainable,
                         name=name, **kwargs)
        self.depth_multiplier = depth_multiplier
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.pointwise_initializer = initializers.get(pointwise_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.pointwise_regularizer = regularizers.get(pointwise_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)
        self.pointwise_constraint = constraints.get(pointwise_constraint)

    def build(self, input_shape: Any) -> None:
        axis, channels = self._channels(input_shape)
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={axis: channels})
        self.depthwise_kernel = self._weight(
            "depthwise_kernel", (*self.kernel_size, channels, self.depth_multiplier), "depthwise")
        self.pointwise_kernel = self._weight(
            "pointwise_kernel", (*([1] * self.rank), self.depth_multiplier * channels, self.filters), "pointwise")
        self._add_bias()
        self.built = True

    def call(self, inputs: Any) -> Any:
        raise NotImplementedError


_SEPARABLE = (
    "filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "depth_multiplier", "activation",
    "use_bias", "depthwise_initializer", "pointwise_initializer", "bias_initializer", "depthwise_regularizer",
    "pointwise_regularizer", "bias_regularizer", "activity_regularizer", "depthwise_constraint", "pointwise_constraint",
    "bias_constraint",
)  # fmt: skip


def _named(args: tuple[Any, ...], kwargs: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    if len(args) > len(_SEPARABLE):
        raise TypeError(f"__init__() takes from 3 to {len(_SEPARABLE) + 1} positional arguments but {len(args) + 1} were given")
    return {**defaults, **dict(zip(_SEPARABLE, args, strict=False)), **kwargs}


class SeparableConv1D(SeparableConv):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(rank=1, **_named(args, kwargs, {"strides": 1, "dilation_rate": 1}))

    def call(self, inputs: Any) -> Any:
        if self.padding == "causal":
            inputs = array_ops.pad(inputs, self._causal_padding())  # type: ignore[attr-defined]
        last = self.data_format == "channels_last"
        strides = (1, *self.strides * 2, 1) if last else (1, 1, *self.strides * 2)
        start = 1 if last else 2
        inputs = array_shape.expand_dims(inputs, start)
        depthwise = array_shape.expand_dims(self.depthwise_kernel, 0)
        pointwise = array_shape.expand_dims(self.pointwise_kernel, 0)
        padding = "valid" if self.padding == "causal" else self.padding
        outputs = nn_impl_losses.separable_conv2d(
            inputs, depthwise, pointwise, strides=strides, padding=padding.upper(), rate=(1, *self.dilation_rate),
            data_format=self._layer_format())
        if self.use_bias:
            outputs = nn_activations.bias_add(outputs, self.bias, data_format=self._layer_format())
        return self._activated(array_shape.squeeze(outputs, [start]))


class SeparableConv2D(SeparableConv):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(rank=2, **_named(args, kwargs, {"strides": (1, 1), "dilation_rate": (1, 1)}))

    def call(self, inputs: Any) -> Any:
        last = self.data_format == "channels_last"
        outputs = nn_impl_losses.separable_conv2d(
            inputs, self.depthwise_kernel, self.pointwise_kernel,
            strides=(1, *self.strides, 1) if last else (1, 1, *self.strides), padding=self.padding.upper(),
            rate=self.dilation_rate, data_format=self._layer_format())
        if self.use_bias:
            outputs = nn_activations.bias_add(outputs, self.bias, data_format=self._layer_format())
        return self._activated(outputs)


class DepthwiseConv2D(Conv2D):
    def __init__(self, kernel_size: Any, strides: Any = (1, 1), padding: Any = "valid", depth_multiplier: Any = 1,
                 data_format: Any = None, activation: Any = None, use_bias: bool = True,
                 depthwise_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
                 depthwise_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
                 depthwise_constraint: Any = None, bias_constraint: Any = None, **kwargs: Any) -> None:
        super().__init__(filters=None, kernel_size=kernel_size, strides=strides, padding=padding, data_format=data_format,
                         activation=activation, use_bias=use_bias, bias_regularizer=bias_regularizer,
                         activity_regularizer=activity_regularizer, bias_constraint=bias_constraint, **kwargs)
        self.depth_multiplier = depth_multiplier
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)
        self.bias_initializer = initializers.get(bias_initializer)

    def build(self, input_shape: Any) -> None:
        if len(input_shape) < 4:
            raise ValueError("Inputs to `DepthwiseConv2D` should have rank 4. Received input shape:", str(input_shape))
        axis = 1 if self.data_format == "channels_first" else 3
        channels = as_shape(input_shape)[axis].value
        if channels is None:
            raise ValueError("The channel dimension of the inputs to `DepthwiseConv2D` should be defined. Found `None`.")
        self.depthwise_kernel = self.add_weight(
            shape=(*self.kernel_size, channels, self.depth_multiplier), initializer=self.depthwise_initializer,
            name="depthwise_kernel", regularizer=self.depthwise_regularizer, constraint=self.depthwise_constraint)
        self.bias = None if not self.use_bias else self.add_weight(
            shape=(channels * self.depth_multiplier,), initializer=self.bias_initializer, name="bias",
            regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.input_spec = InputSpec(ndim=4, axes={axis: channels})
        self.built = True

    def call(self, inputs: Any) -> Any:
        outputs = image_formats.depthwise_conv2d(
            inputs, self.depthwise_kernel, strides=self.strides, padding=self.padding, dilation_rate=self.dilation_rate,
            data_format=self.data_format)
        if self.use_bias:
            if self.data_format == "channels_first":
                size = self.bias.shape.as_list()[0]  # type: ignore[union-attr]
                outputs = outputs + array_shape.reshape(self.bias, (1, size, 1, 1))
            else:
                outputs = nn_activations.bias_add(outputs, self.bias, data_format="NHWC")
        return self._activated(outputs)


Convolution1D, Convolution2D, Convolution3D = Conv1D, Conv2D, Conv3D
Convolution2DTranspose, Convolution3DTranspose = Conv2DTranspose, Conv3DTranspose
SeparableConvolution1D, SeparableConvolution2D = SeparableConv1D, SeparableConv2D
