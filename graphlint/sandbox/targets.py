"""How targets and parameters look, read off the tree: the pattern of an unpacking, a function's first parameter."""

from __future__ import annotations

import ast
from typing import Any

# None for a name, a tuple of patterns, "*" for a starred one.
Pattern = Any


def pattern_of(target: ast.expr) -> Pattern:
    """How a value is taken apart by this target."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return tuple(pattern_of(item) for item in target.elts)
    if isinstance(target, ast.Starred):
        return "*"
    return None


def first_argument(arguments: ast.arguments) -> str | None:
    """The name of a function's first positional parameter."""
    for argument in [*arguments.posonlyargs, *arguments.args]:
        return argument.arg
    return None
