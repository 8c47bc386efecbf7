"""NASNetLarge and NASNetMobile (keras_applications/nasnet.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.keras.engine.node import int_shape
from graphlint.tf.python.keras.layers.convolutional_plain import Conv2D
from graphlint.tf.python.keras.layers.convolutional_separable import SeparableConv2D
from graphlint.tf.python.keras.layers.core import Activation
from graphlint.tf.python.keras.layers.merge import add, concatenate
from graphlint.tf.python.keras.layers.normalization import BatchNormalization
from graphlint.tf.python.keras.layers.pooling import AveragePooling2D, MaxPooling2D
from graphlint.tf.python.keras.layers.spatial import Cropping2D, ZeroPadding2D

from .image_network import Network, channels_first, even_padding

_AXIS = -1


def _conv(x: Any, filters: int, name: str) -> Any:
    return Conv2D(filters, (1, 1), strides=(1, 1), padding="same", name=name, use_bias=False,
                  kernel_initializer="he_normal")(x)


def _norm(x: Any, name: str) -> Any:
    return BatchNormalization(axis=_AXIS, momentum=0.9997, epsilon=1e-3, name=name)(x)


def _separable(x: Any, filters: int, block: str, size: int = 3, halved: bool = False) -> Any:
    """Two separable convolutions; the first may halve the images."""
    with ops.name_scope(f"separable_conv_block_{block}"):
        x = Activation("relu")(x)
        if halved:
            x = ZeroPadding2D(padding=even_padding(x, size), name=f"separable_conv_1_pad_{block}")(x)
        for number in (1, 2):
            if number == 2:
                x = Activation("relu")(x)
            first = halved and number == 1
            x = SeparableConv2D(filters, (size, size), strides=(2, 2) if first else (1, 1), use_bias=False,
                                name=f"separable_conv_{number}_{block}", padding="valid" if first else "same",
                                kernel_initializer="he_normal")(x)
            x = _norm(x, f"separable_conv_{number}_bn_{block}")
        return x


def _adjusted(p: Any, x: Any, filters: int, block: str) -> Any:
    """The cell before the last, in the sizes of the last."""
    with ops.name_scope("adjust_block"):
        if p is None:
            return x
        shape, other = int_shape(p), int_shape(x)
        if shape[-2] != other[-2]:
            with ops.name_scope(f"adjust_reduction_block_{block}"):
                return _reduced(p, filters, block)
        if shape[_AXIS] != filters:
            with ops.name_scope(f"adjust_projection_block_{block}"):
                p = _conv(Activation("relu")(p), filters, f"adjust_conv_projection_{block}")
                return _norm(p, f"adjust_bn_{block}")
        return p


def _reduced(p: Any, filters: int, block: str) -> Any:
    p = Activation("relu", name=f"adjust_relu_1_{block}")(p)
    halves = []
    for number in (1, 2):
        half = p
        if number == 2:
            half = ZeroPadding2D(padding=((0, 1), (0, 1)))(half)
            half = Cropping2D(cropping=((1, 0), (1, 0)))(half)
        half = AveragePooling2D((1, 1), strides=(2, 2), padding="valid", name=f"adjust_avg_pool_{number}_{block}")(half)
        halves.append(Conv2D(filters // 2, (1, 1), padding="same", use_bias=False, name=f"adjust_conv_{number}_{block}",
                             kernel_initializer="he_normal")(half))
    return _norm(concatenate(halves, axis=_AXIS), f"adjust_bn_{block}")


def _normal_cell(x: Any, p: Any, filters: int, block: str) -> tuple[Any, Any]:
    with ops.name_scope(f"normal_A_block_{block}"):
        p = _adjusted(p, x, filters, block)
        h = _norm(_conv(Activation("relu")(x), filters, f"normal_conv_1_{block}"), f"normal_bn_1_{block}")

        def pool(of: Any, side: str) -> Any:
            return AveragePooling2D((3, 3), strides=(1, 1), padding="same", name=f"normal_{side}_{block}")(of)

        with ops.name_scope("block_1"):
            left = _separable(h, filters, f"normal_left1_{block}", 5)
            x1 = add([left, _separable(p, filters, f"normal_right1_{block}")], name=f"normal_add_1_{block}")
        with ops.name_scope("block_2"):
            left = _separable(p, filters, f"normal_left2_{block}", 5)
            x2 = add([left, _separable(p, filters, f"normal_right2_{block}")], name=f"normal_add_2_{block}")
        with ops.name_scope("block_3"):
            x3 = add([pool(h, "left3"), p], name=f"normal_add_3_{block}")
        with ops.name_scope("block_4"):
            x4 = add([pool(p, "left4"), pool(p, "right4")], name=f"normal_add_4_{block}")
        with ops.name_scope("block_5"):
            x5 = add([_separable(h, filters, f"normal_left5_{block}"), h], name=f"normal_add_5_{block}")
        return concatenate([p, x1, x2, x3, x4, x5], axis=_AXIS, name=f"normal_concat_{block}"), x


def _reduction_cell(x: Any, p: Any, filters: int, block: str) -> tuple[Any, Any]:
    with ops.name_scope(f"reduction_A_block_{block}"):
        p = _adjusted(p, x, filters, block)
        h = _norm(_conv(Activation("relu")(x), filters, f"reduction_conv_1_{block}"), f"reduction_bn_1_{block}")
        padded = ZeroPadding2D(padding=even_padding(h, 3), name=f"reduction_pad_1_{block}")(h)

        def pool(kind: Any, side: str) -> Any:
            return kind((3, 3), strides=(2, 2), padding="valid", name=f"reduction_{side}_{block}")(padded)

        with ops.name_scope("block_1"):
            left = _separable(h, filters, f"reduction_left1_{block}", 5, halved=True)
            right = _separable(p, filters, f"reduction_right1_{block}", 7, halved=True)
            x1 = add([left, right], name=f"reduction_add_1_{block}")
        with ops.name_scope("block_2"):
            left = pool(MaxPooling2D, "left2")
            right = _separable(p, filters, f"reduction_right2_{block}", 7, halved=True)
            x2 = add([left, right], name=f"reduction_add_2_{block}")
        with ops.name_scope("block_3"):
            left = pool(AveragePooling2D, "left3")
            right = _separable(p, filters, f"reduction_right3_{block}", 5, halved=True)
            x3 = add([left, right], name=f"reduction_add3_{block}")
        with ops.name_scope("block_4"):
            x4 = AveragePooling2D((3, 3), strides=(1, 1), padding="same", name=f"reduction_left4_{block}")(x1)
            x4 = add([x2, x4])
        with ops.name_scope("block_5"):
            left = _separable(x1, filters, f"reduction_left4_{block}")
            x5 = add([left, pool(MaxPooling2D, "right5")], name=f"reduction_add4_{block}")
        return concatenate([x2, x3, x4, x5], axis=_AXIS, name=f"reduction_concat_{block}"), x


def _nasnet(network: Network, last_filters: int, blocks: int, stem_filters: int, skip_reduction: bool) -> Any:
    """ValueError where the channels come first: these networks have no such form."""
    if channels_first():
        raise ValueError("NASNet with channels first switches Keras's settings, which is not modelled")
    images = network.start()
    filters = last_filters // 24
    x = Conv2D(stem_filters, (3, 3), strides=(2, 2), padding="valid", use_bias=False, name="stem_conv1",
               kernel_initializer="he_normal")(images)
    x, p = _norm(x, "stem_bn1"), None
    for number, divisor in ((1, 4), (2, 2)):
        x, p = _reduction_cell(x, p, filters // divisor, f"stem_{number}")
    for stage, factor in enumerate((1, 2, 4)):
        if stage:
            x, before = _reduction_cell(x, p, filters * factor, f"reduce_{stage * blocks}")
            p = p if skip_reduction else before
        for number in range(blocks):
            x, p = _normal_cell(x, p, filters * factor, f"{stage * blocks + number + (stage > 0)}")
    x = Activation("relu")(x)
    return network.model(network.top(x))


def _network(include_top: Any, weights: Any, input_tensor: Any, input_shape: Any, pooling: Any, classes: Any,
             size: int) -> Network:
    return Network("NASNet", include_top, weights, input_tensor, input_shape, pooling, classes, default_size=size,
                   flattens=True, pool_names=(None, None, None))


def NASNetLarge(input_shape: Any = None, include_top: Any = True, weights: Any = "imagenet",  # noqa: N802
                input_tensor: Any = None, pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Any:
    return _nasnet(_network(include_top, weights, input_tensor, input_shape, pooling, classes, 331), 4032, 6, 96, True)


def NASNetMobile(input_shape: Any = None, include_top: Any = True, weights: Any = "imagenet",  # noqa: N802
                 input_tensor: Any = None, pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Any:
    return _nasnet(_network(include_top, weights, input_tensor, input_shape, pooling, classes, 224), 1056, 4, 32, False)
