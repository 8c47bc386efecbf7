"""DenseNet 121, 169 and 201 (keras_applications/densenet.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.engine.node import int_shape
from graphlint.tf.python.keras.layers.convolutional_plain import Conv2D
from graphlint.tf.python.keras.layers.core import Activation
from graphlint.tf.python.keras.layers.merge import Concatenate
from graphlint.tf.python.keras.layers.normalization import BatchNormalization
from graphlint.tf.python.keras.layers.pooling import AveragePooling2D, MaxPooling2D
from graphlint.tf.python.keras.layers.spatial import ZeroPadding2D

from .image_network import Network, channel_axis

_BLOCKS = {"121": (6, 12, 24, 16), "169": (6, 12, 32, 32), "201": (6, 12, 48, 32)}
_GROWTH = 32


def _norm_relu(x: Any, norm: str, relu: str) -> Any:
    x = BatchNormalization(axis=channel_axis(), epsilon=1.001e-5, name=norm)(x)
    return Activation("relu", name=relu)(x)


def _grown(x: Any, name: str) -> Any:
    more = _norm_relu(x, f"{name}_0_bn", f"{name}_0_relu")
    more = Conv2D(4 * _GROWTH, 1, use_bias=False, name=f"{name}_1_conv")(more)
    more = _norm_relu(more, f"{name}_1_bn", f"{name}_1_relu")
    more = Conv2D(_GROWTH, 3, padding="same", use_bias=False, name=f"{name}_2_conv")(more)
    return Concatenate(axis=channel_axis(), name=f"{name}_concat")([x, more])


def _halved(x: Any, name: str) -> Any:
    x = _norm_relu(x, f"{name}_bn", f"{name}_relu")
    channels = int_shape(x)[channel_axis()]
    x = Conv2D(int(channels * 0.5), 1, use_bias=False, name=f"{name}_conv")(x)
    return AveragePooling2D(2, strides=2, name=f"{name}_pool")(x)


def _densenet(network: Network, blocks: tuple[int, ...]) -> Any:
    network.pool_names, network.top_name = ("avg_pool", "avg_pool", "max_pool"), "fc1000"
    x = ZeroPadding2D(padding=((3, 3), (3, 3)))(network.start())
    x = Conv2D(64, 7, strides=2, use_bias=False, name="conv1/conv")(x)
    x = _norm_relu(x, "conv1/bn", "conv1/relu")
    x = ZeroPadding2D(padding=((1, 1), (1, 1)))(x)
    x = MaxPooling2D(3, strides=2, name="pool1")(x)
    for stack, count in enumerate(blocks, 2):
        for number in range(1, count + 1):
            x = _grown(x, f"conv{stack}_block{number}")
        if stack < 5:
            x = _halved(x, f"pool{stack}")
    return network.model(network.top(_norm_relu(x, "bn", "relu")))


def _version(depth: str) -> Any:
    def densenet(include_top: Any = True, weights: Any = "imagenet", input_tensor: Any = None, input_shape: Any = None,
                 pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Any:
        network = Network(f"densenet{depth}", include_top, weights, input_tensor, input_shape, pooling, classes)
        return _densenet(network, _BLOCKS[depth])

    return densenet


DenseNet121, DenseNet169, DenseNet201 = (_version(depth) for depth in _BLOCKS)
