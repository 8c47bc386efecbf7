"""What cond and while contexts share, and CondContext (ops/control_flow_ops.py).

A context is asked about each op made inside it: it leads the op's inputs in and mends its control inputs. WhileContext
has a module of its own, the API functions too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.util import nest

from . import control_flow_util as util
from .control_flow_primitives import switch_ref_or_tensor
from .dependencies import no_op, with_dependencies
from .tensor_array_ops import flow_of


@exposed
class ControlFlowContext:
    """The state of one branch of a cond, or of one loop."""

    def __init__(self) -> None:
        graph = stack.default_graph()
        self._name = ""
        self._nested_contexts: list[ControlFlowContext] = []
        self._outer_context: ControlFlowContext | None = graph.control_flow_context
        if self._outer_context is not None:
            self._outer_context._nested_contexts.append(self)
        self._context_stack: list[Any] = []
        self._values: set[Tensor] = set()
        self._external_values: dict[Tensor, Tensor] = {}

    @property
    def name(self) -> str:
        return self._name

    @property
    def outer_context(self) -> ControlFlowContext | None:
        return self._outer_context

    def Enter(self) -> None:  # noqa: N802 - TensorFlow's name
        graph = stack.default_graph()
        self._context_stack.append(graph.control_flow_context)
        graph.control_flow_context = self

    def Exit(self) -> None:  # noqa: N802 - TensorFlow's name
        stack.default_graph().control_flow_context = self._context_stack.pop()

    def exit_result(self, result: Any) -> None:
        """Make results known as values of the context around."""
        outer = self._outer_context
        if outer is not None:
            for value in nest.flatten(result, expand_composites=True):
                if isinstance(value, Tensor):
                    outer._values.add(value)

    def GetWhileContext(self) -> Any:  # noqa: N802 - TensorFlow's name
        """The innermost loop around, itself included."""
        return None if self._outer_context is None else self._outer_context.GetWhileContext()

    def IsWhileContext(self) -> bool:  # noqa: N802 - TensorFlow's name
        return False

    def IsCondContext(self) -> bool:  # noqa: N802 - TensorFlow's name
        return False

    def GetControlPivot(self) -> Tensor | None:  # noqa: N802 - TensorFlow's name
        return None

    def add_value(self, value: Tensor) -> Tensor:
        """The tensor that stands for `value` inside; made where it is not there yet."""
        raise NotImplementedError

    def add_op(self, op: Operation) -> None:
        raise NotImplementedError

    def check_use(self, op: Operation, producer: Operation) -> None:
        util.check_input(op, producer)

    def add_inner_op(self, op: Operation) -> None:
        """Told of ops of contexts inside."""
        if self._outer_context is not None:
            self._outer_context.add_inner_op(op)

    def lead_inputs(self, op: Operation) -> None:
        """Replace inputs from outside by what stands for them inside; a loop's back edge stays."""
        cond_merge = self.IsCondContext() and op.type == "Merge"
        for index, tensor in enumerate(list(op.inputs)):
            if cond_merge and tensor.op.type == "NextIteration":
                continue
            real = self.add_value(tensor)
            if real is not tensor:
                op.update_input(index, real)

    def remove_external_control_edges(self, op: Operation) -> tuple[list[Operation], list[Operation]]:
        """Control inputs from outside of the innermost loop go; returns (kept, removed)."""
        loop = self.GetWhileContext()
        if loop is None:
            return op.control_inputs, []
        kept: list[Operation] = []
        removed: list[Operation] = []
        for waited in op.control_inputs:
            context = util.output_context(waited)
            inside = context is not None and context.GetWhileContext() is loop
            (kept if inside else removed).append(waited)
        if removed:
            op.control_inputs = list(kept)
        return kept, removed

    def note_outputs(self, op: Operation) -> None:
        """Make the outputs values of this context and of those around, and protect them from fetching."""
        context: ControlFlowContext | None = self
        while context is not None:
            context._values.update(op.outputs)
            context = context._outer_context

    def __str__(self) -> str:
        return self._name


