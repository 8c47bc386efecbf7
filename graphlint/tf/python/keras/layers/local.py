"""Convolutions with weights of their own at each place (keras/layers/local.py), of the first two implementations."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from graphlint.sandbox.library import unmodelled
from graphlint.tf import gen
from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.keras import activations, backend_bias, constraints, initializers, regularizers
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.keras.engine.node import int_shape
from graphlint.tf.python.keras.utils import conv_utils
from graphlint.tf.python.ops import array_ops, math_ops

from . import merge, spatial


class _LocallyConnected(Layer):
    _rank = 0

    def __init__(self, filters: Any, kernel_size: Any, strides: Any = 1, padding: Any = "valid", data_format: Any = None,
                 activation: Any = None, use_bias: Any = True, kernel_initializer: Any = "glorot_uniform",
                 bias_initializer: Any = "zeros", kernel_regularizer: Any = None, bias_regularizer: Any = None,
                 activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None,
                 implementation: Any = 1, **kwargs: Any) -> None:
        """ValueError for padding that the implementation doesn't have."""
        super().__init__(**kwargs)
        self.filters = filters
        self.kernel_size = conv_utils.normalize_tuple(kernel_size, self._rank, "kernel_size")
        self.strides = conv_utils.normalize_tuple(strides, self._rank, "strides")
        self.padding = conv_utils.normalize_padding(padding)
        if self.padding != "valid" and implementation == 1:
            raise ValueError(f"Invalid border mode for {type(self).__name__} (only \"valid\" is supported if implementation "
                             f"is 1): {padding}")
        self.data_format = conv_utils.normalize_data_format(data_format)
        self.activation, self.use_bias = activations.get(activation), use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.implementation = implementation
        self.input_spec = InputSpec(ndim=self._rank + 2)

    @property
    def _first(self) -> bool:
        return self.data_format == "channels_first"

    def _spatial(self, sizes: list[Any]) -> list[Any]:
        return sizes[2:] if self._first else sizes[1:-1]

    def _outputs(self, sizes: list[Any]) -> tuple[Any, ...]:
        return tuple(conv_utils.conv_output_length(size, kernel, self.padding, stride) for size, kernel, stride in zip(
            self._spatial(sizes), self.kernel_size, self.strides, strict=True))

    def build(self, input_shape: Any) -> None:
        sizes = as_shape(input_shape).as_list()
        channels, places = sizes[1] if self._first else sizes[-1], self._spatial(sizes)
        self._check(sizes, channels, places)
        self.output_sizes = self._outputs(sizes)
        if self.implementation not in (1, 2):
            unmodelled(f"tensorflow.keras.layers.{type(self).__name__}")()
        self.kernel_shape = self._kernel_shape(channels, places)
        self.kernel = self.add_weight(shape=self.kernel_shape, initializer=self.kernel_initializer, name="kernel",
                                      regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        if self.implementation == 2:
            self.kernel_mask = self._mask(places)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(shape=(*self.output_sizes, self.filters), initializer=self.bias_initializer,
                                        name="bias", regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.input_spec = InputSpec(ndim=self._rank + 2, axes={1 if self._first else -1: channels})
        self.built = True

    def _check(self, sizes: list[Any], channels: Any, places: list[Any]) -> None:
        raise NotImplementedError

    def _kernel_shape(self, channels: Any, places: list[Any]) -> tuple[Any, ...]:
        if self.implementation == 1:
            return int(np.prod(self.output_sizes)), int(np.prod(self.kernel_size)) * channels, self.filters
        if self._first:
            return channels, *places, self.filters, *self.output_sizes
        return *places, channels, *self.output_sizes, self.filters

    def _mask(self, places: list[Any]) -> Any:
        """Which places each output sees."""
        found = np.zeros((*places, *self.output_sizes), dtype=bool)
        for output in itertools.product(*map(range, self.output_sizes)):
            seen = [_seen(at, size, stride, kernel, self.padding) for at, size, stride, kernel in zip(
                output, places, self.strides, self.kernel_size, strict=True)]
            for place in itertools.product(*seen):
                found[place + output] = True
        if self._first:
            return np.expand_dims(np.expand_dims(found, 0), -self._rank - 1)
        return np.expand_dims(np.expand_dims(found, self._rank), -1)

    def compute_output_shape(self, input_shape: Any) -> Any:
        sizes = as_shape(input_shape).as_list()
        found = self._outputs(sizes)
        return as_shape([sizes[0], self.filters, *found] if self._first else [sizes[0], *found, self.filters])

    def call(self, inputs: Any) -> Any:
        output = self._gathered(inputs) if self.implementation == 1 else self._multiplied(inputs)
        if self.bias is not None:
            output = backend_bias.bias_add(output, self.bias, data_format=self.data_format)
        return self.activation(output)

    def _gathered(self, inputs: Any) -> Any:
        """Each window by itself, one product for all."""
        whole = slice(None)
        depth = int_shape(self.kernel)[1]
        rows = []
        for place in itertools.product(*map(range, self.output_sizes)):
            cuts = [slice(at * stride, at * stride + size) for at, stride, size in zip(
                place, self.strides, self.kernel_size, strict=True)]
            window = inputs[(whole, whole, *cuts) if self._first else (whole, *cuts, whole)]
            rows.append(array_ops.reshape(window, (1, -1, depth)))
        output = merge.batch_dot(spatial.concatenated(rows, axis=0), self.kernel)
        output = array_ops.reshape(output, (*self.output_sizes, -1, self.filters))
        places = list(range(self._rank))
        order = [self._rank, self._rank + 1, *places] if self._first else [self._rank, *places, self._rank + 1]
        return array_ops.transpose(output, perm=order)

    def _multiplied(self, inputs: Any) -> Any:
        """One product with a matrix of all weights."""
        sizes: Any = array_ops.shape(inputs)
        flat = array_ops.reshape(inputs, (sizes[0], -1))
        kernel = self.kernel_mask * self.kernel
        sizes = array_ops.shape(kernel)
        half = len(kernel.dims) // 2
        inner, outer = sizes[:half], sizes[half:]
        kernel = array_ops.reshape(kernel, (math_ops.reduce_prod_v1(inner), math_ops.reduce_prod_v1(outer)))
        found = gen.SparseMatMul(flat, kernel, b_is_sparse=True)
        batch: Any = array_ops.shape(found)
        return array_ops.reshape(found, [batch[0], *self.compute_output_shape(inputs.shape).as_list()[1:]])


def _seen(at: int, size: int, stride: int, kernel: int, padding: str) -> range:
    left, right = (kernel // 2, kernel - kernel // 2) if padding == "same" else (0, kernel)
    center = at * stride
    return range(max(0, center - left), min(size, center + right))


class LocallyConnected1D(_LocallyConnected):
    _rank = 1

    def _check(self, sizes: list[Any], channels: Any, places: list[Any]) -> None:
        if channels is None:
            raise ValueError("Axis 2 of input should be fully-defined. Found shape:", tuple(sizes))


class LocallyConnected2D(_LocallyConnected):
    _rank = 2

    def _check(self, sizes: list[Any], channels: Any, places: list[Any]) -> None:
        if None in places:
            raise ValueError("The spatial dimensions of the inputs to  a LocallyConnected2D layer should be fully-defined, "
                             f"but layer received the inputs shape {tuple(sizes)}")
