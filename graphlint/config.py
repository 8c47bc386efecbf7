"""Settings: `[tool.graphlint]` of the nearest pyproject.toml, over which the command line's options stand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

SEVERITIES = ("error", "warning", "note")


class ConfigError(Exception):
    """A setting that can't be used; the message names the file and the key."""


@dataclass(frozen=True)
class Settings:
    """What a check goes by. `fail_on` is the lowest severity that makes the exit status 1."""

    tf: str = "1.15"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    argv: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    python: str = "auto"
    fail_on: str = "warning"
    confirm: bool = True
    entries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    root: Path | None = None


def load(start: Path) -> Settings:
    """The settings that hold for a file or folder. ConfigError where the file or a value is not usable."""
    found = _find(start)
    if found is None:
        return Settings()
    try:
        data = tomllib.loads(found.read_text("utf8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{found}: {error}") from None
    table = data.get("tool", {}).get("graphlint")
    if table is None:
        return Settings(root=found.parent)
    return _settings(table, found)


def _find(start: Path) -> Path | None:
    folder = start if start.is_dir() else start.parent
    for parent in (folder.absolute(), *folder.absolute().parents):
        candidate = parent / "pyproject.toml"
        if candidate.is_file():
            return candidate
    return None


def _settings(table: dict[str, Any], source: Path) -> Settings:
    known = {item.name.replace("_", "-"): item.name for item in fields(Settings) if item.name != "root"}
    values: dict[str, Any] = {"root": source.parent}
    for key, value in table.items():
        name = known.get(key.replace("_", "-"))
        if name is None:
            raise ConfigError(f"{source}: [tool.graphlint] has no setting {key!r}; there are {', '.join(sorted(known))}")
        values[name] = _value(name, key, value, source)
    settings = Settings(**values)
    if settings.fail_on not in SEVERITIES:
        raise ConfigError(f"{source}: fail-on is one of {', '.join(SEVERITIES)}, not {settings.fail_on!r}")
    return settings


def _value(name: str, key: str, value: Any, source: Path) -> Any:
    default = getattr(Settings(), name)
    if name == "entries":
        if not isinstance(value, dict):
            raise ConfigError(f"{source}: {key} is a table of file = [expressions]")
        return {file: _strings(key, items, source) for file, items in value.items()}
    if isinstance(default, tuple):
        return _strings(key, value, source)
    if name == "tf" and isinstance(value, float):
        raise ConfigError(f"{source}: write {key} in quotes (a number would lose the 0 of 1.10)")
    if not isinstance(value, type(default)):
        raise ConfigError(f"{source}: {key} is a {type(default).__name__}, not {value!r}")
    return value


def _strings(key: str, value: Any, source: Path) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ConfigError(f"{source}: {key} is a list of strings")
    return tuple(items)
