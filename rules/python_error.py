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

from graphlint.sandbox.failures import describe
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


# names and methods of Python 2, and what is written in their place
_OF_PYTHON_2 = {
    "xrange": "range", "raw_input": "input", "unicode": "str", "basestring": "str", "long": "int", "unichr": "chr",
    "reduce": "functools.reduce", "reload": "importlib.reload", "file": "open", "cmp": "(a > b) - (a < b)",
    "execfile": "exec(open(file).read())", "has_key": "`key in dictionary`", "iteritems": "items", "itervalues": "values",
    "iterkeys": "keys", "next": "next(iterator)", "izip": "zip", "imap": "map", "maketrans": "str.maketrans",
    "cPickle": "pickle", "Queue": "queue", "urllib2": "urllib.request", "StringIO": "io.StringIO", "ConfigParser": "configparser",
}  # fmt: skip


def _advice(error: BaseException) -> str:
    name = getattr(error, "name", None)
    if isinstance(error, (NameError, AttributeError, ImportError)) and name in _OF_PYTHON_2:
        return f"`{name}` is Python 2's: write {_OF_PYTHON_2[name]}, or check the script as Python 2 with --python 2"
    if isinstance(error, NameError):
        return f"define {name} before this line, or import it"
    if isinstance(error, ImportError):
        return "give the folder of the module with --path, if it is elsewhere"
    return "mend the expression"


def check(trace: Trace) -> Iterator[Finding]:
    for event in trace.events:
        if event.kind != "error" or event.exception is None or hasattr(event.exception, "shape_error"):
            continue
        if is_tensorflows(event) or missing(event) is not None:
            continue
        finding = of_event(event, f"Python raises {describe(event.exception)}", _advice(event.exception),
                           Evidence("confirmed", "run", "the line was executed symbolically and raised it"))
        if finding is not None:
            yield finding
