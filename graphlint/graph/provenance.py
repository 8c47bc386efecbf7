"""Where an op was created: the chain of the script's own frames, resolved to positions only when asked."""

from __future__ import annotations

import sys
from types import CodeType
from typing import NamedTuple

# `co_filename`s of compiled scripts; whoever compiles a script adds its name here.
script_files: set[str] = set()

Chain = tuple[tuple[CodeType, int], ...]


class Position(NamedTuple):
    """A range of a script. Lines and columns count from 1, the end column is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    function: str


def capture() -> Chain:
    """The script frames on the stack, innermost first, each with its current instruction offset."""
    chain = []
    frame = sys._getframe(1)
    files = script_files
    while frame is not None:
        code = frame.f_code
        if code.co_filename in files:
            chain.append((code, frame.f_lasti))
        frame = frame.f_back  # type: ignore[assignment]
    return tuple(chain)
