"""Edits of a source's text, found with libcst so that everything else stays as it was written.

libcst is imported here only, and only when a fix is asked for: parsing for the trace is CPython's own.
"""

from __future__ import annotations

from typing import NamedTuple


class Range(NamedTuple):
    """Lines and columns from 1, the end column exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def callee_name(text: str, line: int, column: int) -> Range | None:
    """Where the last name of a call that begins at a place stands: `name_scope` of `tf.name_scope(...)`.

    None where no call begins there, or the text is not what libcst reads.
    """
    import libcst
    from libcst import metadata

    try:
        wrapper = metadata.MetadataWrapper(libcst.parse_module(text), unsafe_skip_copy=True)
    except libcst.ParserSyntaxError:
        return None
    positions = wrapper.resolve(metadata.PositionProvider)
    for node, place in positions.items():
        if isinstance(node, libcst.Call) and (place.start.line, place.start.column + 1) == (line, column):
            name = node.func.attr if isinstance(node.func, libcst.Attribute) else node.func
            if isinstance(name, libcst.Name):
                found = positions[name]
                return Range(found.start.line, found.start.column + 1, found.end.line, found.end.column + 1)
    return None
