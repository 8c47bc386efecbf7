"""tf.layers' pooling functions and classes (layers/pooling.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.layers import pooling as keras_layers

from . import base


class _Pooling:
    """The constructor of all of them, in front of Keras' layer of each kind. ValueError for strides of None."""

    def __init__(self, pool_size: Any, strides: Any, padding: Any = "valid", data_format: Any = "channels_last",
                 name: Any = None, **kwargs: Any) -> None:
        if strides is None:
            raise ValueError("Argument `strides` must not be None.")
        super().__init__(pool_size=pool_size, strides=strides, padding=padding, data_format=data_format,  # type: ignore[call-arg]
                         name=name, **kwargs)


class AveragePooling1D(_Pooling, keras_layers.AveragePooling1D, base.Layer):
    pass


def average_pooling1d(inputs: Any, pool_size: Any, strides: Any, padding: Any = "valid",
                    data_format: Any = "channels_last", name: Any = None) -> Any:
    return AveragePooling1D(pool_size, strides, padding, data_format, name)(inputs)


class MaxPooling1D(_Pooling, keras_layers.MaxPooling1D, base.Layer):
    pass


def max_pooling1d(inputs: Any, pool_size: Any, strides: Any, padding: Any = "valid",
                    data_format: Any = "channels_last", name: Any = None) -> Any:
    return MaxPooling1D(pool_size, strides, padding, data_format, name)(inputs)


class AveragePooling2D(_Pooling, keras_layers.AveragePooling2D, base.Layer):
    pass


def average_pooling2d(inputs: Any, pool_size: Any, strides: Any, padding: Any = "valid",
                    data_format: Any = "channels_last", name: Any = None) -> Any:
    return AveragePooling2D(pool_size, strides, padding, data_format, name)(inputs)


class MaxPooling2D(_Pooling, keras_layers.MaxPooling2D, base.Layer):
    pass


def max_pooling2d(inputs: Any, pool_size: Any, strides: Any, padding: Any = "valid",
                    data_format: Any = "channels_last", name: Any = None) -> Any:
    return MaxPooling2D(pool_size, strides, padding, data_format, name)(inputs)


class AveragePooling3D(_Pooling, keras_layers.AveragePooling3D, base.Layer):
    pass


def average_pooling3d(inputs: Any, pool_size: Any, strides: Any, padding: Any = "valid",
                    data_format: Any = "channels_last", name: Any = None) -> Any:
    return AveragePooling3D(pool_size, strides, padding, data_format, name)(inputs)


class MaxPooling3D(_Pooling, keras_layers.MaxPooling3D, base.Layer):
    pass


def max_pooling3d(inputs: Any, pool_size: Any, strides: Any, padding: Any = "valid",
                    data_format: Any = "channels_last", name: Any = None) -> Any:
    return MaxPooling3D(pool_size, strides, padding, data_format, name)(inputs)


AvgPool2D, MaxPool2D = AveragePooling2D, MaxPooling2D
max_pool2d, avg_pool2d = max_pooling2d, average_pooling2d
