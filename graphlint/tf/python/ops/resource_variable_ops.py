"""Resource variables: a handle, and a ReadVariableOp at each use (ops/resource_variable_ops.py)."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from graphlint.graph import motif, stack
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.convert import convert, optional_dtype, register
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape, from_dims

from . import initial_values
from .ref_variable import not_slices
from .variable_creation import VariableV1


@exposed(also={"_handle", "_graph_element", "_read_variable_op"})
class BaseResourceVariable(VariableV1):
    """What a resource variable and an assigned, not yet read one share."""

    is_resource_variable = True

    _handle: Tensor
    _shape: TensorShape
    _dtype: DType

    @property
    def handle(self) -> Tensor:
        return self._handle

    @property
    def dtype(self) -> DType:
        return self._dtype

    @property
    def shape(self) -> TensorShape:
        return self._shape

    @property
    def as_graph_element_tensor(self) -> Tensor:
        return self._handle

    def _read_variable_op(self) -> Tensor:
        return gen.ReadVariableOp(self._handle, dtype=self._dtype)  # type: ignore[no-any-return]

    def value(self) -> Tensor:
        with ops.colocate_with(None, ignore_existing=True), ops.device(self._handle.op.device):
            return self._read_variable_op()

    def read_value(self) -> Tensor:
        with ops.name_scope("Read"), ops.device(self._handle.op.device):
            found = self._read_variable_op()
        return gen.Identity(found)  # type: ignore[no-any-return]

    def is_initialized(self, name: Any = None) -> Tensor:
        return gen.VarIsInitializedOp(self._handle, name=name)  # type: ignore[no-any-return]

    def sparse_read(self, indices: Any, name: Any = None) -> Tensor:
        with ops.name_scope("Gather" if name is None else name) as scope:
            found = gen.ResourceGather(self._handle, indices, dtype=self._dtype, name=scope)
        return gen.Identity(found)  # type: ignore[no-any-return]

    def gather_nd(self, indices: Any, name: Any = None) -> Tensor:
        with ops.name_scope("GatherNd" if name is None else name) as scope:
            found = gen.ResourceGatherNd(self._handle, indices, dtype=self._dtype, name=scope)
        return gen.Identity(found)  # type: ignore[no-any-return]

    def set_shape(self, shape: Any) -> None:
        raise NotImplementedError("ResourceVariable does not implement set_shape()")

    def _updated(self, op: Operation, read_value: bool) -> Any:
        return UnreadVariable(self, op) if read_value else op

    def assign(self, value: Any, use_locking: Any = None, name: Any = None, read_value: bool = True) -> Any:
        tensor = convert(value, self._dtype)
        self._shape.assert_is_compatible_with(from_dims(tensor.dims))
        return self._updated(gen.AssignVariableOp(self._handle, tensor, name=name), read_value)

    def assign_add(self, delta: Any, use_locking: Any = None, name: Any = None, read_value: bool = True) -> Any:
        op = gen.AssignAddVariableOp(self._handle, convert(delta, self._dtype), name=name)
        return self._updated(op, read_value)

    def assign_sub(self, delta: Any, use_locking: Any = None, name: Any = None, read_value: bool = True) -> Any:
        op = gen.AssignSubVariableOp(self._handle, convert(delta, self._dtype), name=name)
        return self._updated(op, read_value)

    def count_up_to(self, limit: int) -> Tensor:
        return gen.ResourceCountUpTo(self._handle, limit=limit, T=self._dtype)  # type: ignore[no-any-return]

    def _scatter(self, op_type: str, slices: Any, name: Any) -> Any:
        if not isinstance(slices, ops.IndexedSlices):
            raise not_slices(slices)
        op = gen.op(op_type, self._handle, slices.indices, convert(slices.values, self._dtype), name=name)
        return self._updated(op, True)

    def scatter_sub(self, sparse_delta: Any, use_locking: bool = False, name: Any = None) -> Any:
        return self._scatter("ResourceScatterSub", sparse_delta, name)

    def scatter_add(self, sparse_delta: Any, use_locking: bool = False, name: Any = None) -> Any:
        return self._scatter("ResourceScatterAdd", sparse_delta, name)

    def scatter_update(self, sparse_delta: Any, use_locking: bool = False, name: Any = None) -> Any:
        return self._scatter("ResourceScatterUpdate", sparse_delta, name)

    def scatter_nd_sub(self, indices: Any, updates: Any, name: Any = None) -> Any:
        op = gen.ResourceScatterNdSub(self._handle, indices, convert(updates, self._dtype), name=name)
        return self._updated(op, True)

    def scatter_nd_add(self, indices: Any, updates: Any, name: Any = None) -> Any:
        op = gen.ResourceScatterNdAdd(self._handle, indices, convert(updates, self._dtype), name=name)
        return self._updated(op, True)

    def scatter_nd_update(self, indices: Any, updates: Any, name: Any = None) -> Any:
        op = gen.ResourceScatterNdUpdate(self._handle, indices, convert(updates, self._dtype), name=name)
        return self._updated(op, True)


class ResourceVariable(BaseResourceVariable):
    """A variable behind a VarHandleOp."""

    def __init__(self, initial_value: Any = None, trainable: Any = None, collections: Any = None,
                 validate_shape: bool = True, caching_device: Any = None, name: Any = None, dtype: Any = None,
                 variable_def: Any = None, import_scope: Any = None, constraint: Any = None,
                 distribute_strategy: Any = None, synchronization: Any = None, aggregation: Any = None,
                 shape: Any = None) -> None:
        collections = self._described(initial_value, trainable, collections, constraint, synchronization, aggregation)
        with ops.init_scope():
            self._build(initial_value, name, optional_dtype(dtype), shape, caching_device)
            stack.default_graph().add_to_collections(collections, self)

    def _build(self, initial_value: Any, name: Any, dtype: DType | None, shape: Any, caching_device: Any) -> None:
        from_function = initial_values.is_function(initial_value)

        def make() -> motif.Made:
            value, handle = _made(initial_value, dtype, shape, scope, from_function)
            self._take(value, handle)
            self._add_access(scope, caching_device)
            return value, handle, self._is_initialized_op, self._initializer_op, self._graph_element

        made_by = initial_value.key() if type(initial_value) is initial_values.Deferred else None
        key = None if made_by is None or caching_device is not None else (ResourceVariable, dtype, str(shape), made_by)
        self._cached_value = None
        with ops.name_scope(name, "Variable", [] if from_function else [initial_value]) as scope:
            self._handle_name = scope.rstrip("/")
            made: Any = motif.repeated(stack.default_graph(), key, scope, (), make)
        self._take(*made[:2])
        self._shape = as_shape(shape) if shape is not None else from_dims(self._initial_value.dims)
        self._is_initialized_op, self._initializer_op, self._graph_element = made[2:]

    def _take(self, value: Tensor, handle: Tensor) -> None:
        self._initial_value, self._handle, self._dtype = value, handle, value.dtype.base_dtype

    def _add_access(self, scope: str, caching_device: Any) -> None:
        device = self._handle.op.device or None
        with ops.name_scope("IsInitialized"):
            self._is_initialized_op = gen.VarIsInitializedOp(self._handle)
        beside = None if self._handle.graph.release.resource_access_uncolocated else self._handle.op
        with ops.name_scope("Assign") as assign, ops.colocate_with(beside, ignore_existing=True), ops.device(device):
            value = initial_values.guarded(scope, self._initial_value)
            self._initializer_op = gen.AssignVariableOp(self._handle, value, name=assign)
        with ops.name_scope("Read"):
            with ops.colocate_with(beside) if beside is not None else nullcontext(), ops.device(device):
                self._graph_element = gen.ReadVariableOp(self._handle, dtype=self._dtype)
            if caching_device is not None:
                with ops.colocate_with(None, ignore_existing=True), ops.device(caching_device):
                    self._cached_value = gen.Identity(self._graph_element)

    def __repr__(self) -> str:
        return f"<tf.Variable '{self.name}' shape={self.shape} dtype={self.dtype.name}>"

    @property
    def name(self) -> str:
        return self._handle_name + ":0"

    @property
    def op(self) -> Operation:
        return self._handle.op

    @property
    def initializer(self) -> Operation:
        return self._initializer_op  # type: ignore[no-any-return]

    @property
    def create(self) -> Operation:
        return self._initializer_op  # type: ignore[no-any-return]

    def value(self) -> Tensor:
        if self._cached_value is not None:
            return self._cached_value  # type: ignore[no-any-return]
        return super().value()

    def as_graph_element(self) -> Tensor:
        return self._graph_element  # type: ignore[no-any-return]

    _as_graph_element = as_graph_element

    @property
    def control_op(self) -> Operation:
        return self.op

    @property
    def initial_value(self) -> Any:
        return self._initial_value


def _made(initial_value: Any, dtype: DType | None, shape: Any, scope: str, from_function: bool) -> tuple[Tensor, Tensor]:
    """The initial value and the handle of a new variable. ValueError where they don't fit."""
    graph = stack.default_graph()
    colocated = from_function or graph.release.resource_value_colocated
    below = "Initializer" if from_function or graph.release.resource_value_in_scope else None
    with initial_values.colocated_initializer(graph, scope) if colocated else nullcontext():
        with ops.name_scope(below) if below else nullcontext(), ops.device(None):
            value = convert(initial_value() if from_function else initial_value, dtype, "initial_value")
        found = from_dims(value.dims)
        wanted = as_shape(shape) if shape is not None else found
        if not wanted.is_compatible_with(found):
            raise ValueError(f"The initial value's shape ({found}) is not compatible with the explicitly supplied `shape` "
                             f"argument ({wanted}).")
        handle: Tensor = gen.VarHandleOp(dtype=value.dtype.base_dtype, shape=wanted, shared_name=scope.rstrip("/"),
                                         container="", name=scope)
    if value.op.control_flow_context is not None:
        raise ValueError(f"Initializer for variable {scope} is from inside a control-flow construct, such as a loop or "
                         "conditional. When creating a variable inside a loop or conditional, use a lambda as the "
                         "initializer.")
    return value, handle


