"""Softmax or argmax over the examples of a batch.

## What it does
Finds `tf.nn.softmax`, `log_softmax` and `tf.argmax` over axis 0 of what a network says of a batch: `[?,10]`.

## Why is this bad
The examples are compared with each other, and not the classes of each example. `tf.argmax(logits)` does it, as its axis is
0 where none is given. Training runs, and what it reports means nothing.

## Example
    logits = tf.layers.dense(x, 10, name="logits")
    classes = tf.argmax(logits)

## Use instead
    logits = tf.layers.dense(x, 10, name="logits")
    classes = tf.argmax(logits, axis=1)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.ops.inference import show
from graphlint.sandbox.places import resolve_chain
from graphlint.trace import Trace
from shapecalc import Expr

from .finding import Evidence, Finding, callers
from .reading import bound, calls_of, comes_from

CODE = "GL312"
NAME = "class-axis"
SEVERITY = "warning"
BAD = [
    """\
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 784])
logits = tf.layers.dense(x, 10, name="logits")
classes = tf.argmax(logits)
""",
    """\
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 784])
logits = tf.layers.dense(x, 10, name="logits")
chances = tf.nn.softmax(logits, axis=0)
""",
]
GOOD = [
    """\
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 784])
logits = tf.layers.dense(x, 10, name="logits")
classes = tf.argmax(logits, 1)
chances = tf.nn.softmax(logits)
best = tf.argmax(x, 0)
""",
]
_AXES = ("axis", "dim", "dimension")


def check(trace: Trace) -> Iterator[Finding]:
    for call in calls_of(trace, "softmax", "log_softmax", "argmax", "arg_max"):
        name = call.path.rpartition(".")[2]
        first, second = ("input", "axis") if "arg" in name else ("logits", "axis")
        given = bound(call, first, second)
        default = 0 if "arg" in name else -1
        axis = next((given[key] for key in _AXES if given.get(key) is not None), default)
        source: Any = given.get(first)
        if type(axis) is int and axis == 0 and _of_a_batch(source):
            yield Finding(
                resolve_chain(call.site[:1])[0],
                f"{name} over axis 0 of {show(source.dims)}, which are the examples of the batch, not the classes of each",
                "give the axis of the classes: axis=1", Evidence("confirmed", "shapes", f"{source.name} is {show(source.dims)}"),
                related=callers(call.site))


def _of_a_batch(tensor: Any) -> bool:
    """Whether a tensor is what a layer says of a batch of examples."""
    if not isinstance(tensor, Tensor) or tensor.dims is None or len(tensor.dims) != 2:
        return False
    examples, classes = tensor.dims
    return isinstance(examples, Expr) and isinstance(classes, int) and classes > 1 and comes_from(tensor, "MatMul", "Softmax")
