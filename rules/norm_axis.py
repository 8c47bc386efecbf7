"""Batch normalization over an axis that isn't the channel axis of its input.

## What it does
Finds `batch_normalization` whose axis, or data format, contradicts the layout of the convolution or pooling before it.

## Why is this bad
With NHWC data and `axis=1` each image row gets its own mean and variance, and the channels share theirs. Training runs,
and the result is worse for no visible reason.

## Example
    x = tf.layers.conv2d(images, 32, 3, name="conv")
    x = tf.layers.batch_normalization(x, axis=1, training=True, name="norm")

## Use instead
    x = tf.layers.conv2d(images, 32, 3, name="conv")
    x = tf.layers.batch_normalization(x, axis=-1, training=True, name="norm")
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.graph.graph import Operation, Tensor
from graphlint.ops.inference import show
from graphlint.sandbox.places import resolve_chain
from graphlint.trace import Call, Trace

from .finding import Evidence, Finding, Related, callers, place_of
from .reading import first_tensor, layout_of, ops_made

CODE = "GL201"
NAME = "norm-axis"
SEVERITY = "warning"
BAD = [
    """\
import tensorflow as tf
images = tf.placeholder(tf.float32, [None, 28, 28, 3])
x = tf.layers.conv2d(images, 32, 3, name="conv")
x = tf.layers.batch_normalization(x, axis=1, training=True, name="norm")
""",
]
GOOD = [
    """\
import tensorflow as tf
images = tf.placeholder(tf.float32, [None, 28, 28, 3])
x = tf.layers.conv2d(images, 32, 3, name="conv")
x = tf.layers.batch_normalization(x, axis=-1, training=True, name="norm")
y = tf.layers.conv2d(tf.transpose(images, [0, 3, 1, 2]), 8, 3, data_format="channels_first", name="conv1")
y = tf.layers.batch_normalization(y, axis=1, training=True, name="norm1")
""",
]
_NAMES = ("batch_normalization", "batch_norm", "BatchNormalization")


def check(trace: Trace) -> Iterator[Finding]:
    for call in trace.calls:
        if not call.site or not any(name in call.path for name in _NAMES) or call.ops_after == call.ops_before:
            continue
        source = first_tensor([*call.args, *call.kwargs.values()])
        told = layout_of(source)
        if source is None or told is None or source.dims is None:
            continue
        layout, witness = told
        size = _normalized(ops_made(trace, call))
        right = 3 if layout == "NHWC" else 1
        wrong = 1 if layout == "NHWC" else 3
        if size is not None and size != source.dims[right] and size == source.dims[wrong]:
            yield _finding(call, source, layout, witness, wrong, right, size)


def _normalized(ops: list[Operation]) -> Any:
    """How many means the normalization keeps, from its variables."""
    for op in ops:
        dims = op.attrs.get("shape")
        if op.type in ("VariableV2", "VarHandleOp") and dims is not None and len(dims) == 1:
            return dims[0]
    return None


def _finding(call: Call, source: Tensor, layout: str, witness: Operation, wrong: int, right: int, size: Any) -> Finding:
    assert source.dims is not None
    before = place_of(witness.chain)
    related = [Related(f"{witness.name} makes {layout} data here", before)] if before is not None else []
    return Finding(
        resolve_chain(call.site[:1])[0],
        f"batch normalization over axis {wrong} of {show(source.dims)}, which is {layout}: it keeps {size} means, one for "
        f"each row or column, instead of {source.dims[right]}, one for each channel",
        f"normalize over axis {right}", Evidence("confirmed", "shapes", f"the moving mean has the shape [{size}]"),
        related=[*related, *callers(call.site)])