class UnreadVariable(BaseResourceVariable):
    """What an assignment of a resource variable returns: reads wait for the assignment."""

    def __init__(self, source: BaseResourceVariable, parent: Operation) -> None:
        self._source = source
        self._parent_op = parent
        self._handle = source._handle
        self._dtype = source._dtype
        self._shape = source._shape
        self._trainable = source._trainable
        self._constraint = source._constraint
        self._initial_value = source._initial_value
        # in the body of a function there is a read where one is asked for
        self._graph_element = self._read_variable_op() if stack.default_graph().function is None else None

    @property
    def name(self) -> str:
        return self._parent_op.name

    @property
    def op(self) -> Operation:
        return self._parent_op

    @property
    def initializer(self) -> Any:
        return self._source.initializer  # type: ignore[attr-defined]

    @property
    def control_op(self) -> Operation:
        return self._parent_op

    def _read_variable_op(self) -> Tensor:
        with ops.control_dependencies([self._parent_op]):
            return gen.ReadVariableOp(self._handle, dtype=self._dtype)  # type: ignore[no-any-return]

    def value(self) -> Tensor:
        return self._read_variable_op()

    def read_value(self) -> Tensor:
        return self._read_variable_op()

    def as_graph_element(self) -> Tensor | None:  # type: ignore[override]
        return self._graph_element


def is_resource_variable(var: Any) -> bool:
    return isinstance(var, BaseResourceVariable)


def shape_safe_assign_variable_handle(handle: Tensor, shape: Any, value: Any, name: Any = None) -> Operation:
    tensor = convert(value)
    as_shape(shape).assert_is_compatible_with(from_dims(tensor.dims))
    return gen.AssignVariableOp(handle, tensor, name=name)  # type: ignore[no-any-return]


def _convert(value: BaseResourceVariable, dtype: DType | None, name: str | None, as_ref: bool) -> Any:
    if dtype is not None and not dtype.is_compatible_with(value.dtype):
        raise ValueError(f"Incompatible type conversion requested to type {dtype.name!r} for variable of type "
                         f"{value.dtype.name!r}")
    if as_ref:
        return value.read_value().op.inputs[0]
    return value.value()


register(BaseResourceVariable, _convert, 50)
