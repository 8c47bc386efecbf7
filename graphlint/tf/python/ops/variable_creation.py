"""What the kinds of variables share, and how a call of tf.Variable chooses one (ops/variables.py)."""

from __future__ import annotations

import enum
from functools import cache
from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.framework.tensor_shape import TensorShape


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
        if cls is VariableV1:
            return create(*args, **kwargs)
        if cls is Variable:
            return create_v2(*args, **kwargs)
        return super().__call__(*args, **kwargs)


def create(initial_value: Any = None, trainable: Any = None, collections: Any = None, validate_shape: bool = True,
           caching_device: Any = None, name: Any = None, variable_def: Any = None, dtype: Any = None,
           expected_shape: Any = None, import_scope: Any = None, constraint: Any = None, use_resource: Any = None,
           synchronization: Any = VariableSynchronization.AUTO, aggregation: Any = VariableAggregation.NONE,
           shape: Any = None) -> Any:
    """`tf.Variable(...)`: a variable made by the innermost creator scope, by default a reference variable."""
    return _with_creators(
        default_creator,
        initial_value=initial_value, trainable=trainable, collections=collections, validate_shape=validate_shape,
        caching_device=caching_device, name=name, variable_def=variable_def, dtype=dtype, expected_shape=expected_shape,
        import_scope=import_scope, constraint=constraint, use_resource=use_resource, synchronization=synchronization,
        aggregation=VariableAggregation.NONE if aggregation is None else aggregation, shape=shape)


def create_v2(initial_value: Any = None, trainable: Any = None, validate_shape: bool = True, caching_device: Any = None,
              name: Any = None, variable_def: Any = None, dtype: Any = None, import_scope: Any = None,
              constraint: Any = None, synchronization: Any = VariableSynchronization.AUTO,
              aggregation: Any = VariableAggregationV2.NONE, shape: Any = None) -> Any:
    """`tf.compat.v2.Variable(...)`: always a resource."""
    return _with_creators(
        _resource, initial_value=initial_value, trainable=trainable, validate_shape=validate_shape,
        caching_device=caching_device, name=name, variable_def=variable_def, dtype=dtype, import_scope=import_scope,
        constraint=constraint, synchronization=synchronization, aggregation=aggregation, shape=shape)


def _resource(**kwargs: Any) -> Any:
    return default_creator(**kwargs, use_resource=True)


def _with_creators(getter: Any, **settings: Any) -> Any:
    """What the graph's creator scopes make of a call, the innermost first."""
    for creator in stack.default_graph().extra.get("variable_creators", ()):
        getter = _around(creator, getter)
    return getter(**settings)


def _around(creator: Any, getter: Any) -> Any:
    def create_next(**kwargs: Any) -> Any:
        return creator(getter, **kwargs)

    return create_next


@cache
def _kinds() -> tuple[Any, Any, Any]:
    """What this module needs of those that need it."""
    from . import ref_variable, resource_variable_ops, variable_scope  # noqa: PLC0415

    return ref_variable.RefVariable, resource_variable_ops.ResourceVariable, variable_scope


def default_creator(**kwargs: Any) -> Any:
    reference, resource, variable_scope = _kinds()
    use_resource = kwargs.pop("use_resource", None)
    if use_resource is None:
        use_resource = variable_scope.get_variable_scope().use_resource
    if use_resource is None:
        use_resource = variable_scope.resource_variables_enabled()
    for unused in ("variable_def", "expected_shape", "import_scope", "distribute_strategy"):
        kwargs.pop(unused, None)
    return (resource if use_resource else reference)(**kwargs)


@exposed(also={"_shared_name", "_ref", "_initial_value", "_initializer_op", "_snapshot", "_variable", "_save_slice_info"})
class Variable(metaclass=_Creation):
    """What the kinds of variables share."""

    __module__ = "graphlint.tf.python.ops.variables"  # TensorFlow's own place, which messages show

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

    @property
    def dims(self) -> Any:
        """The shape as tensors have it."""
        return self.shape.to_dims()

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
        from . import control_flow_ops, state_ops  # noqa: PLC0415

        with ops.init_scope():
            return control_flow_ops.cond(state_ops.is_variable_initialized(self), self.read_value,  # type: ignore[no-any-return]
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
        def spec(self) -> Any:
            """How a checkpoint writes it: `rows columns start,size:start,size`."""
            if not all(isinstance(size, int) for size in (*self.full_shape, *self.var_shape)):
                return Unknown("the sizes of a slice that isn't known")
            sizes = " ".join(str(size) for size in self.full_shape) + " "
            parts = ":".join(f"{o},{s}" for o, s in zip(self.var_offset, self.var_shape, strict=True))
            return sizes + parts


exposed(Variable.SaveSliceInfo)


class VariableV1(Variable):
    """`tf.Variable`."""

    __module__ = "graphlint.tf.python.ops.variables"  # TensorFlow's own place, which messages show

    def _described(self, initial_value: Any, trainable: Any, collections: Any, constraint: Any, synchronization: Any,
                   aggregation: Any) -> Any:
        """Check and keep what every kind of variable is told; the collections that it goes into."""
        if initial_value is None:
            raise ValueError("initial_value must be specified.")
        collections = checked_collections(collections)
        if constraint is not None and not callable(constraint):
            raise ValueError("The `constraint` argument must be a callable.")
        self._trainable = is_trainable(trainable, synchronization)
        self._constraint = constraint
        self._synchronization, self._aggregation = synchronization, aggregation
        if self._trainable and GraphKeys.TRAINABLE_VARIABLES not in collections:
            return [*list(collections), GraphKeys.TRAINABLE_VARIABLES]
        return collections


def checked_collections(collections: Any) -> Any:
    if collections is None:
        return [GraphKeys.GLOBAL_VARIABLES]
    if not isinstance(collections, (list, tuple, set)):
        raise ValueError("collections argument to Variable constructor must be a list, tuple, or set. Got "
                         f"{collections} of type {type(collections)}")
    return collections
