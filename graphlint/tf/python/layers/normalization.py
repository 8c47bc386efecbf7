"""tf.layers.batch_normalization and its class (layers/normalization.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.layers import normalization as keras_layers
from graphlint.tf.python.ops import init_ops

from . import base

_ZEROS, _ONES = init_ops.Zeros(), init_ops.Ones()


class BatchNormalization(keras_layers.BatchNormalization, base.Layer):
    def __init__(self, axis: Any = -1, momentum: Any = 0.99, epsilon: Any = 1e-3, center: bool = True, scale: bool = True,
                 beta_initializer: Any = _ZEROS, gamma_initializer: Any = _ONES, moving_mean_initializer: Any = _ZEROS,
                 moving_variance_initializer: Any = _ONES, beta_regularizer: Any = None, gamma_regularizer: Any = None,
                 beta_constraint: Any = None, gamma_constraint: Any = None, renorm: bool = False,
                 renorm_clipping: Any = None, renorm_momentum: Any = 0.99, fused: Any = None, trainable: bool = True,
                 virtual_batch_size: Any = None, adjustment: Any = None, name: Any = None, **kwargs: Any) -> None:
        super().__init__(axis, momentum, epsilon, center, scale, beta_initializer, gamma_initializer,
                         moving_mean_initializer, moving_variance_initializer, beta_regularizer, gamma_regularizer,
                         beta_constraint, gamma_constraint, renorm, renorm_clipping, renorm_momentum, fused, trainable,
                         virtual_batch_size, adjustment, name, **kwargs)

    def call(self, inputs: Any, training: Any = False) -> Any:
        return super().call(inputs, training=training)


def batch_normalization(inputs: Any, axis: Any = -1, momentum: Any = 0.99, epsilon: Any = 1e-3, center: bool = True,
                        scale: bool = True, beta_initializer: Any = _ZEROS, gamma_initializer: Any = _ONES,
                        moving_mean_initializer: Any = _ZEROS, moving_variance_initializer: Any = _ONES,
                        beta_regularizer: Any = None, gamma_regularizer: Any = None, beta_constraint: Any = None,
                        gamma_constraint: Any = None, training: Any = False, trainable: bool = True, name: Any = None,
                        reuse: Any = None, renorm: bool = False, renorm_clipping: Any = None, renorm_momentum: Any = 0.99,
                        fused: Any = None, virtual_batch_size: Any = None, adjustment: Any = None) -> Any:
    layer = BatchNormalization(axis, momentum, epsilon, center, scale, beta_initializer, gamma_initializer,
                               moving_mean_initializer, moving_variance_initializer, beta_regularizer, gamma_regularizer,
                               beta_constraint, gamma_constraint, renorm, renorm_clipping, renorm_momentum, fused,
                               trainable, virtual_batch_size, adjustment, name, _reuse=reuse, _scope=name)
    return layer(inputs, training=training)


BatchNorm = BatchNormalization
batch_norm = batch_normalization
