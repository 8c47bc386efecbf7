"""Scattered updates of variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from graphlint.graph.graph import Operation

from .errors import RunError
from .handlers import handles
from .values import plain
from .variables import store

if TYPE_CHECKING:
    from .session import Session


def _put(target: Any, index: Any, updates: Any) -> None:
    target[index] = updates


_HOW: dict[str, Callable[[Any, Any, Any], None]] = {
    "Update": _put,
    "Add": np.add.at,
    "Sub": np.subtract.at,
    "Mul": np.multiply.at,
    "Div": np.divide.at,
    "Min": np.minimum.at,
    "Max": np.maximum.at,
}


def _checked(op: Operation, index: Any, size: int) -> Any:
    if np.size(index) and (np.min(index) < 0 or np.max(index) >= size):
        raise RunError("kernel", f"{op.name}: an index is not in [0, {size})", op)
    return index


@handles(*(f"{form}Scatter{how}" for form in ("", "Resource") for how in _HOW))
def scatter(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    value = np.array(inputs[0].read())
    index = _checked(op, np.asarray(plain(inputs[1])), len(value))
    _HOW[op.type.rsplit("Scatter", 1)[1]](value, index, plain(inputs[2]))
    return store(op, inputs[0], value)


@handles(*(f"{form}ScatterNd{how}" for form in ("", "Resource") for how in ("Update", "Add", "Sub")))
def scatter_nd(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    value, indices = np.array(inputs[0].read()), np.asarray(plain(inputs[1]))
    index = tuple(_checked(op, part, size) for part, size in zip(np.moveaxis(indices, -1, 0), value.shape))
    _HOW[op.type.rsplit("ScatterNd", 1)[1]](value, index, plain(inputs[2]))
    return store(op, inputs[0], value)


def _slices(op: Operation, inputs: list[Any], rank: int) -> tuple[Any, ...]:
    """The index of a strided slice; masks as TensorFlow reads them, without new axes and ellipses."""
    begin, end, stride = (np.ravel(plain(value)) for value in inputs[1:4])
    if op.attrs["ellipsis_mask"] or op.attrs["new_axis_mask"]:
        raise RunError("unsupported", f"{op.name}: assigning through an ellipsis or a new axis is not run", op)
    found: list[Any] = []
    for axis in range(len(begin)):
        bit = 1 << axis
        if op.attrs["shrink_axis_mask"] & bit:
            found.append(int(begin[axis]))
            continue
        start = None if op.attrs["begin_mask"] & bit else int(begin[axis])
        stop = None if op.attrs["end_mask"] & bit else int(end[axis])
        found.append(slice(start, stop, int(stride[axis])))
    return tuple(found)


@handles("StridedSliceAssign", "ResourceStridedSliceAssign")
def strided_slice_assign(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    value = np.array(inputs[0].read())
    value[_slices(op, inputs, value.ndim)] = plain(inputs[4])
    return store(op, inputs[0], value)
