"""Variables, by reference and by resource handle: reads, assignments, counting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graphlint.graph.graph import Operation
from graphlint.ops import registry
from graphlint.ops.kernels import KernelContext, as_outputs

from .errors import RunError
from .handlers import handles
from .values import Variable, plain

if TYPE_CHECKING:
    from .session import Session


@handles("VariableV2", "Variable", "VarHandleOp", "TemporaryVariable")
def variable(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    found = session.variable(op)
    if op.type == "TemporaryVariable":
        found.value = np.zeros(op.attrs["shape"], op.attrs["dtype"].numpy_type)
    return [found]


@handles("DestroyTemporaryVariable")
def destroy(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [inputs[0].read()]


@handles("ReadVariableOp")
def read(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [inputs[0].read()]


@handles("VariableShape")
def shape_of(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [np.asarray(np.shape(inputs[0].read()), op.outputs[0].dtype.numpy_type)]


def done(op: Operation, target: Variable) -> list[Any]:
    """The outputs of an op that changed a variable: its reference, or nothing for resources."""
    return [target] if op.outputs else []


def store(op: Operation, target: Variable, value: Any) -> list[Any]:
    """Keep a new value, in the variable's own dtype.

    A reference variable is overwritten in place, as in TensorFlow: what was read of it before shows the new value. What
    was read of a resource variable stays as it was.
    """
    kind = target.op.attrs["dtype"].base_dtype.numpy_type
    if type(target) is Variable and target.value is not None and target.value.shape == np.shape(value):
        target.value[...] = value
    else:
        target.value = np.array(value, kind)
    return done(op, target)


@handles("Assign", "AssignVariableOp")
def assign(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    target, value = inputs[0], plain(inputs[1])
    dims = target.op.attrs.get("shape")
    if op.attrs.get("validate_shape", True) and dims is not None and len(dims) == np.ndim(value):
        bad = any(isinstance(dim, int) and dim != size for dim, size in zip(dims, np.shape(value), strict=True))
    else:
        bad = op.attrs.get("validate_shape", True) and bool(dims)
    if bad:
        raise RunError("kernel", f"{op.name} assigns a value of shape {list(np.shape(value))} to the variable "
                                 f"{target.op.name!r} of shape {list(dims)}", op)
    return store(op, target, value)


@handles("AssignAdd", "AssignAddVariableOp")
def assign_add(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return store(op, inputs[0], inputs[0].read() + plain(inputs[1]))


@handles("AssignSub", "AssignSubVariableOp")
def assign_sub(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return store(op, inputs[0], inputs[0].read() - plain(inputs[1]))


@handles("CountUpTo", "ResourceCountUpTo")
def count_up_to(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    value, limit = inputs[0].read(), op.attrs["limit"]
    if int(value) >= limit:
        raise RunError("kernel", f"{op.name}: reached limit of {limit}", op)
    store(op, inputs[0], value + 1)
    return [value]


@handles("ResourceGather", "ResourceGatherNd")
def resource_gather(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    source, indices = inputs[0].read(), plain(inputs[1])
    if op.type == "ResourceGatherNd":
        function = registry.kernel_of("GatherNd")
        assert function is not None
        return as_outputs(op, function(KernelContext(op), source, indices))
    if np.size(indices) and (np.min(indices) < 0 or np.max(indices) >= len(source)):
        raise RunError("kernel", f"{op.name}: an index is not in [0, {len(source)})", op)
    return [np.take(source, indices, 0)]
