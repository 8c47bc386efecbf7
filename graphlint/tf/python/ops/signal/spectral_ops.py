"""Short-time Fourier transforms and their inverse (ops/signal/spectral_ops.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops, tensor_util
from graphlint.tf.python.ops import array_constants, array_joining, array_shape, array_space, math_ops

from .fft_ops import irfft, rfft
from .reconstruction_ops import overlap_and_add
from .shape_ops import frame
from .util_ops import scalar
from .window_ops import hann_window


def stft(signals: Any, frame_length: Any, frame_step: Any, fft_length: Any = None, window_fn: Any = hann_window,
         pad_end: Any = False, name: Any = None) -> Tensor:
    with ops.name_scope(name, "stft", [signals, frame_length, frame_step]):
        tensor: Any = convert(signals, name="signals")
        tensor.shape.with_rank_at_least(1)
        length, step = scalar(frame_length, "frame_length"), scalar(frame_step, "frame_step")
        size = _power_of_two(length) if fft_length is None else convert(fft_length, name="fft_length")
        frames: Any = frame(tensor, length, step, pad_end=pad_end)
        if window_fn is not None:
            frames = frames * window_fn(length, dtype=frames.dtype)
        return rfft(frames, [size])


def inverse_stft_window_fn(frame_step: Any, forward_window_fn: Any = hann_window, name: Any = None) -> Any:
    """A window that makes up for how the frames of `forward_window_fn` overlap."""
    with ops.name_scope(name, "inverse_stft_window_fn", [forward_window_fn]):
        step = scalar(frame_step, "frame_step")

    def inverse_stft_window_fn_inner(frame_length: Any, dtype: Any) -> Any:
        with ops.name_scope(name, "inverse_stft_window_fn", [forward_window_fn]):
            length = scalar(frame_length, "frame_length")
            window = forward_window_fn(length, dtype=dtype)
            squares: Any = math_ops.square(window)
            overlaps: Any = -(-length // step)
            squares = array_space.pad(squares, [(0, overlaps * step - length)])
            squares = array_shape.reshape(squares, [overlaps, step])
            squares = math_ops.reduce_sum(squares, 0, keepdims=True)
            squares = gen.Tile(squares, [overlaps, 1])
            squares = array_shape.reshape(squares, [overlaps * step])
            return window / squares[:length]

    return inverse_stft_window_fn_inner


def inverse_stft(stfts: Any, frame_length: Any, frame_step: Any, fft_length: Any = None, window_fn: Any = hann_window,
                 name: Any = None) -> Tensor:
    with ops.name_scope(name, "inverse_stft", [stfts]):
        tensor: Any = convert(stfts, name="stfts")
        tensor.shape.with_rank_at_least(2)
        length, step = scalar(frame_length, "frame_length"), scalar(frame_step, "frame_step")
        size = _power_of_two(length) if fft_length is None else scalar(fft_length, "fft_length")
        frames = _of_length(irfft(tensor, [size]), length)
        if window_fn is not None:
            frames = frames * window_fn(length, dtype=tensor.dtype.real_dtype)
        return overlap_and_add(frames, step)


def _of_length(frames: Any, length: Any) -> Any:
    """The frames cut or padded to a length."""
    known = tensor_util.constant_value(length)
    last = None if frames.dims is None else frames.shape.as_list()[-1]
    if known is None or last is None:
        frames = frames[..., :length]
        rank: Any = array_shape.rank(frames)
        sizes: Any = array_shape.shape(frames)
        outer = array_constants.zeros([rank - 1, 2], dtype=length.dtype)
        more = math_ops.maximum(0, length - sizes[-1])
        frames = array_space.pad(frames, array_joining.concat([outer, [[0, more]]], 0))
    elif last > known:
        frames = frames[..., :known]
    elif last < known:
        frames = array_space.pad(frames, [[0, 0]] * (len(frames.dims) - 1) + [[0, known - last]])
    if known is not None and frames.dims is not None:
        frames.set_shape([None] * (len(frames.dims) - 1) + [known])
    return frames


def _power_of_two(value: Any) -> Any:
    """The smallest power of two that is no less."""
    known = tensor_util.constant_value(value)
    if known is not None:
        return constant_op.constant(int(2 ** np.ceil(np.log(known) / np.log(2.0))), value.dtype)
    logarithm: Any = math_ops.log(math_ops.cast(value, dtypes.float32))
    return math_ops.cast(math_ops.pow(2.0, math_ops.ceil(logarithm / math_ops.log(2.0))), value.dtype)
