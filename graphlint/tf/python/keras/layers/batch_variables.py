"""The settings and variables of batch normalization (keras/layers/normalization.py), without what calls make of them."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import as_shape, script_size
from graphlint.tf.python.keras import constraints, initializers, regularizers
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.variables import VariableAggregation, VariableSynchronization

from .normalized_axes import set_axes


class BatchVariables(Layer):
    """A layer with the settings and variables of batch normalization."""

    _USE_V2_BEHAVIOR = True
    axis: Any
    renorm_clipping: dict[str, Any]

    def __init__(self, axis: Any = -1, momentum: Any = 0.99, epsilon: Any = 1e-3, center: bool = True, scale: bool = True,
                 beta_initializer: Any = "zeros", gamma_initializer: Any = "ones", moving_mean_initializer: Any = "zeros",
                 moving_variance_initializer: Any = "ones", beta_regularizer: Any = None, gamma_regularizer: Any = None,
                 beta_constraint: Any = None, gamma_constraint: Any = None, renorm: bool = False,
                 renorm_clipping: Any = None, renorm_momentum: Any = 0.99, fused: Any = None, trainable: bool = True,
                 virtual_batch_size: Any = None, adjustment: Any = None, name: Any = None, **kwargs: Any) -> None:
        super().__init__(name=name, trainable=trainable, **kwargs)
        if not isinstance(axis, (int, list, Unknown)):
            raise TypeError(f"axis must be int or list, type given: {type(axis)}")
        object.__setattr__(self, "axis", list(axis) if isinstance(axis, list) else axis)
        self.momentum, self.epsilon = momentum, epsilon
        self.center, self.scale = center, scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)
        self.renorm = renorm
        self.virtual_batch_size = virtual_batch_size
        self.adjustment = adjustment
        self.fused = self._fused_asked(fused)
        self.supports_masking = True
        self.renorm_momentum = renorm_momentum
        if renorm:
            keys = ["rmax", "rmin", "dmax"]
            if set(renorm_clipping or {}) - set(keys):
                raise ValueError(f"renorm_clipping {renorm_clipping} contains keys not in {keys}")
            object.__setattr__(self, "renorm_clipping", renorm_clipping or {})

    def _fused_asked(self, fused: Any) -> Any:
        if not self._USE_V2_BEHAVIOR:
            return stack.world.release.fused_batch_norm_default if fused is None else fused
        if fused:
            self._raise_if_fused_cannot_be_used()
        elif fused is None and not self._fused_can_be_used():
            return False
        return fused

    def _raise_if_fused_cannot_be_used(self) -> None:
        if self.renorm:
            raise ValueError("Passing both fused=True and renorm=True is unsupported")
        axis = [self.axis] if isinstance(self.axis, int) else self.axis
        if len(axis) > 1 or axis[0] not in (-3, -1, 1, 3):
            raise ValueError("Passing fused=True is only supported when axis is 1 or 3")
        if self.virtual_batch_size is not None:
            raise ValueError("Passing fused=True is unsupported when virtual_batch_size is specified.")
        if self.adjustment is not None:
            raise ValueError("Passing fused=True is unsupported when adjustment is specified.")

    def _fused_can_be_used(self) -> bool:
        try:
            self._raise_if_fused_cannot_be_used()
        except ValueError:
            return False
        return True

    @property
    def _param_dtype(self) -> Any:
        kind = as_dtype(self.dtype or "float32")
        return as_dtype("float32") if kind.name in ("float16", "bfloat16") else kind

    # --- build --------------------------------------------------------------------------------------------------------

    def build(self, input_shape: Any) -> None:
        input_shape = as_shape(input_shape)
        if not input_shape.ndims:
            raise ValueError("Input has undefined rank:", input_shape)
        rank = len(input_shape)
        set_axes(self, rank)
        if self.virtual_batch_size is not None:
            self._check_virtual_batch()
        if self.fused in (None, True):
            self._choose_fused(rank)
        sizes = {axis: script_size(input_shape[axis]) for axis in self.axis}
        if any(size is None for size in sizes.values()):
            raise ValueError("Input has undefined `axis` dimension. Input shape: ", input_shape)
        self.input_spec = InputSpec(ndim=rank, axes=sizes)
        if len(sizes) == 1 and self.virtual_batch_size is None:
            shape: Any = (next(iter(sizes.values())),)
        else:
            shape = [sizes.get(axis, 1) for axis in range(rank)]
            if self.virtual_batch_size is not None:
                shape.insert(1, 1)
                object.__setattr__(self, "axis", [axis + 1 for axis in self.axis])
        self._add_weights(shape)
        self.built = True

    def _check_virtual_batch(self) -> None:
        if self.virtual_batch_size <= 0:
            raise ValueError("virtual_batch_size must be a positive integer that divides the true batch size of the input "
                             "Tensor")
        if 0 in self.axis:
            raise ValueError("When using virtual_batch_size, the batch dimension must be 0 and thus axis cannot include 0")
        if self.adjustment is not None:
            raise ValueError("When using virtual_batch_size, adjustment cannot be specified")

    def _choose_fused(self, rank: int) -> None:
        if not self._USE_V2_BEHAVIOR:
            self.fused = rank == 4 and self._fused_can_be_used()
        elif self.fused is None:
            self.fused = rank == 4
        elif rank != 4:
            raise ValueError("Batch normalization layers with fused=True only support 4D input tensors.")
        if self.fused:
            if self.axis not in ([1], [3]):
                raise ValueError("Unsupported axis, fused batch norm only supports axis == [1] or axis == [3]")
            self._data_format = "NCHW" if self.axis == [1] else "NHWC"

    def _add_weights(self, shape: Any) -> None:
        if not stack.world.release.gamma_before_beta:
            self._add_beta(shape)
        if self.scale:
            self.gamma = self._parameter("gamma", shape)
        else:
            self.gamma = None
            if self.fused:
                self._gamma_const = constant_op.constant(1.0, dtype=self._param_dtype, shape=shape)
        if stack.world.release.gamma_before_beta:
            self._add_beta(shape)
        scope = self.__dict__.get("_scope")
        partitioner = None
        if scope:
            partitioner = scope.partitioner
            scope.set_partitioner(None)
        try:
            self._add_averages(shape)
        finally:
            if partitioner:
                scope.set_partitioner(partitioner)  # type: ignore[union-attr]

    def _add_beta(self, shape: Any) -> None:
        if self.center:
            self.beta = self._parameter("beta", shape)
            return
        self.beta = None
        if self.fused:
            self._beta_const = constant_op.constant(0.0, dtype=self._param_dtype, shape=shape)

    def _parameter(self, name: str, shape: Any) -> Any:
        return self.add_weight(
            name=name, shape=shape, dtype=self._param_dtype, initializer=getattr(self, f"{name}_initializer"),
            regularizer=getattr(self, f"{name}_regularizer"), constraint=getattr(self, f"{name}_constraint"),
            trainable=True, experimental_autocast=False)

    def _average(self, name: str, shape: Any, initializer: Any) -> Any:
        return self.add_weight(
            name=name, shape=shape, dtype=self._param_dtype, initializer=initializer,
            synchronization=VariableSynchronization.ON_READ, trainable=False, aggregation=VariableAggregation.MEAN,
            experimental_autocast=False)

    def _add_averages(self, shape: Any) -> None:
        self.moving_mean = self._average("moving_mean", shape, self.moving_mean_initializer)
        self.moving_variance = self._average("moving_variance", shape, self.moving_variance_initializer)
        if not self.renorm:
            return

        def stddev(*args: Any, **kwargs: Any) -> Any:
            return gen.Sqrt(self.moving_variance_initializer(*args, **kwargs))

        with vs.variable_creator_scope(_beside(self.moving_variance)):
            self.moving_stddev = self._average("moving_stddev", shape, stddev)
        with vs.variable_creator_scope(_beside(self.moving_mean)):
            self.renorm_mean = self._average("renorm_mean", shape, self.moving_mean_initializer)
        with vs.variable_creator_scope(_beside(self.moving_stddev)):
            self.renorm_stddev = self._average("renorm_stddev", shape, stddev)


def _beside(other: Any) -> Any:
    """A creator of variables that are colocated with another one."""

    def create(next_creator: Any, **kwargs: Any) -> Any:
        with ops.colocate_with(other):
            return next_creator(**kwargs)

    return create
