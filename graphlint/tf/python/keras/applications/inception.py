"""InceptionV3 and InceptionResNetV2 (keras_applications/inception_v3.py, inception_resnet_v2.py).

A branch is a row of (filters, size of the window) pairs; "valid" and "/2" stand for windows within the images and for
a stride of 2.
"""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.engine.node import int_shape
from graphlint.tf.python.keras.layers.convolutional_plain import Conv2D
from graphlint.tf.python.keras.layers.core import Activation, Lambda
from graphlint.tf.python.keras.layers.merge import Concatenate, concatenate
from graphlint.tf.python.keras.layers.normalization import BatchNormalization
from graphlint.tf.python.keras.layers.pooling import AveragePooling2D, MaxPooling2D

from .image_network import Network, channel_axis, conv_norm_relu

Branch = tuple[tuple[int, Any], ...]

_SEVENS = ((1, 7), (7, 1))


def _branch(x: Any, rows: Branch, halved: bool = False) -> Any:
    """Convolutions one after another; the last one halves the images where that is asked for."""
    for number, (filters, size) in enumerate(rows, 1):
        if halved and number == len(rows):
            return conv_norm_relu(x, filters, size, padding="valid", strides=(2, 2))
        x = conv_norm_relu(x, filters, size)
    return x


def _stem(images: Any, pool: Any) -> Any:
    x = conv_norm_relu(images, 32, (3, 3), padding="valid", strides=(2, 2))
    x = conv_norm_relu(x, 32, (3, 3), padding="valid")
    x = conv_norm_relu(x, 64, (3, 3))
    x = MaxPooling2D(pool, strides=(2, 2))(x)
    x = conv_norm_relu(x, 80, (1, 1), padding="valid")
    x = conv_norm_relu(x, 192, (3, 3), padding="valid")
    return MaxPooling2D(pool, strides=(2, 2))(x)


def _with_pool(x: Any, filters: int) -> Any:
    return conv_norm_relu(AveragePooling2D((3, 3), strides=(1, 1), padding="same")(x), filters, (1, 1))


def _mixed(x: Any, name: str, branches: tuple[Branch, ...], pool_filters: int) -> Any:
    found = [_branch(x, rows) for rows in branches]
    return concatenate([*found, _with_pool(x, pool_filters)], axis=channel_axis(), name=name)


def _halved(x: Any, name: str, branches: tuple[Branch, ...]) -> Any:
    found = [_branch(x, rows, halved=True) for rows in branches]
    return concatenate([*found, MaxPooling2D((3, 3), strides=(2, 2))(x)], axis=channel_axis(), name=name)


def _of_sevens(x: Any, number: int, inner: int) -> Any:
    one, seven, seven_more = ((192, (1, 1)),), [(inner, (1, 1))], [(inner, (1, 1))]
    seven += [(inner, _SEVENS[0]), (192, _SEVENS[1])]
    seven_more += [(inner, _SEVENS[1]), (inner, _SEVENS[0]), (inner, _SEVENS[1]), (192, _SEVENS[0])]
    return _mixed(x, f"mixed{number}", (one, tuple(seven), tuple(seven_more)), 192)


def _widest(x: Any, number: int) -> Any:
    """The last two blocks, whose branches fork once more."""
    axis = channel_axis()
    one = conv_norm_relu(x, 320, (1, 1))
    three = conv_norm_relu(x, 384, (1, 1))
    three = concatenate([conv_norm_relu(three, 384, (1, 3)), conv_norm_relu(three, 384, (3, 1))], axis=axis,
                        name=f"mixed9_{number}")
    more = _branch(x, ((448, (1, 1)), (384, (3, 3))))
    more = concatenate([conv_norm_relu(more, 384, (1, 3)), conv_norm_relu(more, 384, (3, 1))], axis=axis)
    return concatenate([one, three, more, _with_pool(x, 192)], axis=axis, name=f"mixed{9 + number}")


