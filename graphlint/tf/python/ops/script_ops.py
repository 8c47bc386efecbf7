"""Ops that call Python functions (ops/script_ops.py). The functions are never called here."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.tf import gen


def _py_func(op_type: str, func: Any, inp: Any, tout: Any, name: Any, **attrs: Any) -> Any:
    if not callable(func):
        raise ValueError(f"Expected func to be callable, got func of type {type(func)}")
    several = isinstance(tout, (list, tuple))
    counters = stack.world.counters
    token = f"pyfunc_{counters.get('py_func', 0)}"
    counters["py_func"] = counters.get("py_func", 0) + 1
    found = gen.op(op_type, inp, token=token, Tout=list(tout) if several else [tout], name=name, **attrs)
    return found if several else found[0]


def py_func(func: Any, inp: Any, Tout: Any, stateful: bool = True, name: Any = None) -> Any:  # noqa: N803
    return _py_func("PyFunc" if stateful else "PyFuncStateless", func, inp, Tout, name)


py_func_common = py_func


def numpy_function(func: Any, inp: Any, Tout: Any, name: Any = None) -> Any:  # noqa: N803
    return _py_func("PyFunc", func, inp, Tout, name)


def eager_py_func(func: Any, inp: Any, Tout: Any, name: Any = None) -> Any:  # noqa: N803
    return _py_func("EagerPyFunc", func, inp, Tout, name, is_async=False)
