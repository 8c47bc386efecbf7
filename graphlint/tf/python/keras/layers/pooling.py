"""Pooling layers (keras/layers/pooling.py)."""

from __future__ import annotations

import functools
from typing import Any

from graphlint.graph import stack
from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.keras import image_formats, state
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.keras.utils import conv_utils
from graphlint.tf.python.ops import array_shape, math_basic, math_reduce, nn_pooling


class _Pooling(Layer):
    """A window of `rank` dims."""

    _rank = 2

    def __init__(self, pool_function: Any, pool_size: Any, strides: Any, padding: Any = "valid", data_format: Any = None,
                 name: Any = None, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        rank = self._rank
        self.pool_function = pool_function
        self.pool_size = conv_utils.normalize_tuple(pool_size, rank, "pool_size")
        self.strides = conv_utils.normalize_tuple(pool_size if strides is None else strides, rank, "strides")
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = conv_utils.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=rank + 2)

    def compute_output_shape(self, input_shape: Any) -> Any:
        sizes = as_shape(input_shape).as_list()
        first = 2 if self.data_format == "channels_first" else 1
        for i in range(self._rank):
            sizes[first + i] = conv_utils.conv_output_length(sizes[first + i], self.pool_size[i], self.padding,
                                                             self.strides[i])
        return as_shape(sizes)


class Pooling1D(_Pooling):
    _rank = 1

    def call(self, inputs: Any) -> Any:
        axis = 2 if self.data_format == "channels_last" else 3
        size, strides = (*self.pool_size, 1), (*self.strides, 1)
        if stack.world.release.pooling1d_adds_first_dim:
            axis, size, strides = axis - 1, (1, *self.pool_size), (1, *self.strides)
        inputs = array_shape.expand_dims(inputs, axis)
        outputs = self.pool_function(inputs, size, strides=strides, padding=self.padding, data_format=self.data_format)
        return array_shape.squeeze(outputs, axis)


class Pooling2D(_Pooling):
    _rank = 2

    def call(self, inputs: Any) -> Any:
        last = self.data_format == "channels_last"
        size = (1, *self.pool_size, 1) if last else (1, 1, *self.pool_size)
        strides = (1, *self.strides, 1) if last else (1, 1, *self.strides)
        return self.pool_function(inputs, ksize=size, strides=strides, padding=self.padding.upper(),
                                  data_format=conv_utils.convert_data_format(self.data_format, 4))


class Pooling3D(_Pooling):
    _rank = 3

    def call(self, inputs: Any) -> Any:
        first = self.data_format == "channels_first"
        if first:
            inputs = array_shape.transpose(inputs, (0, 2, 3, 4, 1))
        outputs = self.pool_function(inputs, ksize=(1, *self.pool_size, 1), strides=(1, *self.strides, 1),
                                     padding=self.padding.upper())
        return array_shape.transpose(outputs, (0, 4, 1, 2, 3)) if first else outputs


class MaxPooling1D(Pooling1D):
    def __init__(self, pool_size: Any = 2, strides: Any = None, padding: Any = "valid", data_format: Any = "channels_last",
                 **kwargs: Any) -> None:
        super().__init__(functools.partial(image_formats.pool2d, pool_mode="max"), pool_size=pool_size, strides=strides,
                         padding=padding, data_format=data_format, **kwargs)


class AveragePooling1D(Pooling1D):
    def __init__(self, pool_size: Any = 2, strides: Any = None, padding: Any = "valid", data_format: Any = "channels_last",
                 **kwargs: Any) -> None:
        super().__init__(functools.partial(image_formats.pool2d, pool_mode="avg"), pool_size=pool_size, strides=strides,
                         padding=padding, data_format=data_format, **kwargs)


class MaxPooling2D(Pooling2D):
    def __init__(self, pool_size: Any = (2, 2), strides: Any = None, padding: Any = "valid", data_format: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(nn_pooling.max_pool, pool_size=pool_size, strides=strides, padding=padding,
                         data_format=data_format, **kwargs)


class AveragePooling2D(Pooling2D):
    def __init__(self, pool_size: Any = (2, 2), strides: Any = None, padding: Any = "valid", data_format: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(nn_pooling.avg_pool, pool_size=pool_size, strides=strides, padding=padding,
                         data_format=data_format, **kwargs)


class MaxPooling3D(Pooling3D):
    def __init__(self, pool_size: Any = (2, 2, 2), strides: Any = None, padding: Any = "valid", data_format: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(nn_pooling.max_pool3d, pool_size=pool_size, strides=strides, padding=padding,
                         data_format=data_format, **kwargs)


class AveragePooling3D(Pooling3D):
    def __init__(self, pool_size: Any = (2, 2, 2), strides: Any = None, padding: Any = "valid", data_format: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(nn_pooling.avg_pool3d, pool_size=pool_size, strides=strides, padding=padding,
                         data_format=data_format, **kwargs)


class _GlobalPooling(Layer):
    """One value a channel."""

    _rank = 2

    def __init__(self, data_format: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if data_format is None and self._rank == 1:
            data_format = "channels_last"
        self.input_spec = InputSpec(ndim=self._rank + 2)
        self.data_format = conv_utils.normalize_data_format(data_format)

    def axes(self) -> Any:
        first = 1 if self.data_format == "channels_last" else 2
        return first if self._rank == 1 else list(range(first, first + self._rank))

    def compute_output_shape(self, input_shape: Any) -> Any:
        sizes = as_shape(input_shape).as_list()
        return as_shape([sizes[0], sizes[-1 if self.data_format == "channels_last" else 1]])


class GlobalAveragePooling1D(_GlobalPooling):
    _rank = 1

    def __init__(self, data_format: Any = "channels_last", **kwargs: Any) -> None:
        super().__init__(data_format, **kwargs)
        self.supports_masking = True

    def call(self, inputs: Any, mask: Any = None) -> Any:
        axis = self.axes()
        if mask is None:
            return math_reduce.reduce_mean(inputs, axis=axis)
        mask = math_basic.cast(mask, state.settings().floatx)
        mask = array_shape.reshape(mask, [-1, inputs.shape.as_list()[axis], 1])
        inputs = inputs * mask
        total: Any = math_reduce.reduce_sum(inputs, axis)
        return total / math_reduce.reduce_sum(mask, axis=axis)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        return None


class GlobalMaxPooling1D(_GlobalPooling):
    _rank = 1

    def call(self, inputs: Any) -> Any:
        return math_reduce.reduce_max(inputs, self.axes())


class GlobalAveragePooling2D(_GlobalPooling):
    def call(self, inputs: Any) -> Any:
        return math_reduce.reduce_mean(inputs, self.axes())


class GlobalMaxPooling2D(_GlobalPooling):
    def call(self, inputs: Any) -> Any:
        return math_reduce.reduce_max(inputs, self.axes())


class GlobalAveragePooling3D(GlobalAveragePooling2D):
    _rank = 3


class GlobalMaxPooling3D(GlobalMaxPooling2D):
    _rank = 3


AvgPool1D, AvgPool2D, AvgPool3D = AveragePooling1D, AveragePooling2D, AveragePooling3D
MaxPool1D, MaxPool2D, MaxPool3D = MaxPooling1D, MaxPooling2D, MaxPooling3D
GlobalMaxPool1D, GlobalMaxPool2D, GlobalMaxPool3D = GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalMaxPooling3D
GlobalAvgPool1D, GlobalAvgPool2D = GlobalAveragePooling1D, GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
