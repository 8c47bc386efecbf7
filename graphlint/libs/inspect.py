"""`inspect`: the arguments of the script's functions and of models; never their source, frames or members."""

from __future__ import annotations

import inspect
from collections import OrderedDict, namedtuple
from types import FunctionType, MethodType
from typing import Any

from graphlint.libs.language import SimpleNamespace
from graphlint.libs.rows import library, unknown
from graphlint.sandbox.exposed import allow, allow_call
from graphlint.sandbox.unknown import Unknown

ArgSpec = namedtuple("ArgSpec", "args varargs keywords defaults")
FullArgSpec = namedtuple("FullArgSpec", "args varargs varkw defaults kwonlyargs kwonlydefaults annotations")
allow(ArgSpec, {*ArgSpec._fields, "count", "index"})
allow(FullArgSpec, {*FullArgSpec._fields, "count", "index"})
_KINDS = ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD")
_EMPTY = SimpleNamespace(__name__="_empty")
_VARARGS, _VARKEYWORDS = 4, 8


def _function(func: Any) -> FunctionType | None:
    """The plain function behind a function, a bound method or a class."""
    if isinstance(func, type):
        func = vars(func).get("__init__")
    if isinstance(func, MethodType):
        func = func.__func__
    return func if isinstance(func, FunctionType) else None


def getfullargspec(func: Any) -> Any:
    function = _function(func)
    if function is None:
        return Unknown("the arguments of a function", text="inspect.getfullargspec(...)")
    code = function.__code__
    count, only = code.co_argcount, code.co_kwonlyargcount
    names = list(code.co_varnames)
    rest = names[count + only :]
    varargs = rest.pop(0) if code.co_flags & _VARARGS else None
    varkw = rest.pop(0) if code.co_flags & _VARKEYWORDS else None
    keyword_only = names[count : count + only]
    return FullArgSpec(
        names[:count], varargs, varkw, function.__defaults__, keyword_only, dict(function.__kwdefaults__ or {}), {}
    )


def getargspec(func: Any) -> Any:
    full = getfullargspec(func)
    return full if isinstance(full, Unknown) else ArgSpec(*full[:4])


def signature(obj: Any) -> Any:
    full = getfullargspec(obj)
    if isinstance(full, Unknown):
        return Unknown("the arguments of a function", text="inspect.signature(...)")
    parameters: OrderedDict[str, Any] = OrderedDict()
    defaults = dict(zip(full.args[::-1], (full.defaults or ())[::-1], strict=False))
    bound = isinstance(obj, (MethodType, type))
    for name in full.args[1:] if bound else full.args:
        parameters[name] = _parameter(name, "POSITIONAL_OR_KEYWORD", defaults.get(name, _EMPTY))
    if full.varargs:
        parameters[full.varargs] = _parameter(full.varargs, "VAR_POSITIONAL", _EMPTY)
    for name in full.kwonlyargs:
        parameters[name] = _parameter(name, "KEYWORD_ONLY", full.kwonlydefaults.get(name, _EMPTY))
    if full.varkw:
        parameters[full.varkw] = _parameter(full.varkw, "VAR_KEYWORD", _EMPTY)
    return SimpleNamespace(parameters=parameters)


def _parameter(name: str, kind: str, default: Any) -> Any:
    return SimpleNamespace(name=name, kind=kind, default=default, empty=_EMPTY, **{each: each for each in _KINDS})


def getmembers(object: Any, predicate: Any = None) -> Any:
    return Unknown("the members of an object", text="inspect.getmembers(...)")


_TESTS = ["isclass", "isfunction", "ismethod", "isbuiltin", "isgenerator", "isgeneratorfunction", "ismodule"]
_SOURCES = [
    "getsource", "getfile", "stack", "currentframe", "getdoc", "getmodule", "getsourcefile", "getsourcelines",
    "getouterframes",
]  # fmt: skip
INSPECT = library(
    "inspect",
    {"getargspec": getargspec, "getfullargspec": getfullargspec, "signature": signature, "getmembers": getmembers},
    {name: allow_call(getattr(inspect, name)) for name in _TESTS},
    {name: unknown("the source text", f"inspect.{name}(...)") for name in _SOURCES},
    {"Parameter": SimpleNamespace(empty=_EMPTY, **{each: each for each in _KINDS}), "_empty": _EMPTY},
    {"getmro": lambda cls: cls.__mro__ if isinstance(cls, type) else Unknown("the bases of a class")},
)
