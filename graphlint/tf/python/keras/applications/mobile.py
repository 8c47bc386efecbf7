"""MobileNet and MobileNetV2 (keras_applications/mobilenet.py, mobilenet_v2.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.keras import backend_state
from graphlint.tf.python.keras.engine.node import int_shape
from graphlint.tf.python.keras.layers.advanced_activations import ReLU
from graphlint.tf.python.keras.layers.convolutional_plain import Conv2D
from graphlint.tf.python.keras.layers.convolutional_separable import DepthwiseConv2D
from graphlint.tf.python.keras.layers.core import Activation, Dropout, Reshape
from graphlint.tf.python.keras.layers.merge import Add
from graphlint.tf.python.keras.layers.normalization import BatchNormalization
from graphlint.tf.python.keras.layers.pooling import GlobalAveragePooling2D
from graphlint.tf.python.keras.layers.spatial import ZeroPadding2D

from .image_network import Network, channels_first, even_padding, rows_and_columns, signed_channel_axis, square_size

# filters and stride of each block after the first
_FIRST = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
          (1024, 2), (1024, 1))
# filters, stride, expansion
_SECOND = ((16, 1, 1), (24, 2, 6), (24, 1, 6), (32, 2, 6), (32, 1, 6), (32, 1, 6), (64, 2, 6), (64, 1, 6), (64, 1, 6),
           (64, 1, 6), (96, 1, 6), (96, 1, 6), (96, 1, 6), (160, 2, 6), (160, 1, 6), (160, 1, 6), (320, 1, 6))


def _depthwise(x: Any, filters: int, stride: int, depth_multiplier: Any, block: int) -> Any:
    axis = signed_channel_axis()
    if stride != 1:
        x = ZeroPadding2D(((0, 1), (0, 1)), name=f"conv_pad_{block}")(x)
    x = DepthwiseConv2D((3, 3), padding="same" if stride == 1 else "valid", depth_multiplier=depth_multiplier,
                        strides=(stride, stride), use_bias=False, name=f"conv_dw_{block}")(x)
    x = BatchNormalization(axis=axis, name=f"conv_dw_{block}_bn")(x)
    x = ReLU(6.0, name=f"conv_dw_{block}_relu")(x)
    x = Conv2D(filters, (1, 1), padding="same", use_bias=False, strides=(1, 1), name=f"conv_pw_{block}")(x)
    x = BatchNormalization(axis=axis, name=f"conv_pw_{block}_bn")(x)
    return ReLU(6.0, name=f"conv_pw_{block}_relu")(x)


def _first_top(network: Network, x: Any, alpha: Any, dropout: Any) -> Any:
    if not network.include_top:
        return network.pooled(x)
    last = int(1024 * alpha)
    x = GlobalAveragePooling2D()(x)
    x = Reshape((last, 1, 1) if channels_first() else (1, 1, last), name="reshape_1")(x)
    x = Dropout(dropout, name="dropout")(x)
    x = Conv2D(network.classes, (1, 1), padding="same", name="conv_preds")(x)
    x = Reshape((network.classes,), name="reshape_2")(x)
    return Activation("softmax", name="act_softmax")(x)


def _named_rows(network: Network, known: tuple[int, ...]) -> Any:
    """The images' rows as they stand in the model's name: those of the weights where these are loaded."""
    rows, columns = rows_and_columns(network.image_shape)
    return 224 if network.weights == "imagenet" and (rows != columns or rows not in known) else rows


def MobileNet(input_shape: Any = None, alpha: Any = 1.0, depth_multiplier: Any = 1, dropout: Any = 1e-3,  # noqa: N802
              include_top: Any = True, weights: Any = "imagenet", input_tensor: Any = None, pooling: Any = None,
              classes: Any = 1000, **kwargs: Any) -> Any:
    """ValueError for downloaded weights of another width."""
    sizes = (128, 160, 192, 224)
    network = Network("", include_top, weights, input_tensor, input_shape, pooling, classes,
                      default_size=square_size(input_shape, sizes, 224))
    images = network.start()
    if weights == "imagenet" and depth_multiplier != 1:
        raise ValueError("If imagenet weights are being loaded, depth multiplier must be 1")
    if weights == "imagenet" and alpha not in (0.25, 0.50, 0.75, 1.0):
        raise ValueError("If imagenet weights are being loaded, alpha can be one of`0.25`, `0.50`, `0.75` or `1.0` only.")
    x = ZeroPadding2D(padding=((0, 1), (0, 1)), name="conv1_pad")(images)
    x = Conv2D(int(32 * alpha), (3, 3), padding="valid", use_bias=False, strides=(2, 2), name="conv1")(x)
    x = BatchNormalization(axis=signed_channel_axis(), name="conv1_bn")(x)
    x = ReLU(6.0, name="conv1_relu")(x)
    for block, (filters, stride) in enumerate(_FIRST, 1):
        x = _depthwise(x, int(filters * alpha), stride, depth_multiplier, block)
    x = _first_top(network, x, alpha, dropout)
    network.name = f"mobilenet_{alpha:0.2f}_{_named_rows(network, sizes)}"
    return network.model(x)


def _divisible(value: float) -> int:
    found = max(8, int(value + 4) // 8 * 8)
    return found + 8 if found < 0.9 * value else found


def _norm(x: Any, name: str) -> Any:
    return BatchNormalization(axis=signed_channel_axis(), epsilon=1e-3, momentum=0.999, name=name)(x)


def _inverted(inputs: Any, filters: int, stride: int, expansion: int, alpha: Any, block: int) -> Any:
    channels = int_shape(inputs)[signed_channel_axis()]
    wanted = _divisible(int(filters * alpha))
    x, prefix = inputs, f"block_{block}_"
    if block:
        x = Conv2D(expansion * channels, kernel_size=1, padding="same", use_bias=False, activation=None,
                   name=f"{prefix}expand")(x)
        x = ReLU(6.0, name=f"{prefix}expand_relu")(_norm(x, f"{prefix}expand_BN"))
    else:
        prefix = "expanded_conv_"
    if stride == 2:
        x = ZeroPadding2D(padding=even_padding(x, 3), name=f"{prefix}pad")(x)
    x = DepthwiseConv2D(kernel_size=3, strides=stride, activation=None, use_bias=False,
                        padding="same" if stride == 1 else "valid", name=f"{prefix}depthwise")(x)
    x = ReLU(6.0, name=f"{prefix}depthwise_relu")(_norm(x, f"{prefix}depthwise_BN"))
    x = Conv2D(wanted, kernel_size=1, padding="same", use_bias=False, activation=None, name=f"{prefix}project")(x)
    x = _norm(x, f"{prefix}project_BN")
    return Add(name=f"{prefix}add")([inputs, x]) if channels == wanted and stride == 1 else x


def _shape_of_images(input_shape: Any, input_tensor: Any) -> Any:
    """What says the size of the images. ValueError for a shape beside a tensor that isn't Keras's, or is another."""
    if input_tensor is None or isinstance(input_tensor, Unknown):
        return input_shape
    known = backend_state.is_keras_tensor(input_tensor)
    if input_shape is None:
        return int_shape(input_tensor)[1:] if known else None
    if not known:
        raise ValueError("input_tensor specified: ", input_tensor, "is not a keras tensor")
    if int_shape(input_tensor)[2] != input_shape[1]:
        raise ValueError("input_shape: ", input_shape, "and input_tensor: ", input_tensor,
                         "do not meet the same shape requirements")
    return input_shape


def MobileNetV2(input_shape: Any = None, alpha: Any = 1.0, include_top: Any = True, weights: Any = "imagenet",  # noqa: N802
                input_tensor: Any = None, pooling: Any = None, classes: Any = 1000, **kwargs: Any) -> Any:
    """ValueError for downloaded weights of another width."""
    sizes = (96, 128, 160, 192, 224)
    default = square_size(_shape_of_images(input_shape, input_tensor), sizes, 224)
    network = Network("", include_top, weights, input_tensor, input_shape, pooling, classes, default_size=default,
                      top_name="Logits", pool_names=(None, None, None))
    images = network.start()
    if weights == "imagenet" and alpha not in (0.35, 0.50, 0.75, 1.0, 1.3, 1.4):
        raise ValueError("If imagenet weights are being loaded, alpha can be one of `0.35`, `0.50`, `0.75`, `1.0`, `1.3` or "
                         "`1.4` only.")
    x = ZeroPadding2D(padding=even_padding(images, 3), name="Conv1_pad")(images)
    x = Conv2D(_divisible(32 * alpha), kernel_size=3, strides=(2, 2), padding="valid", use_bias=False, name="Conv1")(x)
    x = ReLU(6.0, name="Conv1_relu")(_norm(x, "bn_Conv1"))
    for block, (filters, stride, expansion) in enumerate(_SECOND):
        x = _inverted(x, filters, stride, expansion, alpha, block)
    x = Conv2D(_divisible(1280 * alpha) if alpha > 1.0 else 1280, kernel_size=1, use_bias=False, name="Conv_1")(x)
    x = ReLU(6.0, name="out_relu")(_norm(x, "Conv_1_bn"))
    x = network.top(x)
    network.name = f"mobilenetv2_{alpha:0.2f}_{_named_rows(network, sizes)}"
    return network.model(x)
