"""tf.function in graph mode (eager/def_function.py).

The first trace may make variables; where it did, another one, which may not, is what is called.
"""

from __future__ import annotations

import functools
from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.func_graph import FuncGraph
from graphlint.tf.python.util import nest

from . import function as eager_function
from .lifted_variables import UnliftedInitializerVariable


@exposed
class Function(eager_function.Function):
    """What `tf.function` makes of a Python function."""

    def __init__(self, python_function: Any, name: Any = None, input_signature: Any = None) -> None:
        super().__init__(python_function, name, input_signature)
        self._stateful = eager_function.Function(python_function, self._name, input_signature)
        self._stateless = eager_function.Function(python_function, self._name, input_signature)
        self._made: list[Any] | None = None
        self._stateful._python_function = self._creating(self._capture_variables, python_function)
        self._stateless._python_function = self._creating(_refuse_variables, python_function)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._made:
            return self._stateless(*args, **kwargs)
        if self._made is not None:
            found = self._stateful(*args, **kwargs)
            if self._made:
                raise ValueError("Creating variables on a non-first call to a function decorated with tf.function.")
            return found
        first = self._first_trace(args, kwargs)
        if self._made:
            return self._stateless(*args, **kwargs)
        args, kwargs = self._spec.canonicalize_function_inputs(*args, **kwargs)
        return first.called(nest.flatten((args, kwargs), expand_composites=True))

    def get_concrete_function(self, *args: Any, **kwargs: Any) -> eager_function.ConcreteFunction:
        first = self._first_trace(args, kwargs, initialized=True) if self._made is None else None
        if self._made:
            return self._stateless.get_concrete_function(*args, **kwargs)
        return first or self._stateful.get_concrete_function(*args, **kwargs)

    def _first_trace(self, args: Any, kwargs: Any, initialized: bool = False) -> eager_function.ConcreteFunction:
        """The trace that may make variables; these have initializers of their own in a graph, the function for them is empty."""
        self._made = []
        FuncGraph("initializer")
        found = self._stateful.get_concrete_function(*args, **kwargs)
        if self._made or initialized:
            with ops.init_scope():
                eager_function.Function(lambda: None, "initialize_variables").concrete((), {}).called(())
        return found

    def _capture_variables(self, _: Any, **kwargs: Any) -> Any:
        variable = UnliftedInitializerVariable(**kwargs)
        assert self._made is not None
        self._made.append(variable)
        return variable

    @staticmethod
    def _creating(creator: Any, function: Any) -> Any:
        """The function, under a creator of variables."""

        def scoped(*args: Any, **kwargs: Any) -> Any:
            extra = stack.default_graph().extra
            with stack.noted(extra, "variable_creators", (creator, *extra.get("variable_creators", ()))):
                return function(*args, **kwargs)

        return scoped


def _refuse_variables(*_: Any, **__: Any) -> Any:
    raise ValueError("tf.function-decorated function tried to create variables on non-first call.")


def function(func: Any = None, input_signature: Any = None, autograph: bool = True,
             experimental_autograph_options: Any = None, experimental_relax_shapes: bool = False,
             experimental_compile: Any = None) -> Any:
    """A decorator: the function becomes one of the graph, called by PartitionedCall."""
    if func is None:
        return functools.partial(function, input_signature=input_signature, autograph=autograph)
    return Function(func, input_signature=input_signature)
