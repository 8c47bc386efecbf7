"""ResNet 50, 101, 152 and their second versions (keras_applications/resnet_common.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.layers.convolutional_plain import Conv2D
from graphlint.tf.python.keras.layers.core import Activation
from graphlint.tf.python.keras.layers.merge import Add
from graphlint.tf.python.keras.layers.normalization import BatchNormalization
from graphlint.tf.python.keras.layers.pooling import MaxPooling2D
from graphlint.tf.python.keras.layers.spatial import ZeroPadding2D

from .image_network import Network, channel_axis

_BLOCKS = {"50": (3, 4, 6, 3), "101": (3, 4, 23, 3), "152": (3, 8, 36, 3)}
_FILTERS = (64, 128, 256, 512)


def _norm(x: Any, name: str) -> Any:
    return BatchNormalization(axis=channel_axis(), epsilon=1.001e-5, name=name)(x)


def _norm_relu(x: Any, name: str) -> Any:
    return Activation("relu", name=f"{name}_relu")(_norm(x, f"{name}_bn"))


def _first_block(x: Any, filters: int, stride: int, conv_shortcut: bool, name: str) -> Any:
    """Convolutions, each followed by its normalization."""
    shortcut = x
    if conv_shortcut:
        shortcut = Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(x)
        shortcut = _norm(shortcut, f"{name}_0_bn")
    x = Conv2D(filters, 1, strides=stride, name=f"{name}_1_conv")(x)
    x = _norm_relu(x, f"{name}_1")
    x = Conv2D(filters, 3, padding="SAME", name=f"{name}_2_conv")(x)
    x = _norm_relu(x, f"{name}_2")
    x = Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
    x = _norm(x, f"{name}_3_bn")
    x = Add(name=f"{name}_add")([shortcut, x])
    return Activation("relu", name=f"{name}_out")(x)


def _second_block(x: Any, filters: int, stride: int, conv_shortcut: bool, name: str) -> Any:
    """Normalization first."""
    before = _norm_relu(x, f"{name}_preact")
    if conv_shortcut:
        shortcut = Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(before)
    else:
        shortcut = MaxPooling2D(1, strides=stride)(x) if stride > 1 else x
    x = Conv2D(filters, 1, strides=1, use_bias=False, name=f"{name}_1_conv")(before)
    x = _norm_relu(x, f"{name}_1")
    x = ZeroPadding2D(padding=((1, 1), (1, 1)), name=f"{name}_2_pad")(x)
    x = Conv2D(filters, 3, strides=stride, use_bias=False, name=f"{name}_2_conv")(x)
    x = _norm_relu(x, f"{name}_2")
    x = Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
    return Add(name=f"{name}_out")([shortcut, x])


def _stacks(x: Any, depth: str, second: bool) -> Any:
    for stack, (filters, blocks) in enumerate(zip(_FILTERS, _BLOCKS[depth], strict=True)):
        strides = [1] * blocks
        # the second version halves the images at the end of a stack, the first one at its beginning
        if second and stack < 3:
            strides[-1] = 2
        elif not second and stack > 0:
            strides[0] = 2
        block = _second_block if second else _first_block
        for number, stride in enumerate(strides):
            x = block(x, filters, stride, number == 0, f"conv{stack + 2}_block{number + 1}")
    return x


def _resnet(network: Network, depth: str, second: bool) -> Any:
    network.pool_names, network.top_name = ("avg_pool", "avg_pool", "max_pool"), "probs"
    x = ZeroPadding2D(padding=((3, 3), (3, 3)), name="conv1_pad")(network.start())
    x = Conv2D(64, 7, strides=2, use_bias=True, name="conv1_conv")(x)
    if not second:
        x = _norm_relu(x, "conv1")
    x = ZeroPadding2D(padding=((1, 1), (1, 1)), name="pool1_pad")(x)
    x = MaxPooling2D(3, strides=2, name="pool1_pool")(x)
    x = _stacks(x, depth, second)
    if second:
        x = _norm_relu(x, "post")
    return network.model(network.top(x))


def _version(depth: str, second: bool) -> Any:
    def resnet(include_top: Any = True, weights: Any = "imagenet", input_tensor: Any = None, input_shape: Any = None,
               pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Any:
        name = f"resnet{depth}{'v2' if second else ''}"
        return _resnet(Network(name, include_top, weights, input_tensor, input_shape, pooling, classes), depth, second)

    return resnet


ResNet50, ResNet101, ResNet152 = (_version(depth, False) for depth in _BLOCKS)
ResNet50V2, ResNet101V2, ResNet152V2 = (_version(depth, True) for depth in _BLOCKS)
