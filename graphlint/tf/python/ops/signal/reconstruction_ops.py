"""overlap_and_add: a signal out of overlapping pieces (ops/signal/reconstruction_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.ops import array_constants, array_joining, array_shape, array_space, math_ops

from .util_ops import scalar


def overlap_and_add(signal: Any, frame_step: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "overlap_and_add", [signal, frame_step]):
        tensor: Any = convert(signal, name="signal")
        tensor.shape.with_rank_at_least(2)
        step = scalar(frame_step, "frame_step")
        if not step.dtype.is_integer:
            raise ValueError(f"frame_step must be an integer. Got {step.dtype}")
        sizes: Any = array_shape.shape(tensor)
        outer = sizes[:-2]
        rank = array_shape.size(outer)
        length, frames = sizes[-1], sizes[-2]
        total = length + step * (frames - 1)
        known = tensor_util.constant_value(step)
        if known is not None and tensor.dims is not None and known == tensor.dims[-1]:
            return array_shape.reshape(tensor, array_joining.concat([outer, [total]], 0), name="fast_path")
        return _added(tensor, outer, rank, (length, frames), step)[..., :total]  # type: ignore[no-any-return]


def _added(tensor: Any, outer: Any, rank: Any, sizes: tuple[Any, Any], step: Any) -> Any:
    """The frames cut into segments of a step, each shifted by padding to where it belongs, and summed."""

    def reshaped(inner: list[Any]) -> Any:
        return array_shape.reshape(tensor, array_joining.concat([outer, inner], 0))

    length, frames = sizes
    segments = -(-length // step)
    inner_paddings = [[0, segments], [0, segments * step - length]]
    outer_paddings = array_constants.zeros([rank, 2], dtypes.int32)
    tensor = array_space.pad(tensor, array_joining.concat([outer_paddings, inner_paddings], 0))
    tensor = reshaped([frames + segments, segments, step])
    order = array_joining.concat([math_ops.range(rank), rank + [1, 0, 2]], 0)
    tensor = array_shape.transpose(tensor, order)
    tensor = reshaped([(frames + segments) * segments, step])
    tensor = tensor[..., : (frames + segments - 1) * segments, :]
    tensor = reshaped([segments, (frames + segments - 1), step])
    tensor = math_ops.reduce_sum(tensor, -3)
    return reshaped([(frames + segments - 1) * step])
