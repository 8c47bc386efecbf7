"""Checks for infinities and NaNs (ops/numerics.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Operation
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import control_flow_ops


def verify_tensor_all_finite(t: Any = None, msg: Any = None, name: Any = None, x: Any = None, message: Any = None) -> Any:
    x = deprecated_argument_lookup("x", x, "t", t)
    message = deprecated_argument_lookup("message", message, "msg", msg)
    return verify_tensor_all_finite_v2(x, message, name)


def verify_tensor_all_finite_v2(x: Any, message: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "VerifyFinite", [x]):
        x = convert(x, name="x")
        with ops.colocate_with(x):
            checked = gen.CheckNumerics(x, message=message)
            return control_flow_ops.with_dependencies([checked], x)


def add_check_numerics_ops() -> Operation:
    """A check of every float tensor of the graph, each after the one before."""
    checks: list[Any] = []
    for op in list(stack.default_graph().ops):
        for output in op.outputs:
            if output.dtype.name not in ("float16", "float32", "float64"):
                continue
            if op.control_flow_context is not None:
                raise ValueError("`tf.add_check_numerics_ops() is not compatible with TensorFlow control flow operations "
                                 "such as `tf.cond()` or `tf.while_loop()`.")
            with ops.control_dependencies(checks):
                checks = [gen.CheckNumerics(output, message=f"{op.name}:{output.value_index}")]
    return control_flow_ops.group(*checks)
