"""tf.cond in the body of a function: an If op whose branches are functions (ops/cond_v2.py).

The branches' own names are numbers that no graph shows. Not here: intermediate outputs, which only gradients of Keras
layers outside of functions ask for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.func_graph import FuncGraph, trace_body, uid
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.util import nest

from . import array_shape


def cond_v2(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any], name: Any = "cond") -> Any:
    if isinstance(pred, bool):
        raise TypeError("pred must not be a Python bool", pred)
    with ops.name_scope(name or "cond") as scope:
        names = [f"{scope}{branch}_{uid()}".replace("/", "_") for branch in ("true", "false")]
        pred = convert(pred)
        if pred.dims is None or pred.dims:
            pred = array_shape.squeeze(pred)
        branches = [_branch(name, function, pred) for name, function in zip(names, (true_fn, false_fn), strict=True)]
        _assert_alike(*branches)
        captured = list(dict.fromkeys(tensor for branch in branches for tensor in branch.captured))
        _take_the_same(branches, captured)
        make = gen.If if any(branch.is_stateful() for branch in branches) else gen.StatelessIf
        outputs = make(
            pred, captured, Tout=[tensor.dtype for tensor in branches[0].outputs], then_branch=branches[0],
            else_branch=branches[1], output_shapes=_common_shapes(*branches), name=scope,
        )  # fmt: skip
        results = [gen.Identity(tensor) for tensor in outputs]
    return nest.pack_sequence_as(branches[0].structured_outputs, results, expand_composites=True)


def _branch(name: str, function: Callable[[], Any], pred: Any) -> FuncGraph:
    branch = FuncGraph(name)
    trace_body(branch, function, (), returned_for_ops=pred)
    uid()  # each graph has a key
    branch.outer_graph.functions[name] = branch
    return branch


def _assert_alike(first: FuncGraph, second: FuncGraph) -> None:
    if len(first.outputs) != len(second.outputs):
        raise ValueError(
            f"true_fn and false_fn must return the same number of arguments: {len(first.outputs)}, {len(second.outputs)}"
        )
    nest.assert_same_structure(first.structured_outputs, second.structured_outputs, expand_composites=True)
    for one, other in zip(first.outputs, second.outputs, strict=True):
        if one.dtype != other.dtype:
            raise TypeError(f"true_fn and false_fn must return the same types: {one.dtype.name}, {other.dtype.name}")


def _take_the_same(branches: list[FuncGraph], captured: list[Tensor]) -> None:
    """A branch has a placeholder for what only the other one needs."""
    for branch in branches:
        for tensor in captured:
            if tensor not in branch.captures:
                with stack.as_default(branch.graph):
                    branch.captures[tensor] = gen.Placeholder(dtype=tensor.dtype, shape=from_dims(tensor.dims))


def _common_shapes(first: FuncGraph, second: FuncGraph) -> list[Any]:
    pairs = zip(first.outputs, second.outputs, strict=True)
    return [from_dims(one.dims).most_specific_compatible_shape(from_dims(other.dims)).dims for one, other in pairs]
