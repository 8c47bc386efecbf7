"""Which control flow scripts ask for: version 2 makes functions, in graphs too (ops/control_flow_v2_toggles.py)."""

from __future__ import annotations

from graphlint.graph import stack
from graphlint.tf.python.framework.func_graph import CONTROL_FLOW_V2, functional_control_flow


def enable_control_flow_v2() -> None:
    stack.world.notes[CONTROL_FLOW_V2] = True


def disable_control_flow_v2() -> None:
    stack.world.notes.pop(CONTROL_FLOW_V2, None)


def control_flow_v2_enabled() -> bool:
    return functional_control_flow()
