"""Where an op was created: the chain of the script's own frames, resolved to positions only when asked."""

from __future__ import annotations

import sys
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from types import CodeType, FrameType
from typing import NamedTuple

# `co_filename`s of compiled scripts; whoever compiles a script adds its name here.
script_files: set[str] = set()

Chain = tuple[tuple[CodeType, int], ...]

_RESUMED = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR


class Position(NamedTuple):
    """A range of a script. Lines and columns count from 1, the end column is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    function: str


class _Last:
    """The frame whose op came last, with the chain outside it: that stays as long as the frame runs."""

    frame: FrameType | None = None
    outer: Chain = ()


def forget() -> None:
    """Let go of the frame that is kept (when a trace begins or ends)."""
    _Last.frame, _Last.outer = None, ()


def capture() -> Chain:
    """The script frames on the stack, innermost first, each with its current instruction offset."""
    frame = _script_frame(sys._getframe(1))
    if frame is None:
        return ()
    if frame is not _Last.frame:
        outer = _chain(frame.f_back)
        if frame.f_code.co_flags & _RESUMED:  # its caller is another one each time
            return ((frame.f_code, frame.f_lasti), *outer)
        _Last.frame, _Last.outer = frame, outer
    return ((frame.f_code, frame.f_lasti), *_Last.outer)


def _script_frame(frame: FrameType | None) -> FrameType | None:
    files = script_files
    while frame is not None and frame.f_code.co_filename not in files:
        frame = frame.f_back
    return frame


def _chain(frame: FrameType | None) -> Chain:
    chain = []
    frame = _script_frame(frame)
    while frame is not None:
        chain.append((frame.f_code, frame.f_lasti))
        frame = _script_frame(frame.f_back)
    return tuple(chain)
