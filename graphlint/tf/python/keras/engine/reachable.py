"""Which tensors and ops depend on given inputs (keras/utils/tf_utils.py, get_reachable_from_inputs)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Operation, Tensor


def _op(value: Any) -> Operation | None:
    if isinstance(value, Operation):
        return value
    if isinstance(value, Tensor):
        return value.op
    return getattr(value, "op", None)


def among(inputs: list[Any], targets: list[Any]) -> list[Any]:
    """The targets that are computed from any of the inputs."""
    sources = {op for op in map(_op, inputs) if op is not None}
    return [target for target in targets if _depends(_op(target), sources)]


def _depends(op: Operation | None, sources: set[Operation]) -> bool:
    waiting = [op] if op is not None else []
    seen: set[Operation] = set()
    while waiting:
        current = waiting.pop()
        if current in sources:
            return True
        if current in seen:
            continue
        seen.add(current)
        waiting.extend(tensor.op for tensor in current.inputs)
    return False
