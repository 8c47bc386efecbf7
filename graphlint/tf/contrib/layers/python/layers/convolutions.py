"""Convolutions of contrib.layers: plain, in plane, transposed, separable."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops.arg_scope import add_arg_scope
from graphlint.tf.contrib.framework.python.ops.variables import model_variable
from graphlint.tf.convert import convert
from graphlint.tf.python.layers import convolutional
from graphlint.tf.python.ops import array_ops, init_ops, nn_impl, nn_ops, variable_scope

from . import utils
from .initializers import xavier_initializer
from .model_layers import (
    FORMATS_2D,
    FORMATS_3D,
    KERNEL_NAMES,
    add_to_collections,
    channels,
    check_format,
    finish,
    model_variable_getter,
)

_FORMATS = (None, "NWC", "NCW", "NHWC", "NCHW", "NDHWC", "NCDHW")


@add_arg_scope
def convolution(inputs: Any, num_outputs: Any, kernel_size: Any, stride: Any = 1, padding: str = "SAME",
                data_format: Any = None, rate: Any = 1, activation_fn: Any = nn_ops.relu, normalizer_fn: Any = None,
                normalizer_params: Any = None, weights_initializer: Any = xavier_initializer(),  # noqa: B008
                weights_regularizer: Any = None, biases_initializer: Any = init_ops.Zeros(),  # noqa: B008
                biases_regularizer: Any = None, reuse: Any = None, variables_collections: Any = None,
                outputs_collections: Any = None, trainable: bool = True, scope: Any = None, conv_dims: Any = None) -> Any:
    """A convolution with its bias or normalizer, and an activation. ValueError for a rank that doesn't fit."""
    if data_format not in _FORMATS:
        raise ValueError(f"Invalid data_format: {data_format!r}")
    with variable_scope.variable_scope(scope, "Conv", [inputs], reuse=reuse,
                                       custom_getter=model_variable_getter(KERNEL_NAMES)) as sc:
        inputs = convert(inputs)
        rank = inputs.get_shape().ndims
        if conv_dims is not None and conv_dims + 2 != rank:
            raise ValueError(f"Convolution expects input with rank {conv_dims + 2}, got {_decimal(rank)}")
        kinds = {3: convolutional.Conv1D, 4: convolutional.Conv2D, 5: convolutional.Conv3D}
        if rank not in kinds:
            raise ValueError("Convolution not supported for input with rank", rank)
        layer = kinds[rank](
            filters=num_outputs, kernel_size=kernel_size, strides=stride, padding=padding,
            data_format=channels(data_format), dilation_rate=rate, activation=None,
            use_bias=not normalizer_fn and biases_initializer, kernel_initializer=weights_initializer,
            bias_initializer=biases_initializer, kernel_regularizer=weights_regularizer,
            bias_regularizer=biases_regularizer, activity_regularizer=None, trainable=trainable, name=sc.name,
            dtype=inputs.dtype.base_dtype, _scope=sc, _reuse=reuse)
        outputs = layer.apply(inputs)
        add_to_collections(layer.kernel, variables_collections, "weights")
        if layer.use_bias:
            add_to_collections(layer.bias, variables_collections, "biases")
        return finish(outputs, sc.name, normalizer_fn, normalizer_params, activation_fn, outputs_collections)


def _decimal(rank: Any) -> Any:
    if rank is None:
        raise TypeError("%d format: a number is required, not NoneType")
    return rank


def _of_rank(conv_dims: int, name: str) -> Any:
    def fixed(inputs: Any, num_outputs: Any, kernel_size: Any, stride: Any = 1, padding: str = "SAME",
              data_format: Any = None, rate: Any = 1, activation_fn: Any = nn_ops.relu, normalizer_fn: Any = None,
              normalizer_params: Any = None, weights_initializer: Any = xavier_initializer(),  # noqa: B008
              weights_regularizer: Any = None, biases_initializer: Any = init_ops.Zeros(),  # noqa: B008
              biases_regularizer: Any = None, reuse: Any = None, variables_collections: Any = None,
              outputs_collections: Any = None, trainable: bool = True, scope: Any = None) -> Any:
        return convolution(
            inputs, num_outputs, kernel_size, stride, padding, data_format, rate, activation_fn, normalizer_fn,
            normalizer_params, weights_initializer, weights_regularizer, biases_initializer, biases_regularizer, reuse,
            variables_collections, outputs_collections, trainable, scope, conv_dims=conv_dims)

    fixed.__name__ = fixed.__qualname__ = name
    return add_arg_scope(fixed)


