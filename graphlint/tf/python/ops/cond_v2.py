"""tf.cond and tf.switch_case as one op, If or Case, whose branches are functions (ops/cond_v2.py).

Not here: intermediate outputs, which only gradients of Keras layers outside of functions ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.func_graph import FuncGraph, trace_body, uid
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.util import nest

from . import array_shape
from .tensor_array_ops import with_flows


def cond_v2(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any], name: Any = "cond") -> Any:
    if isinstance(pred, bool):
        raise TypeError("pred must not be a Python bool", pred)
    with ops.name_scope(name or "cond") as scope:
        names = [unique_fn_name(scope, branch) for branch in ("true", "false")]
        pred = scalar(convert(pred))
        branches = [_branch(name, function, pred) for name, function in zip(names, (true_fn, false_fn), strict=True)]
        _assert_alike("tf.cond", ["true_fn", "false_fn"], branches)
        stateless = stateless_branches(branches)
        make = gen.StatelessIf if stateless else gen.If
        return _outputs(branches, lambda captured, types, shapes: make(
            pred, captured, Tout=types, then_branch=branches[0], else_branch=branches[1], output_shapes=shapes, name=scope))


def indexed_case(branch_index: Any, branch_fns: Sequence[Callable[[], Any]], name: Any = "indexed_case") -> Any:
    """One of several functions, by its number."""
    if isinstance(branch_index, int):
        raise TypeError("branch_index must not be a Python int", branch_index)
    with ops.name_scope(name) as scope:
        names = [unique_fn_name(scope, f"branch{number}") for number in range(len(branch_fns))]
        branch_index = convert(branch_index, name="branch_index")
        branches = [_branch(name, function, branch_index) for name, function in zip(names, branch_fns, strict=True)]
        _assert_alike("tf.switch_case", [f"branches[{number}]" for number in range(len(branches))], branches)
        return _outputs(branches, lambda captured, types, shapes: gen.Case(
            branch_index, captured, Tout=types, branches=branches, output_shapes=shapes, name=scope))


def unique_fn_name(scope: str, role: str) -> str:
    return f"{scope}{role}_{uid()}".replace("/", "_")


def scalar(pred: Any) -> Any:
    """A predicate, squeezed unless it is known to be a scalar."""
    return array_shape.squeeze(pred) if isinstance(pred, Tensor) and (pred.dims is None or pred.dims) else pred


def stateless_branches(branches: Sequence[FuncGraph]) -> bool:
    return not any(branch.is_stateful() for branch in branches)


def _branch(name: str, function: Callable[[], Any], returned_for_ops: Tensor) -> FuncGraph:
    branch = FuncGraph(name, branch=True)
    trace_body(branch, function, (), returned_for_ops=returned_for_ops)
    branch.outer_graph.functions[name] = branch
    return branch


def _outputs(branches: list[FuncGraph], make: Callable[..., list[Tensor]]) -> Any:
    """The op over branches that take the same inputs, and its outputs in the structure that the first one returns."""
    captured = list(dict.fromkeys(tensor for branch in branches for tensor in branch.captured))
    _take_the_same(branches, captured)
    with ops.control_dependencies([op for branch in branches for op in branch.control_captures]):
        outputs = make(captured, [tensor.dtype for tensor in branches[0].outputs], _common_shapes(branches))
    lowered(outputs)
    results = [gen.Identity(tensor) for tensor in outputs]
    structure = branches[0].structured_outputs
    flat = nest.flatten(structure, expand_composites=True)
    return nest.pack_sequence_as(structure, with_flows(flat, results), expand_composites=True)


def lowered(outputs: Sequence[Tensor]) -> None:
    """The mark of ops that TensorFlow turns into Switch and Merge when it runs them."""
    for tensor in outputs[:1]:
        tensor.op.attrs["_lower_using_switch_merge"] = True


def _assert_alike(caller: str, roles: list[str], branches: list[FuncGraph]) -> None:
    first = branches[0]
    for role, branch in zip(roles[1:], branches[1:], strict=True):
        detail = _difference(first, branch)
        if detail:
            raise TypeError(
                f"{roles[0]} and {role} arguments to {caller} must have the same number, type, and overall structure of "
                f"return values.\n\n{roles[0]} output: {first.structured_outputs}\n{role} output: "
                f"{branch.structured_outputs}\n\nError details:\n{detail}")


def _difference(first: FuncGraph, other: FuncGraph) -> str | None:
    try:
        nest.assert_same_structure(first.structured_outputs, other.structured_outputs, expand_composites=True)
    except (ValueError, TypeError) as error:
        return str(error)
    for one, two in zip(first.outputs, other.outputs, strict=True):
        if one.dtype != two.dtype:
            return f"{one} and {two} have different types"
    return None


def _take_the_same(branches: list[FuncGraph], captured: list[Tensor]) -> None:
    """A branch has a placeholder for what only the others need, and takes its inputs in their common order."""
    for branch in branches:
        known = branch.captures
        branch.captures = {tensor: known[tensor] if tensor in known else branch.placeholder_for(tensor)
                           for tensor in captured}
        branch.inputs = list(branch.captures.values())


def _common_shapes(branches: list[FuncGraph]) -> list[Any]:
    found = []
    for tensors in zip(*(branch.outputs for branch in branches), strict=True):
        shape = from_dims(tensors[0].dims)
        for tensor in tensors[1:]:
            shape = shape.most_specific_compatible_shape(from_dims(tensor.dims))
        found.append(shape.dims)
    return found
