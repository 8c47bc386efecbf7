"""Switch and its kin, placeholders, assertions and printing. Loops are run by `execute`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graphlint.graph.graph import Operation
from graphlint.ops.inference import show

from .errors import RunError
from .handlers import handles
from .values import DEAD, Variable, plain

if TYPE_CHECKING:
    from .session import Session


@handles("Switch", "RefSwitch")
def switch(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    data = inputs[0] if op.type == "RefSwitch" else plain(inputs[0])
    return [DEAD, data] if bool(plain(inputs[1])) else [data, DEAD]


@handles("NextIteration", "Exit", "LoopCond")
def passed(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [plain(inputs[0])]


@handles("RefIdentity", "RefNextIteration", "RefExit")
def reference(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [inputs[0]]


@handles("RefSelect")
def ref_select(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [inputs[1 + int(plain(inputs[0]))]]


@handles("NoOp", "ControlTrigger", "PrintV2", "DestroyResourceOp")
def nothing(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return []


@handles("Print")
def printed(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [plain(inputs[0])]


@handles("Assert")
def asserted(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    if not bool(plain(inputs[0])):
        parts = " ".join(_shown(plain(value)) for value in inputs[1:])
        raise RunError("kernel", f"{op.name}: assertion failed: {parts}", op)
    return []


def _shown(value: Any) -> str:
    array = np.asarray(value)
    if array.dtype == object and array.ndim == 0:
        item = array[()]
        return item.decode("utf8", "replace") if isinstance(item, bytes) else str(item)
    return f"[{' '.join(str(item) for item in array.ravel()[:3])}{'...' if array.size > 3 else ''}]"


@handles("Placeholder", "PlaceholderV2")
def placeholder(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    out = op.outputs[0]
    raise RunError("feed", f"placeholder {op.name!r} ({out.dtype.name}{show(out.dims)}) needs a value: feed an array, "
                           f"'random' or 'zeros'", op)


@handles("Const")
def const(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    if not op.attrs.get("value_known", True):
        out = op.outputs[0]
        raise RunError("feed", f"constant {op.name!r} ({out.dtype.name}{show(out.dims)}) is made of a value that is not "
                               f"known: feed an array, 'random' or 'zeros'", op)
    return [op.attrs["value"]]


@handles("IsVariableInitialized")
def is_initialized(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [np.bool_(isinstance(inputs[0], Variable) and inputs[0].value is not None)]


@handles("VarIsInitializedOp")
def resource_is_initialized(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [np.bool_(inputs[0].value is not None)]
