"""Variables that are passed by reference: the VariableV2 op, its Assign and its `read` (ops/variables.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import motif, stack
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Operation, Tensor
from graphlint.tf import gen, unseen
from graphlint.tf.convert import convert, optional_dtype, register
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape

from . import initial_values
from .variable_creation import VariableV1


class RefVariable(VariableV1):
    """A variable of the VariableV2 op, read through its `read` snapshot."""

    __module__ = "graphlint.tf.python.ops.variables"  # TensorFlow's own place, which messages show

    def __init__(self, initial_value: Any = None, trainable: Any = None, collections: Any = None,
                 validate_shape: bool = True, caching_device: Any = None, name: Any = None, dtype: Any = None,
                 constraint: Any = None, synchronization: Any = None, aggregation: Any = None, shape: Any = None) -> None:
        collections = self._described(initial_value, trainable, collections, constraint, synchronization, aggregation)
        with ops.init_scope():
            self._build(initial_value, validate_shape, caching_device, name, optional_dtype(dtype))
            stack.default_graph().add_to_collections(collections, self)

    def _build(self, initial_value: Any, validate_shape: bool, caching_device: Any, name: Any,
               dtype: DType | None) -> None:
        graph = stack.default_graph()
        from_function = initial_values.is_function(initial_value)

        def make() -> motif.Made:
            if from_function:
                with initial_values.colocated_initializer(graph, scope):
                    with ops.name_scope("Initializer"), ops.device(None):
                        value = convert(initial_value(), dtype, "initial_value")
                    variable = _make_op(value, validate_shape, scope)
            else:
                value = convert(initial_value, dtype, "initial_value")
                variable = _make_op(value, validate_shape, scope)
            if validate_shape and not initial_values.has_shape(value):
                raise ValueError(f"initial_value must have a shape specified: {value}")
            guarded = initial_values.guarded(scope, value)
            assign: Operation = gen.Assign(variable, guarded, validate_shape=validate_shape, use_locking=True).op
            return value, variable, assign, _make_snapshot(variable, caching_device)

        made_by = initial_value.key() if type(initial_value) is initial_values.Deferred else None
        key = None if made_by is None or caching_device is not None else (RefVariable, validate_shape, dtype, made_by)
        with ops.name_scope(name, "Variable", [] if from_function else [initial_value]) as scope:
            made: Any = motif.repeated(graph, key, scope, (), make)
        self._take(*made)
        self._caching_device = caching_device

    def _take(self, initial_value: Tensor, variable: Tensor, initializer: Operation, snapshot: Tensor) -> None:
        self._initial_value, self._variable = initial_value, variable
        self._initializer_op, self._snapshot = initializer, snapshot

    def __repr__(self) -> str:
        return f"<tf.Variable '{self.name}' shape={self.shape} dtype={self.dtype.name}>"

    @property
    def name(self) -> str:
        return self._variable.name

    @property
    def op(self) -> Operation:
        return self._variable.op

    @property
    def dtype(self) -> DType:
        return self._variable.dtype

    @property
    def shape(self) -> TensorShape:
        found: TensorShape = self._variable.shape
        return found

    @property
    def initializer(self) -> Operation:
        return self._initializer_op  # type: ignore[no-any-return]

    def value(self) -> Tensor:
        return self._snapshot

    def initialized_value(self) -> Tensor:
        if stack.world.release.initialized_value_is_cond:
            return super().initialized_value()
        with ops.control_dependencies([self.initializer]), ops.colocate_with(self.op):
            return gen.Identity(self._variable)  # type: ignore[no-any-return]

    def _ref(self) -> Tensor:
        return self._variable

    def as_graph_element(self) -> Tensor:
        return self._variable

    _as_graph_element = as_graph_element

    @property
    def as_graph_element_tensor(self) -> Tensor:
        return self._variable

    def read_value(self) -> Tensor:
        return gen.Identity(self._variable, name="read")  # type: ignore[no-any-return]

    def set_shape(self, shape: Any) -> None:
        self._variable.set_shape(shape)  # type: ignore[attr-defined]
        self._snapshot.set_shape(shape)  # type: ignore[attr-defined]

    def assign(self, value: Any, use_locking: bool = False, name: Any = None, read_value: bool = True) -> Any:
        found = gen.Assign(self._variable, value, validate_shape=True, use_locking=use_locking, name=name)
        return found if read_value else found.op

    def assign_add(self, delta: Any, use_locking: bool = False, name: Any = None, read_value: bool = True) -> Any:
        found = gen.AssignAdd(self._variable, delta, use_locking=use_locking, name=name)
        return found if read_value else found.op

    def assign_sub(self, delta: Any, use_locking: bool = False, name: Any = None, read_value: bool = True) -> Any:
        found = gen.AssignSub(self._variable, delta, use_locking=use_locking, name=name)
        return found if read_value else found.op

    def count_up_to(self, limit: int) -> Tensor:
        return gen.CountUpTo(self._variable, limit=limit)  # type: ignore[no-any-return]

    def _scatter(self, op: str, slices: Any, use_locking: bool, name: Any) -> Tensor:
        if not isinstance(slices, ops.IndexedSlices):
            raise not_slices(slices)
        return gen.op(op, self._variable, slices.indices, slices.values, use_locking=use_locking, name=name)  # type: ignore[no-any-return]

    def scatter_sub(self, sparse_delta: Any, use_locking: bool = False, name: Any = None) -> Tensor:
        return self._scatter("ScatterSub", sparse_delta, use_locking, name)

    def scatter_add(self, sparse_delta: Any, use_locking: bool = False, name: Any = None) -> Tensor:
        return self._scatter("ScatterAdd", sparse_delta, use_locking, name)

    def scatter_update(self, sparse_delta: Any, use_locking: bool = False, name: Any = None) -> Tensor:
        return self._scatter("ScatterUpdate", sparse_delta, use_locking, name)

    def scatter_mul(self, sparse_delta: Any, use_locking: bool = False, name: Any = None) -> Tensor:
        return self._scatter("ScatterMul", sparse_delta, use_locking, name)

    def scatter_div(self, sparse_delta: Any, use_locking: bool = False, name: Any = None) -> Tensor:
        return self._scatter("ScatterDiv", sparse_delta, use_locking, name)

    def scatter_max(self, sparse_delta: Any, use_locking: bool = False, name: Any = None) -> Tensor:
        return self._scatter("ScatterMax", sparse_delta, use_locking, name)

    def scatter_min(self, sparse_delta: Any, use_locking: bool = False, name: Any = None) -> Tensor:
        return self._scatter("ScatterMin", sparse_delta, use_locking, name)

    def scatter_nd_sub(self, indices: Any, updates: Any, name: Any = None) -> Tensor:
        return gen.ScatterNdSub(self._variable, indices, updates, use_locking=True, name=name)  # type: ignore[no-any-return]

    def scatter_nd_add(self, indices: Any, updates: Any, name: Any = None) -> Tensor:
        return gen.ScatterNdAdd(self._variable, indices, updates, use_locking=True, name=name)  # type: ignore[no-any-return]

    def scatter_nd_update(self, indices: Any, updates: Any, name: Any = None) -> Tensor:
        return gen.ScatterNdUpdate(self._variable, indices, updates, use_locking=True, name=name)  # type: ignore[no-any-return]


def _make_op(value: Tensor, validate_shape: bool, scope: str) -> Tensor:
    shape = value.dims if validate_shape else None
    made: Tensor = gen.VariableV2(shape=shape, dtype=value.dtype.base_dtype, name=scope)
    if validate_shape and unseen.is_unseen(value):
        unseen.mark(made)
    return made


def _make_snapshot(variable: Tensor, caching_device: Any) -> Tensor:
    if caching_device is not None:
        with ops.device(caching_device):
            return gen.Identity(variable, name="read")  # type: ignore[no-any-return]
    with ops.colocate_with(variable.op):
        return gen.Identity(variable, name="read")  # type: ignore[no-any-return]


def not_slices(value: Any) -> Exception:
    """What the scatter methods of a variable raise for anything but IndexedSlices."""
    kind = TypeError if stack.world.release.sparse_delta_type_error else ValueError
    return kind(f"sparse_delta is not IndexedSlices: {value}")


def _convert_ref(value: RefVariable, dtype: DType | None, name: str | None, as_ref: bool) -> Any:
    if dtype is not None and not dtype.is_compatible_with(value.dtype):
        raise ValueError(f"Incompatible type conversion requested to type '{dtype.name}' for variable of type "
                         f"'{value.dtype.name}'")
    return value._variable if as_ref else value._snapshot


register(RefVariable, _convert_ref, 50)