convolution1d = _of_rank(1, "convolution1d")
convolution2d = _of_rank(2, "convolution2d")
convolution3d = _of_rank(3, "convolution3d")


@add_arg_scope
def convolution2d_in_plane(inputs: Any, kernel_size: Any, stride: Any = 1, padding: str = "SAME",
                           activation_fn: Any = nn_ops.relu, normalizer_fn: Any = None, normalizer_params: Any = None,
                           weights_initializer: Any = xavier_initializer(),  # noqa: B008
                           weights_regularizer: Any = None, biases_initializer: Any = init_ops.Zeros(),  # noqa: B008
                           biases_regularizer: Any = None, reuse: Any = None, variables_collections: Any = None,
                           outputs_collections: Any = None, trainable: bool = True, scope: Any = None) -> Any:
    """The same kernel over each channel."""
    with variable_scope.variable_scope(scope, "ConvInPlane", [inputs], reuse=reuse) as sc:
        dtype = inputs.dtype.base_dtype
        height, width = utils.two_element_tuple(kernel_size)
        stride_h, stride_w = utils.two_element_tuple(stride)
        depth = utils.last_dimension(inputs.get_shape(), min_rank=4)
        weights = model_variable(
            "weights", shape=[height, width, 1, 1], dtype=dtype, initializer=weights_initializer,
            regularizer=weights_regularizer, trainable=trainable,
            collections=utils.get_variable_collections(variables_collections, "weights"))
        tiled = array_ops.tile(weights, [1, 1, depth, 1])
        outputs = nn_impl.depthwise_conv2d(inputs, tiled, [1, stride_h, stride_w, 1], padding)
        if normalizer_fn is None and biases_initializer is not None:
            outputs = _with_biases(outputs, depth, dtype, biases_initializer, biases_regularizer, variables_collections,
                                   trainable, None)
        return finish(outputs, sc.name, normalizer_fn, normalizer_params, activation_fn, outputs_collections)


def _with_biases(outputs: Any, size: int, dtype: Any, initializer: Any, regularizer: Any, collections: Any,
                 trainable: bool, data_format: Any) -> Any:
    biases = model_variable(
        "biases", shape=[size], dtype=dtype, initializer=initializer, regularizer=regularizer, trainable=trainable,
        collections=utils.get_variable_collections(collections, "biases"))
    return nn_ops.bias_add(outputs, biases, data_format=data_format)


def _transposed(kind: Any, formats: tuple[str, str], default: str, name: str) -> Any:
    def transposed(inputs: Any, num_outputs: Any, kernel_size: Any, stride: Any = 1, padding: str = "SAME",
                   data_format: Any = formats[1], activation_fn: Any = nn_ops.relu, normalizer_fn: Any = None,
                   normalizer_params: Any = None, weights_initializer: Any = xavier_initializer(),  # noqa: B008
                   weights_regularizer: Any = None, biases_initializer: Any = init_ops.Zeros(),  # noqa: B008
                   biases_regularizer: Any = None, reuse: Any = None, variables_collections: Any = None,
                   outputs_collections: Any = None, trainable: bool = True, scope: Any = None) -> Any:
        with variable_scope.variable_scope(scope, default, [inputs], reuse=reuse,
                                           custom_getter=model_variable_getter(KERNEL_NAMES)) as sc:
            check_format(data_format, formats)
            inputs = convert(inputs)
            layer = kind(
                filters=num_outputs, kernel_size=kernel_size, strides=stride, padding=padding,
                data_format=channels(data_format), activation=None,
                use_bias=not normalizer_fn and biases_initializer, kernel_initializer=weights_initializer,
                bias_initializer=biases_initializer, kernel_regularizer=weights_regularizer,
                bias_regularizer=biases_regularizer, activity_regularizer=None, trainable=trainable, name=sc.name,
                dtype=inputs.dtype.base_dtype, _scope=sc, _reuse=reuse)
            outputs = layer.apply(inputs)
            add_to_collections(layer.kernel, variables_collections, "weights")
            if layer.bias is not None:
                add_to_collections(layer.bias, variables_collections, "biases")
            return finish(outputs, sc.name, normalizer_fn, normalizer_params, activation_fn, outputs_collections)

    transposed.__name__ = transposed.__qualname__ = name
    return add_arg_scope(transposed)


