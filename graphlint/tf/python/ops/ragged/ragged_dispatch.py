"""What TensorFlow does when an op that also takes ragged tensors fails (ops/ragged/ragged_dispatch.py).

It looks whether an argument is ragged, and to that end converts lists: their constants stay in the graph.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.ops.variables import Variable

F = TypeVar("F", bound=Callable[..., Any])

_NEED_NO_CONVERSION = (Tensor, Variable, int, float, str, type(None))


def also_ragged(*names: str) -> Callable[[F], F]:
    """Mark an op whose arguments of these names may be ragged."""

    def mark(function: F) -> F:
        order = function.__code__.co_varnames  # type: ignore[attr-defined]

        @functools.wraps(function)
        def dispatched(*args: Any, **kwargs: Any) -> Any:
            try:
                return function(*args, **kwargs)
            except (TypeError, ValueError):
                if stack.world.release.ragged_tensors:
                    given = {**dict(zip(order, args, strict=False)), **kwargs}
                    _look_at(given.get(name) for name in names)
                raise

        return dispatched  # type: ignore[return-value]

    return mark


def _look_at(values: Any) -> None:
    for value in values:
        if isinstance(value, _NEED_NO_CONVERSION):
            continue
        try:
            convert(value)
        except (TypeError, ValueError):
            return
