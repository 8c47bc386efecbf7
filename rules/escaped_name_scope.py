"""tf.get_variable, or a tf.layers layer, ignores the tf.name_scope around it.

## What it does
Finds variables of `tf.get_variable` and `tf.layers` that are made inside a `tf.name_scope` and whose names do not begin
with it.

## Why is this bad
`tf.Variable` takes the name scope into its name, `tf.get_variable` does not: the variable is called `w`, not `block/w`.
Two blocks that differ in their name scopes only then ask for the same variable, and a checkpoint has no key `block/w`.

## Example
    with tf.name_scope("block"):
        w = tf.get_variable("w", [3])

## Use instead
    with tf.variable_scope("block"):
        w = tf.get_variable("w", [3])
"""

from __future__ import annotations

from collections.abc import Iterator

from graphlint.graph.graph import Operation
from graphlint.sandbox.places import Chain, Place, resolve_chain
from graphlint.source.edits import callee_name
from graphlint.trace import Call, Trace

from .finding import Edit, Evidence, Finding, Fix, Related, callers, listed
from .reading import calls_of

CODE = "GL103"
NAME = "escaped-name-scope"
SEVERITY = "warning"
BAD = [
    """\
import tensorflow as tf
with tf.name_scope("block"):
    w = tf.get_variable("w", [3])
""",
]
GOOD = [
    """\
import tensorflow as tf
with tf.variable_scope("block"):
    w = tf.get_variable("w", [3])
with tf.name_scope("other"):
    v = tf.Variable([1.0], name="v")
    y = v * 2
""",
]
_MAKERS = ("get_variable", "model_variable", "variable")
_LAYERS = ("tensorflow.python.layers.", "tensorflow.contrib.layers.python.layers.")


def check(trace: Trace) -> Iterator[Finding]:
    makers = {call.site: call for call in trace.calls if call.site and _makes_variables(call)}
    found: dict[object, tuple[Call, Call, str, list[str]]] = {}
    for call in calls_of(trace, "name_scope"):
        entered = call.result.entered() if hasattr(call.result, "entered") else None
        if entered is None or not entered[1]:
            continue
        graph, scope, start, end = entered
        for op in graph.ops[start:end]:
            if op.type in ("VariableV2", "VarHandleOp") and not op.name.startswith(scope):
                maker = _maker(op, makers)
                if maker is not None:
                    names = found.setdefault(maker.site, (maker, call, scope, []))[3]
                    names.extend([op.name] if op.name not in names else [])
    for maker, scope_call, scope, names in found.values():
        yield _finding(trace, maker, scope_call, scope, names)


def _makes_variables(call: Call) -> bool:
    return call.path.rpartition(".")[2] in _MAKERS or call.path.startswith(_LAYERS)


def _maker(op: Operation, makers: dict[Chain, Call]) -> Call | None:
    return next((makers[op.chain[depth:]] for depth in range(len(op.chain)) if op.chain[depth:] in makers), None)


def _finding(trace: Trace, maker: Call, scope_call: Call, scope: str, names: list[str]) -> Finding:
    label = maker.path.rpartition(".")[2]
    shown = listed(names)
    which = f"the variable is called {shown}" if len(names) == 1 else f"the variables are called {shown}"
    opened = resolve_chain(scope_call.site[:1])[0]
    return Finding(
        resolve_chain(maker.site[:1])[0],
        f"{label} ignores the name scope {scope!r} around it: {which}, not {_within(scope, names[0])}",
        "open the scope with tf.variable_scope, which names variables and ops alike",
        Evidence("confirmed", "names", f"the predicted graph holds the variable {names[0]}"),
        related=[Related("the name scope is opened here", opened), *callers(maker.site)],
        fix=lambda: _fix(trace, opened), subject=names[0])


def _within(scope: str, name: str) -> str:
    """What a variable would be called if a variable scope were opened where the name scope is."""
    shared = next((end for end in range(len(scope), 0, -1) if scope[end - 1] == "/" and name.startswith(scope[:end])), 0)
    return scope + name[shared:]


def _fix(trace: Trace, opened: Place) -> Fix | None:
    """`name_scope` -> `variable_scope`; it renames the variables, so it is not a safe one."""
    source = trace.source(opened.file)
    found = callee_name(source.text, opened.line, opened.column) if source is not None else None
    if found is None:
        return None
    place = Place(opened.file, found.line, found.column, found.end_line, found.end_column)
    return Fix(False, (Edit(place, "variable_scope"),))
