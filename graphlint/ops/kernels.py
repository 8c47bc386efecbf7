"""Running one op's numpy kernel on given inputs."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Operation

from . import opdef, registry


class KernelContext:
    """What a kernel sees of its op besides the input arrays."""

    __slots__ = ("op", "rng", "state")

    def __init__(self, op: Operation, rng: Any = None, state: Any = None) -> None:
        self.op = op
        self.rng = rng
        self.state = state

    def attr(self, name: str) -> Any:
        return self.op.attrs[name]

    def dtype(self, index: int = 0) -> Any:
        """The numpy type of output `index`."""
        return self.op.outputs[index].dtype.base_dtype.numpy_type


def as_outputs(op: Operation, result: Any) -> list[Any]:
    """A kernel's answer as one array an output, of the dtype that the op declares."""
    parts = result if isinstance(result, (tuple, list)) else (result,)
    return [
        part if out.dtype.numpy_type in (None, np.object_) else np.asarray(part, out.dtype.numpy_type)
        for part, out in zip(parts, op.outputs, strict=True)
    ]


def run_stateless(op: Operation, inputs: list[Any]) -> list[Any] | None:
    """Outputs of a stateless op on constant inputs; None where it is stateful or has no kernel, or the kernel fails."""
    definition = opdef.find(op.type)
    function = registry.kernel_of(op.type)
    if definition is None or definition.stateful or function is None:
        return None
    try:
        with np.errstate(all="ignore"):
            return as_outputs(op, function(KernelContext(op), *inputs))
    except (ValueError, TypeError, IndexError, OverflowError, MemoryError):
        return None
