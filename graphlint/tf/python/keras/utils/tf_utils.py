"""Conditions that a layer takes as Python values, tensors or variables (keras/utils/tf_utils.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.ops import control_flow_util
from graphlint.tf.python.ops.variables import Variable


def smart_cond(pred: Any, true_fn: Any = None, false_fn: Any = None, name: Any = None) -> Any:
    if isinstance(pred, Variable):
        from graphlint.tf.python.ops import control_flow_ops  # noqa: PLC0415

        return control_flow_ops.cond(pred, true_fn=true_fn, false_fn=false_fn, name=name)
    if isinstance(pred, Unknown):
        return true_fn() if pred else false_fn()
    return control_flow_util.smart_cond(pred, true_fn=true_fn, false_fn=false_fn, name=name)


def constant_value(pred: Any) -> Any:
    """True, False, or None where only the running graph knows."""
    if isinstance(pred, Variable):
        return None
    if isinstance(pred, Unknown):
        return bool(pred)
    if isinstance(pred, int) and pred in (0, 1):
        return bool(pred)
    found = control_flow_util.smart_constant_value(pred)
    return None if found is None else bool(found)


def is_symbolic_tensor(tensor: Any) -> bool:
    return isinstance(tensor, (Tensor, Variable))
