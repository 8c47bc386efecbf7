"""Generalized divisive normalization (GDN, gdn of contrib/layers/python/layers/layers.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.layers import base
from graphlint.tf.python.ops import array_ops, linalg_ops, math_ops, nn_ops


def _lower_bound(inputs: Any, bound: Any) -> Any:
    """A maximum whose gradient lets through what would leave the bound."""
    with ops.name_scope(None, "GDNLowerBound", [inputs, bound]) as scope:
        inputs, bound = convert(inputs, None, "inputs"), convert(bound, None, "bound")
        graph = stack.default_graph()
        old = graph.gradient_overrides
        graph.gradient_overrides = {**old, "Maximum": "GDNLowerBound"}
        try:
            return math_ops.maximum(inputs, bound, name=scope)
        finally:
            graph.gradient_overrides = old


class GDN(base.Layer):
    def __init__(self, inverse: bool = False, beta_min: float = 1e-6, gamma_init: float = 0.1,
                 reparam_offset: float = 2**-18, data_format: str = "channels_last", activity_regularizer: Any = None,
                 trainable: bool = True, name: Any = None, **kwargs: Any) -> None:
        super().__init__(trainable=trainable, name=name, activity_regularizer=activity_regularizer, **kwargs)
        self.inverse = inverse
        self._beta_min, self._gamma_init, self._offset = beta_min, gamma_init, reparam_offset
        self.data_format = data_format
        if data_format not in ("channels_first", "channels_last"):
            raise ValueError(f"Unsupported `data_format` for GDN layer: {data_format}.")
        self._channel_axis = 1 if data_format == "channels_first" else -1
        self.input_spec = InputSpec(min_ndim=3, max_ndim=5)

    def build(self, input_shape: Any) -> None:
        shape = TensorShape(input_shape)
        channels = shape[self._channel_axis].value
        if channels is None:
            raise ValueError("The channel dimension of the inputs to `GDN` must be defined.")
        self._rank = shape.ndims
        self.input_spec = InputSpec(ndim=shape.ndims, axes={self._channel_axis: channels})
        pedestal = self._constant(self._offset**2)
        bounds = [self._constant((self._beta_min + self._offset**2) ** 0.5), self._constant(self._offset)]
        self.beta = self._bounded("beta", [channels], self._first_beta, bounds[0], pedestal)
        self.gamma = self._bounded("gamma", [channels, channels], self._first_gamma, bounds[1], pedestal)
        self.built = True

    def _constant(self, value: float) -> Any:
        return constant_op.constant(value, dtype=self.dtype)

    def _first_beta(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        pedestal = self._constant(self._offset**2)
        return math_ops.sqrt(array_ops.ones(shape, dtype=dtype) + pedestal)

    def _first_gamma(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        eye: Any = linalg_ops.eye(shape[0], dtype=dtype)
        pedestal = self._constant(self._offset**2)
        return math_ops.sqrt(self._gamma_init * eye + pedestal)

    def _bounded(self, name: str, shape: Any, initializer: Any, bound: Any, pedestal: Any) -> Any:
        variable = self.add_variable(f"reparam_{name}", shape=shape, initializer=initializer, dtype=self.dtype,
                                     trainable=True)
        return math_ops.square(_lower_bound(variable, bound)) - pedestal

    def call(self, inputs: Any) -> Any:
        inputs = convert(inputs, as_dtype(self.dtype))
        inner = (self._rank or 0) - 2
        gamma = array_ops.reshape(self.gamma, [*[1] * inner, *self.gamma.get_shape().as_list()])
        if self.data_format == "channels_first":
            norm = self._channels_first(math_ops.square(inputs), gamma, inner)
        else:
            norm = nn_ops.convolution(math_ops.square(inputs), gamma, "VALID")
            norm = nn_ops.bias_add(norm, self.beta, data_format="NHWC")
        norm = math_ops.sqrt(norm)
        outputs = inputs * norm if self.inverse else inputs / norm
        outputs.set_shape(inputs.get_shape())
        return outputs

    def _channels_first(self, squares: Any, gamma: Any, inner: int) -> Any:
        norm: Any = nn_ops.convolution(squares, gamma, "VALID", data_format="NC" + "DHW"[-inner:])
        if inner == 1:
            norm = nn_ops.bias_add(array_ops.expand_dims(norm, 2), self.beta, data_format="NCHW")
            return array_ops.squeeze(norm, [2])
        if inner == 2:
            return nn_ops.bias_add(norm, self.beta, data_format="NCHW")
        shape: Any = array_ops.shape(norm)
        flat = array_ops.reshape(norm, shape[:3] + [-1])
        return array_ops.reshape(nn_ops.bias_add(flat, self.beta, data_format="NCHW"), shape)


def gdn(inputs: Any, inverse: bool = False, beta_min: float = 1e-6, gamma_init: float = 0.1,
        reparam_offset: float = 2**-18, data_format: str = "channels_last", activity_regularizer: Any = None,
        trainable: bool = True, name: Any = None, reuse: Any = None) -> Any:
    layer = GDN(inverse=inverse, beta_min=beta_min, gamma_init=gamma_init, reparam_offset=reparam_offset,
                data_format=data_format, activity_regularizer=activity_regularizer, trainable=trainable, name=name,
                dtype=inputs.dtype.base_dtype, _scope=name, _reuse=reuse)
    return layer.apply(inputs)
