"""Text and bytes, and tuples of Python types (util/compat.py)."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from graphlint.sandbox.unknown import Unknown
from graphlint.sandbox.unknown_text import UnknownText

integral_types = (numbers.Integral, np.integer)
real_types = (numbers.Real, np.integer, np.floating)
complex_types = (numbers.Complex, np.number)
bytes_or_text_types = (bytes, str)


def as_bytes(bytes_or_text: Any, encoding: str = "utf-8") -> Any:
    if isinstance(bytes_or_text, Unknown):
        return bytes_or_text.derived(f"as_bytes({bytes_or_text.text})")
    if isinstance(bytes_or_text, bytearray):
        return bytes(bytes_or_text)
    if isinstance(bytes_or_text, str):
        return bytes_or_text.encode(encoding)
    if isinstance(bytes_or_text, bytes):
        return bytes_or_text
    raise TypeError(f"Expected binary or unicode string, got {bytes_or_text!r}")


def as_text(bytes_or_text: Any, encoding: str = "utf-8") -> Any:
    if isinstance(bytes_or_text, Unknown):
        return UnknownText(bytes_or_text.reason, text=f"as_text({bytes_or_text.text})", site=bytes_or_text.site)
    if isinstance(bytes_or_text, str):
        return bytes_or_text
    if isinstance(bytes_or_text, bytes):
        return bytes_or_text.decode(encoding)
    raise TypeError(f"Expected binary or unicode string, got {bytes_or_text!r}")


as_str = as_text


def as_str_any(value: Any) -> Any:
    return as_text(value) if isinstance(value, (bytes, Unknown)) else str(value)


def path_to_str(path: Any) -> Any:
    return path
