"""WhileContext: the frame of one loop (ops/control_flow_ops.py). tf.while_loop itself is in a module of its own."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Operation, Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import ops

from . import control_flow_util as util
from .control_flow_contexts import ControlFlowContext
from .control_flow_primitives import enter


class WhileContext(ControlFlowContext):
    """A loop: values from outside enter once as constants, ops that depend on nothing else wait for the pivot."""

    def __init__(self, maximum_iterations: Any = None, parallel_iterations: int = 10, back_prop: bool = True,
                 swap_memory: bool = False, name: str = "while_context") -> None:
        super().__init__()
        if not isinstance(parallel_iterations, int) or parallel_iterations <= 0:
            raise ValueError(f"`parallel_iterations` must be a positive integer: {parallel_iterations}")
        self._name = stack.default_graph().unique_name(name)
        self._maximum_iterations = maximum_iterations
        self._parallel_iterations = parallel_iterations
        self._back_prop = back_prop
        self._swap_memory = swap_memory
        self.pivot_for_pred: Tensor | None = None
        self.pivot_for_body: Tensor | None = None
        self._pivot: Tensor | None = None
        self._loop_enters: list[Tensor] = []
        self._loop_exits: list[Tensor] = []
        # ops of this loop and of contexts inside, in order
        self.inner_ops: list[Operation] = []

    @property
    def maximum_iterations(self) -> Any:
        return self._maximum_iterations

    @property
    def parallel_iterations(self) -> int:
        return self._parallel_iterations

    @property
    def back_prop(self) -> bool:
        return self._back_prop

    @property
    def swap_memory(self) -> bool:
        return self._swap_memory

    @property
    def pivot(self) -> Tensor | None:
        """The LoopCond."""
        return self._pivot

    @property
    def loop_enters(self) -> list[Tensor]:
        return self._loop_enters

    @property
    def loop_exits(self) -> list[Tensor]:
        return self._loop_exits

    @property
    def grad_state(self) -> None:
        """Only loops of gradients have one, and gradients are not expanded yet."""
        return None

    def GetWhileContext(self) -> Any:  # noqa: N802 - TensorFlow's name
        return self

    def IsWhileContext(self) -> bool:  # noqa: N802 - TensorFlow's name
        return True

    def GetControlPivot(self) -> Tensor | None:  # noqa: N802 - TensorFlow's name
        return self.pivot_for_pred if self.pivot_for_body is None else self.pivot_for_body

    def enter_value(self, tensor: Tensor, is_constant: bool, keep_shape: bool) -> Tensor:
        """An Enter into this frame, protected from feeding, known to the context around."""
        found = enter(tensor, self._name, is_constant, self._parallel_iterations, keep_shape)
        found.graph.prevent_feeding(found)  # type: ignore[attr-defined]
        if self._outer_context is not None:
            self._outer_context.add_inner_op(found.op)
        return found

    def add_value(self, value: Tensor) -> Tensor:
        if value in self._values or value.op.control_flow_context is self:
            return self._external_values.get(value, value)
        self._values.add(value)
        result = value if self._outer_context is None else self._outer_context.add_value(value)
        with ops.control_dependencies(None):
            found = self.enter_value(result, True, True)
        self.adopt([found])
        self._values.add(found)
        self._external_values[value] = found
        return found

    def adopt(self, enters: list[Tensor]) -> None:
        """Make Enters ops of this context, with the control inputs in force that can be kept."""
        graph = stack.default_graph()
        for tensor in enters:
            waited = graph.control_inputs_for([tensor.op.inputs[0]])
            tensor.op.control_flow_context = self
            tensor.op.add_control_inputs(op for op in waited if self._is_kept(op))
            graph.mark_seen(tensor.op)

    def _is_kept(self, op: Operation) -> bool:
        """Whether a control input's context is around this loop, up to the next loop."""
        wanted = util.output_context(op)
        outer = self._outer_context
        loop = None if outer is None else outer.GetWhileContext()
        while outer is not wanted:
            if outer is None or outer is loop:
                return False
            outer = outer.outer_context
        return True

    def add_op(self, op: Operation) -> None:
        pivot = self.GetControlPivot()
        if op.inputs:
            self.lead_inputs(op)
            _, external = self.remove_external_control_edges(op)
            if pivot is not None and self._is_free(op):
                op.add_control_inputs([pivot.op])
        else:
            kept, external = self.remove_external_control_edges(op)
            if not kept and pivot is not None:
                op.add_control_inputs([pivot.op])
        self._values.update(op.outputs)
        if external:
            self._wait_inside(op, external)
        self.inner_ops.append(op)
        if self._outer_context is not None or not util.IsLoopExit(op):
            op.graph.prevent_fetching(op)  # type: ignore[attr-defined]
            for tensor in op.outputs:
                op.graph.prevent_feeding(tensor)  # type: ignore[attr-defined]
        if self._outer_context is not None:
            self._outer_context.add_inner_op(op)

    def add_inner_op(self, op: Operation) -> None:
        self.inner_ops.append(op)
        super().add_inner_op(op)

    def _is_free(self, op: Operation) -> bool:
        """Nothing but constants of the loop lead to the op, so that it could run before the loop does."""
        if op.control_inputs:
            return False
        if op.type in op.graph.functions or op.type == "SymbolicGradient":
            return True
        return all(util.IsLoopConstantEnter(tensor.op) for tensor in op.inputs)

    def _wait_inside(self, op: Operation, external: list[Operation]) -> None:
        """Control inputs from outside become Identities inside of what they output."""
        with ops.control_dependencies(None):
            self.Enter()
            waited = [gen.Identity(before.outputs[0]).op for before in external if before.outputs]
            self.Exit()
        op.add_control_inputs(waited)
