"""`eval` and `exec` of text that is known: the text is lowered like the script, and runs under the same guards."""

from __future__ import annotations

import ast
from typing import Any

from graphlint.sandbox.exact import exact_text
from graphlint.sandbox.kinds import served
from graphlint.sandbox.lower import lower_body, lower_expression
from graphlint.sandbox.lower_expressions import RESERVED
from graphlint.sandbox.namespaces import UNKNOWN_NAMES
from graphlint.sandbox.places import register, script_frame
from graphlint.sandbox.run import Run
from graphlint.sandbox.scopes import bound_names
from graphlint.sandbox.unknown import Unknown, text_of
from graphlint.source.parse import parse
from graphlint.source.reading import SourceError

_LIMIT = 100_000


def evaluation_builtins(run: Run) -> dict[str, Any]:
    """`eval`, `exec` and `execfile` of one run."""

    def namespaces(given: tuple[Any, ...]) -> tuple[dict[str, Any], Any]:
        frame = script_frame()
        if frame is None or (given and given[0] is not None):
            chosen = own_namespace(given[0]) if given else {}
            chosen["__builtins__"] = run.builtins
            return chosen, own_namespace(given[1]) if len(given) > 1 else chosen
        return frame.f_globals, frame.f_locals

    def evaluate(text: Any, *given: Any) -> Any:
        if not isinstance(text, str) or isinstance(text, Unknown):
            return Unknown("what eval() gives isn't known", text=f"eval({text_of(text)})")
        outer, inner = namespaces(given)
        source = prepared(text.strip())
        body = source.tree.body
        if len(body) != 1 or not isinstance(body[0], ast.Expr):
            raise SyntaxError("invalid syntax")
        names = {*outer, *inner, *bound_names(source.tree)}
        return eval(lower_expression(body[0].value, source.path, run.builtins, names), outer, inner)

    def execute(text: Any, *given: Any) -> None:
        if not isinstance(text, str):
            run.event("refused", "exec() of something other than known text is not carried out")
            unknown_names(run, given)
            return
        outer, inner = namespaces(given)
        source = prepared(text)
        names = {*outer, *inner, *bound_names(source.tree)}
        code = lower_body(source.tree.body, source.path, run.builtins, names)
        exec(code, outer, inner)
        for target, made in zip(given, (outer, inner), strict=False):
            if isinstance(target, dict):
                dict.update(target, {k: v for k, v in made.items() if k != "__builtins__"})

    return {"eval": served(evaluate), "exec": served(execute)}


def unknown_names(run: Run, given: tuple[Any, ...]) -> None:
    """Any name may be bound in the namespace of a text that isn't known."""
    frame = script_frame()
    for namespace in given[:2]:
        run.mark_unsure(namespace, Unknown("text that isn't known was run in it", text=f"len({text_of(namespace)})"))
    if frame is not None and not given:
        frame.f_globals[UNKNOWN_NAMES] = True


def own_namespace(given: Any) -> dict[str, Any]:
    """A copy of a namespace that the script gives; names of guards don't count."""
    if not isinstance(given, dict):
        return {}
    names = {exact_text(name): value for name, value in dict.items(given) if isinstance(name, str)}
    return {name: value for name, value in names.items() if not name.startswith(RESERVED)}


def prepared(text: str) -> Any:
    """Text as a source of its own; SyntaxError as Python would raise it."""
    if len(text) > _LIMIT:
        raise SyntaxError("the text is too long")
    try:
        source = parse(text, "<string>", "3")
    except SourceError as error:
        raise SyntaxError(error.message) from None
    source.path = f"<string {id(source):x}>"
    register(source.path, source)
    return source
