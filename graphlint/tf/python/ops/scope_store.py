"""A variable scope, and the store of a graph's scopes (ops/variable_scope.py). How they are opened is in `variable_scope`."""

from __future__ import annotations

import enum
from operator import attrgetter
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.made_names import name_for, unless_made
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys

from . import variables
from .variable_store import VariableStore
from .variables import VariableAggregation, VariableSynchronization


@exposed
class _ReuseMode(enum.Enum):
    __module__ = "graphlint.tf.python.ops.variable_scope"

    AUTO_REUSE = 1


AUTO_REUSE = _ReuseMode.AUTO_REUSE


@exposed(also={"_name_scope"})
class VariableScope:
    """What get_variable takes its defaults from."""

    __module__ = "graphlint.tf.python.ops.variable_scope"  # TensorFlow's own place, which messages show

    def __init__(self, reuse: Any, name: str = "", initializer: Any = None, regularizer: Any = None,
                 caching_device: Any = None, partitioner: Any = None, custom_getter: Any = None, name_scope: str = "",
                 dtype: Any = dtypes.float32, use_resource: Any = None, constraint: Any = None) -> None:
        self._name = name
        self._initializer = initializer
        self._regularizer = regularizer
        self._reuse = reuse
        self._caching_device = caching_device
        self._partitioner = partitioner
        self._custom_getter = custom_getter
        self._name_scope = name_scope
        self._dtype = dtype
        self._use_resource = use_resource
        self._constraint = constraint

    name = property(attrgetter("_name"))
    original_name_scope = property(attrgetter("_name_scope"))
    reuse = property(attrgetter("_reuse"))
    initializer = property(attrgetter("_initializer"))
    dtype = property(attrgetter("_dtype"))
    use_resource = property(attrgetter("_use_resource"))
    regularizer = property(attrgetter("_regularizer"))
    caching_device = property(attrgetter("_caching_device"))
    partitioner = property(attrgetter("_partitioner"))
    custom_getter = property(attrgetter("_custom_getter"))
    constraint = property(attrgetter("_constraint"))

    def _settings(self) -> tuple[Any, ...]:
        """What a scope inside takes over where it sets nothing of its own."""
        return (self._initializer, self._regularizer, self._caching_device, self._partitioner, self._dtype,
                self._use_resource)

    def reuse_variables(self) -> None:
        self._reuse = True

    def set_initializer(self, initializer: Any) -> None:
        self._initializer = initializer

    def set_dtype(self, dtype: Any) -> None:
        self._dtype = dtype

    def set_use_resource(self, use_resource: Any) -> None:
        self._use_resource = use_resource

    def set_regularizer(self, regularizer: Any) -> None:
        self._regularizer = regularizer

    def set_caching_device(self, caching_device: Any) -> None:
        self._caching_device = caching_device

    def set_partitioner(self, partitioner: Any) -> None:
        self._partitioner = partitioner

    def set_custom_getter(self, custom_getter: Any) -> None:
        self._custom_getter = custom_getter

    def get_collection(self, name: Any) -> list[Any]:
        return ops.get_collection(name, self._name + "/" if self._name else "")

    def trainable_variables(self) -> list[Any]:
        return self.get_collection(GraphKeys.TRAINABLE_VARIABLES)

    def global_variables(self) -> list[Any]:
        return self.get_collection(GraphKeys.GLOBAL_VARIABLES)

    def local_variables(self) -> list[Any]:
        return self.get_collection(GraphKeys.LOCAL_VARIABLES)

    def get_variable(self, var_store: VariableStore, name: str, shape: Any = None, dtype: Any = None,
                     initializer: Any = None, regularizer: Any = None, reuse: Any = None, trainable: Any = None,
                     collections: Any = None, caching_device: Any = None, partitioner: Any = None,
                     validate_shape: bool = True, use_resource: Any = None, custom_getter: Any = None,
                     constraint: Any = None, synchronization: Any = VariableSynchronization.AUTO,
                     aggregation: Any = VariableAggregation.NONE) -> Any:
        """The variable `name` of this scope, with what the scope adds. ValueError as TensorFlow."""
        reuse = self._reuse if reuse is None else reuse
        use_resource = self._use_resource if use_resource is None else use_resource
        regularizer = self._regularizer if regularizer is None else regularizer
        partitioner = self._partitioner if partitioner is None else partitioner
        caching_device = self._caching_device if caching_device is None else caching_device
        custom_getter = self._custom_getter if custom_getter is None else custom_getter
        name = name_for(name)
        full = f"{self._name}/{name}" if self._name else name
        with ops.name_scope(None), unless_made(full):
            if dtype is not None and initializer is not None and not callable(initializer):
                init_dtype = ops.convert_to_tensor(initializer).dtype.base_dtype
                if init_dtype != dtype:
                    raise ValueError(f"Initializer type '{init_dtype}' and explicit dtype '{dtype}' don't match.")
            if initializer is None:
                initializer = self._initializer
            if constraint is None:
                constraint = self._constraint
            if dtype is None:
                dtype = self._dtype
            trainable = variables.is_trainable(trainable, synchronization)
            return var_store.get(
                full, custom_getter, shape=shape, dtype=_base(dtype), initializer=initializer, regularizer=regularizer,
                reuse=reuse, trainable=trainable, collections=collections, caching_device=caching_device,
                partitioner=partitioner, validate_shape=validate_shape, use_resource=use_resource,
                synchronization=synchronization, aggregation=aggregation, constraint=constraint)


def _base(dtype: Any) -> Any:
    return getattr(dtype, "base_dtype", dtype)


class ScopeStore:
    """The current scope of a graph, and how often each scope name was entered."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.current = VariableScope(False)
        self._below: dict[str, set[str]] = {}

    def open(self, name: str) -> None:
        if isinstance(name, Unknown):
            return
        counted = self.counts.get(name, 0)
        self.counts[name] = counted + 1
        if not counted:
            self._enlist(name)

    def _enlist(self, name: str) -> None:
        """Note a name under the scopes that it is inside of: closing one need not look at all names."""
        while "/" in name:
            outer = name.rpartition("/")[0]
            siblings = self._below.setdefault(outer, set())
            if name in siblings:
                return
            siblings.add(name)
            name = outer

    def close_below(self, name: str) -> None:
        """Forget how often the scopes inside `name` were entered."""
        for inner in self._below.get(name, ()):
            self.counts.pop(inner, None)
            self.close_below(inner)


def scope_store() -> ScopeStore:
    extra = stack.default_graph().extra
    found = extra.get("scope_store")
    if found is None:
        found = extra["scope_store"] = ScopeStore()
    return found  # type: ignore[no-any-return]


def get_default_variable_store() -> VariableStore:
    extra = stack.default_graph().extra
    found = extra.get("variable_store")
    if found is None:
        found = extra["variable_store"] = VariableStore()
    return found  # type: ignore[no-any-return]


def get_variable_scope() -> VariableScope:
    return scope_store().current