def InceptionV3(include_top: Any = True, weights: Any = "imagenet", input_tensor: Any = None,  # noqa: N802
                input_shape: Any = None, pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Any:
    network = Network("inception_v3", include_top, weights, input_tensor, input_shape, pooling, classes,
                      default_size=299, least_size=75)
    x = _stem(network.start(), (3, 3))
    for number, pool_filters in enumerate((32, 64, 64)):
        x = _mixed(x, f"mixed{number}", (
            ((64, (1, 1)),), ((48, (1, 1)), (64, (5, 5))), ((64, (1, 1)), (96, (3, 3)), (96, (3, 3)))), pool_filters)
    x = _halved(x, "mixed3", (((384, (3, 3)),), ((64, (1, 1)), (96, (3, 3)), (96, (3, 3)))))
    for number, inner in enumerate((128, 160, 160, 192), 4):
        x = _of_sevens(x, number, inner)
    x = _halved(x, "mixed8", (((192, (1, 1)), (320, (3, 3))),
                              ((192, (1, 1)), (192, _SEVENS[0]), (192, _SEVENS[1]), (192, (3, 3)))))
    for number in range(2):
        x = _widest(x, number)
    return network.model(network.top(x))


# --- with residuals ---------------------------------------------------------------------------------------------------

_BRANCHES: dict[str, tuple[Branch, ...]] = {
    "block35": (((32, 1),), ((32, 1), (32, 3)), ((32, 1), (48, 3), (64, 3))),
    "block17": (((192, 1),), ((128, 1), (160, [1, 7]), (192, [7, 1]))),
    "block8": (((192, 1),), ((192, 1), (224, [1, 3]), (256, [3, 1]))),
}


def _scaled_sum(inputs: Any, scale: Any) -> Any:
    return inputs[0] + inputs[1] * scale


def _residual(x: Any, kind: str, number: int, scale: float, activated: bool = True) -> Any:
    name, shape = f"{kind}_{number}", int_shape(x)
    mixed = Concatenate(axis=channel_axis(), name=f"{name}_mixed")([_branch(x, rows) for rows in _BRANCHES[kind]])
    up = Conv2D(shape[channel_axis()], 1, strides=1, padding="same", use_bias=True, name=f"{name}_conv")(mixed)
    x = Lambda(_scaled_sum, output_shape=shape[1:], arguments={"scale": scale}, name=name)([x, up])
    return Activation("relu", name=f"{name}_ac")(x) if activated else x


def _reduced(x: Any, name: str, branches: tuple[Branch, ...]) -> Any:
    found = [_branch(x, rows, halved=True) for rows in branches]
    return Concatenate(axis=channel_axis(), name=name)([*found, MaxPooling2D(3, strides=2, padding="valid")(x)])


def InceptionResNetV2(include_top: Any = True, weights: Any = "imagenet", input_tensor: Any = None,  # noqa: N802
                      input_shape: Any = None, pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Any:
    network = Network("inception_resnet_v2", include_top, weights, input_tensor, input_shape, pooling, classes,
                      default_size=299, least_size=75)
    x = _stem(network.start(), 3)
    found = [_branch(x, rows) for rows in (((96, 1),), ((48, 1), (64, 5)), ((64, 1), (96, 3), (96, 3)))]
    x = Concatenate(axis=channel_axis(), name="mixed_5b")([*found, _with_pool(x, 64)])
    for number in range(1, 11):
        x = _residual(x, "block35", number, 0.17)
    x = _reduced(x, "mixed_6a", (((384, 3),), ((256, 1), (256, 3), (384, 3))))
    for number in range(1, 21):
        x = _residual(x, "block17", number, 0.1)
    x = _reduced(x, "mixed_7a", (((256, 1), (384, 3)), ((256, 1), (288, 3)), ((256, 1), (288, 3), (320, 3))))
    for number in range(1, 10):
        x = _residual(x, "block8", number, 0.2)
    x = _residual(x, "block8", 10, 1.0, activated=False)
    x = Conv2D(1536, 1, strides=1, padding="same", use_bias=False, name="conv_7b")(x)
    x = BatchNormalization(axis=channel_axis(), scale=False, name="conv_7b_bn")(x)
    x = Activation("relu", name="conv_7b_ac")(x)
    return network.model(network.top(x))
