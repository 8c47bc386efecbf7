"""Losses on logits, depthwise and separable convolutions, relu layers (ops/nn_impl.py)."""

from __future__ import annotations

import math
from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import (
    array_constants,
    array_ops,
    array_shape,
    math_basic,
    math_ops,
    math_reduce,
    nn_activations,
    nn_convolution,
    nn_space_to_batch,
)
from .nn_xent import ensure_xent_args


def _check_same(first: str, a: Tensor, second: str, b: Tensor) -> None:
    """ValueError where labels (b) and logits (a) have shapes that clash."""
    try:
        from_dims(b.dims).merge_with(from_dims(a.dims))
    except ValueError:
        raise ValueError(f"{first} and {second} must have the same shape ({from_dims(a.dims)} vs "
                         f"{from_dims(b.dims)})") from None


def log_poisson_loss(targets: Any, log_input: Any, compute_full_loss: bool = False, name: Any = None) -> Any:
    with ops.name_scope(name, "log_poisson_loss", [log_input, targets]):
        logs: Any = convert(log_input, name="log_input")
        targets = convert(targets, name="targets")
        _check_same("log_input", logs, "targets", targets)
        result = gen.Exp(logs) - logs * targets
        if compute_full_loss:
            result = result + _stirling(targets)
        return result


def _stirling(targets: Any) -> Any:
    half = constant_op.constant(0.5, dtype=targets.dtype)
    two_pi = constant_op.constant(2 * math.pi, dtype=targets.dtype)
    approximation = targets * gen.Log(targets) - targets + half * gen.Log(two_pi * targets)
    zeros = array_constants.zeros_like(targets, dtype=targets.dtype)
    ones = array_constants.ones_like(targets, dtype=targets.dtype)
    small = gen.LogicalAnd(targets >= zeros, targets <= ones)
    return array_ops.where(small, zeros, approximation)  # type: ignore[attr-defined]


def sigmoid_cross_entropy_with_logits(_sentinel: Any = None, labels: Any = None, logits: Any = None,
                                      name: Any = None) -> Tensor:
    ensure_xent_args("sigmoid_cross_entropy_with_logits", _sentinel, labels, logits)
    with ops.name_scope(name, "logistic_loss", [logits, labels]) as scope:
        logits, labels = convert(logits, name="logits"), convert(labels, name="labels")
        _check_same("logits", logits, "labels", labels)
        zeros = array_constants.zeros_like(logits, dtype=logits.dtype)
        positive = logits >= zeros
        relu = array_ops.where(positive, logits, zeros)  # type: ignore[attr-defined]
        negative = array_ops.where(positive, -logits, logits)  # type: ignore[attr-defined]
        rest = relu - logits * labels
        return gen.Add(rest, gen.Log1p(gen.Exp(negative)), name=scope)  # type: ignore[no-any-return]


def sigmoid_cross_entropy_with_logits_v2(labels: Any = None, logits: Any = None, name: Any = None) -> Tensor:
    return sigmoid_cross_entropy_with_logits(labels=labels, logits=logits, name=name)


def weighted_cross_entropy_with_logits_v2(labels: Any, logits: Any, pos_weight: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "logistic_loss", [logits, labels]) as scope:
        logits, labels = convert(logits, name="logits"), convert(labels, name="labels")
        _check_same("logits", logits, "labels", labels)
        weight = 1 + (pos_weight - 1) * labels
        first = (1 - labels) * logits
        softplus = gen.Log1p(gen.Exp(-math_ops.abs(logits))) + gen.Relu(-logits)  # type: ignore[operator]
        return gen.Add(first, weight * softplus, name=scope)  # type: ignore[no-any-return]


def weighted_cross_entropy_with_logits(labels: Any = None, logits: Any = None, pos_weight: Any = None, name: Any = None,
                                       targets: Any = None) -> Tensor:
    labels = deprecated_argument_lookup("labels", labels, "targets", targets)
    return weighted_cross_entropy_with_logits_v2(labels, logits, pos_weight, name)


