"""The table of layers: what each API call of the script built, with shapes in both views, parameters and the line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from math import prod
from typing import Any

from graphlint.graph.graph import Operation, Tensor
from graphlint.ops.inference import show
from graphlint.report import variables
from graphlint.report.traced import tell_status
from graphlint.trace import Call, Trace
from shapecalc import dims_text

_VARIABLES = frozenset({"VariableV2", "Variable", "VarHandleOp"})


def rows_of(trace: Trace) -> list[dict[str, Any]]:
    """One row for each outermost call of a TensorFlow function that turned tensors into a tensor."""
    rows = []
    for call in outermost(trace.calls):
        output = _first_tensor(call.result)
        source = _first_tensor([*call.args, *call.kwargs.values()])
        if output is None or source is None or output.op.chain[:1] != call.site[:1]:
            continue
        rows.append(_row(trace, call, source, output))
    return rows


def outermost(calls: list[Call]) -> Iterator[Call]:
    """Calls that built ops, without those that were made inside another one."""
    end = -1
    for call in sorted(calls, key=lambda item: (item.ops_before, -item.ops_after)):
        if call.ops_after > call.ops_before and call.ops_before >= end:
            end = call.ops_after
            yield call


def _first_tensor(value: Any) -> Tensor | None:
    if isinstance(value, Tensor):
        return value
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            found = _first_tensor(item)
            if found is not None:
                return found
    return None


def _row(trace: Trace, call: Call, source: Tensor, output: Tensor) -> dict[str, Any]:
    made = output.graph.ops
    ops = [op for op in made if op.chain[: len(call.site)] == call.site] if call.site else []
    variables = [op for op in ops if op.type in _VARIABLES]
    place = call.places[0] if call.site else None
    return {
        "scope": output.op.name.rpartition("/")[0] or output.op.name,
        "api": call.path.rpartition(".")[2],
        "op": output.op.type,
        "input": {"shape": show(source.dims), "dims": _dims(source)},
        "output": {"shape": show(output.dims), "dims": _dims(output)},
        "parameters": sum(_size(op) for op in variables),
        "file": place.file if place else trace.path,
        "line": place.line if place else None,
    }


def _dims(tensor: Tensor) -> str | None:
    return None if tensor.dims is None else dims_text(tensor.dims)


def _size(op: Operation) -> int:
    dims = op.attrs.get("shape")
    return prod(dims) if dims is not None and all(isinstance(dim, int) for dim in dims) else 0


def write(trace: Trace, options: argparse.Namespace) -> None:
    rows = rows_of(trace)
    total = sum(row["parameters"] for row in rows)
    trainable = sum(row["parameters"] or 0 for row in variables.rows_of(trace) if row["trainable"])
    if options.format == "json":
        print(json.dumps({"schema": 1, "tf": trace.release, "layers": rows, "parameters": total}))
        tell_status(trace)
        return
    from graphlint.report.tables import print_table

    cells = [[row["scope"], row["api"], _both(row["input"]), _both(row["output"]),
              f"{row['parameters']:,}" if row["parameters"] else "", str(row["line"] or "")] for row in rows]
    print_table(["scope", "layer", "input", "output", "parameters", "line"], cells, {4, 5}, options)
    fixed = f", {trainable:,} of them trainable" if 0 < trainable < total else ""
    print(f"{total:,} parameters{fixed} (TensorFlow {trace.release})")
    tell_status(trace)


def _both(view: dict[str, Any]) -> str:
    """`[?,28,28,1] = [B,28,28,1]` where the second view says more."""
    shape, dims = view["shape"], view["dims"]
    return shape if dims is None or "?" not in shape else f"{shape} = {dims}"
