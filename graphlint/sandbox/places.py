"""Places of a script: chains of (code, instruction), captured cheaply and resolved to ranges when asked.

`register` tells which compiled files are scripts; the graph floor's `provenance` keeps the set of their names.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import CodeType, FrameType

from graphlint.graph.provenance import script_files
from graphlint.source.parse import Source

Chain = tuple[tuple[CodeType, int], ...]

Positions = list[tuple[int | None, int | None, int | None, int | None]]

_sources: dict[str, Source] = {}
# By the id of a code object, which is kept beside so that no other one gets that id.
_positions: dict[int, tuple[CodeType, Positions]] = {}
_MOST_POSITIONS = 1_000

# how often a function may call itself before that counts as endless
_MOST_TURNS = 20


@dataclass(frozen=True)
class Place:
    """A range of a script: lines and columns from 1, the end column exclusive; columns count characters."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    function: str = "<module>"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def register(filename: str, source: Source) -> None:
    """Make the frames of `filename` count as the script's."""
    script_files.add(filename)
    _sources[filename] = source


def source_of(code: CodeType) -> Source | None:
    """The source that a code object of a script came from."""
    return _sources.get(code.co_filename)


def script_frame() -> FrameType | None:
    """The innermost frame of a script."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename not in script_files:
        frame = frame.f_back
    return frame


def here() -> Chain:
    """The innermost place of the script, alone."""
    frame = script_frame()
    return () if frame is None else ((frame.f_code, frame.f_lasti),)


def resolve(code: CodeType, offset: int) -> Place:
    """The range of one instruction."""
    source = _sources.get(code.co_filename)
    file = source.path if source else code.co_filename
    positions = _positions_of(code)
    index = offset // 2
    line, end_line, column, end_column = positions[index] if 0 <= index < len(positions) else (None,) * 4
    line = line or code.co_firstlineno
    end_line = end_line or line
    if source is None:
        return Place(file, line, (column or 0) + 1, end_line, (end_column or 0) + 1, code.co_name)
    first = source.column(line, column or 0)
    last = source.column(end_line, end_column if end_column is not None else column or 0)
    return Place(file, line, first, end_line, last, code.co_name)


def _positions_of(code: CodeType) -> Positions:
    """The ranges of all instructions of a code object, kept as thousands of ops may come from one."""
    kept = _positions.get(id(code))
    if kept is None:
        if len(_positions) >= _MOST_POSITIONS:
            _positions.clear()
        kept = _positions[id(code)] = code, list(code.co_positions())
    return kept[1]


def resolve_chain(chain: Chain) -> list[Place]:
    """All places of a chain, innermost first."""
    return [resolve(code, offset) for code, offset in chain]


def chain_of(frame: FrameType | None) -> Chain:
    """The script's frames from `frame` outwards."""
    found = []
    while frame is not None:
        if frame.f_code.co_filename in script_files:
            found.append((frame.f_code, frame.f_lasti))
        frame = frame.f_back
    return tuple(found)


def recurses(frame: FrameType | None, most: int = _MOST_TURNS) -> bool:
    """Whether a function called itself over and over again: then what it asks must have another answer some time."""
    turns, outer = 0, frame.f_back if frame is not None else None
    while outer is not None and frame is not None and turns < most:
        turns += outer.f_code is frame.f_code
        outer = outer.f_back
    return turns == most