convolution2d_transpose = _transposed(convolutional.Conv2DTranspose, FORMATS_2D, "Conv2d_transpose",
                                      "convolution2d_transpose")
convolution3d_transpose = _transposed(convolutional.Conv3DTranspose, FORMATS_3D, "Conv3d_transpose",
                                      "convolution3d_transpose")


@add_arg_scope
def separable_convolution2d(inputs: Any, num_outputs: Any, kernel_size: Any, depth_multiplier: int = 1,
                            stride: Any = 1, padding: str = "SAME", data_format: str = "NHWC", rate: Any = 1,
                            activation_fn: Any = nn_ops.relu, normalizer_fn: Any = None, normalizer_params: Any = None,
                            weights_initializer: Any = xavier_initializer(),  # noqa: B008
                            pointwise_initializer: Any = None, weights_regularizer: Any = None,
                            biases_initializer: Any = init_ops.Zeros(),  # noqa: B008
                            biases_regularizer: Any = None, reuse: Any = None, variables_collections: Any = None,
                            outputs_collections: Any = None, trainable: bool = True, scope: Any = None) -> Any:
    """Depthwise and pointwise convolution; depthwise alone where `num_outputs` is None."""
    check_format(data_format)
    getter = model_variable_getter({"bias": "biases", "depthwise_kernel": "depthwise_weights",
                                    "pointwise_kernel": "pointwise_weights"})
    with variable_scope.variable_scope(scope, "SeparableConv2d", [inputs], reuse=reuse, custom_getter=getter) as sc:
        inputs = convert(inputs)
        if num_outputs is None:
            outputs = _depthwise(inputs, kernel_size, depth_multiplier, stride, padding, data_format, rate, normalizer_fn,
                                 weights_initializer, weights_regularizer, biases_initializer, biases_regularizer,
                                 variables_collections, trainable)
            return finish(outputs, sc.name, normalizer_fn, normalizer_params, activation_fn, outputs_collections)
        layer = convolutional.SeparableConv2D(
            filters=num_outputs, kernel_size=kernel_size, strides=stride, padding=padding,
            data_format=channels(data_format), dilation_rate=utils.two_element_tuple(rate), activation=None,
            depth_multiplier=depth_multiplier, use_bias=not normalizer_fn and biases_initializer,
            depthwise_initializer=weights_initializer,
            pointwise_initializer=weights_initializer if pointwise_initializer is None else pointwise_initializer,
            bias_initializer=biases_initializer, depthwise_regularizer=weights_regularizer,
            pointwise_regularizer=weights_regularizer, bias_regularizer=biases_regularizer, activity_regularizer=None,
            trainable=trainable, name=sc.name, dtype=inputs.dtype.base_dtype, _scope=sc, _reuse=reuse)
        outputs = layer.apply(inputs)
        add_to_collections(layer.depthwise_kernel, variables_collections, "weights")
        add_to_collections(layer.pointwise_kernel, variables_collections, "weights")
        if layer.bias is not None:
            add_to_collections(layer.bias, variables_collections, "biases")
        return finish(outputs, sc.name, normalizer_fn, normalizer_params, activation_fn, outputs_collections)


def _depthwise(inputs: Any, kernel_size: Any, depth_multiplier: int, stride: Any, padding: str, data_format: str,
               rate: Any, normalizer_fn: Any, initializer: Any, regularizer: Any, biases_initializer: Any,
               biases_regularizer: Any, collections: Any, trainable: bool) -> Any:
    dtype = inputs.dtype.base_dtype
    height, width = utils.two_element_tuple(kernel_size)
    stride_h, stride_w = utils.two_element_tuple(stride)
    depth = utils.channel_dimension(inputs.get_shape(), channels(data_format), min_rank=4)
    weights = model_variable(
        "depthwise_weights", shape=[height, width, depth, depth_multiplier], dtype=dtype, initializer=initializer,
        regularizer=regularizer, trainable=trainable,
        collections=utils.get_variable_collections(collections, "weights"))
    first = data_format.startswith("NC")
    strides = [1, 1, stride_h, stride_w] if first else [1, stride_h, stride_w, 1]
    outputs = nn_impl.depthwise_conv2d(inputs, weights, strides, padding, rate=utils.two_element_tuple(rate),
                                       data_format=data_format)
    if normalizer_fn is not None or biases_initializer is None:
        return outputs
    return _with_biases(outputs, depth_multiplier * depth, dtype, biases_initializer, biases_regularizer, collections,
                        trainable, data_format)
