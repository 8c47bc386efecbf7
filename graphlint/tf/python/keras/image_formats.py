"""Images as Keras's backend passes them on: channels first are transposed, for it sees no GPU (keras/backend.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.tf.python.keras import session, state
from graphlint.tf.python.keras.layers import spatial
from graphlint.tf.python.ops import (
    array_joining,
    array_ops,
    array_shape,
    nn_atrous,
    nn_conv_transpose,
    nn_convolution,
    nn_impl,
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
    rank = len(x.dims)
    if rank > 3:
        session.look_for_devices()
    return array_shape.transpose(x, (0, *range(2, rank), 1))


def _back(x: Any, data_format: str) -> Any:
    rank = len(x.dims)
    return array_shape.transpose(x, (0, rank - 1, *range(1, rank - 1))) if data_format == "channels_first" else x


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


def _plain(x: Any, kernel: Any, strides: Any, padding: Any, data_format: Any, dilation_rate: Any, last: str) -> Any:
    data_format = _format(data_format)
    x = _last(x, data_format)
    found = nn_convolution.convolution(input=x, filter=kernel, dilation_rate=dilation_rate, strides=strides,
                                       padding=_padding(padding), data_format=last)
    return _back(found, data_format)


def conv1d(x: Any, kernel: Any, strides: Any = 1, padding: Any = "valid", data_format: Any = None,
           dilation_rate: Any = 1) -> Any:
    if padding == "causal":
        x = temporal_padding(x, (dilation_rate * (kernel.shape.as_list()[0] - 1), 0))
        padding = "valid"
    one = [(value,) if isinstance(value, int) else value for value in (strides, dilation_rate)]
    return _plain(x, kernel, one[0], padding, data_format, one[1], "NWC")


def conv3d(x: Any, kernel: Any, strides: Any = (1, 1, 1), padding: Any = "valid", data_format: Any = None,
           dilation_rate: Any = (1, 1, 1)) -> Any:
    return _plain(x, kernel, strides, padding, data_format, dilation_rate, "NDHWC")


def separable_conv2d(x: Any, depthwise_kernel: Any, pointwise_kernel: Any, strides: Any = (1, 1), padding: Any = "valid",
                     data_format: Any = None, dilation_rate: Any = (1, 1)) -> Any:
    data_format = _format(data_format)
    if len(strides) != 2:
        raise ValueError("`strides` must be a tuple of 2 integers.")
    found = nn_impl.separable_conv2d(_last(x, data_format), depthwise_kernel, pointwise_kernel, (1, *strides, 1),
                                     _padding(padding), rate=dilation_rate, data_format="NHWC")
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


def _pooled(x: Any, pools: tuple[Any, Any], pool_size: Any, strides: Any, padding: Any, data_format: Any,
            pool_mode: str, last: str) -> Any:
    data_format = _format(data_format)
    if pool_mode not in ("max", "avg"):
        raise ValueError(f"Invalid pooling mode: {pool_mode}")
    found = pools[pool_mode == "avg"](_last(x, data_format), (1, *pool_size, 1), (1, *strides, 1),
                                      padding=_padding(padding), data_format=last)
    return _back(found, data_format)


def pool2d(x: Any, pool_size: Any, strides: Any = (1, 1), padding: Any = "valid", data_format: Any = None,
           pool_mode: str = "max") -> Any:
    pools = nn_pooling.max_pool, nn_pooling.avg_pool
    return _pooled(x, pools, pool_size, strides, padding, data_format, pool_mode, "NHWC")


def pool3d(x: Any, pool_size: Any, strides: Any = (1, 1, 1), padding: Any = "valid", data_format: Any = None,
           pool_mode: str = "max") -> Any:
    pools = nn_pooling.max_pool3d, nn_pooling.avg_pool3d
    return _pooled(x, pools, pool_size, strides, padding, data_format, pool_mode, "NDHWC")


# --- borders ----------------------------------------------------------------------------------------------------------


def temporal_padding(x: Any, padding: Any = (1, 1)) -> Any:
    return array_ops.pad(x, [[0, 0], list(padding), [0, 0]])


def _bordered(x: Any, padding: Any, data_format: Any) -> Any:
    pairs = [list(pair) for pair in padding]
    first = _format(data_format) == "channels_first"
    return array_ops.pad(x, [[0, 0], [0, 0], *pairs] if first else [[0, 0], *pairs, [0, 0]])


def spatial_2d_padding(x: Any, padding: Any = ((1, 1), (1, 1)), data_format: Any = None) -> Any:
    return _bordered(x, padding, data_format)


def spatial_3d_padding(x: Any, padding: Any = ((1, 1), (1, 1), (1, 1)), data_format: Any = None) -> Any:
    return _bordered(x, padding, data_format)


def resize_volumes(x: Any, depth_factor: Any, height_factor: Any, width_factor: Any, data_format: Any) -> Any:
    if data_format not in ("channels_first", "channels_last"):
        raise ValueError(f"Invalid data_format: {data_format}")
    first = 2 if data_format == "channels_first" else 1
    for axis, factor in enumerate((depth_factor, height_factor, width_factor), first):
        x = spatial.repeat_elements(x, factor, axis=axis)
    return x
