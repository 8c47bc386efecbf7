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

from graphlint.trace import Trace

from .finding import Evidence, Finding, of_event

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
            yield finding
