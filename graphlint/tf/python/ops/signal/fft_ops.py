"""Fourier transforms of real signals, and shifts of spectra (ops/signal/fft_ops.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.ops import array_constants, array_joining, array_shape, array_space, manip_ops
from graphlint.tf.reexport import inherited


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.signal.fft_ops", name)


def _length(tensor: Tensor, rank: int, inverse: bool) -> Tensor:
    """The length of a transform that the caller doesn't give."""
    static = from_dims(tensor.dims)[-rank:]
    if static.is_fully_defined():
        sizes: list[Any] = static.as_list()
        if inverse and sizes:
            sizes[-1] = max(0, 2 * (sizes[-1] - 1))
        return convert(sizes, dtypes.int32)
    shape: Any = array_shape.shape(tensor)
    if not inverse:
        return shape[-rank:]  # type: ignore[no-any-return]
    parts: list[Any] = array_joining.unstack(shape[-rank:])
    parts[-1] = gen.Maximum(0, 2 * (parts[-1] - 1))
    return array_joining.stack(parts)


def _padded(tensor: Tensor, rank: int, length: Any, inverse: bool) -> Tensor:
    wanted = tensor_util.constant_value_as_shape(length)
    if tensor.dims is not None and 0 in [dim for dim in tensor.dims if isinstance(dim, int)]:
        return tensor
    if wanted.is_fully_defined() and tensor.dims is not None:
        count = wanted.ndims or 0
        current = from_dims(tensor.dims)[-count:]
        if current.is_fully_defined():
            sizes: list[Any] = wanted.as_list()
            if inverse:
                sizes[-1] = sizes[-1] // 2 + 1
            beyond = [max(new - (old or 0), 0) for new, old in zip(sizes, current.as_list(), strict=True)]
            if not any(beyond):
                return tensor
            outer = [[0, 0]] * max(len(tensor.dims) - count, 0)
            return array_space.pad(tensor, outer + [[0, more] for more in beyond])
    return _dynamically_padded(tensor, rank, length, inverse)


def _dynamically_padded(tensor: Tensor, rank: int, length: Any, inverse: bool) -> Tensor:
    input_rank: Any = array_shape.rank(tensor)
    shape: Any = array_shape.shape(tensor)
    current = shape[-rank:]
    outer = array_constants.zeros([gen.Maximum(0, input_rank - rank)], length.dtype)
    if inverse:
        length = array_joining.concat([length[:-1], length[-1:] // 2 + 1], 0)
    beyond = gen.Maximum(0, length - current)
    paddings = array_joining.concat([outer, beyond], 0)
    paddings = array_joining.stack([array_constants.zeros_like(paddings), paddings], axis=1)
    return array_space.pad(tensor, paddings)


def _transform(op_type: str, rank: int, inverse: bool) -> Callable[..., Tensor]:
    dtype = dtypes.complex64 if inverse else dtypes.float32
    default = op_type.lower()

    def transform(input_tensor: Any, fft_length: Any = None, name: Any = None) -> Tensor:
        with ops.name_scope(name, default, [input_tensor, fft_length]) as scope:
            tensor = convert(input_tensor, dtype)
            from_dims(tensor.dims).with_rank_at_least(rank)
            length = _length(tensor, rank, inverse) if fft_length is None else convert(fft_length, dtypes.int32)
            tensor = _padded(tensor, rank, length, inverse)
            return gen.op(op_type, tensor, length, name=scope)  # type: ignore[no-any-return]

    transform.__name__ = default
    return transform


rfft, irfft = _transform("RFFT", 1, False), _transform("IRFFT", 1, True)
rfft2d, irfft2d = _transform("RFFT2D", 2, False), _transform("IRFFT2D", 2, True)
rfft3d, irfft3d = _transform("RFFT3D", 3, False), _transform("IRFFT3D", 3, True)


def fftshift(x: Any, axes: Any = None, name: Any = None) -> Tensor:
    return _shifted(x, axes, name, "fftshift", False)


def ifftshift(x: Any, axes: Any = None, name: Any = None) -> Tensor:
    return _shifted(x, axes, name, "ifftshift", True)


def _shifted(x: Any, axes: Any, name: Any, default: str, inverse: bool) -> Tensor:
    with ops.name_scope(name, default) as scope:
        x = convert(x)
        static = from_dims(x.dims)

        def half(axis: int) -> int:
            size = int(static[axis] // 2)
            return -size if inverse else size

        shift: Any
        if axes is None:
            axes = tuple(range(len(static)))
            shift = [half(axis) for axis in axes]
        else:
            shift = half(axes) if isinstance(axes, int) else [half(axis) for axis in axes]
        return manip_ops.roll(x, shift, axes, scope)
