"""Images as Keras's backend passes them on: channels first are transposed, for it sees no GPU (keras/backend.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.tf.python.keras import session, state
from graphlint.tf.python.ops import (
    array_joining,
    array_shape,
    nn_atrous,
    nn_conv_transpose,
    nn_convolution,
    nn_impl_losses,
    nn_pooling,
)


def _format(data_format: Any) -> str:
    found = state.settings().image_data_format if data_format is None else data_format
    if found not in ("channels_first", "channels_last"):
        raise ValueError(f"Unknown data_format: {found}")
    return found  # type: ignore[no-any-return]


def _last(x: Any, data_format: str) -> Any:
    if data_format != "channels_first":
        return x
    session.look_for_devices()
    return array_shape.transpose(x, (0, 2, 3, 1))


def _back(x: Any, data_format: str) -> Any:
    return array_shape.transpose(x, (0, 3, 1, 2)) if data_format == "channels_first" else x


def _padding(padding: Any) -> str:
    if padding not in ("same", "valid"):
        raise ValueError(f"Invalid padding: {padding}")
    return padding.upper()  # type: ignore[no-any-return]


def conv2d(x: Any, kernel: Any, strides: Any = (1, 1), padding: Any = "valid", data_format: Any = None,
           dilation_rate: Any = (1, 1)) -> Any:
    data_format = _format(data_format)
    found = nn_convolution.convolution(input=_last(x, data_format), filter=kernel, dilation_rate=dilation_rate,
                                       strides=strides, padding=_padding(padding), data_format="NHWC")
    return _back(found, data_format)


def conv2d_transpose(x: Any, kernel: Any, output_shape: Any, strides: Any = (1, 1), padding: Any = "valid",
                     data_format: Any = None, dilation_rate: Any = (1, 1)) -> Any:
    data_format = _format(data_format)
    x = _last(x, data_format)
    if data_format == "channels_first":
        output_shape = (output_shape[0], output_shape[2], output_shape[3], output_shape[1])
    if isinstance(output_shape, (tuple, list)):
        if output_shape[0] is None:
            output_shape = (array_shape.shape(x)[0], *output_shape[1:])  # type: ignore[index]
        output_shape = array_joining.stack(list(output_shape))
    elif stack.world.release.conv_transpose_reads_batch:
        output_shape[0]  # TensorFlow compares the slice with None: an op that nothing uses
    if tuple(dilation_rate) != (1, 1):
        found = nn_atrous.atrous_conv2d_transpose(x, kernel, output_shape, rate=dilation_rate[0],  # type: ignore[attr-defined]
                                                       padding=_padding(padding))
    else:
        found = nn_conv_transpose.conv2d_transpose(x, kernel, output_shape, (1, *strides, 1), padding=_padding(padding),
                                                data_format="NHWC")
    return _back(found, data_format)


def depthwise_conv2d(x: Any, depthwise_kernel: Any, strides: Any = (1, 1), padding: Any = "valid", data_format: Any = None,
                     dilation_rate: Any = (1, 1)) -> Any:
    data_format = _format(data_format)
    found = nn_impl_losses.depthwise_conv2d(_last(x, data_format), depthwise_kernel, strides=(1, *strides, 1),
                                            padding=_padding(padding), rate=dilation_rate, data_format="NHWC")
    return _back(found, data_format)


def pool2d(x: Any, pool_size: Any, strides: Any = (1, 1), padding: Any = "valid", data_format: Any = None,
           pool_mode: str = "max") -> Any:
    data_format = _format(data_format)
    if pool_mode not in ("max", "avg"):
        raise ValueError(f"Invalid pooling mode: {pool_mode}")
    pool = nn_pooling.max_pool if pool_mode == "max" else nn_pooling.avg_pool
    found = pool(_last(x, data_format), (1, *pool_size, 1), (1, *strides, 1), padding=_padding(padding),
                 data_format="NHWC")
    return _back(found, data_format)
