"""A layer with weights has no name, so its variables are numbered by the order of creation.

## What it does
Finds calls of `tf.layers` and `tf.contrib.layers` functions that make variables and are given no name.

## Why is this bad
The variables are called `dense_1/kernel` because another dense layer came first. A layer that is added, removed or moved
renames those behind it, and checkpoints no longer fit.

## Example
    y = tf.layers.dense(x, 10)

## Use instead
    y = tf.layers.dense(x, 10, name="logits")
"""

from __future__ import annotations

from collections.abc import Iterator

from graphlint.sandbox.places import resolve_chain
from graphlint.trace import Call, Trace, Unknown

from .finding import Evidence, Finding, callers
from .reading import ops_made

CODE = "GL102"
NAME = "unnamed-layer"
SEVERITY = "note"
BAD = [
    """\
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 784])
y = tf.layers.dense(x, 10)
""",
]
GOOD = [
    """\
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 784])
y = tf.layers.dense(x, 10, name="logits")
z = tf.layers.dropout(y)
layer = tf.layers.Dense(10, name="again")
w = layer(z)
""",
]
_HOMES = ("tensorflow.python.layers.", "tensorflow.contrib.layers.python.layers.")


def check(trace: Trace) -> Iterator[Finding]:
    named: set[int] = set()
    for call in trace.calls:
        if isinstance(call.function, type) and _named(call):
            named.add(id(call.result))
        if not call.path.startswith(_HOMES) or not call.site or call.ops_after == call.ops_before:
            continue
        if isinstance(call.function, type) or _named(call) or id(call.function) in named:
            continue
        made = list(dict.fromkeys(op.name for op in ops_made(trace, call) if op.type in ("VariableV2", "VarHandleOp")))
        if not made:
            continue
        label = call.path.rpartition(".")[2]
        yield Finding(
            resolve_chain(call.site[:1])[0],
            f"this layer has no name: its variables are called {', '.join(made)} by the order of creation",
            f"give it one: {label}(..., {_argument(call.path)}=\"...\"); checkpoints written before then name the old variables",
            Evidence("confirmed", "names", f"the predicted graph holds {made[0]}"), related=callers(call.site),
            subject=made[0])


def _named(call: Call) -> bool:
    given = [call.kwargs.get(key) for key in ("name", "scope")]
    return any(isinstance(name, Unknown) or bool(name) for name in given)


def _argument(path: str) -> str:
    return "scope" if ".contrib." in path else "name"
