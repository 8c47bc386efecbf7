"""Argument scopes (contrib/framework/python/ops/arg_scope.py): default keyword arguments for decorated functions."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.unknown import Unknown

Scope = dict[Any, dict[str, Any]]


def _scopes() -> list[Scope]:
    return stack.world.notes.setdefault("arg_scopes", [{}])  # type: ignore[return-value]


def current_arg_scope() -> Scope:
    return _scopes()[-1]


def arg_scope_func_key(op: Any) -> Any:
    """What stands for a function in a scope: the decorated function's own key."""
    return getattr(op, "_key_op", op)


def has_arg_scope(func: Any) -> bool:
    return hasattr(func, "_arg_scope_names")


def arg_scoped_arguments(func: Any) -> tuple[str, ...]:
    """Names of the keyword arguments that a scope may set. AssertionError for a function that isn't decorated."""
    assert has_arg_scope(func)
    return func._arg_scope_names  # type: ignore[no-any-return]


@contextmanager
def arg_scope(list_ops_or_scope: Any, **kwargs: Any) -> Iterator[Scope]:
    """Set defaults of the listed functions, or re-enter a scope that was kept. TypeError, ValueError as TensorFlow."""
    scopes = _scopes()
    if isinstance(list_ops_or_scope, dict):
        if kwargs:
            raise ValueError("When attempting to re-use a scope by suppling adictionary, kwargs must be empty.")
        scope = dict(list_ops_or_scope)
    else:
        scope = _extended(list_ops_or_scope, kwargs)
    scopes.append(scope)
    try:
        yield scope
    finally:
        scopes.pop()


def _extended(functions: Any, kwargs: dict[str, Any]) -> Scope:
    if isinstance(functions, Unknown):
        return dict(current_arg_scope())
    if not isinstance(functions, (list, tuple)):
        raise TypeError("list_ops_or_scope must either be a list/tuple or reused scope (i.e. dict)")
    scope = dict(current_arg_scope())
    for function in functions:
        if isinstance(function, Unknown):
            continue
        key = arg_scope_func_key(function)
        if not has_arg_scope(function):
            raise ValueError("%s is not decorated with @add_arg_scope", _name_op(function))
        scope[key] = {**scope.get(key, {}), **kwargs}
    return scope


def _name_op(function: Any) -> tuple[str, str]:
    """TensorFlow's module and name of a function."""
    name = getattr(function, "__name__", str(function))
    generated = getattr(function, "api_path", "").removesuffix(f".{name}")
    module: str = generated or getattr(function, "__module__", "")
    return (f"tensorflow.{module.removeprefix('graphlint.tf.')}" if module.startswith("graphlint.tf.") else module, name)


def add_arg_scope(func: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function take defaults from the scopes it is called under."""

    def with_scope(*args: Any, **kwargs: Any) -> Any:
        scope = current_arg_scope().get(with_scope)
        return func(*args, **({**scope, **kwargs} if scope else kwargs))

    functools.update_wrapper(with_scope, func, assigned=("__name__", "__qualname__", "__doc__"), updated=())
    with_scope._key_op = with_scope  # type: ignore[attr-defined]
    with_scope._arg_scope_names = _defaulted(func)  # type: ignore[attr-defined]
    return with_scope


def _defaulted(func: Any) -> tuple[str, ...]:
    try:
        parameters = inspect.signature(func).parameters.values()
    except (TypeError, ValueError):
        return ()
    return tuple(p.name for p in parameters if p.default is not inspect.Parameter.empty)
