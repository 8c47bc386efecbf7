"""What goes wrong when a graph is run, as one type with one clear message."""

from __future__ import annotations

from graphlint.graph.graph import Operation


class RunError(Exception):
    """A run that cannot go on.

    `kind` says why: `fetch`, `feed`, `uninitialized`, `unsupported`, `kernel`, `loop`, `large`, `late`.
    """

    def __init__(self, kind: str, message: str, op: Operation | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.op = op
