"""Keras's backend: a bias added to the channels (keras/backend.py, bias_add)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras import session, state
from graphlint.tf.python.ops import array_shape, nn_ops


def bias_add(x: Any, bias: Any, data_format: Any = None) -> Any:
    """ValueError for another format, or a bias of another rank."""
    if data_format is None:
        data_format = state.settings().image_data_format
    if data_format not in ("channels_first", "channels_last"):
        raise ValueError(f"Unknown data_format: {data_format}")
    sizes, rank = tuple(bias.shape.as_list()), x.shape.ndims
    if len(sizes) != 1 and len(sizes) != rank - 1:
        raise ValueError(f"Unexpected bias dimensions {len(sizes)}, expect to be 1 or {rank} dimensions")
    first = data_format == "channels_first"
    if rank not in (3, 4, 5):
        return nn_ops.bias_add(x, bias)
    if len(sizes) > 1:
        return x + array_shape.reshape(bias, (1, sizes[-1], *sizes[:-1]) if first else (1, *sizes))
    if rank == 4 and not first:
        return nn_ops.bias_add(x, bias, data_format="NHWC")
    if rank == 4:
        session.look_for_devices()
    ones = (1,) * (rank - 2)
    # of five dims with the channels last, TensorFlow leaves out one
    shape = (1, sizes[0], *ones) if first else ((1,) * (3 if rank == 5 else rank - 1)) + (sizes[0],)
    return x + array_shape.reshape(bias, shape)