class CondContext(ControlFlowContext):
    """One branch of a `cond`: values enter through a Switch, ops without inputs wait for the pivot."""

    def __init__(self, pred: Tensor, pivot: Tensor, branch: int, name: str = "cond_text") -> None:
        unique = stack.default_graph().unique_name(name)
        super().__init__()
        self._name = unique
        self._pred = pred
        self._pivot = pivot
        self._branch = branch
        self._values |= {pred, pivot}
        self._external_values[pred] = pred
        pivot.op.control_flow_context = self

    @property
    def pred(self) -> Tensor:
        return self._pred

    @property
    def pivot(self) -> Tensor:
        return self._pivot

    @property
    def branch(self) -> int:
        return self._branch

    def GetControlPivot(self) -> Tensor | None:  # noqa: N802 - TensorFlow's name
        return self._pivot

    def IsCondContext(self) -> bool:  # noqa: N802 - TensorFlow's name
        return True

    def add_value(self, value: Tensor) -> Tensor:
        if value in self._values:
            return self._external_values.get(value, value)
        outside = self._from_outside(value)
        with ops.control_dependencies(None):
            result: Tensor = switch_ref_or_tensor(outside, self._pred)[self._branch]
            if self._outer_context is not None:
                self._outer_context.add_inner_op(result.op)
        result.graph.prevent_fetching(result.op)  # type: ignore[attr-defined]
        result.op.control_flow_context = self
        context: ControlFlowContext | None = self
        while context is not None:
            context._values.add(result)
            context = context._outer_context
        self._external_values[value] = result
        return result

    def _from_outside(self, value: Tensor) -> Tensor:
        """What stands for `value` in the context around."""
        self._values.add(value)
        if self._outer_context is None:
            return value
        result = self._outer_context.add_value(value)
        self._values.add(result)
        self._external_values[result] = result
        return result

    def add_op(self, op: Operation) -> None:
        pivot = self._pivot.op
        if op.inputs:
            self.lead_inputs(op)
            self.remove_external_control_edges(op)
            if op.type in op.graph.functions or op.type == "SymbolicGradient":
                op.add_control_inputs([pivot])
        else:
            self.remove_external_control_edges(op)
            always = op.graph.release.pivot_for_all_constants
            if always or not any(util.op_in_context(waited, self) for waited in op.control_inputs):
                op.add_control_inputs([pivot])
        self.note_outputs(op)
        if self._outer_context is not None or not util.IsLoopExit(op):
            op.graph.prevent_fetching(op)  # type: ignore[attr-defined]
        if self._outer_context is not None:
            self._outer_context.add_inner_op(op)

    def _output(self, value: Tensor) -> Tensor:
        """What a returned tensor is inside: one from outside passes through a Switch."""
        if value in self._values:
            return self._external_values.get(value, value)
        result: Tensor = switch_ref_or_tensor(self._from_outside(value), self._pred)[self._branch]
        self._external_values[value] = result
        return result

    def _branch_output(self, value: Any) -> Any:
        if isinstance(value, Operation):
            return with_dependencies([value], self._pivot)
        return self._output(convert(flow_of(value)))

    def build_branch(self, function: Callable[[], Any]) -> tuple[Any, Any]:
        """(what the function returned, the tensors it stands for); (None, None) where it returned nothing."""
        before = ops.get_collection(GraphKeys._SUMMARY_COLLECTION)
        original = function()
        added = take_summaries(before)
        if added:
            with ops.control_dependencies(added):
                if original is None:
                    return no_op(), None
                original = nest.map_structure(_identity, original, expand_composites=True)
        if original is None:
            return None, None
        result = nest.map_structure(self._branch_output, original, expand_composites=True)
        return original, result if isinstance(result, (list, tuple)) else [result]


def _identity(value: Any) -> Any:
    from . import array_shape  # noqa: PLC0415 - it may build conds

    return array_shape.identity(value)


def take_summaries(before: list[Any]) -> list[Any]:
    """Summary ops (of the v2 API) that were added since `before`; they leave the collection."""
    found = ops.get_collection(GraphKeys._SUMMARY_COLLECTION)
    if len(found) > len(before):
        ops.get_collection_ref(GraphKeys._SUMMARY_COLLECTION)[:] = before
    return found[len(before) :]
