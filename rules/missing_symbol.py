"""The script uses a name that this TensorFlow release doesn't have.

## What it does
Finds attributes of TensorFlow's modules that don't exist in the release, and tells in which releases they do.

## Why is this bad
The script ends there with an AttributeError.

## Example
    tf.random.uniform_int([3])

## Use instead
    tf.random_uniform([3], maxval=10, dtype=tf.int32)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from graphlint.tf import facts
from graphlint.trace import Event, Trace

from .finding import Evidence, Finding, of_event

CODE = "GL401"
NAME = "missing-symbol"
SEVERITY = "error"
BAD = [
    """\
import tensorflow as tf
x = tf.reduce_maen([1.0, 2.0])
""",
]
GOOD = [
    """\
import tensorflow as tf
x = tf.reduce_mean([1.0, 2.0])
if hasattr(tf, "no_such_name"):
    y = tf.no_such_name
""",
]
_TEXT = re.compile(r"module '((?:tensorflow|tf_slim)[\w.]*)' has no attribute '(\w+)'")


def missing(event: Event) -> tuple[str, str] | None:
    """Module and name of an attribute that TensorFlow doesn't have, None for other errors."""
    if event.kind != "error" or not isinstance(event.exception, (AttributeError, ImportError)):
        return None
    match = _TEXT.search(str(event.exception))
    return (match[1], match[2]) if match else None


def check(trace: Trace) -> Iterator[Finding]:
    for event in trace.events:
        found = missing(event)
        if found is None:
            continue
        module, name = found
        finding = of_event(event, f"{module} has no {name} in TensorFlow {trace.release}", _advice(module, name),
                           Evidence("confirmed", "names", "the recorded symbols of the release don't hold it"))
        if finding is not None:
            yield finding


def _advice(module: str, name: str) -> str:
    known = list(facts.public_table(module) or facts.inner_table(module) or ())
    near = get_close_matches(name, known, 1)
    return f"did you mean {module}.{near[0]}?" if near else "use a symbol of this release, or choose the release with --tf"
