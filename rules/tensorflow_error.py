"""TensorFlow raises an error while the script builds its graph.

## What it does
Reports each error that TensorFlow raises and that the script does not catch, apart from shape errors: variables that exist
already or that don't, dtypes that don't fit, arguments that are refused, feeds that don't fit their placeholder.

## Why is this bad
The script ends there.

## Example
    a = tf.get_variable("w", [3])
    b = tf.get_variable("w", [3])

## Use instead
    a = tf.get_variable("w", [3])
    with tf.variable_scope(tf.get_variable_scope(), reuse=True):
        b = tf.get_variable("w", [3])
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.sandbox.run import describe
from graphlint.trace import Event, Trace

from .finding import Evidence, Finding, of_event

CODE = "GL302"
NAME = "tensorflow-error"
SEVERITY = "error"
BAD = [
    """\
import tensorflow as tf
a = tf.get_variable("w", [3])
b = tf.get_variable("w", [3])
""",
]
GOOD = [
    """\
import tensorflow as tf
a = tf.get_variable("w", [3])
with tf.variable_scope(tf.get_variable_scope(), reuse=True):
    b = tf.get_variable("w", [3])
try:
    c = tf.get_variable("w", [3])
except ValueError:
    c = a
""",
]
_HELP = (
    ("already exists", "reuse the variable with tf.variable_scope(..., reuse=True) or tf.AUTO_REUSE, or give it another name"),
    ("does not exist", "create the variable before it is reused, or enter the scope with reuse=tf.AUTO_REUSE"),
    ("Cannot feed value", "feed a value of the placeholder's shape, or widen the placeholder"),
    ("must feed a value", "feed the placeholder in this call of run"),
    ("does not match type", "convert one of the operands with tf.cast"),
    ("not in list of allowed values", "convert the argument with tf.cast"),
    ("unexpected keyword argument", "see the signature of this release"),
)


def check(trace: Trace) -> Iterator[Finding]:
    for event in trace.events:
        if event.kind != "error" or not is_tensorflows(event) or hasattr(event.exception, "shape_error"):
            continue
        error: Any = event.exception
        finding = of_event(event, f"TensorFlow raises {describe(error)}", _advice(str(error)),
                           Evidence("confirmed", "names", "the models of this release raise it at this call"))
        if finding is not None:
            yield finding


def is_tensorflows(event: Event) -> bool:
    """Whether a model of TensorFlow raised it, and no lookup of a name that TensorFlow doesn't have."""
    trail = event.exception.__traceback__ if event.exception is not None else None
    last = None
    while trail is not None:
        last = trail.tb_frame.f_globals.get("__name__", "")
        trail = trail.tb_next
    return bool(last) and str(last).startswith(("graphlint.tf.", "graphlint.graph.", "graphlint.ops.")) and not isinstance(
        event.exception, (AttributeError, ImportError))


def _advice(text: str) -> str:
    return next((advice for mark, advice in _HELP if mark in text), "change the call so that TensorFlow takes it")
