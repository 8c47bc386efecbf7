"""LayerNormalization (keras/layers/normalization.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.keras import constraints, initializers, regularizers
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.ops import array_shape, nn_normalization

from .normalized_axes import set_axes


class LayerNormalization(Layer):
    axis: Any

    def __init__(self, axis: Any = -1, epsilon: Any = 1e-3, center: bool = True, scale: bool = True,
                 beta_initializer: Any = "zeros", gamma_initializer: Any = "ones", beta_regularizer: Any = None,
                 gamma_regularizer: Any = None, beta_constraint: Any = None, gamma_constraint: Any = None,
                 trainable: bool = True, name: Any = None, **kwargs: Any) -> None:
        super().__init__(name=name, trainable=trainable, **kwargs)
        if not isinstance(axis, (int, list, tuple)):
            raise ValueError("Expected an int or a list/tuple of ints for the argument 'axis', but received instead: "
                             f"{axis}")
        object.__setattr__(self, "axis", axis)
        self.epsilon, self.center, self.scale = epsilon, center, scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        axes = set_axes(self, len(input_shape), tuple)
        shape = [input_shape[axis] for axis in axes]
        self.gamma = self._parameter("gamma", shape) if self.scale else None
        self.beta = self._parameter("beta", shape) if self.center else None
        self.built = True

    def _parameter(self, name: str, shape: Any) -> Any:
        return self.add_weight(
            name=name, shape=shape, initializer=getattr(self, f"{name}_initializer"),
            regularizer=getattr(self, f"{name}_regularizer"), constraint=getattr(self, f"{name}_constraint"),
            trainable=True, experimental_autocast=False)

    def call(self, inputs: Any) -> Any:
        rank = len(inputs.shape)
        mean, variance = nn_normalization.moments(inputs, self.axis, keep_dims=True)
        shape: list[Any] = [1] * rank
        for axis in self.axis:
            shape[axis] = inputs.shape[axis].value

        def broadcast(value: Any) -> Any:
            if value is not None and len(value.shape) != rank and self.axis != [rank - 1]:
                return array_shape.reshape(value, shape)
            return value

        scale, offset = broadcast(self.gamma), broadcast(self.beta)
        outputs = nn_normalization.batch_normalization(inputs, mean, variance, offset=offset, scale=scale,
                                                       variance_epsilon=self.epsilon)
        outputs.set_shape(from_dims(inputs.dims))
        return outputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape
