"""Separable and depthwise convolution layers (keras/layers/convolutional.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.keras import constraints, image_formats, initializers, regularizers
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.ops import array_ops, array_shape, nn_activations, nn_impl_losses

from .convolutional_plain import Conv, Conv2D


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
    _causal = True

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


_OF_OTHER_CONVOLUTIONS = frozenset({"filters", "kernel_initializer", "kernel_regularizer", "kernel_constraint"})


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

    def get_config(self) -> dict[str, Any]:
        return {key: value for key, value in super().get_config().items() if key not in _OF_OTHER_CONVOLUTIONS}

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
