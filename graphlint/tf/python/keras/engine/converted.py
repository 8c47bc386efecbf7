"""Errors of layer calls that AutoGraph converts: releases 1.14 and 1.15 tell them as errors `in converted code`.

TensorFlow adds the lines of its own files; the text here holds the error itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import stack

_PLAIN = (AssertionError, AttributeError, NameError, NotImplementedError, RuntimeError, StopIteration, TypeError, ValueError)
_OWN = ("graphlint.tf.python.keras.engine", "graphlint.tf.python.keras.layers")


def applies(layer: Any) -> bool:
    """Whether TensorFlow converts the layer's call: all but Keras's own classes."""
    return stack.world.release.converted_layer_calls and not type(layer).__module__.startswith(_OWN)


def call(function: Callable[..., Any], inputs: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    try:
        return function(inputs, *args, **kwargs)
    except _PLAIN as error:
        if type(error) not in _PLAIN or getattr(error, "from_converted_code", False):
            raise
        told = type(error)(f"in converted code:\n\n    {type(error).__name__}: {error}\n")
        told.from_converted_code = True  # type: ignore[union-attr]
        raise told from error
