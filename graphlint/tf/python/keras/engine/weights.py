"""How a Keras layer makes its variables (keras/engine/base_layer_utils.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.ops import variables
from graphlint.tf.python.ops.initial_values import Deferred
from graphlint.tf.python.ops.variables import VariableAggregation, VariableSynchronization


def make_variable(name: Any, shape: Any = None, dtype: Any = None, initializer: Any = None, trainable: Any = None,
                  caching_device: Any = None, validate_shape: bool = True, constraint: Any = None, use_resource: Any = None,
                  collections: Any = None, synchronization: Any = VariableSynchronization.AUTO,
                  aggregation: Any = VariableAggregation.NONE, partitioner: Any = None) -> Any:
    """A variable named below the current name scope, never in the variable store; a resource since 1.9."""
    resource = stack.world.release.keras_resource_variables if use_resource is None else use_resource
    with ops.init_scope():
        if initializer is not None and not callable(initializer):
            value, kind = initializer, None
        else:
            if isinstance(initializer, type):
                initializer = initializer()
            value, kind = Deferred(initializer, shape, dtype), dtype.base_dtype
    wanted = as_shape(shape)
    return variables.create(
        initial_value=value, name=name, trainable=trainable, caching_device=caching_device, dtype=kind,
        validate_shape=validate_shape, constraint=constraint, use_resource=resource,
        collections=collections, synchronization=synchronization, aggregation=aggregation,
        shape=wanted if wanted.ndims is not None else None)
