"""Switching 2.x behavior on and off (compat/v2_compat.py)."""

from __future__ import annotations

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import control_flow_v2_toggles, variable_scope


def enable_v2_behavior() -> None:
    """Eager execution comes with it, which isn't modelled."""
    ops.enable_eager_execution()


def disable_v2_behavior() -> None:
    variable_scope.disable_resource_variables()
    control_flow_v2_toggles.disable_control_flow_v2()
