"""Counts of sizes (contrib/slim/python/slim/model_analyzer.py); nothing is printed."""

from __future__ import annotations

from typing import Any


def tensor_description(var: Any) -> str:
    return f"({var.dtype.name} {'x'.join(str(size) for size in var.get_shape())})"


def analyze_ops(graph: Any, print_info: bool = False) -> int:
    return sum(output.get_shape().num_elements() or 0 for op in graph.ops for output in op.outputs)


def analyze_vars(variables: Any, print_info: bool = False) -> tuple[int, int]:
    sizes = [(var.get_shape().num_elements() or 0, var.dtype.size) for var in variables]
    return sum(count for count, _ in sizes), sum(count * size for count, size in sizes)
