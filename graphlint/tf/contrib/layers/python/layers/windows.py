"""Pooling of contrib.layers; its scopes are plain name scopes."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops.arg_scope import add_arg_scope
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.layers import pooling
from graphlint.tf.python.ops import nn_ops

from . import utils
from .model_layers import FORMATS_2D, FORMATS_3D, channels, check_format


def _pooling(kind: Any, formats: tuple[str, str], default: str, name: str) -> Any:
    def pooled(inputs: Any, kernel_size: Any, stride: Any = 2, padding: str = "VALID", data_format: str = formats[1],
               outputs_collections: Any = None, scope: Any = None) -> Any:
        check_format(data_format, formats)
        with ops.name_scope(scope, default, [inputs]) as sc:
            inputs = convert(inputs)
            layer = kind(pool_size=kernel_size, strides=stride, padding=padding, data_format=channels(data_format),
                         _scope=sc)
            return utils.collect_named_outputs(outputs_collections, sc, layer.apply(inputs))

    pooled.__name__ = pooled.__qualname__ = name
    return add_arg_scope(pooled)


avg_pool2d = _pooling(pooling.AveragePooling2D, FORMATS_2D, "AvgPool2D", "avg_pool2d")
avg_pool3d = _pooling(pooling.AveragePooling3D, FORMATS_3D, "AvgPool3D", "avg_pool3d")
max_pool2d = _pooling(pooling.MaxPooling2D, FORMATS_2D, "MaxPool2D", "max_pool2d")
max_pool3d = _pooling(pooling.MaxPooling3D, FORMATS_3D, "MaxPool3D", "max_pool3d")


@add_arg_scope
def pool(inputs: Any, kernel_size: Any, pooling_type: str, padding: str = "VALID", data_format: Any = None,
         dilation_rate: Any = 1, stride: Any = 1, outputs_collections: Any = None, scope: Any = None) -> Any:
    """Pooling over any number of spatial dims. ValueError for a rank below 3."""
    with ops.name_scope(scope, f"{pooling_type.lower()}_pool", [inputs]) as sc:
        inputs = convert(inputs)
        rank = inputs.get_shape().ndims
        if rank is None:
            raise ValueError("Rank of inputs must be known")
        if rank < 3:
            raise ValueError("Rank of inputs must be >= 3")
        spatial = rank - 2
        output = nn_ops.pool(
            input=inputs, window_shape=utils.n_positive_integers(spatial, kernel_size), pooling_type=pooling_type,
            padding=padding, data_format=data_format, dilation_rate=utils.n_positive_integers(spatial, dilation_rate),
            strides=utils.n_positive_integers(spatial, stride), name=sc)
        return utils.collect_named_outputs(outputs_collections, sc, output)
