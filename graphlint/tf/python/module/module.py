"""Modules: objects with a name scope that find their own variables (module/module.py)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops.variables import Variable
from graphlint.tf.python.util import nest

_HUMP = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")
_IDENTIFIER = re.compile(r"^[a-zA-Z_]([a-zA-Z0-9_])*$")


@exposed(also={"_name", "_flatten"})
class Module:
    def __init__(self, name: Any = None) -> None:
        if name is None:
            name = _HUMP.sub(r"_\1", type(self).__name__).lower()
        elif not _IDENTIFIER.match(name):
            raise ValueError(f"{name!r} is not a valid module name. Module names must be valid Python identifiers (e.g. a "
                             "valid class name).")
        self._name = name
        with ops.name_scope(name) as scope:
            self._scope_name = scope

    name = property(lambda self: self._name)

    @property
    def name_scope(self) -> Any:
        return ops.name_scope(self._scope_name)

    @property
    def variables(self) -> tuple[Any, ...]:
        return tuple(self._flatten(predicate=lambda leaf: isinstance(leaf, Variable)))

    @property
    def trainable_variables(self) -> tuple[Any, ...]:
        return tuple(self._flatten(
            predicate=lambda leaf: isinstance(leaf, Variable) and getattr(leaf, "trainable", False)))

    @property
    def submodules(self) -> tuple[Any, ...]:
        return tuple(self._flatten(predicate=lambda leaf: isinstance(leaf, Module)))

    def _flatten(self, recursive: bool = True, predicate: Callable[[Any], bool] = lambda leaf: True) -> Iterator[Any]:
        return _leaves(self, recursive, predicate, {id(self)})

    @classmethod
    def with_name_scope(cls, method: Any) -> Any:
        # not under the module of the script's method: scripts couldn't call it
        @functools.wraps(method, assigned=("__name__", "__qualname__", "__doc__"), updated=())
        def scoped(self: Any, *args: Any, **kwargs: Any) -> Any:
            with self.name_scope:
                return method(self, *args, **kwargs)

        return scoped


def _leaves(module: Module, recursive: bool, predicate: Callable[[Any], bool], seen: set[int]) -> Iterator[Any]:
    """What stands in the attributes, by their names; then what stands in those of modules among it."""
    inner = []
    for key in sorted(vars(module)):
        for leaf in nest.flatten(vars(module)[key]):
            if id(leaf) in seen:
                continue
            seen.add(id(leaf))
            if predicate(leaf):
                yield leaf
            if recursive and isinstance(leaf, Module):
                inner.append(leaf)
    for one in inner:
        yield from _leaves(one, recursive, predicate, seen)
