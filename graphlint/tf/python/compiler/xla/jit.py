"""Scopes whose ops are compiled by XLA (compiler/xla/jit.py): attrs of the ops made inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Operation
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework.graph_defs import NodeDef

_DEPTH, _COUNT = "xla_scope_depth", "xla_scope_count"


@contextmanager
def experimental_jit_scope(compile_ops: Any = True, separate_compiled_gradients: bool = False) -> Iterator[None]:
    """Ops made inside are marked for XLA: always, never, or as a function says of each op."""
    graph = stack.default_graph()
    compiled = True if isinstance(compile_ops, Unknown) else compile_ops
    if callable(compiled):
        compiled = _of_node(compiled)
    attrs: dict[str, Any] = {"_XlaCompile": compiled, "_XlaSeparateCompiledGradients": bool(separate_compiled_gradients)}
    depth, count = graph.extra.get(_DEPTH, 0), graph.extra.get(_COUNT, 0)
    if depth == 0:
        attrs["_XlaScope"] = f"jit_scope_{count}"
        graph.extra[_COUNT] = count + 1
    graph.extra[_DEPTH] = depth + 1
    outer = graph.attr_scopes
    graph.attr_scopes = {**outer, **attrs}
    try:
        yield
    finally:
        graph.attr_scopes = outer
        graph.extra[_DEPTH] = depth


def _of_node(function: Callable[[Any], Any]) -> Callable[[Operation], Any]:
    return lambda op: function(NodeDef(op))
