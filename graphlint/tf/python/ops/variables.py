"""tf.Variable and its reference kind; the lists of variables and their initializers (ops/variables.py)."""

from __future__ import annotations

import enum
from typing import Any

from graphlint.graph import motif, stack
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen, unseen
from graphlint.tf.convert import convert, optional_dtype, register
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.framework.tensor_shape import TensorShape

from . import initial_values
from .partitioned import PartitionedVariable

__all__ = ["PartitionedVariable"]


@exposed
class VariableSynchronization(enum.Enum):
    AUTO = 0
    NONE = 1
    ON_WRITE = 2
    ON_READ = 3


@exposed
class VariableAggregationV2(enum.Enum):
    NONE = 0
    SUM = 1
    MEAN = 2
    ONLY_FIRST_REPLICA = 3


@exposed
class VariableAggregation(enum.Enum):
    NONE = 0
    SUM = 1
    MEAN = 2
    ONLY_FIRST_REPLICA = 3
    ONLY_FIRST_TOWER = 3


def is_trainable(trainable: Any, synchronization: Any) -> bool:
    """Whether a variable is trainable; by default all are but those of ON_READ."""
    if trainable is None:
        return synchronization is not VariableSynchronization.ON_READ
    return trainable  # type: ignore[no-any-return]


class _Creation(type):
    """Calls of tf.Variable go through the graph's creator scopes, then make the kind in force."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is VariableV1 or cls is Variable:
            return create(*args, **kwargs)
        return super().__call__(*args, **kwargs)


def create(initial_value: Any = None, trainable: Any = None, collections: Any = None, validate_shape: bool = True,
           caching_device: Any = None, name: Any = None, variable_def: Any = None, dtype: Any = None,
           expected_shape: Any = None, import_scope: Any = None, constraint: Any = None, use_resource: Any = None,
           synchronization: Any = VariableSynchronization.AUTO, aggregation: Any = VariableAggregation.NONE,
           shape: Any = None) -> Any:
    """`tf.Variable(...)`: a variable made by the innermost creator scope, by default a reference variable."""
    getter = _default_creator
    for creator in stack.default_graph().extra.get("variable_creators", ()):
        getter = _around(creator, getter)
    return getter(
        initial_value=initial_value, trainable=trainable, collections=collections, validate_shape=validate_shape,
        caching_device=caching_device, name=name, variable_def=variable_def, dtype=dtype, expected_shape=expected_shape,
        import_scope=import_scope, constraint=constraint, use_resource=use_resource, synchronization=synchronization,
        aggregation=VariableAggregation.NONE if aggregation is None else aggregation, shape=shape)


def _around(creator: Any, getter: Any) -> Any:
    def create_next(**kwargs: Any) -> Any:
        return creator(getter, **kwargs)

    return create_next


def _default_creator(**kwargs: Any) -> Any:
    from . import resource_variable_ops, variable_scope  # noqa: PLC0415

    use_resource = kwargs.pop("use_resource", None)
    if use_resource is None:
        use_resource = variable_scope.get_variable_scope().use_resource
    if use_resource is None:
        use_resource = variable_scope.resource_variables_enabled()
    for unused in ("variable_def", "expected_shape", "import_scope", "distribute_strategy"):
        kwargs.pop(unused, None)
    return (resource_variable_ops.ResourceVariable if use_resource else RefVariable)(**kwargs)


@exposed(also={"_shared_name", "_ref", "_initial_value", "_variable", "_save_slice_info"})
class Variable(metaclass=_Creation):
    """What the kinds of variables share."""

    is_tensor_like = True
    absorbs_unknown = True
    __array_priority__ = 100

    _initial_value: Any
    _constraint: Any = None
    _trainable: bool = True
    _synchronization: Any = VariableSynchronization.AUTO
    _aggregation: Any = VariableAggregation.NONE
    _save_slice_info: Any = None

    @property
    def name(self) -> str:
        raise NotImplementedError

    @property
    def op(self) -> Operation:
        raise NotImplementedError

    @property
    def dtype(self) -> DType:
        raise NotImplementedError

    @property
    def shape(self) -> TensorShape:
        raise NotImplementedError

    def value(self) -> Tensor:
        raise NotImplementedError

    def get_shape(self) -> TensorShape:
        return self.shape

    @property
    def graph(self) -> Graph:
        return self.op.graph

    @property
    def device(self) -> str:
        return self.op.device

    @property
    def initial_value(self) -> Any:
        return self._initial_value

    @property
    def constraint(self) -> Any:
        return self._constraint

    @property
    def trainable(self) -> bool:
        return self._trainable

    @property
    def synchronization(self) -> Any:
        return self._synchronization

    @property
    def aggregation(self) -> Any:
        return self._aggregation

    @property
    def _shared_name(self) -> str:
        return self.name[: self.name.index(":")]

    def initialized_value(self) -> Tensor:
        """The initial value, if the variable is not initialized yet, else its value (a cond)."""
        from . import control_flow_ops  # noqa: PLC0415

        with ops.init_scope():
            return control_flow_ops.cond(is_variable_initialized(self), self.read_value,  # type: ignore[no-any-return]
                                         lambda: self.initial_value)

    def read_value(self) -> Tensor:
        raise NotImplementedError

    def _set_save_slice_info(self, info: Any) -> None:
        self._save_slice_info = info

    def _get_save_slice_info(self) -> Any:
        return self._save_slice_info

    def __iter__(self) -> Any:
        raise TypeError("'Variable' object is not iterable.")

    class SaveSliceInfo:
        """Where a slice sits in the full variable."""

        def __init__(self, full_name: Any = None, full_shape: Any = None, var_offset: Any = None, var_shape: Any = None,
                     save_slice_info_def: Any = None, import_scope: Any = None) -> None:
            self.full_name = full_name
            self.full_shape = full_shape
            self.var_offset = var_offset
            self.var_shape = var_shape

        @property
        def spec(self) -> str:
            sizes = " ".join(str(size) for size in self.full_shape) + " "
            parts = ":".join(f"{o},{s}" for o, s in zip(self.var_offset, self.var_shape, strict=True))
            return sizes + parts


exposed(Variable.SaveSliceInfo)


class VariableV1(Variable):
    """`tf.Variable`."""


class RefVariable(VariableV1):
    """A variable of the VariableV2 op, read through its `read` snapshot."""

    def __init__(self, initial_value: Any = None, trainable: Any = None, collections: Any = None,
                 validate_shape: bool = True, caching_device: Any = None, name: Any = None, dtype: Any = None,
                 constraint: Any = None, synchronization: Any = None, aggregation: Any = None, shape: Any = None) -> None:
        if initial_value is None:
            raise ValueError("initial_value must be specified.")
        collections = _checked_collections(collections)
        if constraint is not None and not callable(constraint):
            raise ValueError("The `constraint` argument must be a callable.")
        self._trainable = is_trainable(trainable, synchronization)
        self._constraint = constraint
        self._synchronization, self._aggregation = synchronization, aggregation
        if self._trainable and GraphKeys.TRAINABLE_VARIABLES not in collections:
            collections = [*list(collections), GraphKeys.TRAINABLE_VARIABLES]
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


def _checked_collections(collections: Any) -> Any:
    if collections is None:
        return [GraphKeys.GLOBAL_VARIABLES]
    if not isinstance(collections, (list, tuple, set)):
        raise ValueError("collections argument to Variable constructor must be a list, tuple, or set. Got "
                         f"{collections} of type {type(collections)}")
    return collections


def _convert_ref(value: RefVariable, dtype: DType | None, name: str | None, as_ref: bool) -> Any:
    if dtype is not None and not dtype.is_compatible_with(value.dtype):
        raise ValueError(f"Incompatible type conversion requested to type '{dtype.name}' for variable of type "
                         f"'{value.dtype.name}'")
    return value._variable if as_ref else value._snapshot


register(RefVariable, _convert_ref, 50)


# --- lists of variables -----------------------------------------------------------------------------------------------


def global_variables(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.GLOBAL_VARIABLES, scope)


def all_variables() -> list[Any]:
    return global_variables()


def trainable_variables(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.TRAINABLE_VARIABLES, scope)


def local_variables(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.LOCAL_VARIABLES, scope)


def model_variables(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.MODEL_VARIABLES, scope)


def moving_average_variables(scope: Any = None) -> list[Any]:
    return ops.get_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, scope)


def variables_initializer(var_list: Any, name: str = "init") -> Operation:
    from . import control_flow_ops  # noqa: PLC0415

    return control_flow_ops.group(*[variable.initializer for variable in var_list], name=name)


initialize_variables = variables_initializer


def global_variables_initializer() -> Operation:
    return variables_initializer(global_variables())


initialize_all_variables = global_variables_initializer


def local_variables_initializer() -> Operation:
    return variables_initializer(local_variables())


initialize_local_variables = local_variables_initializer


def is_variable_initialized(variable: Any) -> Tensor:
    from . import state_ops  # noqa: PLC0415

    return state_ops.is_variable_initialized(variable)


def assert_variables_initialized(var_list: Any = None) -> Any:
    """An op that fails unless all variables have a value; None where there are none."""
    from . import array_ops  # noqa: PLC0415

    if var_list is None:
        var_list = global_variables() + local_variables()
    if not var_list:
        var_list = [op.outputs[0] for op in stack.default_graph().ops
                    if op.type in ("Variable", "VariableV2", "AutoReloadVariable")]
    if not var_list:
        return None
    ranks = []
    for variable in var_list:
        with ops.colocate_with(variable.op):
            ranks.append(array_ops.rank_internal(variable, optimize=False))
    return ranks[0] if len(ranks) == 1 else array_ops.stack(ranks)


def report_uninitialized_variables(var_list: Any = None, name: str = "report_uninitialized_variables") -> Tensor:
    """A string vector of the names of uninitialized variables."""
    from . import array_ops, math_ops, resource_variable_ops, state_ops  # noqa: PLC0415  # noqa: PLC0415

    if var_list is None:
        var_list = global_variables() + local_variables()
    if not var_list:
        var_list = [op.outputs[0] for op in stack.default_graph().ops
                    if op.type in ("Variable", "VariableV2", "AutoReloadVariable")]
    with ops.name_scope(name):
        known = [state_ops.is_variable_initialized(v) if isinstance(v, (RefVariable, Tensor)) or
                 not isinstance(v, resource_variable_ops.ResourceVariable) else v.is_initialized() for v in var_list]
        with ops.device("/cpu:0"):
            if not var_list:
                return array_ops.constant([], dtype="string")
            mask = math_ops.logical_not(array_ops.stack(known))  # type: ignore[misc]
            names = array_ops.constant([v.op.name for v in var_list])
            return array_ops.boolean_mask(names, mask)
