"""Names of a callable's arguments, and calls by them (util/function_utils.py)."""

from __future__ import annotations

import functools
import inspect
from typing import Any

from graphlint.sandbox.unknown import Unknown


def fn_args(fn: Any) -> tuple[str, ...]:
    """The positional arguments that a caller may give, without `self`. TypeError for what has no signature."""
    if isinstance(fn, functools.partial):
        rest = fn_args(fn.func)[len(fn.args):]
        return tuple(name for name in rest if name not in fn.keywords)
    if isinstance(fn, Unknown):
        return ()
    bound = inspect.ismethod(fn)
    if not bound and not inspect.isfunction(fn) and not isinstance(fn, type):
        fn, bound = getattr(fn, "__call__", fn), True  # noqa: B004 - the method's own signature is asked
    code = getattr(inspect.unwrap(getattr(fn, "__func__", fn)), "__code__", None)
    if code is not None:
        return tuple(code.co_varnames[: code.co_argcount])[1 if bound else 0:]
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return tuple(name for name, found in inspect.signature(fn).parameters.items() if found.kind in kinds)


def asked_for(fn: Any, offered: dict[str, Any]) -> dict[str, Any]:
    """Those of the arguments that a callable takes by their names."""
    names = fn_args(fn)
    return {name: value for name, value in offered.items() if name in names}
