"""What the values of flags may be, kind by kind, and the errors of `absl.flags`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Error(Exception):
    """The base of the errors of absl.flags."""


class DuplicateFlagError(Error):
    """A flag is defined twice."""


class IllegalFlagValueError(Error):
    """A flag's value isn't one of its kind."""


class UnrecognizedFlagError(Error):
    """A flag on the command line that nobody defined."""


class ValidationError(Error):
    """A validator doesn't accept a value."""


def _string(value: Any) -> Any:
    if not isinstance(value, str):
        raise TypeError(f'flag value must be a string, found "{type(value)}"')
    return value


def _integer(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise TypeError(f"Expect argument to be a string or int, found {type(value)}")
    text = value.lower() if isinstance(value, str) else ""
    return int(text, 0 if text.startswith(("0x", "0o")) else 10) if text else int(value)


def _float(value: Any) -> Any:
    if not isinstance(value, (int, float, str)):
        raise TypeError(f"Expect argument to be a string, int, or float, found {type(value)}")
    return float(value)


def _boolean(value: Any) -> Any:
    if isinstance(value, str):
        lowered = value.lower()
        if lowered in ("true", "t", "1"):
            return True
        if lowered in ("false", "f", "0"):
            return False
        raise ValueError("Non-boolean argument to boolean flag", value)
    if isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    raise TypeError("Non-boolean argument to boolean flag", value)


def _list(value: Any) -> Any:
    if isinstance(value, list):
        return value
    return [part.strip() for part in value.split(",")] if value else []


def _spaced(value: Any) -> Any:
    return value if isinstance(value, list) else value.split()


KINDS: dict[str, Callable[[Any], Any]] = {
    "string": _string, "integer": _integer, "float": _float, "boolean": _boolean, "bool": _boolean, "list": _list,
    "spaceseplist": _spaced,
}  # fmt: skip
