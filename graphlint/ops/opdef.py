"""Op definitions (recorded facts of a release) in the form that the builder uses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.releases import NEWEST, Version, covers

REQUIRED = object()
_FACTS = Path(__file__).with_name("facts")


@dataclass(frozen=True, slots=True)
class Arg:
    """An input or output of an op: of a fixed type, of the type of an attr, or a list of either."""

    name: str
    dtype: DType | None
    type_attr: str | None
    number_attr: str | None
    type_list_attr: str | None
    is_ref: bool


@dataclass(frozen=True, slots=True)
class Attr:
    """An attr of an op; `default` is REQUIRED where there is none."""

    name: str
    kind: str
    default: Any
    allowed: tuple[Any, ...] | None
    minimum: int | None


@dataclass(frozen=True, slots=True)
class OpDef:
    """What TensorFlow's OpDef says of one op type."""

    name: str
    inputs: tuple[Arg, ...]
    outputs: tuple[Arg, ...]
    attrs: tuple[Attr, ...]
    stateful: bool


@cache
def _facts() -> dict[str, Any]:
    return json.loads((_FACTS / "opdefs.json").read_bytes())  # type: ignore[no-any-return]


def _arg(row: list[Any]) -> Arg:
    name, dtype, type_attr, number_attr, type_list_attr, is_ref = row
    return Arg(name, as_dtype(dtype) if dtype else None, type_attr, number_attr, type_list_attr, bool(is_ref))


def _attr(row: list[Any]) -> Attr:
    name, kind, default, allowed, minimum = row + [None] * (5 - len(row))
    wanted = tuple(as_dtype(a) if kind in ("type", "list(type)") else a for a in allowed) if allowed else None
    return Attr(name, kind, _default(kind, default), wanted, minimum)


def _default(kind: str, boxed: list[Any] | None) -> Any:
    """Defaults are recorded in a list of one, so that a missing one differs from any value."""
    if boxed is None:
        return REQUIRED
    (default,) = boxed
    if kind == "type":
        return as_dtype(default)
    if kind == "list(type)":
        return [as_dtype(name) for name in default]
    if kind == "shape":
        return None if default is None else tuple(default)
    return default


@cache
def _older() -> dict[str, Any]:
    """Op type -> releases ("0-3,7": minor numbers of 1.x) -> definition, where it differs from 1.15's."""
    text = (_FACTS / "opdefs_by_release.json").read_bytes()
    return json.loads(text)["ops"]  # type: ignore[no-any-return]


def find(op_type: str) -> OpDef | None:
    """The definition of an op type in the release of the trace.

    Where that release lacks the op, the newest definition stands for it; None where no release has it.
    """
    return of_release(op_type, stack.world.release.version)


@cache
def of_release(op_type: str, version: Version) -> OpDef | None:
    row = _facts()["ops"].get(op_type)
    if version < NEWEST:
        changes = _older().get(op_type, {})
        row = next((definition for rows, definition in changes.items() if definition and covers(rows, version)), row)
    if row is None:
        return None
    return OpDef(
        op_type,
        tuple(map(_arg, row["in"])),
        tuple(map(_arg, row["out"])),
        tuple(map(_attr, row["attrs"])),
        bool(row["stateful"]),
    )


def names() -> list[str]:
    """All op types of the facts."""
    return list(_facts()["ops"])
