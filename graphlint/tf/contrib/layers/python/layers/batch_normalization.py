"""Batch and layer normalization of contrib.layers."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.contrib.framework.python.ops.arg_scope import add_arg_scope
from graphlint.tf.contrib.framework.python.ops.variables import model_variable
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.layers import normalization
from graphlint.tf.python.ops import array_ops, init_ops, nn_impl, variable_scope
from graphlint.tf.python.training import moving_averages

from . import utils
from .model_layers import add_to_collections, check_format, finish, model_variable_getter

_INITIAL = {"beta": init_ops.Zeros, "gamma": init_ops.Ones, "moving_mean": init_ops.Zeros,
            "moving_variance": init_ops.Ones}


class _Params:
    """Makes the variables of one normalization under the caller's settings."""

    def __init__(self, shape: Any, dtype: Any, initializers: Any, regularizers: Any, collections: Any,
                 trainable: bool) -> None:
        self.shape, self.dtype, self.trainable = shape, dtype, trainable
        self.initializers, self.regularizers = initializers or {}, regularizers or {}
        self.collections = collections

    def make(self, name: str, trainable: bool | None = None) -> Any:
        initializer = self.initializers[name] if name in self.initializers else _INITIAL[name]()
        extra = {} if trainable is False else {"regularizer": self.regularizers.get(name)}
        return model_variable(
            name, shape=self.shape, dtype=self.dtype, initializer=initializer,
            collections=utils.get_variable_collections(self.collections, name),
            trainable=self.trainable if trainable is None else trainable, **extra)

    def moving(self) -> tuple[Any, Any]:
        """The moving mean and variance, never partitioned."""
        with variable_scope.variable_scope(variable_scope.get_variable_scope()) as local:
            partitioner = local.partitioner
            try:
                local.set_partitioner(None)
                return self.make("moving_mean", False), self.make("moving_variance", False)
            finally:
                local.set_partitioner(partitioner)


def _updates(moving: tuple[Any, Any], found: tuple[Any, Any], decay: Any, zero_debias: bool) -> tuple[Any, Any]:
    return (moving_averages.assign_moving_average(moving[0], found[0], decay, zero_debias=zero_debias),
            moving_averages.assign_moving_average(moving[1], found[1], decay, zero_debias=False))


def _fused_batch_norm(inputs: Any, decay: Any = 0.999, center: bool = True, scale: bool = False,
                      epsilon: float = 0.001, activation_fn: Any = None, param_initializers: Any = None,
                      param_regularizers: Any = None, updates_collections: Any = GraphKeys.UPDATE_OPS,
                      is_training: Any = True, reuse: Any = None, variables_collections: Any = None,
                      outputs_collections: Any = None, trainable: bool = True, data_format: str = "NHWC",
                      zero_debias_moving_mean: bool = False, scope: Any = None) -> Any:
    check_format(data_format)
    with variable_scope.variable_scope(scope, "BatchNorm", [inputs], reuse=reuse) as sc:
        original = convert(inputs)
        inputs = _as_images(original, data_format)
        shape = inputs.get_shape()
        params_shape = shape[-1:] if data_format == "NHWC" else shape[1:2]
        if not params_shape.is_fully_defined():
            raise ValueError(f"Inputs {inputs.name} has undefined `C` dimension {params_shape}.")
        params = _Params(params_shape, dtypes.float32, param_initializers, param_regularizers, variables_collections,
                         trainable)
        beta = params.make("beta") if center else constant_op.constant(0.0, dtypes.float32, params_shape)
        gamma = params.make("gamma") if scale else constant_op.constant(1.0, dtypes.float32, params_shape)
        moving = params.moving()

        def train() -> Any:
            return nn_impl.fused_batch_norm(inputs, gamma, beta, epsilon=epsilon, data_format=data_format)

        def infer() -> Any:
            return nn_impl.fused_batch_norm(inputs, gamma, beta, mean=moving[0], variance=moving[1], epsilon=epsilon,
                                            is_training=False, data_format=data_format)

        outputs, mean, variance = utils.smart_cond(is_training, train, infer)
        known = utils.constant_value(is_training)
        if known is None or known:
            outputs = _updated(outputs, moving, (mean, variance), decay, zero_debias_moving_mean, updates_collections,
                               is_training)
        outputs.set_shape(shape)
        if original.get_shape().ndims == 2:
            outputs = array_ops.reshape(outputs, array_ops.shape(original))
        return finish(outputs, sc.name, None, None, activation_fn, outputs_collections)


def _as_images(inputs: Any, data_format: str) -> Any:
    """Rank 2 as rank 4 with one pixel. ValueError for other ranks."""
    rank = inputs.get_shape().ndims
    if rank is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank")
    if rank not in (2, 4):
        raise ValueError(f"Inputs {inputs.name} has unsupported rank. Expected 2 or 4 but got {rank}")
    if rank == 4:
        return inputs
    size = inputs.get_shape().dims[-1].value
    if size is None:
        raise ValueError("`C` dimension must be known but is None")
    return array_ops.reshape(inputs, [-1, size, 1, 1] if data_format == "NCHW" else [-1, 1, 1, size])


