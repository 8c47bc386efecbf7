"""Switching 2.x behaviour off, which is off (compat/v2_compat.py). Switching it on is not modelled."""

from __future__ import annotations


def disable_v2_behavior() -> None:
    """The 1.x behaviour is what is predicted."""
