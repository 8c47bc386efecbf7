"""Assert and the assertions on values, shapes and types (ops/check_ops.py, Assert of ops/control_flow_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Operation
from graphlint.tf import gen
from graphlint.tf.convert import convert, convert_n
from graphlint.tf.python.framework import ops


def Assert(condition: Any, data: Any, summarize: Any = None, name: Any = None) -> Operation:  # noqa: N802
    """The Assert op, inside a cond unless all data are strings and int32."""
    from . import control_flow_ops  # noqa: PLC0415 - cond stands there

    with ops.name_scope(name, "Assert", [condition, data]):
        tensors = convert_n(data)

        def check() -> Operation:
            return gen.Assert(condition, data, summarize=summarize, name="Assert")  # type: ignore[no-any-return]

        if all(tensor.dtype in (dtypes.string, dtypes.int32) for tensor in tensors):
            return check()
        condition = convert(condition, name="Condition")
        guarded = control_flow_ops.cond(condition, control_flow_ops.no_op, check, name="AssertGuard")
        return guarded.op
