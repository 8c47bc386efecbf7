"""The shapes of loop variables: invariants as TensorFlow checks them, and what stays of our own dims."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Dims, Operation, Tensor
from graphlint.ops import symbols
from graphlint.sandbox.unknown import is_made
from graphlint.tf import unseen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_dims, from_dims
from graphlint.tf.python.util import nest
from shapecalc import eq


def invariant(variable: Any, shape: Any = None) -> Any:
    """The shape that a loop variable keeps: the one asked for, else its own; a list for a composite."""
    if ops.is_composite(variable):
        return [from_dims(part.dims) for part in nest.flatten(variable, expand_composites=True)]
    if shape is None:
        return from_dims(variable.dims)
    if isinstance(shape, TensorShape):
        return shape
    given = getattr(shape, "shape", None)
    if isinstance(given, TensorShape):
        return given
    raise TypeError(f"'shape' must be one of TensorShape, TensorSpec or None.  Received: {shape}")


def allows(wider: Dims, narrower: Dims) -> bool:
    """`_ShapeLessThanOrEqual`: each dim known to the wider shape is known, and the same, in the narrower."""
    if wider is None:
        return True
    if narrower is None or len(narrower) != len(wider):
        return False
    return all(not isinstance(wide, int) or wide == narrow for wide, narrow in zip(wider, narrower, strict=True))


def is_unseen(tensor: Tensor) -> bool:
    """Whether the script knows more of a tensor's shape than this trace does."""
    return unseen.is_unseen(tensor) if tensor.dims is None else any(map(is_made, tensor.dims))


def set_invariants(inputs: list[Tensor], entered: list[Tensor], shapes: Any) -> None:
    """Give the Enters of loop variables their invariants. ValueError where an input doesn't fit."""
    flat = nest.flatten(shapes)
    if not all(isinstance(shape, TensorShape) for shape in flat):
        raise ValueError("`shapes` must be a (possibly nested) list of shapes.")
    for given, variable, shape in zip(inputs, entered, flat, strict=False):
        wanted = as_dims(shape)
        if not allows(wanted, given.dims):
            raise ValueError(
                f"The shape invariant specified for {given.name} is not compatible with the initial shape of the loop "
                f"variable. It enters the loop with shape {from_dims(given.dims)}, but the specified shape invariant "
                f"is {shape}.")
        variable.dims = wanted


def enforce_invariant(variable: Tensor, back: Tensor) -> None:
    """ValueError where a variable comes back in a shape that its Merge does not allow."""
    if not allows(variable.dims, back.dims) and not is_unseen(back):
        if not variable.graph.release.loop_error_names_input:
            raise ValueError(
                f"The shape for {variable.name} is not an invariant for the loop. It enters the loop with shape "
                f"{from_dims(variable.dims)}, but has shape {from_dims(back.dims)} after one iteration. Provide shape "
                "invariants using either the `shape_invariants` argument of tf.while_loop or set_shape() on the loop "
                "variables.")
        first = variable.op.inputs[0].op.inputs[0]
        raise ValueError(
            f"Input tensor '{first.name}' enters the loop with shape {from_dims(first.dims)}, but has shape "
            f"{from_dims(back.dims)} after one iteration. To allow the shape to vary across iterations, use the "
            "`shape_invariants` argument of tf.while_loop to specify a less-specific shape.")


def stays(variable: Tensor, output: Tensor) -> bool:
    """Whether each dim of a loop variable is proved to be what it was."""
    before, after = variable.dims, output.dims
    if before is None:
        return True
    return after is not None and all(eq(a, b) is True for a, b in zip(before, after, strict=True))


def forget_dims(inner: list[Operation]) -> None:
    """Replace the dims that TensorFlow does not know, of all outputs of these ops, by fresh ones."""
    for op in inner:
        op.folded = None
        silent = op.graph.extra.get("silent_clashes")
        if silent is not None:
            silent.pop(op.name, None)
        for tensor in op.outputs:
            if tensor.dims is not None and any(not isinstance(dim, int) for dim in tensor.dims):
                tensor.dims = tuple(dim if isinstance(dim, int) else symbols.unknown() for dim in tensor.dims)
