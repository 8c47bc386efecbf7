"""What stands in python/pywrap_tensorflow.py only; most of it is in pywrap_tensorflow_internal."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown


def EqualGraphDefWrapper(actual: Any, expected: Any) -> Unknown:  # noqa: N802 - TensorFlow's name
    """What differs first between two serialized graphs."""
    return Unknown("serialized graphs are not compared", text="EqualGraphDefWrapper(...)")
