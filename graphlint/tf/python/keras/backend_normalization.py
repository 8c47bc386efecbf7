"""Keras's backend: normalization of batches (keras/backend.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.keras import session
from graphlint.tf.python.ops import array_ops, array_shape, nn_impl


def normalize_batch_in_training(x: Any, gamma: Any, beta: Any, reduction_axes: Any, epsilon: Any = 1e-3) -> Any:
    """The normalized batch, its mean and its variance."""
    axes, rank = list(reduction_axes), x.shape.ndims
    if rank == 4 and axes in ([0, 1, 2], [0, 2, 3]):
        session.look_for_devices()
        if axes == [0, 2, 3]:
            return _spread(x, gamma, beta, axes, epsilon)
        gamma, beta = (constant_op.constant(value, dtype=x.dtype, shape=[x.shape[3]]) if one is None else one
                       for one, value in ((gamma, 1.0), (beta, 0.0)))
        return nn_impl.fused_batch_norm(x, gamma, beta, epsilon=epsilon, data_format="NHWC")
    if sorted(axes) == list(range(rank))[:-1]:
        mean, variance = nn_impl.moments(x, axes, None, None, False)
        return nn_impl.batch_normalization(x, mean, variance, beta, gamma, epsilon), mean, variance
    return _spread(x, gamma, beta, axes, epsilon)


def _spread(x: Any, gamma: Any, beta: Any, axes: list[int], epsilon: Any) -> Any:
    mean, variance = nn_impl.moments(x, axes, None, None, False)
    sizes = [1 if axis in axes else _size(x, axis) for axis in range(x.shape.ndims)]
    shape = array_ops.stack(sizes)
    parts = [None if one is None else array_shape.reshape(one, shape) for one in (mean, variance, gamma, beta)]
    found = nn_impl.batch_normalization(x, parts[0], parts[1], parts[3], parts[2], epsilon)
    return found, mean, variance


def _size(x: Any, axis: int) -> Any:
    sizes: Any = array_shape.shape(x)
    return sizes[axis]


def batch_normalization(x: Any, mean: Any, var: Any, beta: Any, gamma: Any, axis: Any = -1, epsilon: Any = 1e-3) -> Any:
    """Of four dims by the fused op, as TensorFlow does it where there is no GPU."""
    if x.shape.ndims != 4:
        return nn_impl.batch_normalization(x, mean, var, beta, gamma, epsilon)
    data_format = {1: "NCHW", -3: "NCHW", 3: "NHWC", -1: "NHWC"}.get(axis)
    if data_format == "NCHW":
        session.look_for_devices()
    elif data_format == "NHWC":
        mean, var = _flat(mean), _flat(var)
        beta = array_ops.zeros_like(mean) if beta is None else _flat(beta)
        gamma = array_ops.ones_like(mean) if gamma is None else _flat(gamma)
    return nn_impl.fused_batch_norm(x, gamma, beta, epsilon=epsilon, mean=mean, variance=var, data_format=data_format,
                                    is_training=False)[0]


def _flat(tensor: Any) -> Any:
    return array_shape.reshape(tensor, [-1]) if tensor.shape.ndims > 1 else tensor
