"""Functions with a gradient of their own (ops/custom_gradient.py): the forward graph, and where the gradient is kept."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.kinds import is_model_function
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework.func_graph import uid
from graphlint.tf.python.util import nest


def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """`tf.custom_gradient`: outputs pass through an IdentityN whose gradient is the function's own."""

    def decorated(*args: Any, **kwargs: Any) -> Any:
        if kwargs:
            raise ValueError("The custom_gradient decorator currently supports keywords arguments only when eager execution "
                             "is enabled.")
        number = uid()
        return _traced(f, number, [convert(arg) for arg in args])

    kept = ("__name__", "__qualname__", "__doc__", *(("__module__",) if is_model_function(f) else ()))
    # around a function of the script it stays a model's, else scripts couldn't call it
    return functools.update_wrapper(decorated, f, assigned=kept, updated=())


def _traced(f: Callable[..., Any], number: int, args: list[Any]) -> Any:
    result, gradient = f(*args)
    flat = nest.flatten(result)
    for value in nest.flatten(result):
        gen.Identity(value)
    graph = stack.default_graph()
    name = f"CustomGradient-{number}"
    stack.world.notes[name] = gradient
    old = graph.gradient_overrides
    graph.gradient_overrides = {**old, "IdentityN": name}
    try:
        found = gen.IdentityN([*flat, *args])
    finally:
        graph.gradient_overrides = old
    return nest.pack_sequence_as(result, list(found)[: len(flat)])