def _updated(outputs: Any, moving: tuple[Any, Any], found: tuple[Any, Any], decay: Any, zero_debias: bool,
             updates_collections: Any, is_training: Any) -> Any:
    def forced() -> Any:
        with ops.control_dependencies(list(_updates(moving, found, decay, zero_debias))):
            return array_ops.identity(outputs)

    if updates_collections is None:
        return utils.smart_cond(is_training, forced, lambda: outputs)
    updates = utils.smart_cond(is_training, lambda: _updates(moving, found, decay, zero_debias), lambda: moving)
    for update in updates:
        ops.add_to_collections(updates_collections, update)
    return outputs


@add_arg_scope
def batch_norm(inputs: Any, decay: Any = 0.999, center: bool = True, scale: bool = False, epsilon: float = 0.001,
               activation_fn: Any = None, param_initializers: Any = None, param_regularizers: Any = None,
               updates_collections: Any = GraphKeys.UPDATE_OPS, is_training: Any = True, reuse: Any = None,
               variables_collections: Any = None, outputs_collections: Any = None, trainable: bool = True,
               batch_weights: Any = None, fused: Any = None, data_format: str = "NHWC",
               zero_debias_moving_mean: bool = False, scope: Any = None, renorm: bool = False,
               renorm_clipping: Any = None, renorm_decay: Any = 0.99, adjustment: Any = None) -> Any:
    """Batch normalization: through the fused op, through tf.layers' layer, or in its own unfused form."""
    fused = ops.get_default_graph().release.fused_batch_norm_default if fused is None else fused
    inputs = convert(inputs)
    rank = inputs.get_shape().ndims
    fusable = batch_weights is None and not renorm and rank in (2, 4) and adjustment is None
    default_updates = isinstance(updates_collections, str) and updates_collections == GraphKeys.UPDATE_OPS
    if fused and fusable and (zero_debias_moving_mean or rank == 2 or not default_updates):
        return _fused_batch_norm(
            inputs, decay, center, scale, epsilon, activation_fn, param_initializers, param_regularizers,
            updates_collections, is_training, reuse, variables_collections, outputs_collections, trainable, data_format,
            zero_debias_moving_mean, scope)
    check_format(data_format)
    with variable_scope.variable_scope(scope, "BatchNorm", [inputs], reuse=reuse,
                                       custom_getter=model_variable_getter()) as sc:
        inputs = convert(inputs)
        if batch_weights is None and default_updates and not zero_debias_moving_mean:
            outputs = _by_layer(inputs, sc, reuse, is_training, variables_collections, data_format, {
                "momentum": decay, "epsilon": epsilon, "center": center, "scale": scale, "trainable": trainable,
                "renorm": renorm, "renorm_clipping": renorm_clipping, "renorm_momentum": renorm_decay,
                "adjustment": adjustment, "fused": fused}, param_initializers or {}, param_regularizers or {})
        else:
            if renorm:
                raise ValueError("renorm is not supported with batch_weights, updates_collections or "
                                 "zero_debias_moving_mean")
            outputs = _unfused(inputs, decay, center, scale, epsilon, param_initializers, param_regularizers,
                               updates_collections, is_training, variables_collections, trainable, batch_weights,
                               data_format, zero_debias_moving_mean)
        return finish(outputs, sc.name, None, None, activation_fn, outputs_collections)


def _by_layer(inputs: Any, sc: Any, reuse: Any, is_training: Any, collections: Any, data_format: str,
              options: dict[str, Any], initializers: dict[str, Any], regularizers: dict[str, Any]) -> Any:
    chosen: dict[str, Any] = {f"{name}_initializer": initializers.get(name) or kind() for name, kind in _INITIAL.items()}
    layer = normalization.BatchNormalization(
        axis=1 if data_format == "NCHW" else -1, beta_regularizer=regularizers.get("beta"),
        gamma_regularizer=regularizers.get("gamma"), name=sc.name, _scope=sc, _reuse=reuse, **chosen, **options)
    outputs = layer.apply(inputs, training=is_training)
    add_to_collections(layer.moving_mean, collections, "moving_mean")
    add_to_collections(layer.moving_variance, collections, "moving_variance")
    for name in ("beta", "gamma"):
        if getattr(layer, name) is not None:
            add_to_collections(getattr(layer, name), collections, name)
    return outputs


