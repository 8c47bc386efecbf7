"""A convolution or pooling reads its input in another layout than the one it was made in.

## What it does
Finds ops of `data_format="channels_first"` that are fed by ops of `channels_last` without a transpose in between, and the
other way round.

## Why is this bad
Height or width is taken for the channels. Where the sizes happen to fit, nothing fails and the model learns nonsense.

## Example
    x = tf.layers.conv2d(images, 28, 3, name="a")
    x = tf.layers.conv2d(x, 28, 3, data_format="channels_first", name="b")

## Use instead
    x = tf.layers.conv2d(images, 28, 3, name="a")
    x = tf.layers.conv2d(x, 28, 3, name="b")
"""

from __future__ import annotations

from collections.abc import Iterator

from graphlint.graph.graph import Operation
from graphlint.trace import Trace

from .finding import Evidence, Finding, Related, callers, place_of
from .reading import layout_of

CODE = "GL202"
NAME = "mixed-layout"
SEVERITY = "warning"
BAD = [
    """\
import tensorflow as tf
images = tf.placeholder(tf.float32, [None, 28, 28, 3])
x = tf.layers.conv2d(images, 28, 3, padding="same", name="a")
x = tf.layers.max_pooling2d(x, 2, 2, data_format="channels_first")
""",
]
GOOD = [
    """\
import tensorflow as tf
images = tf.placeholder(tf.float32, [None, 28, 28, 3])
x = tf.layers.conv2d(images, 28, 3, padding="same", name="a")
x = tf.layers.max_pooling2d(x, 2, 2)
y = tf.transpose(x, [0, 3, 1, 2])
y = tf.layers.max_pooling2d(y, 2, 2, data_format="channels_first")
""",
]
_READERS = frozenset({"Conv2D", "MaxPool", "AvgPool", "DepthwiseConv2dNative"})


def check(trace: Trace) -> Iterator[Finding]:
    for graph in trace.graphs:
        for op in graph.ops:
            layout = op.attrs.get("data_format")
            if op.type not in _READERS or layout not in ("NHWC", "NCHW"):
                continue
            told = layout_of(op.inputs[0])
            if told is not None and told[0] != layout:
                finding = _finding(op, layout, *told)
                if finding is not None:
                    yield finding


def _finding(op: Operation, layout: str, made: str, witness: Operation) -> Finding | None:
    place, before = place_of(op.chain), place_of(witness.chain)
    if place is None:
        return None
    related = [Related(f"{witness.name} makes {made} data here", before)] if before is not None else []
    return Finding(
        place, f"{op.name} ({op.type}) reads {layout}, and {witness.name} made {made}",
        "use one data format throughout, or transpose in between",
        Evidence("confirmed", "shapes", f"{witness.name} has data_format {made}, {op.name} has {layout}"),
        related=[*related, *callers(op.chain)])
