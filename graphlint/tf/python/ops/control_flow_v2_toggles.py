"""Switching control flow v2 off, which is off (ops/control_flow_v2_toggles.py). Switching it on is not modelled."""

from __future__ import annotations


def disable_control_flow_v2() -> None:
    """The 1.x control flow is what is predicted."""


def control_flow_v2_enabled() -> bool:
    return False
