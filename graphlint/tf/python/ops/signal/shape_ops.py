"""frame: a signal as overlapping pieces (ops/signal/shape_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.ops import (
    array_constants,
    array_gather,
    array_joining,
    array_shape,
    array_slicing,
    array_space,
    math_ops,
)

from .util_ops import gcd, scalar


def frame(signal: Any, frame_length: Any, frame_step: Any, pad_end: Any = False, pad_value: Any = 0, axis: Any = -1,
          name: Any = None) -> Tensor:
    with ops.name_scope(name, "frame", [signal, frame_length, frame_step, pad_value]):
        tensor: Any = convert(signal, name="signal")
        length, step = scalar(frame_length, "frame_length"), scalar(frame_step, "frame_step")
        given_axis = scalar(axis, "axis")
        tensor.shape.with_rank_at_least(1)
        static = _static_shape(tensor, length, step, pad_end, given_axis)
        rank: Any = array_shape.rank(tensor)
        place: Any = math_ops.range(rank)[given_axis]  # type: ignore[index]
        sizes: Any = array_shape.shape(tensor)
        parts: list[Any] = array_joining.split(sizes, [place, 1, rank - 1 - place])
        outer, inner = parts[0], parts[2]
        samples: Any = array_shape.reshape(parts[1], [])
        counts = [array_shape.size(outer), array_shape.size(inner)]
        if pad_end:
            padding = scalar(pad_value, dtype=tensor.dtype)
            frames: Any = -(-samples // step)
            tensor = _padded(tensor, counts, math_ops.maximum(0, length + step * (frames - 1) - samples), padding)
            sizes = array_shape.shape(tensor)
            samples = sizes[place]
        else:
            frames = math_ops.maximum(0, 1 + (samples - length) // step)
        lengths = (length, step, samples, frames)
        found = _frames(tensor, sizes, (outer, inner), place, lengths)
        if static:
            found.set_shape(static)
        return found  # type: ignore[no-any-return]


def _padded(tensor: Any, counts: list[Any], more: Any, padding: Any) -> Any:
    around = [array_constants.zeros([count, 2], dtype=more.dtype) for count in counts]
    paddings = array_joining.concat([around[0], [[0, more]], around[1]], 0)
    return array_space.pad(tensor, paddings, constant_values=padding)


def _frames(tensor: Any, sizes: Any, around: tuple[Any, Any], place: Any, lengths: tuple[Any, Any, Any, Any]) -> Any:
    """The frames, gathered out of pieces as long as the common divisor of a frame and a step."""
    outer, inner = around
    length, step, samples, frames = lengths
    piece = gcd(length, step)
    per_frame, per_step, pieces = length // piece, step // piece, samples // piece
    kept = array_joining.concat([outer, [pieces * piece], inner], 0)
    cut = array_joining.concat([outer, [pieces, piece], inner], 0)
    subframes = array_shape.reshape(array_slicing.strided_slice(tensor, array_constants.zeros_like(sizes), kept), cut)
    first: Any = array_shape.reshape(math_ops.range(frames) * per_step, [frames, 1])
    within: Any = array_shape.reshape(math_ops.range(per_frame), [1, per_frame])
    gathered = array_gather.gather(subframes, first + within, axis=place)
    return array_shape.reshape(gathered, array_joining.concat([outer, [frames, length], inner], 0))


def _static_shape(signal: Any, frame_length: Any, frame_step: Any, pad_end: Any, axis: Any) -> Any:
    length, step, place = (tensor_util.constant_value(each) for each in (frame_length, frame_step, axis))
    if signal.dims is None:
        return None
    if place is None:
        return [None] * (len(signal.dims) + 1)
    sizes = as_shape(signal.shape).as_list()
    count, total = None, sizes[place]
    if total is not None and step is not None and pad_end:
        count = max(0, -(-total // step))
    elif total is not None and step is not None and length is not None:
        count = max(0, (total - length + step) // step)
    return [*sizes[:place], count, length, *sizes[place:][1:]]
