"""tf.Assert (ops/control_flow_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Operation
from graphlint.tf import gen
from graphlint.tf.convert import convert, convert_n
from graphlint.tf.python.framework import ops

from .control_flow_cond import cond
from .dependencies import no_op

_ON_HOST = ("string", "int32")


def Assert(condition: Any, data: Any, summarize: Any = None, name: Any = None) -> Operation:  # noqa: N802
    """An op that fails where the condition is false; data on a device is only fetched then, by a cond."""
    with ops.name_scope(name, "Assert", [condition, data]):
        tensors = convert_n(data)
        if all(tensor.dtype.name in _ON_HOST for tensor in tensors):
            return gen.Assert(condition, data, summarize=summarize, name="Assert")  # type: ignore[no-any-return]
        condition = convert(condition, name="Condition")

        def true_assert() -> Any:
            return gen.Assert(condition, data, summarize=summarize, name="Assert")

        return cond(condition, no_op, true_assert, name="AssertGuard").op  # type: ignore[no-any-return]
