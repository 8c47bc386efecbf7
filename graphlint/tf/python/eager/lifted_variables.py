"""Variables made inside a tf.function: they, and copies of what initializes them, stand outside (eager/def_function.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.tf import building, gen
from graphlint.tf.convert import convert, optional_dtype
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import as_shape, from_dims
from graphlint.tf.python.ops import initial_values
from graphlint.tf.python.ops.resource_variable_ops import ResourceVariable


class UnliftedInitializerVariable(ResourceVariable):
    """A resource variable whose initial value is built in the function."""

    def __init__(self, initial_value: Any = None, trainable: Any = None, caching_device: Any = None, name: Any = None,
                 dtype: Any = None, constraint: Any = None, synchronization: Any = None, aggregation: Any = None,
                 shape: Any = None, **unused: Any) -> None:
        if stack.default_graph().function is None:
            super().__init__(initial_value=initial_value, trainable=trainable, caching_device=caching_device, name=name,
                             dtype=dtype, constraint=constraint)
            return
        if initial_value is None:
            raise ValueError("initial_value must be specified.")
        from_function = initial_values.is_function(initial_value)
        with ops.name_scope(name, "Variable", [] if from_function else [initial_value]) as scope:
            with ops.name_scope("Initializer"), ops.device(None):
                value = convert(initial_value() if from_function else initial_value, optional_dtype(dtype), "initial_value")
        self._described(initial_value, trainable, None, constraint, synchronization, aggregation)
        self._shape = as_shape(shape) if shape is not None else from_dims(value.dims)
        with ops.init_scope(), ops.name_scope(name, "Variable") as outside:
            self._make_handle(outside, value)
        with ops.name_scope(scope):
            self._initialize(value)

    def _make_handle(self, scope: str, value: Tensor) -> None:
        self._handle_name = scope.rstrip("/")
        self._cached_value = None
        handle = gen.VarHandleOp(dtype=value.dtype.base_dtype, shape=self._shape, shared_name=self._handle_name, container="",
                                 name=scope)
        with ops.name_scope("Read"), ops.device(handle.op.device or None):
            self._graph_element = gen.ReadVariableOp(handle, dtype=value.dtype.base_dtype)
        self._take(value, handle)
        ops.add_to_collection(ops.GraphKeys.GLOBAL_VARIABLES, self)

    def _initialize(self, value: Tensor) -> None:
        body = stack.default_graph()
        with ops.init_scope():
            with ops.name_scope(None):  # copies have the names that their originals have in the function
                lifted = lift(value, body, stack.default_graph(), {})
            self._initial_value = lifted
            with ops.name_scope("IsInitialized"):
                self._is_initialized_op = gen.VarIsInitializedOp(self._handle)
            with ops.name_scope("Assign") as assign, ops.colocate_with(self._handle):
                self._initializer_op = gen.AssignVariableOp(self._handle, lifted, name=assign)


def lift(tensor: Tensor, body: Graph, outer: Graph, copied: dict[Operation, Operation]) -> Tensor:
    """A copy, outside of a function, of a tensor of its body; of what the function captures, the original."""
    if tensor.graph is not body:
        return tensor
    outside = None if body.function is None else body.function.outside(tensor)
    if outside is not None:
        return outside
    op = tensor.op
    if op not in copied:
        inputs = [lift(given, body, outer, copied) for given in op.inputs]
        copied[op] = building.create(outer, op.type, op.name, inputs, dict(op.attrs))
    return copied[op].outputs[tensor.value_index]
