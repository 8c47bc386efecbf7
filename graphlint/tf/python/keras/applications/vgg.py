"""VGG16 and VGG19 (keras_applications/vgg16.py, vgg19.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.layers.convolutional_plain import Conv2D
from graphlint.tf.python.keras.layers.core import Dense, Flatten
from graphlint.tf.python.keras.layers.pooling import MaxPooling2D

from .image_network import Network

_FILTERS = (64, 128, 256, 512, 512)


def _vgg(network: Network, convolutions: tuple[int, ...]) -> Any:
    x = network.start()
    for block, (filters, count) in enumerate(zip(_FILTERS, convolutions, strict=True), 1):
        for number in range(1, count + 1):
            x = Conv2D(filters, (3, 3), activation="relu", padding="same", name=f"block{block}_conv{number}")(x)
        x = MaxPooling2D((2, 2), strides=(2, 2), name=f"block{block}_pool")(x)
    if not network.include_top:
        return network.model(network.pooled(x))
    x = Flatten(name="flatten")(x)
    x = Dense(4096, activation="relu", name="fc1")(x)
    x = Dense(4096, activation="relu", name="fc2")(x)
    return network.model(Dense(network.classes, activation="softmax", name="predictions")(x))


def VGG16(include_top: Any = True, weights: Any = "imagenet", input_tensor: Any = None, input_shape: Any = None,  # noqa: N802
          pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Any:
    return _vgg(Network("vgg16", include_top, weights, input_tensor, input_shape, pooling, classes), (2, 2, 3, 3, 3))


def VGG19(include_top: Any = True, weights: Any = "imagenet", input_tensor: Any = None, input_shape: Any = None,  # noqa: N802
          pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Any:
    return _vgg(Network("vgg19", include_top, weights, input_tensor, input_shape, pooling, classes), (2, 2, 4, 4, 4))
