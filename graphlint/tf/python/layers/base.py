"""tf.layers.Layer: a Keras layer whose variables and ops live in a variable scope of its own (layers/base.py)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.keras import state
from graphlint.tf.python.keras.engine import base_layer, signatures
from graphlint.tf.python.keras.engine.input_spec import InputSpec as InputSpec
from graphlint.tf.python.keras.utils.generic_utils import to_snake_case
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.partitioned import PartitionedVariable
from graphlint.tf.python.ops.variables import VariableAggregation, VariableSynchronization
from graphlint.tf.python.util import nest

_STYLE = "keras_style_layers"


@contextmanager
def keras_style_scope() -> Iterator[None]:
    """Layers made inside name their variables as Keras does."""
    with stack.noted(stack.world.notes, _STYLE, True):
        yield


def set_keras_style() -> None:
    stack.world.notes[_STYLE] = True


class Layer(base_layer.Layer):
    """`tf.layers.Layer`."""

    _is_legacy_layer = True
    _scope: Any
    _reuse: Any
    _base_name: Any
    _current_scope: Any
    _use_resource_variables: bool

    def __init__(self, trainable: bool = True, name: Any = None, dtype: Any = None, **kwargs: Any) -> None:
        put = object.__setattr__
        put(self, "_use_resource_variables", False)
        scope = kwargs.pop("_scope", None)
        put(self, "_reuse", kwargs.pop("_reuse", None))
        put(self, "_trainable_weights", [])
        put(self, "built", False)
        super().__init__(trainable=trainable, name=name, dtype=dtype, **kwargs)
        style = bool(stack.world.notes.get(_STYLE, False))
        if style:
            for what, given in (("scope", scope), ("reuse", self._reuse)):
                if given is not None and given is not False:
                    raise ValueError(f"{what} argument not allowed when keras style layers are enabled, but saw: {given}")
        put(self, "_keras_style", style)
        put(self, "_scope", None)
        put(self, "_current_scope", None)
        if scope:
            with vs.variable_scope(scope) as captured:
                put(self, "_scope", captured)

    def _init_set_name(self, name: Any, zero_based: bool = True) -> None:
        own = to_snake_case(type(self).__name__)
        if isinstance(name, vs.VariableScope):
            base, text = name.name, state.unique_object_name(own)
        else:
            base = text = name
        if not name:
            base, text = own, state.unique_object_name(own)
        object.__setattr__(self, "_name", text)
        object.__setattr__(self, "_base_name", base)

    @property
    def graph(self) -> Any:
        return None

    @property
    def scope_name(self) -> str:
        if not self._scope:
            raise ValueError(f'No name available for layer scope because the layer "{self._name}" has not been used yet. '
                             "The scope name  is determined the first time the layer instance is called. You must "
                             "therefore call the layer before querying `scope_name`.")
        return self._scope.name  # type: ignore[no-any-return]

    def add_loss(self, losses: Any, inputs: Any = None) -> None:
        before, callable_before = len(self._losses), len(self._callable_losses)
        super().add_loss(losses, inputs=inputs)
        new = self._losses[before:]
        for regularizer in self._callable_losses[callable_before:]:
            loss = regularizer()
            if loss is not None:
                new.append(loss)
        _add_elements_to_collection(new, GraphKeys.REGULARIZATION_LOSSES)

    def _name_scope(self) -> str:
        if self._keras_style:
            return super()._name_scope()
        return self._current_scope.original_name_scope  # type: ignore[no-any-return]

    def _set_scope(self, scope: Any = None) -> None:
        if self._scope is not None:
            return
        if self._reuse:
            opened = vs.variable_scope(self._base_name if scope is None else scope)
        else:
            opened = vs.variable_scope(scope, default_name=self._base_name)
        with opened as captured:
            object.__setattr__(self, "_scope", captured)

    def add_weight(self, name: Any, shape: Any, dtype: Any = None, initializer: Any = None, regularizer: Any = None,  # type: ignore[override]
                   trainable: Any = None, constraint: Any = None, use_resource: Any = None,
                   synchronization: Any = VariableSynchronization.AUTO, aggregation: Any = VariableAggregation.NONE,
                   partitioner: Any = None, **kwargs: Any) -> Any:
        for key in kwargs:
            if key != "experimental_autocast":
                raise TypeError("Unknown keyword argument:", key)
        if self._keras_style:
            return super().add_weight(
                name=name, shape=shape, dtype=dtype, initializer=initializer, regularizer=regularizer,
                trainable=trainable and self.trainable, constraint=constraint, use_resource=use_resource,
                partitioner=partitioner)
        if synchronization is VariableSynchronization.ON_READ:
            if trainable:
                raise ValueError("Synchronization value can be set to VariableSynchronization.ON_READ only for "
                                 "non-trainable variables. You have specified trainable=True and "
                                 "synchronization=VariableSynchronization.ON_READ.")
            trainable = False
        elif trainable is None:
            trainable = True
        self._set_scope(None)
        reopened = stack.world.release.weights_reopen_layer_scope
        with vs.variable_scope(self._scope, reuse=self.built or self._reuse, auxiliary_name_scope=reopened) as scope:
            object.__setattr__(self, "_current_scope", scope)
            return self._weight_in(scope, name, shape, dtype, initializer, regularizer, trainable, constraint, use_resource,
                                   synchronization, aggregation, partitioner)

    def _weight_in(self, scope: Any, name: Any, shape: Any, dtype: Any, initializer: Any, regularizer: Any, trainable: Any,
                   constraint: Any, use_resource: Any, synchronization: Any, aggregation: Any, partitioner: Any) -> Any:
        graph = stack.default_graph()
        before = len(graph.collections.get(GraphKeys.GLOBAL_VARIABLES, ())) if regularizer else 0
        known = len(self._trainable_weights)
        use_resource = use_resource or self._use_resource_variables or scope.use_resource
        with graph.name_scope(self._name_scope()):
            variable = super().add_weight(
                name, shape, dtype=as_dtype(dtype or self.dtype or "float32"),
                initializer=scope.initializer if initializer is None else initializer,
                trainable=trainable and self.trainable, constraint=constraint, partitioner=partitioner,
                use_resource=use_resource, synchronization=synchronization, aggregation=aggregation,
                getter=vs.get_variable)
            if regularizer and _is_new(variable, graph, before):
                self._handle_weight_regularization(name, variable, regularizer)
        if trainable and self.trainable and not _listed(variable, graph.collections.get(GraphKeys.TRAINABLE_VARIABLES, ())):
            extra = self._trainable_weights[known:]
            del self._trainable_weights[known:]
            self._non_trainable_weights.extend(extra)
        return variable

    def __call__(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        scope = kwargs.pop("scope", None)
        if self._keras_style:
            if scope is not None:
                raise ValueError("scope argument not allowed when keras style layers are enabled, but saw: "
                                 f"{scope}")
            return super().__call__(inputs, *args, **kwargs)
        self._set_scope(scope)
        auxiliary = not stack.world.release.layers_share_one_scope
        opened = vs.variable_scope(self._scope, reuse=True if self.built else self._reuse, auxiliary_name_scope=auxiliary)
        with opened as current:
            object.__setattr__(self, "_current_scope", current)
            if "scope" in signatures.of(self).names:
                kwargs["scope"] = current
            outputs = super().__call__(inputs, *args, **kwargs)
        if self._updates or self._layers:
            _add_elements_to_collection(self.updates, GraphKeys.UPDATE_OPS)
        return outputs

    __setattr__ = object.__setattr__  # type: ignore[assignment]


def _is_new(variable: Any, graph: Any, before: int) -> bool:
    old = graph.collections.get(GraphKeys.GLOBAL_VARIABLES, ())[:before]
    return not any(_listed(part, old) for part in (variable if isinstance(variable, PartitionedVariable) else [variable]))


def _listed(variable: Any, among: Any) -> bool:
    return any(item is variable for item in reversed(among))


def _add_elements_to_collection(elements: Any, collection_list: Any) -> None:
    graph = stack.default_graph()
    for name in nest.flatten(collection_list):
        collection = graph.get_collection_ref(name)
        known = set(map(id, collection))
        for element in elements:
            if id(element) not in known:
                known.add(id(element))
                collection.append(element)


