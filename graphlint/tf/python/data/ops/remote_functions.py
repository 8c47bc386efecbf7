"""Functions that call another one on the device where the elements of a dataset are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework.func_graph import FuncGraph, func_graph_from_py_func

Arguments = Sequence[tuple[Any, ...]]
HANDLE: Arguments = ((dtypes.string, (), "string_handle"),)


def remote(role: str, device: Tensor, function: Callable[..., Any], arguments: Arguments, types: Any,
           passed: Arguments | None = None) -> FuncGraph:
    """A function that calls another one on a device; `passed` are its own arguments where these have other names."""
    near = func_graph_from_py_func(f"_{role}_func", function, arguments)

    def called(*handles: Tensor) -> Any:
        return gen.RemoteCall(device, [*handles, *near.captured], Tout=types, f=near)

    return func_graph_from_py_func(f"_remote_{role}_func", called, arguments if passed is None else passed)
