"""tf.while_loop (ops/control_flow_ops.py, version 1: Enter, Merge, Switch, NextIteration, Exit).

A dim that TensorFlow shows as `?` may change from turn to turn. It is taken as the loop variable's on the way through
the body; where the body's result does not prove that it stays, the loop's unknown dims are forgotten (`forget_dims`).
"""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.func_graph import functional_control_flow
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.util import nest

from . import control_flow_util as util
from . import loop_shapes
from .control_flow_contexts import take_summaries
from .control_flow_primitives import composite_or_tensor, exit, merge, next_iteration, switch_ref_or_tensor
from .control_flow_while_context import WhileContext
from .dependencies import identity_of
from .tensor_array_ops import TensorArray, flow_of, with_flows


def while_loop(cond: Any, body: Any, loop_vars: Any, shape_invariants: Any = None, parallel_iterations: int = 10,
               back_prop: bool = True, swap_memory: bool = False, name: Any = None, maximum_iterations: Any = None,
               return_same_structure: bool = False) -> Any:
    """Repeat `body` while `cond`; the loop variables keep their number, types and (unless told) shapes."""
    if not callable(cond):
        raise TypeError("cond must be callable.")
    if not callable(body):
        raise TypeError("body must be callable.")
    if isinstance(parallel_iterations, Unknown):
        parallel_iterations = 10
    if parallel_iterations < 1:
        raise TypeError("parallel_iterations must be a positive integer.")
    if functional_control_flow():
        from . import while_v2  # noqa: PLC0415 - only functions need it

        return while_v2.while_loop(cond, body, loop_vars, shape_invariants, parallel_iterations, maximum_iterations, name,
                                   return_same_structure)
    with ops.name_scope(name, "while", loop_vars) as scope:
        if not loop_vars:
            raise ValueError("No loop variables provided")
        limit = None
        if maximum_iterations is not None:
            pack = len(loop_vars) == 1 and not return_same_structure
            limit = convert(maximum_iterations, name="maximum_iterations")
            cond, body, loop_vars = _counted(limit, cond, body, loop_vars, pack)
        if shape_invariants is not None:
            if limit is not None:
                shape_invariants = (TensorShape([]), shape_invariants)
            nest.assert_same_structure(loop_vars, shape_invariants, expand_composites=False)
            shape_invariants = nest.map_structure(loop_shapes.invariant, loop_vars, shape_invariants,
                                                  expand_composites=False)
        frame = scope if stack.default_graph().release.frames_named_by_scope else "while_context"
        context = WhileContext(limit, parallel_iterations, back_prop, swap_memory, frame)
        if context.outer_context is None or stack.default_graph().release.nested_context_collections:
            ops.add_to_collection(GraphKeys.WHILE_CONTEXT, context)
        result = build_loop(context, cond, body, loop_vars, shape_invariants, return_same_structure)
        return result if limit is None else result[1]


def while_loop_v2(cond: Any, body: Any, loop_vars: Any, shape_invariants: Any = None, parallel_iterations: int = 10,
                  back_prop: bool = True, swap_memory: bool = False, maximum_iterations: Any = None,
                  name: Any = None) -> Any:
    return while_loop(cond, body, loop_vars, shape_invariants, parallel_iterations, back_prop, swap_memory, name,
                      maximum_iterations, return_same_structure=True)


def _counted(limit: Tensor, cond: Any, body: Any, loop_vars: Any, pack: bool) -> tuple[Any, Any, Any]:
    """The loop with a counter in front that stops it at `limit`."""
    if limit.dims is None or len(limit.dims) != 0:
        raise ValueError(f"maximum_iterations must be a scalar, saw shape: {limit.shape}")  # type: ignore[attr-defined]
    counter = constant_op.constant(0, dtype=limit.dtype, name="iteration_counter")

    def arguments(variables: Any) -> Any:
        return (variables,) if pack else variables

    def counted_cond(i: Any, variables: Any) -> Any:
        return gen.LogicalAnd(i < limit, cond(*arguments(variables)))

    def counted_body(i: Any, variables: Any) -> Any:
        return i + 1, body(*arguments(variables))

    return counted_cond, counted_body, (counter, loop_vars[0] if pack else loop_vars)


