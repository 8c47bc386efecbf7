"""What the networks for images share: their input, their end, their weights, and the layers that they all use.

`weights="imagenet"` builds the graph of random weights and the ops that would load the downloaded ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.keras import backend_state, state
from graphlint.tf.python.keras.engine.input_layer import Input
from graphlint.tf.python.keras.engine.node import int_shape
from graphlint.tf.python.keras.engine.training import Model
from graphlint.tf.python.keras.layers.convolutional_plain import Conv2D
from graphlint.tf.python.keras.layers.core import Activation, Dense
from graphlint.tf.python.keras.layers.normalization import BatchNormalization
from graphlint.tf.python.keras.layers.pooling import GlobalAveragePooling2D, GlobalMaxPooling2D
from graphlint.tf.python.keras.utils.layer_utils import get_source_inputs

_IMAGENET_CLASSES = 1000


def channels_first() -> bool:
    return state.settings().image_data_format == "channels_first"


def channel_axis() -> int:
    """The axis of the channels of a batch, counted from the front."""
    return 1 if channels_first() else 3


def signed_channel_axis() -> int:
    """The same, with -1 for the last."""
    return 1 if channels_first() else -1


def rows_and_columns(shape: Any) -> tuple[Any, Any]:
    """Of an image's shape without the batch."""
    return (shape[1], shape[2]) if channels_first() else (shape[0], shape[1])


def square_size(shape: Any, known: tuple[int, ...], default: int) -> int:
    """The size of the weights' images that is nearest to what is asked for."""
    if shape is None:
        return default
    rows, columns = rows_and_columns(shape)
    return rows if rows == columns and rows in known else default  # type: ignore[no-any-return]


@dataclass
class Network:
    """A network in the making: the arguments that all of them take."""

    name: str
    include_top: Any
    weights: Any
    input_tensor: Any
    input_shape: Any
    pooling: Any
    classes: Any
    default_size: int = 224
    least_size: int = 32
    flattens: Any = None
    top_name: str = "predictions"
    pool_names: tuple[str | None, str | None, str | None] = ("avg_pool", None, None)
    image_shape: Any = None

    def start(self) -> Any:
        """The images. ValueError for weights, classes and sizes that don't go together."""
        if self.weights == "imagenet" and self.include_top and self.classes != _IMAGENET_CLASSES:
            raise ValueError('If using `weights` as `"imagenet"` with `include_top` as true, `classes` should be 1000')
        flattens = self.include_top if self.flattens is None else self.flattens
        self.image_shape = _input_shape(self.input_shape, self.default_size, self.least_size, flattens, self.weights)
        if self.input_tensor is None:
            self._inputs = Input(shape=self.image_shape)
        elif not backend_state.is_keras_tensor(self.input_tensor):
            self._inputs = Input(tensor=self.input_tensor, shape=self.image_shape)
        else:
            self._inputs = self.input_tensor
        return self._inputs

    def top(self, x: Any) -> Any:
        """The classes, or what `pooling` asks for."""
        average, other_average, most = self.pool_names
        if self.include_top:
            x = GlobalAveragePooling2D(name=average)(x)
            return Dense(self.classes, activation="softmax", name=self.top_name)(x)
        return self.pooled(x, other_average, most)

    def pooled(self, x: Any, average: str | None = None, most: str | None = None) -> Any:
        if self.pooling == "avg":
            return GlobalAveragePooling2D(name=average)(x)
        if self.pooling == "max":
            return GlobalMaxPooling2D(name=most)(x)
        return x

    def model(self, x: Any) -> Model:
        inputs = self._inputs if self.input_tensor is None else get_source_inputs(self.input_tensor)
        found = Model(inputs, x, name=self.name)
        if self.weights is not None:
            found.load_weights("imagenet.h5" if self.weights == "imagenet" else self.weights)
        return found


def _input_shape(given: Any, default_size: int, least_size: int, flattens: Any, weights: Any) -> Any:
    """The shape of an image. ValueError for one that doesn't suit the network."""
    if isinstance(given, Unknown):
        return given
    channels = 3
    if weights != "imagenet" and given and len(given) == 3:
        channels = given[0] if channels_first() else given[-1]
    default = _ordered(channels, default_size, default_size)
    if weights == "imagenet" and flattens:
        if given is not None and given != default:
            raise ValueError("When setting `include_top=True` and loading `imagenet` weights, `input_shape` should be "
                             f"{default}.")
        return default
    if given:
        _check_shape(given, least_size, weights)
        shape = given
    else:
        shape = default if flattens else _ordered(3, None, None)
    if flattens and None in shape:
        raise ValueError("If `include_top` is True, you should specify a static `input_shape`. Got "
                         f"`input_shape={shape}`")
    return shape


def _ordered(channels: Any, rows: Any, columns: Any) -> tuple[Any, Any, Any]:
    return (channels, rows, columns) if channels_first() else (rows, columns, channels)


def _check_shape(shape: Any, least_size: int, weights: Any) -> None:
    if len(shape) != 3:
        raise ValueError("`input_shape` must be a tuple of three integers.")
    if (shape[0] if channels_first() else shape[-1]) != 3 and weights == "imagenet":
        raise ValueError(f"The input must have 3 channels; got `input_shape={shape}`")
    if any(isinstance(size, int) and size < least_size for size in rows_and_columns(shape)):
        raise ValueError(f"Input size must be at least {least_size}x{least_size}; got `input_shape={shape}`")


# --- layers -----------------------------------------------------------------------------------------------------------


def conv_norm_relu(x: Any, filters: int, size: Any, padding: str = "same", strides: Any = (1, 1)) -> Any:
    """What Inception is made of: all layers numbered, no names of their own."""
    x = Conv2D(filters, size, strides=strides, padding=padding, use_bias=False)(x)
    x = BatchNormalization(axis=channel_axis(), scale=False)(x)
    return Activation("relu")(x)


def even_padding(x: Any, kernel: int | tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """The zeros around images that let a window of stride 2 give half of them."""
    first = 2 if channels_first() else 1
    sizes = int_shape(x)[first:first + 2]
    kernels = (kernel, kernel) if isinstance(kernel, int) else kernel
    odd = [1, 1] if sizes[0] is None else [1 - sizes[0] % 2, 1 - sizes[1] % 2]
    return tuple((k // 2 - less, k // 2) for k, less in zip(kernels, odd, strict=True))
