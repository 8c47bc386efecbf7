"""TensorFlow's own signatures as recorded: written out for a reader, and bound to arguments as CPython 3.7 binds them.

Which function of ours stands for which of TensorFlow's is `places`; what is done with a bound call is `fitting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from graphlint.graph.releases import NEWEST, Version

from . import facts, history

_REQUIRED = object()


@dataclass(frozen=True)
class Signature:
    """One recorded signature. `name` is what errors tell, `label` what a reader knows: `LSTMCell` for its `__init__`.

    `home` is what it was found under: "module:name" of 1.15, and the method of a class.
    """

    home: tuple[str, str | None]
    name: str
    label: str
    positional: tuple[str, ...]
    defaults: dict[str, Any]
    keyword_only: tuple[str, ...]
    variable: str | None
    keywords: str | None

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.positional, *self.keyword_only)

    def __str__(self) -> str:
        parts = [self._shown(name) for name in self.positional if name not in ("self", "cls")]
        if self.variable is not None or self.keyword_only:
            parts.append(f"*{self.variable or ''}")
        parts += [self._shown(name) for name in self.keyword_only]
        if self.keywords is not None:
            parts.append(f"**{self.keywords}")
        return f"{self.label}({', '.join(parts)})"

    def _shown(self, name: str) -> str:
        return f"{name}={_written(self.defaults[name])}" if name in self.defaults else name

    def refusal(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str | None:
        """The text of the TypeError that a call raises, None where it binds."""
        given = set(self.positional[: len(args)])
        for name in kwargs:
            if name not in self.names:
                if self.keywords is None:
                    return f"{self.name}() got an unexpected keyword argument '{name}'"
            elif name in given:
                return f"{self.name}() got multiple values for argument '{name}'"
            given.add(name)
        if len(args) > len(self.positional) and self.variable is None:
            return self._too_many(len(args))
        for kind, names in (("positional", self.positional), ("keyword-only", self.keyword_only)):
            missing = [f"'{name}'" for name in names if name not in given and name not in self.defaults]
            if missing:
                many = "s" if len(missing) > 1 else ""
                return f"{self.name}() missing {len(missing)} required {kind} argument{many}: {_listed(missing)}"
        return None

    def _too_many(self, given: int) -> str:
        most = len(self.positional)
        least = sum(name not in self.defaults for name in self.positional)
        takes = f"from {least} to {most}" if least < most else str(most)
        many = "" if most == 1 and least == most else "s"
        return f"{self.name}() takes {takes} positional argument{many} but {given} {'was' if given == 1 else 'were'} given"


def _listed(words: list[str]) -> str:
    if len(words) < 3:
        return " and ".join(words)
    return f"{', '.join(words[:-1])}, and {words[-1]}"


def _written(default: Any) -> str:
    """A recorded default as Python writes it."""
    if isinstance(default, list):
        return f"[{', '.join(map(_written, default))}]"
    if not isinstance(default, dict):
        return repr(default)
    ((kind, value),) = default.items()
    if kind == "dtype":
        return f"tf.{value}"
    if kind == "tuple":
        return f"({', '.join(map(_written, value))}{',' if len(value) == 1 else ''})"
    return f"{value[1]}" if kind == "symbol" else f"<{value[1]}>" if kind == "instance" else str(value)


def parsed(parameters: list[Any], home: tuple[str, str | None], name: str, label: str) -> Signature:
    """A signature of recorded parameters (described in tests/oracle/facts.py)."""
    positional: list[str] = []
    keyword_only: list[str] = []
    defaults: dict[str, Any] = {}
    variable = keywords = None
    here = positional
    for parameter in parameters:
        word = parameter if isinstance(parameter, str) else parameter[0]
        if word.startswith("**"):
            keywords = word[2:]
        elif word.startswith("*"):
            variable, here = word[1:] or None, keyword_only
        elif not word.startswith("@"):
            here.append(word)
            if not isinstance(parameter, str):
                defaults[word] = parameter[1]
    return Signature(home, name, label, tuple(positional), defaults, tuple(keyword_only), variable, keywords)


def of_function(key: str, version: Version) -> Signature | None:
    """The signature of the function "module:name" of 1.15 in a release."""
    module, _, name = key.partition(":")
    now = facts.signatures()["functions"].get(module, {}).get(name)
    found = history.of_release(history.function_rows(key), version, now)
    if found is None:
        return None
    own = history.own_name(key, version)
    return parsed(found, (key, None), own, own)


def of_method(key: str, method: str, version: Version) -> Signature | None:
    """The signature of a method of the class "module:name" of 1.15 in a release; None for a property, or for no such."""
    found = history.of_release(history.method_rows(key, method), version, methods(key).get(method))
    if found is None or found[:1] == ["@p"]:
        return None
    cls = key.partition(":")[2]
    return parsed(found, (key, method), method, cls if method == "__init__" else f"{cls}.{method}")


def of_home(home: tuple[str, str | None], version: Version = NEWEST) -> Signature | None:
    """The signature of a function, or of a method of a class, in a release."""
    key, method = home
    return of_function(key, version) if method is None else of_method(key, method, version)


def releases_with(argument: str, home: tuple[str, str | None]) -> list[int]:
    """The minor versions of 1.x whose signature has a parameter."""
    found = ((minor, of_home(home, (1, minor))) for minor in range(NEWEST[1] + 1))
    return [minor for minor, signature in found if signature is not None and argument in signature.names]


def releases_having(key: str, method: str) -> list[int]:
    """The minor versions of 1.x whose class has an attribute."""
    now = methods(key).get(method)
    rows = history.method_rows(key, method)
    return [minor for minor in range(NEWEST[1] + 1) if history.of_release(rows, (1, minor), now) is not None]


@cache
def methods(key: str) -> dict[str, list[Any]]:
    """The parameters of all methods of a class in 1.15, inherited ones included; properties are ["@p"]."""
    classes = facts.signatures()["classes"]
    found: dict[str, list[Any]] = {}
    waiting, seen = [key.partition(":")[::2]], set()
    while waiting:
        module, name = waiting.pop(0)
        entry = classes.get(module, {}).get(name)
        if entry is None or (module, name) in seen:
            continue
        seen.add((module, name))
        for method, parameters in entry["methods"].items():
            found.setdefault(method, parameters)
        for method in entry["properties"]:
            found.setdefault(method, ["@p"])
        waiting += [(base[0], base[1]) for base in entry["bases"]]
    return found
