"""Ops are created in a loop that runs sessions: the graph grows with every step.

## What it does
Finds loops in which ops are made after a session has run.

## Why is this bad
Each turn of the loop makes new nodes; the program becomes slower and its memory fills up.

## Example
    for step in range(1000):
        sess.run(tf.assign(v, v + 1))

## Use instead
    update = tf.assign(v, v + 1)
    for step in range(1000):
        sess.run(update)
"""

from __future__ import annotations

from collections.abc import Iterator

from graphlint.sandbox.events import Event
from graphlint.sandbox.places import resolve_chain
from graphlint.trace import Trace

from .finding import Evidence, Finding, Related, of_event

CODE = "GL501"
NAME = "graph-growth"
SEVERITY = "warning"
BAD = [
    """\
import tensorflow as tf
v = tf.Variable(0)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(1000):
        sess.run(tf.assign(v, v + 1))
""",
]
GOOD = [
    """\
import tensorflow as tf
v = tf.Variable(0)
update = tf.assign(v, v + 1)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(1000):
        sess.run(update)
""",
]


def check(trace: Trace) -> Iterator[Finding]:
    for event in trace.events:
        if event.kind != "growth":
            continue
        finding = of_event(event, event.message, "build the ops once, before the loop",
                           Evidence("confirmed", "run", "ops were counted over the turns of the loop"))
        if finding is not None:
            finding.related[:0] = _made_in(trace, event)
            yield finding


def _made_in(trace: Trace, event: Event) -> list[Related]:
    """Where the last op was made that a turn of the loop adds."""
    loop, outer = event.place, event.site[1:]
    depth = len(event.site)
    for graph in trace.graphs:
        for op in reversed(graph.ops):
            if loop is not None and len(op.chain) >= depth and op.chain[len(op.chain) - depth + 1 :] == outer:
                around = resolve_chain(op.chain[len(op.chain) - depth :][:1])[0]
                # a `while` is told by its test, so where it ends isn't known
                last = loop.end_line if loop.end_line > loop.line else around.line
                if around.file == loop.file and loop.line <= around.line <= last:
                    return [Related(f"{op.name} ({op.type}) is added here", resolve_chain(op.chain[:1])[0])]
    return []
