"""Functions with graphs of their own: the body, what it captures, its name (framework/func_graph.py, eager/function.py).

The body is what inference, names and captures need; the control edges that TensorFlow adds between the stateful ops of
a body, and its functional control flow inside of bodies, are not modelled. The call ops are in eager/function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.ops import opdef
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.util import nest

from . import graph_scopes, ops

_SHARED = (ops.GraphKeys.GLOBAL_VARIABLES, ops.GraphKeys.LOCAL_VARIABLES, ops.GraphKeys.TRAINABLE_VARIABLES)


class FuncGraph:
    """A function under the name it gets in the graph's library."""

    def __init__(self, name: str, legacy: bool = False) -> None:
        outer = stack.default_graph()
        self.name = name
        self.gradient_name = ""
        # made by function.Defun: its control flow is that of version 1
        self.legacy = legacy
        self.outer_graph = outer
        self.graph = Graph(outer.release, self)
        self.inputs: list[Tensor] = []
        self.captures: dict[Tensor, Tensor] = {}
        self.outputs: list[Tensor] = []
        self.structured_outputs: Any = None
        self._inherit(outer)
        _bodies().append(self.graph)

    def _inherit(self, outer: Graph) -> None:
        """Variables, their scopes and the seed are the outer graph's; other collections are copied."""
        from graphlint.tf.python.ops import variable_scope as vs  # noqa: PLC0415 - variables need this package

        graph = self.graph
        graph.seed = outer.seed
        graph.extra["scope_store"] = vs.scope_store()
        graph.extra["variable_store"] = vs._get_default_variable_store()
        graph.extra["variable_creators"] = outer.extra.get("variable_creators", ())
        for key in _SHARED:
            graph.collections[key] = outer.get_collection_ref(key)
        for key, values in outer.collections.items():
            graph.collections.setdefault(key, list(values))

    @property
    def captured(self) -> list[Tensor]:
        """Tensors of the outer graph that the function takes besides its arguments, in order."""
        return list(self.captures)

    def capture(self, tensor: Tensor) -> Tensor:
        """A placeholder for a tensor of an outer graph, however far out. ValueError for one of another function's body."""
        known = self.captures.get(tensor)
        if known is not None:
            return known
        around = self.outer_graph
        while tensor.graph is not around:
            if around.function is None:
                raise ValueError(f"{tensor} must be from the same graph as the function {self.name}.")
            around = around.function.outer_graph
        graph = self.graph
        with stack.as_default(graph), graph_scopes.graph_control_dependencies(graph, None):
            found: Tensor = gen.Placeholder(dtype=tensor.dtype.base_dtype, name=tensor.op.name)
        found.dims = tensor.dims
        self.captures[tensor] = found
        return found

    def outside(self, captured: Tensor) -> Tensor | None:
        """The outer tensor that a placeholder of the body stands for."""
        return next((outer for outer, inner in self.captures.items() if inner is captured), None)

    def argument(self, dtype: Any, shape: Any, name: str) -> Tensor:
        """A placeholder for an argument."""
        found: Tensor = gen.Placeholder(dtype=dtype, shape=shape, name=name)
        self.inputs.append(found)
        return found

    def is_stateful(self) -> bool:
        """Whether an op of the body has a state, so that calls must not be folded."""
        return any(_stateful(op) for op in self.graph.ops)

    def __repr__(self) -> str:
        return f"FuncGraph(name={self.name})"


def _stateful(op: Operation) -> bool:
    definition = opdef.find(op.type)
    return definition is not None and definition.stateful and op.type != "Placeholder"


def _bodies() -> list[Graph]:
    return stack.world.notes.setdefault("function_bodies", [])  # type: ignore[return-value]


def uid() -> int:
    """`ops.uid()`: TensorFlow numbers all tensors of a process and a few other things in one row."""
    counters = stack.world.counters
    counters["uids"] = counters.get("uids", 0) + 1
    graphs = [*stack.world.graphs, *_bodies()]
    return counters["uids"] + sum(len(op.outputs) for graph in graphs for op in graph.ops)


def func_graph_from_py_func(name: str, python_func: Callable[..., Any], arguments: Sequence[tuple[Any, Any, str]],
                            structure: Any = None, burnt_uids: int = 1, called: bool = True) -> FuncGraph:
    """Trace `python_func` over placeholders (dtype, shape, name); `structure` nests them, else they are passed in a row.

    Each output passes through an Identity. The function is then called `__inference_<name>_<uid>`.
    Only a function that an op calls has a name for its gradient.
    """
    body = FuncGraph(name)
    trace_body(body, python_func, arguments, structure)
    for _ in range(burnt_uids):
        uid()
    body.name = f"__inference_{name}_{uid()}"
    if called:
        body.gradient_name = f"PartitionedCall-{uid()}"
    body.outer_graph.functions[body.name] = body
    return body


def trace_body(body: FuncGraph, python_func: Callable[..., Any], arguments: Sequence[tuple[Any, Any, str]],
               structure: Any = None, returned_for_ops: Tensor | None = None) -> None:
    """Call a function in its own graph, and note what it returns; for an operation, that tensor, after it."""
    with stack.as_default(body.graph):
        values = [body.argument(*argument) for argument in arguments]
        passed = values if structure is None else nest.pack_sequence_as(structure, values)
        result = python_func(*passed)
        body.structured_outputs = nest.map_structure(
            lambda value: _output(value, returned_for_ops), result, expand_composites=True)
        flat = nest.flatten(body.structured_outputs, expand_composites=True)
        body.outputs = [value for value in flat if isinstance(value, Tensor)]


def _output(value: Any, returned_for_ops: Tensor | None) -> Any:
    """What a function returns, as a tensor of its body; None gives nothing."""
    if isinstance(value, Operation):
        if returned_for_ops is None:
            return None
        with ops.control_dependencies([value]):
            value = gen.Identity(returned_for_ops)
    return None if value is None else gen.Identity(convert(value))
