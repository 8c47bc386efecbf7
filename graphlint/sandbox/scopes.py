"""Which names a module binds anywhere: a name that nothing binds goes through a guard, so its error can be located.

Deliberately coarse: a name bound in any scope of the file counts as bound everywhere, and Python itself tells when
that was wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any


class Names:
    """The names bound in one file, or offered by the built-ins."""

    def __init__(self, builtins: Iterable[str], bound: Iterable[str]) -> None:
        self._bound = frozenset(builtins) | frozenset(bound)

    def is_bound(self, name: str) -> bool:
        return name in self._bound


def bound_names(tree: ast.AST) -> set[str]:
    """All names that something in the tree binds."""
    found: set[str] = set()
    waiting: list[Any] = [tree]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is ast.Name:
            if type(node.ctx) is not ast.Load:
                found.add(node.id)
            continue
        if kind is ast.alias:
            found.add((node.asname or node.name).partition(".")[0])
            continue
        for field in _BINDING.get(kind, ()):
            name = getattr(node, field)
            if name:
                found.add(name)
        for part in vars(node).values():
            if type(part) is list:
                waiting += [item for item in part if isinstance(item, ast.AST)]
            elif isinstance(part, ast.AST):
                waiting.append(part)
    return found


_BINDING: dict[type, tuple[str, ...]] = {
    ast.FunctionDef: ("name",), ast.ClassDef: ("name",), ast.AsyncFunctionDef: ("name",), ast.arg: ("arg",),
    ast.ExceptHandler: ("name",), ast.MatchAs: ("name",), ast.MatchStar: ("name",), ast.MatchMapping: ("rest",),
}


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
