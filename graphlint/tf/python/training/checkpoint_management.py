"""Paths of checkpoints (training/checkpoint_management.py): the file system is not looked at."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown, Unlikely, text_of


def _asks(label: str) -> Any:
    def ask(checkpoint_dir: Any = None, *args: Any, **kwargs: Any) -> Any:
        return Unlikely("no checkpoint is looked for", text=f"{label}({text_of(checkpoint_dir)})")

    ask.__name__ = ask.__qualname__ = label
    return ask


latest_checkpoint = _asks("latest_checkpoint")
get_checkpoint_state = _asks("get_checkpoint_state")
checkpoint_exists = _asks("checkpoint_exists")
get_checkpoint_mtimes = _asks("get_checkpoint_mtimes")


def update_checkpoint_state(*args: Any, **kwargs: Any) -> None:
    """Nothing is written."""


remove_checkpoint = update_checkpoint_state


def generate_checkpoint_state_proto(*args: Any, **kwargs: Any) -> Any:
    return Unknown("the state of checkpoints", text="CheckpointState")


@exposed
class CheckpointManager:
    """Keeps checkpoints, none of which is ever written."""

    def __init__(self, checkpoint: Any, directory: Any, max_to_keep: Any, *args: Any, **kwargs: Any) -> None:
        self.checkpoint = checkpoint
        self.directory = directory
        self.checkpoints: list[Any] = []
        self.latest_checkpoint = latest_checkpoint(directory)

    def save(self, checkpoint_number: Any = None) -> Any:
        return Unknown("the path of a checkpoint", text="manager.save()")
