"""TensorArrays and stacks: what loops keep their values in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graphlint.graph.graph import Operation

from .errors import RunError
from .handlers import handles
from .values import plain

if TYPE_CHECKING:
    from .session import Session

FLOW = np.float32(0)


class TensorArray:
    """The elements of one TensorArray; None where nothing was written."""

    __slots__ = ("dims", "dynamic", "gradients", "items", "kind", "op")

    def __init__(self, op: Operation, size: int, kind: Any, dynamic: bool, dims: Any) -> None:
        self.op = op
        self.items: list[Any] = [None] * size
        self.kind = kind
        self.dynamic = dynamic
        self.dims = dims
        self.gradients: dict[str, TensorArray] = {}

    def write(self, index: int, value: Any, op: Operation) -> None:
        if self.dynamic and index >= len(self.items):
            self.items.extend([None] * (index + 1 - len(self.items)))
        self._check(index, op)
        self.items[index] = value

    def read(self, index: int, op: Operation) -> Any:
        self._check(index, op)
        value = self.items[index]
        if value is not None:
            return value
        dims = next((np.shape(item) for item in self.items if item is not None), self.dims)
        if dims is None or any(not isinstance(dim, int) for dim in dims):
            raise RunError("kernel", f"{op.name} reads element {index} of {self.op.name!r}, which was not written", op)
        return np.zeros(dims, self.kind)

    def _check(self, index: int, op: Operation) -> None:
        if not 0 <= index < len(self.items):
            raise RunError("kernel", f"{op.name}: element {index} of a TensorArray of size {len(self.items)}", op)


def _versions(name: str) -> tuple[str, ...]:
    return tuple(f"{name}{version}" for version in ("", "V2", "V3"))


@handles("TensorArrayV3", "TensorArrayV2", "TensorArray")
def tensor_array(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    found = TensorArray(op, int(plain(inputs[0])), op.attrs["dtype"].numpy_type, op.attrs["dynamic_size"],
                        op.attrs.get("element_shape"))
    return [found, FLOW][: len(op.outputs)]


@handles(*_versions("TensorArrayGrad"))
def tensor_array_grad(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    array, source = inputs[0], op.attrs["source"]
    if source not in array.gradients:
        array.gradients[source] = TensorArray(op, len(array.items), array.kind, False, array.dims)
    return [array.gradients[source], FLOW][: len(op.outputs)]


@handles(*_versions("TensorArrayWrite"))
def write(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    inputs[0].write(int(plain(inputs[1])), plain(inputs[2]), op)
    return [FLOW]


@handles(*_versions("TensorArrayRead"))
def read(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [inputs[0].read(int(plain(inputs[1])), op)]


@handles(*_versions("TensorArrayGather"))
def gather(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    array: TensorArray = inputs[0]
    indices = np.ravel(plain(inputs[1]))
    if not len(indices):
        dims = [dim if isinstance(dim, int) else 0 for dim in op.attrs.get("element_shape") or ()]
        return [np.zeros((0, *dims), op.outputs[0].dtype.numpy_type)]
    return [np.stack([array.read(int(index), op) for index in indices])]


@handles(*_versions("TensorArrayScatter"))
def scatter(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    for index, value in zip(np.ravel(plain(inputs[1])), plain(inputs[2]), strict=True):
        inputs[0].write(int(index), value, op)
    return [FLOW]


@handles(*_versions("TensorArrayConcat"))
def concat(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    array: TensorArray = inputs[0]
    items = [array.read(index, op) for index in range(len(array.items))]
    if not items:
        return [np.zeros(0, op.outputs[0].dtype.numpy_type), np.zeros(0, np.int64)]
    return [np.concatenate(items), np.asarray([len(item) for item in items], np.int64)]


@handles(*_versions("TensorArraySplit"))
def split(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    ends = np.cumsum(np.ravel(plain(inputs[2])))
    for index, value in enumerate(np.split(plain(inputs[1]), ends[:-1])):
        inputs[0].write(index, value, op)
    return [FLOW]


@handles(*_versions("TensorArraySize"))
def size(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [np.int32(len(inputs[0].items))]


@handles(*_versions("TensorArrayClose"), "StackClose", "StackCloseV2")
def close(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return []


@handles("Stack", "StackV2")
def stack(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    empty: list[Any] = []
    return [empty]


@handles("StackPush", "StackPushV2")
def push(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    value = plain(inputs[1])
    inputs[0].append(value)
    return [value]


@handles("StackPop", "StackPopV2")
def pop(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    if not inputs[0]:
        raise RunError("kernel", f"{op.name} pops from an empty stack", op)
    return [inputs[0].pop()]
