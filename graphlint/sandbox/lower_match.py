"""`match` statements into tests through a guard: Python's own matching reads attributes without asking.

A pattern becomes plain data for the guard (`matching.py`), with the values and classes it names evaluated beside it.
"""

from __future__ import annotations

import ast
from typing import Any

from graphlint.sandbox.lower_statements import StatementLowering

Spec = tuple[Any, ...]


class MatchLowering(StatementLowering):
    """Lowers everything, `match` included."""

    def on_Match(self, node: ast.Match) -> list[ast.stmt]:
        subject, done = self.temporary(), self.temporary()
        lowered = [
            self.store(subject, self.expression(node.subject), node),
            self.store(done, self.constant(False, node), node),
        ]
        for case in node.cases:
            untried = ast.copy_location(ast.UnaryOp(ast.Not(), self.load(done, case.pattern)), case.pattern)
            lowered.append(ast.copy_location(ast.If(untried, self.case(case, subject, done), []), case.pattern))
        return lowered

    def case(self, case: ast.match_case, subject: str, done: str) -> list[ast.stmt]:
        at, found = case.pattern, self.temporary()
        names: list[str] = []
        values: list[ast.expr] = []
        spec = self.spec(at, names, values)
        arguments = [self.load(subject, at), self.constant(spec, at), self.constant(tuple(names), at), *values]
        body = [self.store(done, self.constant(True, at), at), *self.body(case.body)]
        if case.guard is not None:
            body = [ast.copy_location(ast.If(self.test(case.guard), body, []), case.guard)]
        if names:
            stores: list[ast.expr] = [ast.copy_location(ast.Name(name, ast.Store()), at) for name in names]
            target = ast.copy_location(ast.Tuple(stores, ast.Store()), at)
            body.insert(0, ast.copy_location(ast.Assign([target], self.load(found, at)), at))
        none = self.constant(None, at)
        matched = ast.copy_location(ast.Compare(self.load(found, at), [ast.IsNot()], [none]), at)
        return [
            self.store(found, self.guard("matched", at, arguments), at),
            ast.copy_location(ast.If(matched, body, []), at),
        ]

    def spec(self, node: ast.pattern, names: list[str], values: list[ast.expr]) -> Spec:
        """A pattern as data; names that it binds and expressions that it needs are collected."""

        def value(expression: ast.expr) -> int:
            values.append(self.expression(expression))
            return len(values) - 1

        def bind(name: str | None) -> str | None:
            if name is not None and self.identifier(name, node) not in names:
                names.append(name)
            return name

        def inner(patterns: list[ast.pattern]) -> tuple[Spec, ...]:
            return tuple(self.spec(pattern, names, values) for pattern in patterns)

        match node:
            case ast.MatchValue():
                return ("value", value(node.value))
            case ast.MatchSingleton():
                return ("is", value(ast.copy_location(ast.Constant(node.value), node)))
            case ast.MatchSequence():
                return ("sequence", inner(node.patterns))
            case ast.MatchStar():
                return ("star", bind(node.name))
            case ast.MatchMapping():
                return ("mapping", tuple(value(key) for key in node.keys), inner(node.patterns), bind(node.rest))
            case ast.MatchClass():
                cls = value(node.cls)
                for name in node.kwd_attrs:
                    self.identifier(name, node)
                return ("class", cls, inner(node.patterns), tuple(node.kwd_attrs), inner(node.kwd_patterns))
            case ast.MatchOr():
                return ("or", inner(node.patterns))
            case ast.MatchAs():
                pattern = None if node.pattern is None else self.spec(node.pattern, names, values)
                return ("as", pattern, bind(node.name))
        raise self.refuse(node, f"{type(node).__name__} patterns are not supported")
