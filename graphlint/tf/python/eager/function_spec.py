"""How the arguments of a call are bound to those of the function behind a tf.function (eager/function.py)."""

from __future__ import annotations

import functools
import inspect
from typing import Any

import numpy as np

from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.util import nest


@exposed
class FunctionSpec:
    """The names of a function's positional arguments, their defaults, and the signature that it's restricted to."""

    def __init__(self, function: Any, signature: Any = None) -> None:
        if signature is not None and not isinstance(signature, (tuple, list)):
            shown = str(type(signature)).replace("graphlint.tf.", "tensorflow.")
            raise TypeError(f"input_signature must be either a tuple or a list, received {shown}")
        found = _arguments(function)
        self.arg_names: list[str] = found.args
        self.vararg_name = found.varargs
        self.input_signature = None if signature is None else tuple(signature)
        defaults = found.defaults or ()
        self._defaults = dict(enumerate(defaults, len(found.args) - len(defaults)))

    def canonicalize_function_inputs(self, *args: Any, **kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Positional arguments with their defaults, and what is left of the keywords."""
        by_position = {index: value for index, value in self._defaults.items() if index >= len(args)}
        left = {}
        for key, value in kwargs.items():
            if key in self.arg_names:
                by_position[self.arg_names.index(key)] = value
            elif self.input_signature is not None:
                raise TypeError(f"Function got an unexpected keyword argument {key}")
            else:
                left[key] = value
        inputs = (*args, *(by_position[index] for index in sorted(by_position)))
        if self.input_signature is None:
            return tuple(nest.map_structure(_array_as_tensor, inputs, expand_composites=True)), left
        return self._in_signature(inputs), {}

    def _in_signature(self, inputs: tuple[Any, ...]) -> tuple[Any, ...]:
        """TypeError and ValueError for what does not fit the signature."""
        signature: Any = self.input_signature
        if len(inputs) > len(signature):
            raise TypeError("When input_signature is provided, only pass arguments covered by it. Received "
                            f"{len(inputs)} argument(s).")
        flat = []
        for spec, value in zip(nest.flatten(signature, expand_composites=True),
                               nest.flatten_up_to(signature, inputs), strict=True):
            tensor = value if isinstance(value, Tensor) else convert(value, preferred=spec.dtype)
            if not spec.is_compatible_with(tensor):
                raise ValueError(f"Python inputs incompatible with input_signature:\n  inputs: (\n    {tensor})\n  "
                                 f"input_signature: (\n    {spec})")
            flat.append(tensor)
        return tuple(nest.pack_sequence_as(signature, flat, expand_composites=True))

    def names(self, count: int) -> list[str]:
        """A name for each of so many positional arguments."""
        missing = count - len(self.arg_names)
        return [*self.arg_names[:count], *(f"{self.vararg_name}_{number}" for number in range(missing))]


def _arguments(function: Any) -> inspect.FullArgSpec:
    """TypeError for what has no arguments that could be asked for."""
    if isinstance(function, functools.partial):
        found = inspect.getfullargspec(function.func)
        names = [name for name in found.args[len(function.args) :] if name not in function.keywords]
        return found._replace(args=names, defaults=())
    try:
        found = inspect.getfullargspec(function)
    except TypeError:
        return inspect.FullArgSpec([], "args", None, None, [], None, {})
    return found._replace(args=found.args[1:]) if inspect.ismethod(function) else found


def _array_as_tensor(value: Any) -> Any:
    return constant_op.constant(value) if isinstance(value, np.ndarray) else value
