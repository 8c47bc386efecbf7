"""instance_norm and group_norm (contrib/layers/python/layers/normalization.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops import variables
from graphlint.tf.contrib.framework.python.ops.arg_scope import add_arg_scope
from graphlint.tf.convert import convert
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_impl, variable_scope

from . import utils
from .model_layers import check_format


def _parameter(name: str, shape: Any, dtype: Any, initializers: Any, collections: Any, trainable: bool,
               spread: Any) -> Any:
    """beta or gamma, reshaped to stand beside the inputs where `spread` says how."""
    wanted = utils.get_variable_collections(collections, name)
    default = init_ops.Zeros() if name == "beta" else init_ops.Ones()
    found = variables.model_variable(name, shape=shape, dtype=dtype, initializer=(initializers or {}).get(name, default),
                                     collections=wanted, trainable=trainable)
    return array_ops.reshape(found, spread) if spread else found


@add_arg_scope
def instance_norm(inputs: Any, center: bool = True, scale: bool = True, epsilon: float = 1e-6,
                  activation_fn: Any = None, param_initializers: Any = None, reuse: Any = None,
                  variables_collections: Any = None, outputs_collections: Any = None, trainable: bool = True,
                  data_format: str = "NHWC", scope: Any = None) -> Any:
    """Normalization of each channel of each example. ValueError for an unknown rank or unknown channels."""
    inputs = convert(inputs)
    shape, rank = inputs.shape, inputs.shape.ndims
    if rank is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    check_format(data_format)
    with variable_scope.variable_scope(scope, "InstanceNorm", [inputs], reuse=reuse) as sc:
        first = data_format == "NCHW"
        axis = 1 if first else rank - 1
        spread = [1, shape[1].value, *[1] * (rank - 2)] if first else None
        params_shape = shape[axis : axis + 1]
        if not params_shape.is_fully_defined():
            raise ValueError(f"Inputs {inputs.name} has undefined channels dimension {params_shape}.")
        given = (params_shape, inputs.dtype.base_dtype, param_initializers, variables_collections, trainable, spread)
        beta = _parameter("beta", *given) if center else None
        gamma = _parameter("gamma", *given) if scale else None
        mean, variance = nn_impl.moments(inputs, [i for i in range(1, rank) if i != axis], keep_dims=True)  # type: ignore[attr-defined]
        outputs = nn_impl.batch_normalization(inputs, mean, variance, beta, gamma, epsilon, name="instancenorm")  # type: ignore[attr-defined]
        if activation_fn is not None:
            outputs = activation_fn(outputs)
        return utils.collect_named_outputs(outputs_collections, sc.name, outputs)


@add_arg_scope
def group_norm(inputs: Any, groups: int = 32, channels_axis: int = -1, reduction_axes: Any = (-3, -2),
               center: bool = True, scale: bool = True, epsilon: float = 1e-6, activation_fn: Any = None,
               param_initializers: Any = None, reuse: Any = None, variables_collections: Any = None,
               outputs_collections: Any = None, trainable: bool = True, scope: Any = None,
               mean_close_to_zero: bool = False) -> Any:
    """Normalization over groups of channels. ValueError where axes, sizes or groups don't fit."""
    inputs = convert(inputs)
    shape, rank = inputs.shape, inputs.shape.ndims
    if rank is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    if channels_axis > rank - 1:
        raise ValueError("Axis is out of bounds.")
    dynamic = array_ops.shape(inputs)
    sizes = [dynamic[i] if dim.value is None else dim for i, dim in enumerate(shape)]
    axis = rank + channels_axis if channels_axis < 0 else channels_axis
    channels = shape[axis].value
    if channels is None:
        raise ValueError(f"Inputs {inputs.name} has undefined channel dimension: {axis}.")
    axes = _reduction_axes(inputs, reduction_axes, axis)
    _check_groups(groups, channels)
    before, after, split = sizes[:axis], sizes[axis + 1 :], [groups, channels // groups]
    spread = [1] * len(before) + split + [1] * len(after)
    inputs = array_ops.reshape(inputs, before + split + after)
    with variable_scope.variable_scope(scope, "GroupNorm", [inputs], reuse=reuse) as sc:
        given = ([channels], inputs.dtype.base_dtype, param_initializers, variables_collections, trainable, spread)
        beta = _parameter("beta", *given) if center else None
        gamma = _parameter("gamma", *given) if scale else None
        over = [axis + 1] + [a + 1 if a > axis else a for a in axes]
        outputs = _normalized(inputs, over, gamma, beta, epsilon, mean_close_to_zero)
        outputs = array_ops.reshape(outputs, sizes)
        if activation_fn is not None:
            outputs = activation_fn(outputs)
        return utils.collect_named_outputs(outputs_collections, sc.name, outputs)


def _reduction_axes(inputs: Any, reduction_axes: Any, channels_axis: int) -> list[int]:
    rank = inputs.shape.ndims
    axes = [axis + rank if axis < 0 else axis for axis in reduction_axes]
    for axis in axes:
        if axis > rank:
            raise ValueError("Axis is out of bounds.")
        if inputs.shape[axis].value is None:
            raise ValueError(f"Inputs {inputs.name} has undefined dimensions {axis}.")
        if axis == channels_axis:
            raise ValueError("reduction_axis must be mutually exclusive with channels_axis")
    return axes


def _check_groups(groups: int, channels: int) -> None:
    if groups > channels:
        raise ValueError(f"Invalid groups {groups} for {channels} channels.")
    if channels % groups != 0:
        raise ValueError(f"{channels} channels is not commensurate with {groups} groups.")


def _normalized(inputs: Any, axes: list[int], gamma: Any, beta: Any, epsilon: float, near_zero: bool) -> Any:
    if near_zero:
        counts, means, squares, _ = nn_impl.sufficient_statistics(inputs, axes, keep_dims=True)  # type: ignore[attr-defined]
        mean, variance = nn_impl.normalize_moments(counts, means, squares, shift=None)  # type: ignore[attr-defined]
    else:
        mean, variance = nn_impl.moments(inputs, axes, keep_dims=True)  # type: ignore[attr-defined]
    gain = math_ops.rsqrt(variance + epsilon)
    offset = -mean * gain
    if gamma is not None:
        gain *= gamma
        offset *= gamma
    if beta is not None:
        offset += beta
    return inputs * gain + offset
