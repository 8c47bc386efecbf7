"""`distutils.version`, `packaging.version`, `pkg_resources.parse_version`: scripts ask them which TensorFlow they have.

Not here: what else these libraries do (nothing is known of it).
"""

from __future__ import annotations

import re
from functools import total_ordering
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import TableLibrary, UnknownLibrary
from graphlint.sandbox.unknown import Unknown

_PARTS = re.compile(r"(\d+|[a-z]+|\.)", re.IGNORECASE)
_PEP_440 = re.compile(
    r"v?(?:\d+!)?(?P<release>\d+(?:\.\d+)*)(?:[-_.]?(?P<pre>a|b|c|rc|alpha|beta|pre|preview)[-_.]?(?P<pre_number>\d*))?"
    r"(?:-(?P<implicit>\d+)|[-_.]?(?P<post>post|rev|r)[-_.]?(?P<post_number>\d*))?(?:[-_.]?(?P<dev>dev)[-_.]?(?P<dev_number>\d*))?"
    r"(?:\+(?P<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?", re.IGNORECASE,
)  # fmt: skip
_SAME = {"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}
_LEAST, _MOST = (-1,), (1,)


@total_ordering
class Ordered:
    """A version that is compared by a key; with one that isn't known, the answer isn't known either."""

    version: Any

    def __init__(self, vstring: str) -> None:
        self.vstring = vstring
        self.version = self.parsed(vstring)

    def __new__(cls, vstring: Any = None) -> Any:
        if isinstance(vstring, Unknown):
            return vstring.derived(f"{cls.__name__}({vstring.text})")
        return super().__new__(cls)

    @staticmethod
    def parsed(text: str) -> Any:
        raise NotImplementedError

    def _key_of(self, other: Any) -> Any:
        return self.parsed(other) if isinstance(other, str) else other.version

    def __eq__(self, other: Any) -> Any:
        return isinstance(other, (str, Ordered)) and self.version == self._key_of(other)

    def __lt__(self, other: Any) -> Any:
        return NotImplemented if not isinstance(other, (str, Ordered)) else self.version < self._key_of(other)

    def __hash__(self) -> int:
        return hash(str(self.version))

    def __str__(self) -> str:
        return self.vstring

    def __repr__(self) -> str:
        return f"{type(self).__name__} ('{self.vstring}')"


@exposed
class LooseVersion(Ordered):
    """Numbers and words, compared one by one."""

    @staticmethod
    def parsed(text: str) -> list[int | str]:
        return [int(part) if part.isdigit() else part for part in _PARTS.split(text) if part and part != "."]


@exposed
class StrictVersion(Ordered):
    """Two or three numbers, and perhaps `a1` or `b2`."""

    @staticmethod
    def parsed(text: str) -> tuple[Any, ...]:
        found = re.fullmatch(r"(\d+)\.(\d+)(\.(\d+))?([ab](\d+))?", text)
        if found is None:
            raise ValueError(f"invalid version number '{text}'")
        major, minor, _, patch, pre, number = found.groups()
        return int(major), int(minor), int(patch or 0), (pre[0], int(number)) if pre else ("c",)


@exposed
class Version(Ordered):
    """A version as PEP 440 orders them: pre-releases stand before their release."""

    @staticmethod
    def parsed(text: str) -> tuple[Any, ...]:
        found = _PEP_440.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"Invalid version: '{text}'")
        release = [int(number) for number in found["release"].split(".")]
        while release and not release[-1]:
            release.pop()
        post = found["post"] or found["implicit"]
        pre = (0, _SAME.get(found["pre"].lower(), found["pre"].lower()), int(found["pre_number"] or 0)) if found["pre"] else None
        if pre is None:
            pre = _LEAST if found["dev"] and not post else _MOST  # type: ignore[assignment]
        after = (0, int(found["implicit"] or found["post_number"] or 0)) if post else _LEAST
        dev = (0, int(found["dev_number"] or 0)) if found["dev"] else _MOST
        return tuple(release), pre, after, dev, found["local"] or ""

    @property
    def release(self) -> tuple[int, ...]:
        return tuple(int(number) for number in re.findall(r"\d+", _PEP_440.fullmatch(self.vstring.strip())["release"]))  # type: ignore[index]

    @property
    def major(self) -> int:
        return self.release[0]

    @property
    def minor(self) -> int:
        return (*self.release, 0)[1]

    @property
    def micro(self) -> int:
        return (*self.release, 0, 0)[2]


def parse(version: Any) -> Any:
    """What `packaging` and `pkg_resources` make of a text."""
    return Version(version)


def _library(name: str, table: dict[str, Any]) -> TableLibrary:
    return TableLibrary(name, table, UnknownLibrary(name).attribute)


_DISTUTILS = _library("distutils.version", {"LooseVersion": LooseVersion, "StrictVersion": StrictVersion})
_PACKAGING = _library("packaging.version", {"Version": Version, "parse": parse})
DISTUTILS = _library("distutils", {"version": _DISTUTILS})
PACKAGING = _library("packaging", {"version": _PACKAGING})
PKG_RESOURCES = _library("pkg_resources", {"parse_version": parse})