def _unfused(inputs: Any, decay: Any, center: bool, scale: bool, epsilon: float, initializers: Any, regularizers: Any,
             updates_collections: Any, is_training: Any, collections: Any, trainable: bool, batch_weights: Any,
             data_format: str, zero_debias: bool) -> Any:
    shape = inputs.get_shape()
    rank = shape.ndims
    if rank is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    if batch_weights is not None:
        batch_weights = convert(batch_weights)
        shape[0:1].assert_is_compatible_with(batch_weights.get_shape())
        batch_weights = array_ops.reshape(batch_weights, [-1] + [1] * (rank - 1))
    first = data_format == "NCHW"
    axes = [0, *range(2, rank)] if first else list(range(rank - 1))
    params_shape = shape[1:2] if first else shape[-1:]
    if not params_shape.is_fully_defined():
        raise ValueError(f"Inputs {inputs.name} has undefined channels dimension {params_shape}.")
    params = _Params(params_shape, inputs.dtype.base_dtype, initializers, regularizers, collections, trainable)
    beta = params.make("beta") if center else None
    gamma = params.make("gamma") if scale else None
    moving = params.moving()
    known = utils.constant_value(is_training)
    mean, variance = moving
    if known is None or known:
        found = _moments(inputs, axes, batch_weights, first)
        mean, variance = _tracked(found, moving, decay, zero_debias, updates_collections, is_training)
    if first:
        wide = [1, shape.dims[1].value] + [1] * (rank - 2)
        mean, variance = array_ops.reshape(mean, wide), array_ops.reshape(variance, wide)
        beta = None if beta is None else array_ops.reshape(beta, wide)
        gamma = None if gamma is None else array_ops.reshape(gamma, wide)
    outputs = nn_impl.batch_normalization(inputs, mean, variance, beta, gamma, epsilon)
    outputs.set_shape(shape)
    return outputs


def _moments(inputs: Any, axes: list[int], batch_weights: Any, first: bool) -> tuple[Any, Any]:
    if batch_weights is None:
        if first:
            mean, variance = nn_impl.moments(inputs, axes, keep_dims=True)
            return array_ops.reshape(mean, [-1]), array_ops.reshape(variance, [-1])
        return nn_impl.moments(inputs, axes)  # type: ignore[no-any-return]
    if first:
        mean, variance = nn_impl.weighted_moments(inputs, axes, batch_weights, keep_dims=True)
        return array_ops.reshape(mean, [-1]), array_ops.reshape(variance, [-1])
    return nn_impl.weighted_moments(inputs, axes, batch_weights)  # type: ignore[no-any-return]


def _tracked(found: tuple[Any, Any], moving: tuple[Any, Any], decay: Any, zero_debias: bool, updates_collections: Any,
             is_training: Any) -> tuple[Any, Any]:
    def forced() -> Any:
        with ops.control_dependencies(list(_updates(moving, found, decay, zero_debias))):
            return array_ops.identity(found[0]), array_ops.identity(found[1])

    if updates_collections is None:
        return utils.smart_cond(is_training, forced, lambda: moving)  # type: ignore[no-any-return]
    updates = utils.smart_cond(is_training, lambda: _updates(moving, found, decay, zero_debias), lambda: moving)
    for update in updates:
        ops.add_to_collections(updates_collections, update)
    return utils.smart_cond(is_training, lambda: found, lambda: moving)  # type: ignore[no-any-return]


@add_arg_scope
def layer_norm(inputs: Any, center: bool = True, scale: bool = True, activation_fn: Any = None, reuse: Any = None,
               variables_collections: Any = None, outputs_collections: Any = None, trainable: bool = True,
               begin_norm_axis: int = 1, begin_params_axis: int = -1, scope: Any = None) -> Any:
    """Normalization over all axes from one on. ValueError where the axes or their sizes don't fit."""
    with variable_scope.variable_scope(scope, "LayerNorm", [inputs], reuse=reuse) as sc:
        inputs = convert(inputs)
        shape = inputs.shape  # type: ignore[attr-defined]
        rank = shape.ndims
        if rank is None:
            raise ValueError(f"Inputs {inputs.name} has undefined rank.")
        begin = rank + begin_norm_axis if begin_norm_axis < 0 else begin_norm_axis
        if begin_params_axis >= rank or begin >= rank:
            raise ValueError(f"begin_params_axis ({begin_params_axis}) and begin_norm_axis ({begin}) must be < "
                             f"rank(inputs) ({rank})")
        params_shape = shape[begin_params_axis:]
        if not params_shape.is_fully_defined():
            raise ValueError(f"Inputs {inputs.name}: shape(inputs)[{begin_params_axis}:] is not fully defined: {shape}")
        dtype = inputs.dtype.base_dtype
        params = _Params(params_shape, dtype, None, None, variables_collections, trainable)
        beta = params.make("beta") if center else None
        gamma = params.make("gamma") if scale else None
        mean, variance = nn_impl.moments(inputs, list(range(begin, rank)), keep_dims=True)
        small = 1e-3 if dtype is dtypes.float16 else 1e-12
        outputs = nn_impl.batch_normalization(inputs, mean, variance, offset=beta, scale=gamma, variance_epsilon=small)
        outputs.set_shape(shape)
        return finish(outputs, sc.name, None, None, activation_fn, outputs_collections)
