"""What scripts register: gradients of op types, conversions of their own classes (framework/ops.py).

All of it lives as long as the trace. Gradients stand in the world's notes under the op type, as custom gradients do.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.exposed import exposed

CONVERSIONS = "conversions"


@exposed
class RegisterGradient:
    """`@tf.RegisterGradient("OpType")`."""

    def __init__(self, op_type: Any) -> None:
        if not isinstance(op_type, str):
            raise TypeError("op_type must be a string")
        self._op_type = op_type

    def __call__(self, f: Any) -> Any:
        notes = stack.world.notes
        if self._op_type in notes and not _of_module_run_twice(notes[self._op_type], f):
            raise KeyError(f"Registering two gradient with name '{self._op_type}'! (Previous registration was in register)")
        notes[self._op_type] = f
        return f


def _of_module_run_twice(known: Any, f: Any) -> bool:
    """Whether two functions are one `def` of a module that ran as the script and was imported by its own package, too."""
    if type(known) is not FunctionType or type(f) is not FunctionType or known.__globals__ is f.__globals__:
        return False
    return all(getattr(known.__code__, part) == getattr(f.__code__, part) for part in ("co_filename", "co_firstlineno"))


def no_gradient(op_type: Any) -> None:
    if not isinstance(op_type, str):
        raise TypeError("op_type must be a string")
    stack.world.notes[op_type] = None


@exposed
class RegisterShape:
    """`@tf.RegisterShape("OpType")` of the first releases, without effect since shapes come from C++."""

    def __init__(self, op_type: Any) -> None:
        if not isinstance(op_type, str):
            raise TypeError("op_type must be a string")

    def __call__(self, f: Any) -> Any:
        return f


@exposed
class RegisterStatistics:
    """`@ops.RegisterStatistics("OpType", "flops")`: no statistics are computed."""

    def __init__(self, op_type: Any, statistic_type: Any) -> None:
        if not isinstance(op_type, str):
            raise TypeError("op_type must be a string.")

    def __call__(self, f: Any) -> Any:
        return f


def register_tensor_conversion_function(base_type: Any, conversion_func: Any, priority: int = 100) -> None:
    """Convert instances of a class of the script with its own function."""
    types = base_type if isinstance(base_type, tuple) else (base_type,)
    if not all(isinstance(kind, type) for kind in types):
        raise TypeError("base_type must be a type or a tuple of types.")
    if not callable(conversion_func):
        raise TypeError("conversion_func must be callable.")
    rows: Any = stack.world.notes.setdefault(CONVERSIONS, [])
    rows.append((priority, types, conversion_func))
    rows.sort(key=lambda row: row[0])


