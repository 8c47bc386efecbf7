"""tf.summary.FileWriterCache (summary/writer/writer_cache.py): one writer a folder."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.exposed import exposed

from .writer import FileWriter


def _writers() -> dict[Any, FileWriter]:
    return stack.world.notes.setdefault("file_writers", {})  # type: ignore[return-value]


@exposed
class FileWriterCache:
    """Writers by folder."""

    @staticmethod
    def clear() -> None:
        _writers().clear()

    @staticmethod
    def get(logdir: Any) -> FileWriter:
        return _writers().setdefault(logdir, FileWriter(logdir))
