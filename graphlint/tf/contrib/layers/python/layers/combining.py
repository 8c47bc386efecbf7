"""repeat and stack: a layer applied again and again (contrib/layers/python/layers/layers.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.ops import variable_scope


def _label(layer: Any, default: str) -> str:
    name = getattr(layer, "__name__", None) or getattr(getattr(layer, "func", None), "__name__", None)
    return name or default


def repeat(inputs: Any, repetitions: int, layer: Any, *args: Any, **kwargs: Any) -> Any:
    """The layer applied `repetitions` times, in scopes `<scope>/<scope>_1`, `<scope>/<scope>_2`, ..."""
    scope = kwargs.pop("scope", None)
    with variable_scope.variable_scope(scope, "Repeat", [inputs]):
        outputs = convert(inputs)
        scope = _label(layer, "repeat") if scope is None else scope
        for number in range(repetitions):
            kwargs["scope"] = f"{scope}_{number + 1}"
            outputs = layer(outputs, *args, **kwargs)
        return outputs


def stack(inputs: Any, layer: Any, stack_args: Any, **kwargs: Any) -> Any:
    """The layer applied once for each item of `stack_args`. ValueError where that is no list."""
    scope = kwargs.pop("scope", None)
    if not isinstance(stack_args, (list, tuple)):
        raise ValueError("stack_args need to be a list or tuple")
    with variable_scope.variable_scope(scope, "Stack", [inputs]):
        outputs = convert(inputs)
        scope = _label(layer, "stack") if scope is None else scope
        for number, item in enumerate(stack_args):
            kwargs["scope"] = f"{scope}_{number + 1}"
            outputs = layer(outputs, *(item if isinstance(item, (list, tuple)) else [item]), **kwargs)
        return outputs
