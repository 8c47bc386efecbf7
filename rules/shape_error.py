"""TensorFlow refuses to build an op, because the shapes of its inputs don't fit.

## What it does
Reports each shape error that TensorFlow raises while the script builds its graph, with the two sides that clash.

## Why is this bad
The script ends there with a ValueError.

## Example
    y = tf.matmul(tf.zeros([2, 3]), tf.zeros([4, 5]))

## Use instead
    y = tf.matmul(tf.zeros([2, 3]), tf.zeros([3, 5]))
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.trace import Trace

from .finding import Evidence, Finding, of_event
from .reading import swapped
from .running import attempt, shapes_text

CODE = "GL301"
NAME = "shape-error"
SEVERITY = "error"
BAD = [
    """\
import tensorflow as tf
y = tf.matmul(tf.zeros([2, 3]), tf.zeros([4, 5]))
""",
]
GOOD = [
    """\
import tensorflow as tf
y = tf.matmul(tf.zeros([2, 3]), tf.zeros([3, 5]))
""",
]


def check(trace: Trace) -> Iterator[Finding]:
    for event in trace.events:
        failure = getattr(event.exception, "shape_error", None)
        if event.kind != "error" or failure is None:
            continue
        finding = of_event(event, f"TensorFlow raises ValueError: {event.exception}", swapped(event) or _advice(failure),
                           _evidence(event.exception, failure))
        if finding is not None:
            yield finding


def _advice(failure: Any) -> str:
    left, right = getattr(failure, "left", None), getattr(failure, "right", None)
    if left is None or right is None or isinstance(left, (tuple, list)) or isinstance(right, (tuple, list)):
        return "change one of the inputs so that their shapes fit"
    return f"make {left} and {right} the same, or bring the inputs into shape before this call"


def _evidence(error: Any, failure: Any) -> Evidence:
    operation = getattr(error, "operation", None)
    if operation is not None:
        outcome = attempt(*operation)
        if outcome is not None and outcome[1]:
            return Evidence("confirmed", "run", f"numpy refuses {operation[0]} on {shapes_text(operation[1])}: {outcome[1]}")
    return Evidence("confirmed", "shapes", f"{error}".partition(" for '")[0])
