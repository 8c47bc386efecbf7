"""Fully connected layers, biases and dropout of contrib.layers."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.contrib.framework.python.ops.arg_scope import add_arg_scope
from graphlint.tf.contrib.framework.python.ops.variables import model_variable
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.layers import core
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops, variable_scope

from . import utils
from .initializers import xavier_initializer
from .model_layers import KERNEL_NAMES, add_to_collections, check_format, finish, model_variable_getter


@add_arg_scope
def bias_add(inputs: Any, activation_fn: Any = None, initializer: Any = init_ops.Zeros(),  # noqa: B008
             regularizer: Any = None, reuse: Any = None, variables_collections: Any = None,
             outputs_collections: Any = None, trainable: bool = True, data_format: str = "NHWC",
             scope: Any = None) -> Any:
    """A bias for each channel. ValueError where the channels aren't known."""
    check_format(data_format)
    with variable_scope.variable_scope(scope, "BiasAdd", [inputs], reuse=reuse) as sc:
        inputs = convert(inputs)
        shape = inputs.get_shape()
        if shape.ndims is None:
            raise ValueError("Dims of shape must be known but is None")
        if shape.ndims != 4 and data_format == "NCHW":
            raise ValueError("Data format NCHW only supports 4D Tensor")
        features = shape.dims[1 if data_format == "NCHW" else -1].value
        if features is None:
            raise ValueError("`C` dimension must be known but is None")
        biases = model_variable(
            "biases", shape=[features], dtype=inputs.dtype.base_dtype, initializer=initializer, regularizer=regularizer,
            collections=utils.get_variable_collections(variables_collections, "biases"), trainable=trainable)
        outputs = nn_ops.bias_add(inputs, biases, data_format=data_format)
        return finish(outputs, sc.name, None, None, activation_fn, outputs_collections)


@add_arg_scope
def dropout(inputs: Any, keep_prob: Any = 0.5, noise_shape: Any = None, is_training: Any = True,
            outputs_collections: Any = None, scope: Any = None, seed: Any = None) -> Any:
    with variable_scope.variable_scope(scope, "Dropout", [inputs], custom_getter=model_variable_getter()) as sc:
        inputs = convert(inputs)
        layer = core.Dropout(rate=1 - keep_prob, noise_shape=noise_shape, seed=seed, name=sc.name, _scope=sc)
        outputs = layer.apply(inputs, training=is_training)
        return utils.collect_named_outputs(outputs_collections, sc.name, outputs)


@add_arg_scope
def fully_connected(inputs: Any, num_outputs: Any, activation_fn: Any = nn_ops.relu, normalizer_fn: Any = None,
                    normalizer_params: Any = None, weights_initializer: Any = xavier_initializer(),  # noqa: B008
                    weights_regularizer: Any = None, biases_initializer: Any = init_ops.Zeros(),  # noqa: B008
                    biases_regularizer: Any = None, reuse: Any = None, variables_collections: Any = None,
                    outputs_collections: Any = None, trainable: bool = True, scope: Any = None) -> Any:
    """A dense layer with its bias or normalizer, and an activation. ValueError for a size that is no int."""
    if not isinstance(num_outputs, (int, Unknown)):
        raise ValueError(f"num_outputs type should be one of [<class 'int'>], got {type(num_outputs)}.")
    with variable_scope.variable_scope(scope, "fully_connected", [inputs], reuse=reuse,
                                       custom_getter=model_variable_getter(KERNEL_NAMES)) as sc:
        inputs = convert(inputs)
        layer = core.Dense(
            units=num_outputs, activation=None, use_bias=not normalizer_fn and biases_initializer,
            kernel_initializer=weights_initializer, bias_initializer=biases_initializer,
            kernel_regularizer=weights_regularizer, bias_regularizer=biases_regularizer, activity_regularizer=None,
            trainable=trainable, name=sc.name, dtype=inputs.dtype.base_dtype, _scope=sc, _reuse=reuse)
        outputs = layer.apply(inputs)
        add_to_collections(layer.kernel, variables_collections, "weights")
        if layer.bias is not None:
            add_to_collections(layer.bias, variables_collections, "biases")
        return finish(outputs, sc.name, normalizer_fn, normalizer_params, activation_fn, outputs_collections)


def legacy_fully_connected(x: Any, num_output_units: int, activation_fn: Any = None,
                           weight_init: Any = xavier_initializer(),  # noqa: B008
                           bias_init: Any = init_ops.Zeros(), name: Any = None,  # noqa: B008
                           weight_collections: Any = (GraphKeys.WEIGHTS,), bias_collections: Any = (GraphKeys.BIASES,),
                           output_collections: Any = (GraphKeys.ACTIVATIONS,), trainable: bool = True,
                           weight_regularizer: Any = None, bias_regularizer: Any = None) -> Any:
    """The older fully connected layer. ValueError where the input's size isn't known."""
    with variable_scope.variable_scope(name, "fully_connected", [x]):
        x = convert(x)
        shape = x.get_shape()
        if shape.dims is None:
            raise ValueError("dims of x must be known but is None")
        if shape.ndims < 2:
            raise ValueError(f"rank of x must be at least 2 not: {shape.ndims}")
        size = shape.dims[-1].value
        if size is None:
            raise ValueError("last dimension of x must be known but is None")
        dtype = x.dtype.base_dtype
        weights = variable_scope.get_variable(
            "weights", shape=[size, num_output_units], dtype=dtype, initializer=weight_init,
            collections={*(weight_collections or ()), GraphKeys.GLOBAL_VARIABLES}, regularizer=weight_regularizer,
            trainable=trainable)
        y = math_ops.matmul(x if shape.ndims <= 2 else array_ops.reshape(x, [-1, size]), weights)
        if bias_init is not None:
            bias = variable_scope.get_variable(
                "bias", shape=[num_output_units], dtype=dtype, initializer=bias_init,
                collections={*(bias_collections or ()), GraphKeys.GLOBAL_VARIABLES}, regularizer=bias_regularizer,
                trainable=trainable)
            y = nn_ops.bias_add(y, bias)
        if shape.ndims > 2:
            sizes: list[Any] = array_ops.unstack(array_ops.shape(x))
            sizes[-1] = num_output_units
            y = array_ops.reshape(y, array_ops.stack(sizes))
            y.set_shape([*shape.as_list()[:-1], num_output_units])
        if activation_fn is not None:
            y = activation_fn(y)
        ops.add_to_collections([*(output_collections or ()), GraphKeys.ACTIVATIONS], y)
        return y
