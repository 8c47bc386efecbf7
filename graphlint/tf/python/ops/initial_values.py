"""Initial values of variables: their colocation, and the guard against variables that aren't initialized yet.

The guard (variables.py, _try_guard_against_uninitialized_dependencies) rebuilds an initial value that reads other
variables from their `initialized_value()`s, in clones of the ops in between.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterable
from types import FunctionType
from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import building
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import from_dims, script_sizes

_VARIABLE_OPS = frozenset({"Variable", "VariableV2", "VarHandleOp"})
_MOST_OPS = 1_000
_READS = frozenset({"VarHandleOp", "ReadVariableOp"})


@exposed
class Deferred:
    """An initializer with the shape and dtype that it will be called with: a function without arguments."""

    __slots__ = ("_dtype", "_initializer", "_options", "_shape")

    def __init__(self, initializer: Any, shape: Any, dtype: DType, **options: Any) -> None:
        self._initializer, self._shape, self._dtype, self._options = initializer, shape, dtype, options

    def __call__(self) -> Any:
        return self._initializer(self._shape, dtype=self._dtype, **self._options)

    def key(self) -> Hashable:
        """What decides the ops that the call builds; None where only the call can tell."""
        shape, made_by = self._shape, _identity(self._initializer)
        if made_by is None or type(shape) not in (list, tuple):
            return None
        for value in self._options.values():
            if value is not None:
                return None
        for size in shape:
            if type(size) is not int:
                return None
        return made_by, type(shape), tuple(shape), self._dtype


_PLAIN = frozenset({int, float, bool, str, type(None), DType})


def _identity(initializer: Any) -> Hashable:
    """What decides the ops that one of TensorFlow's own initializers builds, None for those of scripts."""
    kind = type(initializer)
    settled: Iterable[tuple[str, Any]]
    if kind is FunctionType:
        code, module = initializer.__code__, initializer.__module__
        settled = zip(code.co_freevars, (cell.cell_contents for cell in initializer.__closure__ or ()), strict=True)
        ours = getattr(sys.modules.get(module), "__dict__", None) is initializer.__globals__
    else:
        code, module = kind, kind.__module__
        settled = getattr(initializer, "__dict__", {}).items()
        ours = getattr(sys.modules.get(module), kind.__name__, None) is kind
    found: list[Any] = [code]
    for name, value in settled:
        if type(value) not in _PLAIN:
            return None
        found += name, type(value), value if type(value) is DType else repr(value)
    return tuple(found) if ours and module.startswith("graphlint.tf.") else None


def is_function(given: Any) -> bool:
    """Whether a function makes the value; what the trace doesn't know is taken for a value, though it can be called."""
    return callable(given) and not isinstance(given, Unknown)


def rests_on_unknown(tensor: Tensor) -> bool:
    """Whether a constant that the trace doesn't know stands behind a tensor: TensorFlow may know what is `?` here."""
    left, seen = [tensor.op], {tensor.op}
    while left and len(seen) < _MOST_OPS:
        op = left.pop()
        if op.type == "Const" and not op.attrs.get("value_known", True):
            return True
        new = {source.op for source in op.inputs} - seen
        seen |= new
        left += new
    return False


class colocated_initializer:  # noqa: N801 - used as a function
    """Ops made inside carry `loc:@<variable>`, though the variable's op comes last."""

    __slots__ = ("_graph", "_new", "_old")

    def __init__(self, graph: Graph, scope: str) -> None:
        self._graph = graph
        self._new = {"_class": [f"loc:@{scope.rstrip('/')}"]}

    def __enter__(self) -> None:
        self._old = self._graph.attr_scopes
        self._graph.attr_scopes = {**self._old, **self._new} if self._old else self._new

    def __exit__(self, *exc: object) -> None:
        self._graph.attr_scopes = self._old


def has_shape(value: Tensor) -> bool:
    """Whether TensorFlow knows the full shape of an initial value, numbers that only the script knows included."""
    if script_sizes(from_dims(value.dims)) is not None:
        return True
    return rests_on_unknown(value)


def guarded(name: str, value: Tensor) -> Tensor:
    """The initial value, rebuilt from initialized values where it depends on other variables."""
    if not stack.world.release.initial_values_guarded:
        return value
    if not isinstance(value, Tensor) or not _reads_variables(value.op, set()) or _has_cycle(value.op, {}):
        return value
    return _Rebuilder(name).tensor(value)


def _reads_variables(op: Operation, seen: set[Operation]) -> bool:
    waiting = [op]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if current.type in _VARIABLE_OPS or current.type in _READS:
            return True
        waiting.extend(tensor.op for tensor in current.inputs)
        waiting.extend(current.control_inputs)
    return False


def _has_cycle(op: Operation, state: dict[Operation, int]) -> bool:
    stack: list[tuple[Operation, int]] = [(op, 0)]
    while stack:
        current, at = stack.pop()
        before = [tensor.op for tensor in current.inputs] + current.control_inputs
        state[current] = 1
        if at < len(before):
            stack.append((current, at + 1))
            if state.get(before[at]) == 1:
                return True
            if before[at] not in state:
                stack.append((before[at], 0))
        else:
            state[current] = 2
    return False


class _Rebuilder:
    """Clones ops on the way from variables to an initial value."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.made: dict[str, Operation] = {}

    def tensor(self, tensor: Tensor) -> Tensor:
        op = tensor.op
        known = self.made.get(op.name)
        if known is None:
            known = self.made[op.name] = self._initialized(op) if op.type in _VARIABLE_OPS else self._rebuilt(op)
        return known.outputs[tensor.value_index]

    def _initialized(self, op: Operation) -> Operation:
        for key in (ops.GraphKeys.GLOBAL_VARIABLES, ops.GraphKeys.LOCAL_VARIABLES):
            for variable in op.graph.collections.get(key, ()):
                if getattr(variable, "name", None) in (op.name, f"{op.name}:0"):
                    return variable.initialized_value().op  # type: ignore[no-any-return]
        return op

    def _rebuilt(self, op: Operation) -> Operation:
        if op.type in ("IsVariableInitialized", "VarIsInitializedOp", "ReadVariableOp", "If"):
            return op
        inputs = [self.tensor(tensor) for tensor in op.inputs]
        if all(new is old for new, old in zip(inputs, op.inputs, strict=True)):
            return op
        if op.graph.release.guard_names_at_root:
            name = f"{op.name}_{self.name}"
        else:
            name = f"{op.name}_{self.name.rstrip('/')}_0"
        kind = "Switch" if op.type == "RefSwitch" else op.type
        made: Operation = building.create(op.graph, kind, name, inputs, dict(op.attrs))
        if kind == "Identity" and inputs[0].op.type == "Switch" and not op.graph.release.guard_keeps_shapes:
            made.outputs[0].dims = None
        return made
