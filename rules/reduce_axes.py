"""A global pooling reduces other axes than height and width.

## What it does
Finds `tf.reduce_mean`, `reduce_max` and `reduce_sum` over two axes of an image tensor that, in its layout, are not height
and width: axes 2 and 3 of NHWC data, or axes 1 and 2 of NCHW data.

## Why is this bad
The channels are averaged away and a row of pixels is kept in their place. The next layer takes it as it is.

## Example
    x = tf.layers.conv2d(images, 28, 3, padding="same", name="conv")
    x = tf.reduce_mean(x, [2, 3])

## Use instead
    x = tf.layers.conv2d(images, 28, 3, padding="same", name="conv")
    x = tf.reduce_mean(x, [1, 2])
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphlint.graph.graph import Operation
from graphlint.ops.inference import show
from graphlint.ops.values import constant
from graphlint.trace import Trace

from .finding import Evidence, Finding, Related, callers, place_of
from .reading import layout_of

CODE = "GL311"
NAME = "reduce-axes"
SEVERITY = "warning"
BAD = [
    """\
import tensorflow as tf
images = tf.placeholder(tf.float32, [None, 28, 28, 3])
x = tf.layers.conv2d(images, 64, 3, padding="same", name="conv")
x = tf.reduce_mean(x, [2, 3])
""",
]
GOOD = [
    """\
import tensorflow as tf
images = tf.placeholder(tf.float32, [None, 28, 28, 3])
x = tf.layers.conv2d(images, 64, 3, padding="same", name="conv")
y = tf.reduce_mean(x, [1, 2])
z = tf.reduce_mean(x, [1, 2, 3])
states = tf.placeholder(tf.float32, [None, None, 1, 64])
scores = tf.reduce_sum(tf.tanh(tf.layers.conv2d(states, 64, 1, name="attention")), [2, 3])
"""
]
_SPATIAL = {"NHWC": (1, 2), "NCHW": (2, 3)}


def check(trace: Trace) -> Iterator[Finding]:
    for graph in trace.graphs:
        for op in graph.ops:
            if op.type not in ("Mean", "Max", "Sum") or len(op.inputs) < 2:
                continue
            axes = constant(op.inputs[1])
            told = layout_of(op.inputs[0])
            if axes is None or told is None:
                continue
            chosen = tuple(sorted(int(axis) % 4 for axis in np.ravel(axes)))
            layout, witness = told
            if chosen in _SPATIAL.values() and chosen != _SPATIAL[layout] and _is_pooling(op, layout):
                finding = _finding(op, chosen, layout, witness)
                if finding is not None:
                    yield finding


def _is_pooling(op: Operation, layout: str) -> bool:
    """Whether an image is reduced: scores of attention are sums, too, over the units of positions in a row."""
    dims = op.inputs[0].dims or ()
    sizes = [dims[axis] for axis in _SPATIAL[layout]]
    return 1 not in sizes and (op.type != "Sum" or all(isinstance(size, int) for size in sizes))


def _finding(op: Operation, chosen: tuple[int, ...], layout: str, witness: Operation) -> Finding | None:
    place, before = place_of(op.chain), place_of(witness.chain)
    if place is None:
        return None
    right = list(_SPATIAL[layout])
    related = [Related(f"{witness.name} makes {layout} data here", before)] if before is not None else []
    return Finding(
        place,
        f"{op.name} reduces the axes {list(chosen)} of {show(op.inputs[0].dims)}, which is {layout}: {show(op.outputs[0].dims)} "
        "holds pixels, not channels",
        f"reduce the axes {right}", Evidence("confirmed", "shapes", f"{witness.name} has data_format {layout}"),
        related=[*related, *callers(op.chain)])
