"""What each release had: public names and modules, signatures and methods, as recorded from the real releases.

Read only for a release other than 1.15, or to explain an error. Where differences are listed, what is not listed is as
in 1.15. Signatures are bound in `signatures`; which model stands for a name is `module`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from graphlint.graph.releases import NEWEST, Version, covers

from . import facts


@cache
def _recorded() -> dict[str, Any]:
    return facts.read("releases.json")


@cache
def _names_of(module: str) -> dict[str, str]:
    """name -> releases, of the names of a public module that some releases lack."""
    rows = _recorded()["symbols"].get(module, {})
    return {name: releases for releases, names in rows.items() for name in names.split()}


def module_releases(module: str) -> str | None:
    """The releases that have a public module; None where no difference is recorded."""
    return _recorded()["modules"].get(module)  # type: ignore[no-any-return]


def name_releases(module: str, name: str) -> str | None:
    """The releases that have a name of a public module, as "0-3,7"; None where no difference is recorded."""
    found = _names_of(module).get(name)
    return found if found is not None else module_releases(f"{module}.{name}")


def has_module(path: str, version: Version) -> bool:
    """Whether a release has a module, for all that is recorded."""
    releases = module_releases(path)
    return releases is None or covers(releases, version)


def has_name(module: str, name: str, version: Version) -> bool:
    """Whether a release has a public name, for all that is recorded."""
    releases = name_releases(module, name)
    return releases is None or covers(releases, version)


def home_of_gone(path: str) -> tuple[str, str] | None:
    """(module, attribute) where a public name that 1.15 lacks was defined."""
    place = _recorded()["gone"].get(path)
    if place is None:
        return None
    home, _, name = place.partition(":")
    return home, name


def function_rows(key: str) -> dict[str, list[Any]]:
    """releases -> parameters of a function, where they differ from 1.15's."""
    return _recorded()["functions"].get(key, {})  # type: ignore[no-any-return]


def method_rows(key: str, method: str) -> dict[str, list[Any] | None]:
    """releases -> parameters of a method (None: there is none), where they differ from 1.15's."""
    return _recorded()["classes"].get(key, {}).get(method, {})  # type: ignore[no-any-return]


def own_name(key: str, version: Version) -> str:
    """The name that a function's errors tell: 1.15's `reduce_sum_v1` was `reduce_sum`."""
    rows = _recorded()["named"].get(key, {})
    return of_release(rows, version) or key.partition(":")[2]


def module_called(module: str, version: Version) -> str:
    """The name of a public module that errors tell."""
    rows = _recorded()["called"].get(module, {})
    found = next((name for releases, name in rows.items() if covers(releases, version)), module)
    return found.replace("tensorflow.compat.v2", "tensorflow._api.v1.compat.v2", 1)


def of_release(rows: dict[str, Any], version: Version, default: Any = None) -> Any:
    """The value of a release in rows of releases."""
    if version >= NEWEST:
        return default
    return next((value for releases, value in rows.items() if covers(releases, version)), default)


def turn(having: Iterable[int], version: Version) -> str | None:
    """How something that a release lacks came or went: "came with 1.5", "is gone since 1.13"; None where it never was."""
    numbers = sorted(having)
    later = [number for number in numbers if number > version[1]]
    if later:
        return f"came with 1.{later[0]}"
    return f"is gone since 1.{numbers[-1] + 1}" if numbers else None
