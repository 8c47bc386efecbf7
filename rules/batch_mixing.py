"""A reshape puts numbers of different examples into one row.

## What it does
Finds reshapes of batched data to `[-1, n]` where n neither divides the size of one example nor is a multiple of it, and
those of a dense layer's units to images that hold less than one example.

## Why is this bad
TensorFlow takes whatever fits the number of elements: with `[B, 8, 8, 64]` and `[-1, 3136]` the rows straddle the examples,
and the batch size is no longer B. It fails only when the number of elements doesn't divide.

## Example
    pool = tf.placeholder(tf.float32, [None, 8, 8, 64])
    flat = tf.reshape(pool, [-1, 7 * 7 * 64])

## Use instead
    pool = tf.placeholder(tf.float32, [None, 8, 8, 64])
    flat = tf.reshape(pool, [-1, 8 * 8 * 64])
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphlint.graph.graph import Operation
from graphlint.sandbox.places import Place
from graphlint.trace import Trace
from shapecalc import Expr

from .finding import Evidence, Finding, callers, place_of
from .reading import both_views, comes_from

CODE = "GL310"
NAME = "batch-mixing"
SEVERITY = "warning"
BAD = [
    """\
import tensorflow as tf
pool = tf.placeholder(tf.float32, [None, 8, 8, 64])
flat = tf.reshape(pool, [-1, 7 * 7 * 64])
""",
    """\
import tensorflow as tf
noise = tf.placeholder(tf.float32, [None, 100])
images = tf.reshape(tf.layers.dense(noise, 6 * 6 * 128, name="project"), [-1, 6, 6, 64])
""",
]
GOOD = [
    """\
import tensorflow as tf
pool = tf.placeholder(tf.float32, [None, 8, 8, 64])
flat = tf.reshape(pool, [-1, 8 * 8 * 64])
steps = tf.reshape(pool, [-1, 64])
""",
]
MAX_ROW = 1 << 24


def check(trace: Trace) -> Iterator[Finding]:
    for graph in trace.graphs:
        for op in graph.ops:
            sizes = _sizes(op) if op.type == "Reshape" else None
            if sizes is None:
                continue
            example, row = sizes
            place = place_of(op.chain)
            if trace.inferred and not comes_from(op.inputs[0], "MatMul"):
                continue  # how large an example is was guessed with the arguments
            if place is not None and row < example and not example % row and _makes_images_of_units(op):
                yield _split(op, place, example // row)
            if example % row and row % example and place is not None:
                source, found = op.inputs[0].dims, op.outputs[0].dims
                yield Finding(
                    place,
                    f"{op.name} reshapes {both_views(source)} to {both_views(found)}: a row holds {row} numbers, an example "
                    f"{example}, so rows mix examples",
                    f"the last size of the reshape should be {example}, that of one example", _confirmed(example, row),
                    related=callers(op.chain))


def _makes_images_of_units(op: Operation) -> bool:
    """Whether what a dense layer made of an example becomes an image with channels."""
    source, found = op.inputs[0].dims, op.outputs[0].dims
    return len(source or ()) == 2 and len(found or ()) == 4 and comes_from(op.inputs[0], "MatMul")


def _split(op: Operation, place: Place, parts: int) -> Finding:
    return Finding(
        place,
        f"{op.name} reshapes {both_views(op.inputs[0].dims)} to {both_views(op.outputs[0].dims)}: each example becomes {parts} "
        "images, so there are more of them than examples",
        "make the sizes of one image as many numbers as the layer before has units",
        Evidence("confirmed", "shapes", f"a row of the result holds 1/{parts} of an example"), related=callers(op.chain))


def _sizes(op: Operation) -> tuple[int, int] | None:
    """Elements of one example and of one row, where the first dim alone is open on both sides."""
    source, found = op.inputs[0].dims, op.outputs[0].dims
    if not source or not found or len(found) < 2 or not isinstance(source[0], Expr) or not isinstance(found[0], Expr):
        return None
    inner, outer = source[1:], found[1:]
    if not inner or not all(isinstance(dim, int) and dim > 0 for dim in (*inner, *outer)):
        return None
    return _product(inner), _product(outer)


def _product(dims: tuple[object, ...]) -> int:
    total = 1
    for dim in dims:
        total *= int(dim)  # type: ignore[call-overload]
    return total


def _confirmed(example: int, row: int) -> Evidence:
    """Number the examples, reshape as many as give whole rows, and look for a row with two numbers in it."""
    count = row // int(np.gcd(example, row))
    if count * example > MAX_ROW:
        return Evidence("not run", "run", "the tensors are too large to try it")
    rows = np.repeat(np.arange(count), example).reshape(-1, row)
    mixed = int((rows.min(axis=1) != rows.max(axis=1)).sum())
    if not mixed:
        return Evidence("refuted", "run", "no row held two examples")
    return Evidence("confirmed", "run", f"with {count} examples, {mixed} of {len(rows)} rows hold parts of more than one")
