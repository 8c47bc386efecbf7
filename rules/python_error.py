"""Python raises an error at this line.

## What it does
Reports errors of the script's own Python: a name that isn't defined, a format that doesn't fit its arguments, an index
out of range.

## Why is this bad
The script ends there.

## Example
    scope = "conv3_" % (i + 1)

## Use instead
    scope = "conv3_%d" % (i + 1)
"""

from __future__ import annotations

from collections.abc import Iterator

from graphlint.sandbox.run import describe
from graphlint.trace import Trace

from .finding import Evidence, Finding, of_event
from .missing_symbol import missing
from .tensorflow_error import is_tensorflows

CODE = "GL303"
NAME = "python-error"
SEVERITY = "error"
BAD = [
    """\
import tensorflow as tf
for i in range(3):
    x = tf.placeholder(tf.float32, name="conv3_" % (i + 1))
""",
]
GOOD = [
    """\
import tensorflow as tf
for i in range(3):
    x = tf.placeholder(tf.float32, name="conv3_%d" % (i + 1))
""",
]


def check(trace: Trace) -> Iterator[Finding]:
    for event in trace.events:
        if event.kind != "error" or event.exception is None or hasattr(event.exception, "shape_error"):
            continue
        if is_tensorflows(event) or missing(event) is not None:
            continue
        finding = of_event(event, f"Python raises {describe(event.exception)}", "mend the expression",
                           Evidence("confirmed", "run", "the line was executed symbolically and raised it"))
        if finding is not None:
            yield finding
