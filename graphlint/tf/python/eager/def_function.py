"""tf.function in graph mode (eager/def_function.py)."""

from __future__ import annotations

import functools
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework.func_graph import FuncGraph

from . import function as eager_function


@exposed
class Function(eager_function.Function):
    """What `tf.function` makes of a Python function."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not self._traced:
            FuncGraph("initializer")  # for the initial values of variables that the function makes
        return super().__call__(*args, **kwargs)


def function(func: Any = None, input_signature: Any = None, autograph: bool = True,
             experimental_autograph_options: Any = None, experimental_relax_shapes: bool = False,
             experimental_compile: Any = None) -> Any:
    """A decorator: the function becomes one of the graph, called by PartitionedCall."""
    if func is None:
        return functools.partial(function, input_signature=input_signature, autograph=autograph)
    return Function(func, input_signature=input_signature)
