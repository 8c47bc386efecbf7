"""Whether TensorFlow 2's behaviour is switched on: it never is here (tensorflow/python/tf2.py)."""

from __future__ import annotations


def enabled() -> bool:
    return False


def disable() -> None:
    """It is off already."""
