"""Names and lists as Keras forms them (keras/utils/generic_utils.py)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

_custom = "keras_custom_objects"


@cache
def to_snake_case(name: str) -> str:
    """`MaxPooling2D` as `max_pooling2d`; a name with a leading underscore becomes `private_...`."""
    parted = re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    snake = re.sub("([a-z])([A-Z])", r"\1_\2", parted).lower()
    return "private" + snake if snake[0] == "_" else snake


def to_list(x: Any) -> list[Any]:
    return x if isinstance(x, list) else [x]


def custom_objects() -> dict[str, Any]:
    found = stack.world.notes.setdefault(_custom, {})
    assert isinstance(found, dict)
    return found


get_custom_objects = custom_objects


def found_by_name(identifier: Any, table: dict[str, Any], kind: str, instantiate: bool, own: Any = None) -> Any:
    """What a string, a config dict or a callable stands for; `own` are names of the call. ValueError as Keras words it."""
    if identifier is None or isinstance(identifier, Unknown):
        return identifier
    config = None
    if isinstance(identifier, dict):
        if "class_name" not in identifier or "config" not in identifier:
            raise ValueError(f"Improper config format: {identifier}")
        config = identifier["config"]
        identifier = identifier["class_name"]
    elif not isinstance(identifier, str):
        if callable(identifier):
            return identifier
        raise ValueError(f"Could not interpret {kind} identifier: {identifier}")
    found = (own or {}).get(identifier) or custom_objects().get(identifier) or table.get(identifier)
    if found is None:
        raise ValueError(f"Unknown {kind}: {identifier}" if config is not None else f"Unknown {kind}:{identifier}")
    if config is not None:
        return found.from_config(config) if hasattr(found, "from_config") else found(**config)
    return found() if instantiate or isinstance(found, type) else found


@exposed
class CustomObjectScope:
    """A block in which names stand for the script's own classes."""

    def __init__(self, *args: Any) -> None:
        self._given = args

    def __enter__(self) -> CustomObjectScope:
        table = custom_objects()
        self._before = dict(table)
        for objects in self._given:
            table.update(objects)
        return self

    def __exit__(self, *args: Any) -> None:
        table = custom_objects()
        table.clear()
        table.update(self._before)


def custom_object_scope(*args: Any) -> CustomObjectScope:
    return CustomObjectScope(*args)


@exposed
class Progbar:
    """A progress bar, which isn't shown."""

    def __init__(self, target: Any, width: Any = 30, verbose: Any = 1, interval: Any = 0.05,
                 stateful_metrics: Any = None, unit_name: Any = "step") -> None:
        self.target, self.width, self.verbose = target, width, verbose

    def update(self, current: Any, values: Any = None) -> None:
        """Shows nothing."""

    def add(self, n: Any, values: Any = None) -> None:
        """Shows nothing."""
