"""tf.layers.dense, dropout, flatten and their classes (layers/core.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.layers import core as keras_layers
from graphlint.tf.python.ops import init_ops

from . import base


class Dense(keras_layers.Dense, base.Layer):
    def __init__(self, units: Any, activation: Any = None, use_bias: bool = True, kernel_initializer: Any = None,
                 bias_initializer: Any = init_ops.Zeros(), kernel_regularizer: Any = None, bias_regularizer: Any = None,  # noqa: B008
                 activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None,
                 trainable: bool = True, name: Any = None, **kwargs: Any) -> None:
        super().__init__(units=units, activation=activation, use_bias=use_bias, kernel_initializer=kernel_initializer,
                         bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
                         bias_regularizer=bias_regularizer, activity_regularizer=activity_regularizer,
                         kernel_constraint=kernel_constraint, bias_constraint=bias_constraint, trainable=trainable,
                         name=name, **kwargs)


def dense(inputs: Any, units: Any, activation: Any = None, use_bias: bool = True, kernel_initializer: Any = None,
          bias_initializer: Any = init_ops.Zeros(), kernel_regularizer: Any = None, bias_regularizer: Any = None,  # noqa: B008
          activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None,
          trainable: bool = True, name: Any = None, reuse: Any = None) -> Any:
    layer = Dense(units, activation, use_bias, kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer,
                  activity_regularizer, kernel_constraint, bias_constraint, trainable, name, _scope=name, _reuse=reuse)
    return layer(inputs)


class Dropout(keras_layers.Dropout, base.Layer):
    def __init__(self, rate: Any = 0.5, noise_shape: Any = None, seed: Any = None, name: Any = None, **kwargs: Any) -> None:
        super().__init__(rate=rate, noise_shape=noise_shape, seed=seed, name=name, **kwargs)

    def call(self, inputs: Any, training: Any = False) -> Any:
        return super().call(inputs, training=training)


def dropout(inputs: Any, rate: Any = 0.5, noise_shape: Any = None, seed: Any = None, training: Any = False,
            name: Any = None) -> Any:
    return Dropout(rate, noise_shape=noise_shape, seed=seed, name=name)(inputs, training=training)


class Flatten(keras_layers.Flatten, base.Layer):
    pass


def flatten(inputs: Any, name: Any = None, data_format: Any = "channels_last") -> Any:
    return Flatten(name=name, data_format=data_format)(inputs)


FullyConnected = Dense
fully_connected = dense
