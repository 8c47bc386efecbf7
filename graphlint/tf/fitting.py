"""Calls of scripts as the release of the trace takes them: bound by its signature, then handed on by that of 1.15.

Models have the signatures of 1.15. An argument that came later, or that is gone by then, raises what TensorFlow of
that release raises; methods that it lacks are told by `lacks`. In 1.15 nothing is asked before a call fails.
"""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import dataclass
from functools import cache
from types import FunctionType, MethodType
from typing import Any

from graphlint.graph import stack
from graphlint.graph.releases import Version
from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import NotKnown

from . import history, places, signatures
from .signatures import Signature

Arguments = tuple[tuple[Any, ...], dict[str, Any]]

_REFUSED = re.compile(r"\(\) (got an unexpected keyword|got multiple values|missing \d+ required|takes )")


@dataclass(frozen=True)
class Plan:
    """How a function's calls of an older release become calls of its model.

    `positional` and `taken` are the model's parameters; None where it takes whatever comes.
    """

    then: Signature
    positional: tuple[str, ...]
    taken: frozenset[str] | None
    bound: bool

    def fit(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Arguments:
        """The arguments for the model. TypeError as TensorFlow; NotKnown for one that the model doesn't have."""
        shift = int(self.bound)
        text = self.then.refusal((None, *args) if self.bound else args, kwargs)
        if text is not None:
            raise refused(text, self.then)
        if self.taken is None or (self.then.variable is not None and len(args) + shift > len(self.then.positional)):
            return args, kwargs
        same = self._same()
        kept = args[: max(same - shift, 0)]
        names = self.then.positional[len(kept) + shift :]
        given = {**dict(zip(names, args[len(kept) :], strict=False)), **kwargs}
        return kept, {name: value for name, value in given.items() if self._has(name, value)}

    def _same(self) -> int:
        """How many parameters stand at the same place in both releases; one that was called `_` has its place alone."""
        pairs = zip(self.then.positional, self.positional, strict=False)
        return next((number for number, (then, now) in enumerate(pairs) if then not in (now, "_")),
                    min(len(self.then.positional), len(self.positional)))  # fmt: skip

    def _has(self, name: str, value: Any) -> bool:
        """Whether the model takes an argument; one that is gone by 1.15 is dropped where it says nothing."""
        if self.taken is None or name in self.taken or name not in self.then.names:
            return True
        if name in self.then.defaults and value in (None, self.then.defaults[name]):
            return False
        raise NotKnown(unmodelled(f"{self.then.label}'s argument {name}"))


def refused(text: str, signature: Signature) -> TypeError:
    """What TensorFlow raises for arguments that don't bind; rules read the signature from it."""
    error: Any = TypeError(text)
    error.certain = True
    error.signature = signature
    return error  # type: ignore[no-any-return]


def fit(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Arguments:
    """A script's call of a model, for a release before 1.15. TypeError where that release doesn't take it."""
    target, method, bound = _target(function)
    if target is None:
        return args, kwargs
    plan = _plan(target, method, bound, stack.world.release.version)
    if plan is None:
        return args, kwargs
    return plan.fit(args, _scoped(function, kwargs))


def rejected(error: TypeError, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Exception | None:
    """What a call raises instead of the TypeError of a model that doesn't take its arguments; None for other errors."""
    if not _REFUSED.search(str(error)) or hasattr(error, "certain"):
        return None
    signature, bound = _signature(function)
    if signature is None:
        return None
    text = signature.refusal((None, *args) if bound else args, _scoped(function, kwargs))
    if text is not None:
        return refused(text, signature)
    if error.__traceback__ is not None and error.__traceback__.tb_next is None:
        return NotKnown(unmodelled(f"{signature.label} with these arguments"))
    return None


def lacks(cls: type, name: str) -> bool:
    """Whether the release has no attribute of this name on a class that 1.15 has it on."""
    key = dated_class(cls, name)
    if key is None:
        return False
    now = signatures.methods(key).get(name)
    return history.of_release(history.method_rows(key, name), stack.world.release.version, now) is None


def _signature(function: Any) -> tuple[Signature | None, bool]:
    """The signature of what a script calls in the release, and whether it's bound to an object."""
    target, method, bound = _target(function)
    version = stack.world.release.version
    if target is None:
        return None, bound
    if method is None:
        key = places.key_of(target)
        return (key and signatures.of_function(key, version)) or None, False
    key = dated_class(target, method, any_release=True)
    return (key and signatures.of_method(key, method, version)) or None, bound


def _target(function: Any) -> tuple[Any, str | None, bool]:
    """(function, None, False) or (class, method, whether an object is bound) of what a script calls."""
    if isinstance(function, FunctionType):
        owner = _owner(function)
        return (function, None, False) if owner is None else (owner, function.__name__, False)
    if isinstance(function, type):
        return function, "__init__", True
    if isinstance(function, MethodType):
        bound = function.__self__
        return (bound if isinstance(bound, type) else type(bound)), function.__func__.__name__, True
    return type(function), "__call__", True


def _owner(function: FunctionType) -> type | None:
    """The class that an unbound or static method belongs to: if it differs only in a subclass that has it too, that one."""
    name, _, method = function.__qualname__.rpartition(".")
    owner: Any = getattr(sys.modules.get(function.__module__), name, None) if name.isidentifier() else None
    if not isinstance(owner, type) or method not in vars(owner):
        return None
    return next((cls for cls in (owner, *owner.__subclasses__()) if dated_class(cls, method)), owner)


def _scoped(function: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    """The keyword arguments with those of the arg_scope that a function is called under."""
    if not hasattr(function, "_key_op"):
        return kwargs
    scopes: Any = stack.world.notes.get("arg_scopes", [{}])
    return {**scopes[-1].get(function, {}), **kwargs}


@cache
def _plan(target: Any, method: str | None, bound: bool, version: Version) -> Plan | None:
    """None where the release and 1.15 have one signature."""
    if method is None:
        key = places.key_of(target)
        if key is None or not history.of_release(history.function_rows(key), version):
            return None
        then, model = signatures.of_function(key, version), inspect.unwrap(target)
    else:
        key = dated_class(target, method)
        if key is None or not history.of_release(history.method_rows(key, method), version):
            return None
        then, model = signatures.of_method(key, method, version), inspect.getattr_static(target, method)
        model = getattr(model, "__func__", model)
    return None if then is None else _planned(then, model, bound)


def _planned(then: Signature, model: Any, bound: bool) -> Plan:
    parameters = inspect.signature(model).parameters.values()
    positional = tuple(p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD))
    if {p.kind for p in parameters} >= {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}:
        now = signatures.of_home(then.home)
        if now is None or (now.variable is not None and now.keywords is not None):
            return Plan(then, (), None, bound)
        return Plan(then, now.positional, frozenset(now.names), bound)
    return Plan(then, positional, frozenset(p.name for p in parameters if p.kind != p.VAR_KEYWORD), bound)


@cache
def dated_class(cls: type, method: str, any_release: bool = False) -> str | None:
    """The first of a class and its bases of which the facts know an attribute, if it differs between releases."""
    for base in cls.__mro__:
        key = places.key_of(base)
        if key is not None and (method in signatures.methods(key) or history.method_rows(key, method)):
            return key if any_release or history.method_rows(key, method) else None
    return None
