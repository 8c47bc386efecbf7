"""tf.while_loop as one While op, whose condition and body are functions (ops/while_v2.py).

Not here: accumulators of intermediate values, which gradients ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.func_graph import FuncGraph, trace_body
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_dims, from_dims
from graphlint.tf.python.util import nest

from . import loop_shapes
from .cond_v2 import lowered, scalar, unique_fn_name
from .tensor_array_ops import flow_of, with_flows

# the counter and the limit come before the loop's own variables
_OWN = 2


def while_loop(cond: Callable[..., Any], body: Callable[..., Any], loop_vars: Any, shape_invariants: Any = None,
               parallel_iterations: int = 10, maximum_iterations: Any = None, name: Any = None,
               return_same_structure: bool = True) -> Any:
    variables = nest.map_structure(_tensor, list(loop_vars), expand_composites=True)
    shapes = _invariants(loop_vars, variables, shape_invariants)
    with ops.name_scope(name or "while") as scope:
        with ops.name_scope(None):
            names = [unique_fn_name(scope, role) for role in ("cond", "body")]
        limit = convert(-1 if maximum_iterations is None else maximum_iterations, dtypes.int32, "maximum_iterations")
        counter = constant_op.constant(0, dtype=None if maximum_iterations is None else limit.dtype, name="loop_counter")
        loop = _Loop(loop_vars, [counter, limit, *nest.flatten(variables, expand_composites=True)], shapes)
        loop.trace(names, cond, body, maximum_iterations is not None)
        outputs = loop.build(parallel_iterations, scope)
    packed = loop.packed(outputs[_OWN : _OWN + len(shapes)])
    if return_same_structure:
        return packed
    flat = nest.flatten(packed, expand_composites=True)
    return flat[0] if len(flat) == 1 else packed


def _tensor(value: Any) -> Tensor:
    return convert(flow_of(value))


def _invariants(loop_vars: Any, variables: list[Any], given: Any) -> list[TensorShape]:
    """The shape of each flat loop variable, as it enters the functions."""
    if given is None:
        return [from_dims(tensor.dims) for tensor in nest.flatten(variables, expand_composites=True)]
    nest.assert_same_structure(loop_vars, given, expand_composites=False)
    found = nest.map_structure(loop_shapes.invariant, variables, list(given), expand_composites=False)
    return nest.flatten(found)  # type: ignore[no-any-return]


class _Loop:
    """One loop on its way: its variables as the script nests them, as flat tensors, and their shapes."""

    def __init__(self, structure: Any, tensors: list[Tensor], shapes: list[TensorShape]) -> None:
        self.structure = structure
        self.flat = nest.flatten(structure, expand_composites=True)
        self.tensors = tensors
        self.shapes = shapes
        self.cond: FuncGraph
        self.body: FuncGraph

    def packed(self, tensors: Sequence[Tensor]) -> Any:
        """Tensors nested as the loop variables, flows in their arrays."""
        return nest.pack_sequence_as(self.structure, with_flows(self.flat, list(tensors)), expand_composites=True)

    def trace(self, names: list[str], cond: Callable[..., Any], body: Callable[..., Any], limited: bool) -> None:
        def goes_on(count: Tensor, limit: Tensor, *values: Tensor) -> Any:
            pred = scalar(cond(*self.packed(values)))
            return gen.LogicalAnd(count < limit, pred) if limited else pred

        def turn(count: Tensor, limit: Tensor, *values: Tensor) -> Any:
            for tensor in self.cond.captured:
                self.body.capture(tensor)
            results = body(*self.packed(values))
            if not nest.is_sequence_or_composite(results):
                results = [results]
            nest.assert_same_structure(list(results), list(self.structure), expand_composites=True)
            return [count + 1, limit, *nest.map_structure(flow_of, list(results), expand_composites=True)]

        self.cond = FuncGraph(names[0], branch=True)
        trace_body(self.cond, goes_on, self._arguments())
        self.body = FuncGraph(names[1], branch=True)
        trace_body(self.body, turn, self._arguments())

    def _arguments(self) -> list[tuple[Any, ...]]:
        own = [(tensor.dtype, TensorShape([]), tensor.op.name, False) for tensor in self.tensors[:_OWN]]
        rest = zip(self.tensors[_OWN:], self.shapes, strict=True)
        return [*own, *((tensor.dtype.base_dtype, _forgotten(shape), None, False) for tensor, shape in rest)]

    def build(self, parallel_iterations: int, scope: str) -> list[Tensor]:
        """The op; what its functions capture goes round unchanged."""
        body, condition = self.body, self.cond
        self._check_shapes()
        variables = [*self.tensors, *body.captured]
        body.outputs += body.captures.values()
        for tensor in body.captured:
            condition.capture(tensor)
        self._check_types(variables)
        shapes = [tensor.dims for tensor in body.outputs]
        shapes[_OWN : _OWN + len(self.shapes)] = [as_dims(_forgotten(shape)) for shape in self.shapes]
        waits = [*condition.control_captures, *body.control_captures]
        with ops.control_dependencies(waits):
            outputs = gen.While(variables, cond=condition, body=body, output_shapes=shapes,
                                parallel_iterations=parallel_iterations, name=scope)
        outputs[0].op.attrs["_num_original_outputs"] = len(body.outputs)
        lowered(outputs)
        for function in (condition, body):
            function.inputs += function.captures.values()
            function.outer_graph.functions[function.name] = function
        return [gen.Identity(tensor) for tensor in outputs]

    def _check_shapes(self) -> None:
        for given, shape, output in zip(self.tensors[_OWN:], self.shapes, self.body.outputs[_OWN:], strict=True):
            if not loop_shapes.allows(as_dims(shape), output.dims) and not loop_shapes.is_unseen(output):
                raise ValueError(
                    f"Input tensor '{given.name}' enters the loop with shape {shape}, but has shape "
                    f"{from_dims(output.dims)} after one iteration. To allow the shape to vary across iterations, use the "
                    "`shape_invariants` argument of tf.while_loop to specify a less-specific shape.")

    def _check_types(self, variables: list[Tensor]) -> None:
        for given, output in zip(variables, self.body.outputs, strict=True):
            if given.dtype.base_dtype != output.dtype.base_dtype:
                raise TypeError(f"Loop var {given.name} enters the loop with type {given.dtype} but has type "
                                f"{output.dtype} after 1 iteration.")


def _forgotten(shape: TensorShape) -> TensorShape:
    """A shape without what only graphlint knows of it: that may change from turn to turn."""
    dims = as_dims(shape)
    return TensorShape(None if dims is None else [dim if isinstance(dim, int) else None for dim in dims])