def build_loop(context: WhileContext, cond: Any, body: Any, loop_vars: Any, invariants: Any,
               return_same_structure: bool) -> Any:
    """The loop's ops; returns the structure that the body returned, holding the exits."""
    flat = nest.flatten(loop_vars, expand_composites=False)
    values = [composite_or_tensor(flow_of(value), name=None) for value in flat]
    if invariants is None:
        invariants = [loop_shapes.invariant(value) for value in values]
    tensors = nest.flatten(values, expand_composites=True)
    try:
        context.Enter()
        result, exits = _Loop(context, loop_vars, tensors, invariants).build(cond, body)
    finally:
        context.Exit()
    packed = nest.pack_sequence_as(result, with_flows(nest.flatten(result, expand_composites=True), exits),
                                   expand_composites=True)
    if return_same_structure or len(exits) != 1:
        return packed
    return packed[0]


class _Loop:
    """One loop on its way: loop variables as given (with their nesting), as tensors, and their invariants."""

    def __init__(self, context: WhileContext, variables: Any, tensors: list[Tensor], invariants: Any) -> None:
        self.context = context
        self.variables = variables
        self.tensors = tensors
        self.invariants = invariants
        self.flat = nest.flatten(variables, expand_composites=True)

    def build(self, cond: Any, body: Any) -> tuple[Any, list[Tensor]]:
        context = self.context
        merged = [merge([tensor, tensor])[0] for tensor in self._entered()]
        context.pivot_for_pred = merged[0]
        condition = convert(cond(*self._packed(merged)))
        context._pivot = gen.LoopCond(condition, name="LoopCond")
        switched = [switch_ref_or_tensor(tensor, context._pivot) for tensor in merged]
        inside = [identity_of(pair[1]) for pair in switched]
        context.pivot_for_body = inside[0]
        packed = self._packed(inside)
        result = self._body_result(body, packed)
        nest.assert_same_structure(list(packed), list(result), expand_composites=True)
        outputs = [convert(flow_of(value)) for value in nest.flatten(result, expand_composites=True)]
        if len(merged) != len(outputs):
            raise ValueError("Number of inputs and outputs of body must match loop_vars: "
                             f"{len(merged)}, {len(outputs)}")
        for variable, output in zip(merged, outputs, strict=True):
            self._back_edge(variable, output)
        exits = [exit(pair[0]) for pair in switched]
        if stack.default_graph().release.back_edge_before_check:
            for variable in merged:
                loop_shapes.enforce_invariant(variable, variable.op.inputs[1])
        context._loop_exits = exits
        context.exit_result(exits)
        if not all(loop_shapes.stays(variable, output) for variable, output in zip(merged, outputs, strict=True)):
            loop_shapes.forget_dims(context.inner_ops)
        return result, exits

    def _entered(self) -> list[Tensor]:
        context = self.context
        outer = context.outer_context
        context._values = set(self.tensors)
        real = self.tensors if outer is None else [outer.add_value(tensor) for tensor in self.tensors]
        with ops.control_dependencies(None):
            entered = [context.enter_value(tensor, False, self.invariants is None) for tensor in real]
        pivot = self._outer_pivot()
        if pivot is not None:
            for tensor in entered:
                if util.IsLoopConstantEnter(tensor.op.inputs[0].op):
                    tensor.op.add_control_inputs([pivot.op])
        loop_shapes.set_invariants(real, entered, self.invariants)
        context.adopt(entered)
        context._values = set(entered)
        context._loop_enters = entered
        return entered

    def _outer_pivot(self) -> Tensor | None:
        outer = self.context.outer_context
        while outer is not None:
            pivot = outer.GetControlPivot()
            if pivot is not None:
                return pivot
            outer = outer.outer_context
        return None

    def _packed(self, tensors: list[Tensor]) -> Any:
        return nest.pack_sequence_as(self.variables, with_flows(self.flat, tensors), expand_composites=True)

    def _body_result(self, body: Any, packed: Any) -> Any:
        before = ops.get_collection(GraphKeys._SUMMARY_COLLECTION)
        result = body(*packed)
        added = take_summaries(before)
        if not nest.is_sequence_or_composite(result):
            result = [result]
        if not added:
            return result
        with ops.control_dependencies(added):
            return nest.map_structure(lambda value: value if isinstance(value, TensorArray) else identity_of(value),
                                      result, expand_composites=True)

    def _back_edge(self, variable: Tensor, output: Tensor) -> None:
        back = next_iteration(output)
        if not back.graph.release.back_edge_before_check:
            loop_shapes.enforce_invariant(variable, back)
        variable.op.update_input(1, back)