def relu_layer(x: Any, weights: Any, biases: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "relu_layer", [x, weights, biases]) as scope:
        x, weights = convert(x, name="x"), convert(weights, name="weights")
        biases = convert(biases, name="biases")
        found = nn_activations.bias_add(math_ops.matmul(x, weights), biases)  # type: ignore[attr-defined]
        return gen.Relu(found, name=scope)  # type: ignore[no-any-return]


def compute_average_loss(per_example_loss: Any, sample_weight: Any = None, global_batch_size: Any = None) -> Any:
    loss: Any = convert(per_example_loss)
    dtype = loss.dtype
    if sample_weight is not None:
        weight = math_basic.cast(convert(sample_weight), dtype)
        loss = loss * weight
    if global_batch_size is None:
        size = array_shape.shape_v2(loss)[0] * 1  # type: ignore[index]
        global_batch_size = math_basic.cast(size, dtype)
    return math_reduce.reduce_sum(loss) / global_batch_size  # type: ignore[operator]


def scale_regularization_loss(regularization_loss: Any) -> Any:
    return math_reduce.reduce_sum(regularization_loss) / 1  # type: ignore[operator]


# --- depthwise convolution --------------------------------------------------------------------------------------------


def depthwise_conv2d(input: Any, filter: Any, strides: Any, padding: Any, rate: Any = None, name: Any = None,
                     data_format: Any = None, dilations: Any = None) -> Tensor:
    rate = deprecated_argument_lookup("dilations", dilations, "rate", rate)
    with ops.name_scope(name, "depthwise", [input, filter]) as scope:
        tensor, weights = convert(input, name="tensor_in"), convert(filter, name="filter_in")

        def step(value: Any, _: int, padding: Any) -> Tensor:
            return gen.DepthwiseConv2dNative(value, weights, strides=strides, padding=padding,  # type: ignore[no-any-return]
                                             data_format=data_format, name=scope)

        return nn_space_to_batch.with_space_to_batch(tensor, [1, 1] if rate is None else rate, padding, step,
                                                  filter_shape=array_shape.shape(weights), data_format=data_format)


def depthwise_conv2d_v2(input: Any, filter: Any, strides: Any, padding: Any, data_format: Any = None,
                        dilations: Any = None, name: Any = None) -> Tensor:
    return depthwise_conv2d(input, filter, strides, padding, dilations, name, data_format)


def separable_conv2d(input: Any, depthwise_filter: Any, pointwise_filter: Any, strides: Any, padding: Any,
                     rate: Any = None, name: Any = None, data_format: Any = None, dilations: Any = None) -> Tensor:
    rate = deprecated_argument_lookup("dilations", dilations, "rate", rate)
    with ops.name_scope(name, "separable_conv2d", [input, depthwise_filter, pointwise_filter]) as scope:
        tensor = convert(input, name="tensor_in")
        depthwise = convert(depthwise_filter, name="depthwise_filter")
        pointwise = convert(pointwise_filter, name="pointwise_filter")
        shape = from_dims(pointwise.dims).with_rank(4)
        shape[0].assert_is_compatible_with(1)
        shape[1].assert_is_compatible_with(1)

        def step(value: Any, _: int, padding: Any) -> Tensor:
            return gen.DepthwiseConv2dNative(value, depthwise, strides=strides, padding=padding,  # type: ignore[no-any-return]
                                             data_format=data_format, name="depthwise")

        found = nn_space_to_batch.with_space_to_batch(tensor, [1, 1] if rate is None else rate, padding, step,
                                                   filter_shape=array_shape.shape(depthwise), data_format=data_format)
        return nn_convolution.conv2d(found, pointwise, [1, 1, 1, 1], "VALID", data_format=data_format, name=scope)


def separable_conv2d_v2(input: Any, depthwise_filter: Any, pointwise_filter: Any, strides: Any, padding: Any,
                        data_format: Any = None, dilations: Any = None, name: Any = None) -> Tensor:
    return separable_conv2d(input, depthwise_filter, pointwise_filter, strides, padding, dilations, name, data_format)
