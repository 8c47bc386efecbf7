"""Would the script catch this exception? Answered from the stack and the source, when something was raised.

Nothing is spent while nothing is raised: each frame's instruction tells its position, the position tells which `try`
bodies it is in. Not here: what is done with the answer.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, TypeVar

from graphlint.sandbox.library import Library
from graphlint.sandbox.places import Chain, source_of
from graphlint.sandbox.unknown import Unknown
from graphlint.source.parse import Source

if TYPE_CHECKING:
    from graphlint.sandbox.run import Run

_SCOPES = (
    ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp
)  # fmt: skip
_SUPPRESSING = {
    "suppress",
    "assertRaises",
    "raises",
    "assertRaisesRegexp",
    "assertRaisesRegex",
    "assertRaisesWithPredicateMatch",
    "assertRaisesWithLiteralMatch",
    "assertRaisesOpError",
}
# code of functions which catch what the script's code raises that they call: what, and whether it is an error still
_CATCHING: dict[CodeType, tuple[type[BaseException], bool]] = {}
_NOTHING: tuple[Any, bool] = ((), False)
F = TypeVar("F", bound=Callable[..., Any])
Range = tuple[tuple[int, int], tuple[int, int]]

# id of a source -> the source, its `try` statements, its scopes, and what was found for an instruction
_tries: dict[int, tuple[Source, list[Any], list[tuple[Range, ast.AST]], dict[tuple[int, int], Any]]] = {}


def catching(function: F, reported: bool = False, kind: type[BaseException] = BaseException) -> F:
    """Mark a function of a model that calls what the script gave it, and catches what that raises, if it is of a kind.

    With `reported`, that is an error all the same, and where errors are recovered from nothing is caught.
    """
    _CATCHING[function.__code__] = kind, reported  # type: ignore[attr-defined]
    return function


def would_catch(error: BaseException, frame: FrameType | None, run: Run) -> bool:
    """Whether a `try` of the script that is active in `frame` or its callers names this exception."""
    inner: FrameType | None = sys._getframe(1)
    while inner is not None:
        kind, reported = _CATCHING.get(inner.f_code, _NOTHING)
        if isinstance(error, kind) and not (run.recover and reported):
            return True
        inner = inner.f_back
    while frame is not None:
        source = source_of(frame.f_code)
        if source is not None:
            for statement in _active(source, frame.f_code, frame.f_lasti):
                if _catches(statement, error, frame):
                    return True
        frame = frame.f_back
    return False


def caught_by_name(chain: Chain, names: frozenset[str]) -> bool:
    """Whether a call stood in a `try` that names one of these errors, or that names none."""
    for code, instruction in chain:
        source = source_of(code)
        for statement in _active(source, code, instruction) if source is not None else ():
            kinds = [handler.type for handler in statement.handlers] if isinstance(statement, ast.Try) else [None]
            if any(kind is None or names & _told(kind) for kind in kinds):
                return True
    return False


def _told(kind: ast.expr) -> set[str]:
    """The names in the expression after `except`."""
    return {str(getattr(node, "attr", None) or getattr(node, "id", "")) for node in ast.walk(kind)}


def _active(source: Source, code: CodeType, instruction: int) -> list[ast.Try | ast.With]:
    """The `try` (and suppressing `with`) statements whose body an instruction is in."""
    _, tries, scopes, known = _index(source)
    if not tries:
        return []
    key = (id(code), instruction)
    found: list[ast.Try | ast.With] | None = known.get(key)
    if found is None:
        position = _position(code, instruction)
        owner = None if position is None else _owner(scopes, position)
        found = known[key] = [
            node for span, node, scope in tries if position and span[0] <= position < span[1] and scope is owner
        ]
    return found


def _position(code: CodeType, instruction: int) -> tuple[int, int] | None:
    index = instruction // 2
    for number, (line, _, column, _) in enumerate(code.co_positions()):
        if number == index:
            return None if line is None else (line, column or 0)
    return None


def _index(source: Source) -> Any:
    found = _tries.get(id(source))
    if found is None or found[0] is not source:
        found = source, *_statements(source.tree), {}
        _tries[id(source)] = found
    return found


def _statements(tree: ast.Module) -> Any:
    tries: list[tuple[Range, ast.Try | ast.With, ast.AST | None]] = []
    scopes: list[tuple[Range, ast.AST]] = []

    def visit(node: ast.AST, scope: ast.AST | None) -> None:
        if (isinstance(node, ast.Try) and node.handlers) or (isinstance(node, ast.With) and _suppresses(node)):
            tries.append((_span(node.body[0], node.body[-1]), node, scope))
        if isinstance(node, _SCOPES):
            scopes.append((_span(node, node), node))
            scope = node
        for child in ast.iter_child_nodes(node):
            visit(child, scope)

    visit(tree, None)
    return tries, scopes


def _span(first: Any, last: Any) -> Range:
    return (first.lineno, first.col_offset), (last.end_lineno, last.end_col_offset)


def _owner(scopes: list[tuple[Range, ast.AST]], position: tuple[int, int]) -> ast.AST | None:
    """The innermost function, class or comprehension around a position (scopes are listed outermost first)."""
    found = None
    for (start, end), node in scopes:
        if start <= position < end:
            found = node
    return found


def _suppresses(node: ast.With) -> bool:
    calls = [item.context_expr.func for item in node.items if isinstance(item.context_expr, ast.Call)]
    return any(getattr(call, "attr", getattr(call, "id", None)) in _SUPPRESSING for call in calls)


def _catches(statement: ast.Try | ast.With, error: BaseException, frame: FrameType) -> bool:
    if isinstance(statement, ast.With):
        return True
    for handler in statement.handlers:
        if handler.type is None:
            return True
        if _matches(evaluate(handler.type, frame), error):
            return True
    return False


def _matches(types: Any, error: BaseException) -> bool:
    if isinstance(types, tuple):
        return any(_matches(item, error) for item in types)
    return isinstance(types, type) and isinstance(error, types)


def evaluate(node: ast.expr, frame: FrameType) -> Any:
    """A name, dotted name or tuple of them, as the frame sees it; anything else counts as Exception."""
    if isinstance(node, ast.Tuple):
        return tuple(evaluate(item, frame) for item in node.elts)
    if isinstance(node, ast.Name):
        for namespace in (frame.f_locals, frame.f_globals, frame.f_builtins):
            if node.id in namespace:
                return namespace[node.id]
        return None
    if isinstance(node, ast.Attribute):
        holder = evaluate(node.value, frame)
        try:
            if isinstance(holder, Library):
                return holder.attribute(node.attr)
            return None if holder is None or isinstance(holder, Unknown) else vars(holder).get(node.attr)
        except (AttributeError, TypeError):
            return None
    return Exception
