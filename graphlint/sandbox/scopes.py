"""Which names a module binds anywhere: a name that nothing binds goes through a guard, so its error can be located.

Deliberately coarse: a name bound in any scope of the file counts as bound everywhere, and Python itself tells when
that was wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable


class Names:
    """The names bound in one file, or offered by the built-ins."""

    def __init__(self, builtins: Iterable[str], bound: Iterable[str]) -> None:
        self._bound = frozenset(builtins) | frozenset(bound)

    def is_bound(self, name: str) -> bool:
        return name in self._bound


def bound_names(tree: ast.AST) -> set[str]:
    """All names that something in the tree binds."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                found.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
            found.update([node.name] if node.name else [])
        elif isinstance(node, ast.MatchMapping):
            found.update([node.rest] if node.rest else [])
    return found


def bound_in(statements: list[ast.stmt]) -> set[str]:
    """The names that statements bind in their own scope, those of inner functions and classes left out."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update((alias.asname or alias.name).partition(".")[0] for alias in node.names if alias.name != "*")
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            waiting += ast.iter_child_nodes(node)
    return found
