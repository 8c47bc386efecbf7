"""The table of variables: name, shape, dtype, parameters, trainable, collections, totals."""

from __future__ import annotations

import argparse
import json
from math import prod
from typing import Any

from graphlint.report.traced import tell_status
from graphlint.trace import Trace


def rows_of(trace: Trace) -> list[dict[str, Any]]:
    """One row a variable; `parameters` is None where the shape isn't known."""
    rows: list[dict[str, Any]] = []
    for number, graph in enumerate(trace.graphs):
        members: dict[int, tuple[Any, list[str]]] = {}
        for key, items in graph.collections.items():
            for item in items:
                if isinstance(key, str) and _is_variable(item):
                    members.setdefault(id(item), (item, []))[1].append(key)
        rows.extend(_row(item, keys, number) for item, keys in members.values())
    return rows


def _is_variable(item: Any) -> bool:
    return hasattr(item, "initializer") and hasattr(item, "dtype") and hasattr(item, "name") and hasattr(item, "op")


def _row(variable: Any, keys: list[str], graph: int) -> dict[str, Any]:
    shape = variable.get_shape()
    sizes = None if shape.ndims is None else shape.as_list()
    known = sizes is not None and None not in sizes
    return {
        "graph": graph, "name": variable.name.removesuffix(":0"), "shape": sizes,
        "dtype": variable.dtype.base_dtype.name, "parameters": prod(sizes) if known and sizes is not None else None,
        "trainable": "trainable_variables" in keys, "collections": keys,
    }  # fmt: skip


def write(trace: Trace, options: argparse.Namespace) -> None:
    rows = rows_of(trace)
    total = sum(row["parameters"] or 0 for row in rows)
    trainable = sum(row["parameters"] or 0 for row in rows if row["trainable"])
    if options.format == "json":
        print(json.dumps({"schema": 1, "tf": trace.release, "variables": rows, "parameters": total,
                          "trainable_parameters": trainable}))
        tell_status(trace)
        return
    from graphlint.report.tables import print_table

    cells = [[row["name"], _shape(row["shape"]), row["dtype"], _number(row["parameters"]),
              "yes" if row["trainable"] else "no", ", ".join(row["collections"])] for row in rows]
    print_table(["variable", "shape", "dtype", "parameters", "trainable", "collections"], cells, {3}, options)
    print(f"{len(rows)} variables, {total:,} parameters, {trainable:,} of them trainable (TensorFlow {trace.release})")
    tell_status(trace)


def _shape(sizes: Any) -> str:
    return "?" if sizes is None else "[" + ", ".join("?" if size is None else str(size) for size in sizes) + "]"


def _number(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"
