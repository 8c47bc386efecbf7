"""tf.gfile's file objects (platform/gfile.py): never opened, their content unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown, text_of


@exposed
class GFile:
    """A file that isn't opened."""

    def __init__(self, name: Any, mode: str = "r") -> None:
        self.name = name
        self.mode = mode

    def read(self, n: int = -1) -> Any:
        return Unknown(f"the content of the file {text_of(self.name)}", text="file.read()")

    def readline(self) -> Any:
        return Unknown(f"the content of the file {text_of(self.name)}", text="file.readline()")

    def readlines(self) -> Any:
        return Unknown(f"the content of the file {text_of(self.name)}", text="file.readlines()")

    def __iter__(self) -> Iterator[Any]:
        yield self.readline()

    def size(self) -> Any:
        return Unknown(f"the size of the file {text_of(self.name)}", text="file.size()")

    def tell(self) -> Any:
        return Unknown(f"a position in the file {text_of(self.name)}", text="file.tell()")

    def write(self, file_content: Any) -> None:
        """Nothing is written."""

    seek = flush = close = write

    def __enter__(self) -> GFile:
        return self

    def __exit__(self, *exc: object) -> None:
        return None


class FastGFile(GFile):
    """The older file object."""
