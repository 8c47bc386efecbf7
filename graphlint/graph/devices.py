"""Device strings: parsing, merging and writing them as TensorFlow does (framework/device.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_FIELDS = ("job", "replica", "task", "device")


def parse(text: str) -> dict[str, str]:
    """Fields of `/job:ps/task:0/gpu:1`. ValueError where a part is not understood."""
    fields: dict[str, str] = {}
    for part in text.split("/"):
        bits = part.split(":")
        kind = bits[0].lower()
        if not part:
            continue
        if kind in ("job", "replica", "task") and len(bits) == 2:
            fields[kind] = bits[1] if kind == "job" else str(int(bits[1]))
        elif kind in ("cpu", "gpu", "tpu", "xla_cpu", "xla_gpu") and len(bits) <= 2:
            fields["device"] = f"{bits[0].upper()}:{bits[1] if len(bits) == 2 else '*'}"
        elif kind == "device" and len(bits) == 3:
            fields["device"] = f"{bits[1]}:{bits[2]}"
        else:
            raise ValueError(f"Unknown attribute: '{bits[0]}' in '{text}'")
    return fields


def write(fields: dict[str, str]) -> str:
    return "".join(f"/{key}:{fields[key]}" for key in _FIELDS if key in fields)


def merged(outer: str, inner: str) -> str:
    """The device of an op under `outer` that `inner` has said something about already."""
    if not inner:
        return write(parse(outer))
    return write({**parse(outer), **parse(inner)})


def apply(stack: list[Any], op: Any) -> None:
    """Apply a graph's stack of device strings and functions to a new op, innermost first."""
    for entry in reversed(stack):
        if entry is None:
            break
        if isinstance(entry, str):
            op.device = merged(entry, op.device)
        else:
            _apply_function(entry, op)


def _apply_function(function: Callable[[Any], Any], op: Any) -> None:
    answer = function(op)
    if answer is None:
        op.device = ""
        return
    to_string = getattr(answer, "to_string", None)
    op.device = str(to_string() if to_string is not None else answer)
