"""Xception (keras_applications/xception.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.layers.convolutional_plain import Conv2D
from graphlint.tf.python.keras.layers.convolutional_separable import SeparableConv2D
from graphlint.tf.python.keras.layers.core import Activation
from graphlint.tf.python.keras.layers.merge import add
from graphlint.tf.python.keras.layers.normalization import BatchNormalization
from graphlint.tf.python.keras.layers.pooling import MaxPooling2D

from .image_network import Network, signed_channel_axis


def _norm(x: Any, name: str | None = None) -> Any:
    return BatchNormalization(axis=signed_channel_axis(), name=name)(x)


def _relu(x: Any, name: str) -> Any:
    return Activation("relu", name=f"{name}_act")(x)


def _separable(x: Any, filters: int, name: str) -> Any:
    x = SeparableConv2D(filters, (3, 3), padding="same", use_bias=False, name=name)(x)
    return _norm(x, f"{name}_bn")


def _start(images: Any) -> Any:
    x = images
    for number, filters, strides in ((1, 32, (2, 2)), (2, 64, (1, 1))):
        name = f"block1_conv{number}"
        x = Conv2D(filters, (3, 3), strides=strides, use_bias=False, name=name)(x)
        x = _relu(_norm(x, f"{name}_bn"), name)
    return x


def _halving(x: Any, block: int, first: int, second: int) -> Any:
    """Two separable convolutions and a pool beside a plain convolution of stride 2."""
    beside = Conv2D(second, (1, 1), strides=(2, 2), padding="same", use_bias=False)(x)
    beside = _norm(beside)
    prefix = f"block{block}_sepconv"
    if block > 2:
        x = _relu(x, f"{prefix}1")
    x = _separable(x, first, f"{prefix}1")
    x = _relu(x, f"{prefix}2")
    x = _separable(x, second, f"{prefix}2")
    x = MaxPooling2D((3, 3), strides=(2, 2), padding="same", name=f"block{block}_pool")(x)
    return add([x, beside])


def Xception(include_top: Any = True, weights: Any = "imagenet", input_tensor: Any = None,  # noqa: N802
             input_shape: Any = None, pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Any:
    network = Network("xception", include_top, weights, input_tensor, input_shape, pooling, classes, default_size=299,
                      least_size=71)
    x = _start(network.start())
    for block, filters in ((2, 128), (3, 256), (4, 728)):
        x = _halving(x, block, filters, filters)
    for block in range(5, 13):
        before = x
        for number in (1, 2, 3):
            name = f"block{block}_sepconv{number}"
            x = _separable(_relu(x, name), 728, name)
        x = add([x, before])
    x = _halving(x, 13, 728, 1024)
    for number, filters in ((1, 1536), (2, 2048)):
        name = f"block14_sepconv{number}"
        x = _relu(_separable(x, filters, name), name)
    return network.model(network.top(x))
